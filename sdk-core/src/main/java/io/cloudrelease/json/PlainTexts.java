package io.cloudrelease.json;

import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * A list of texts that hold letters, digits and {@code -._~} only, as ids do: written into JSON or
 * a query as they are, without a look at each character.
 *
 * <p>For lists whose elements are checked when they are made, as those of {@link
 * io.cloudrelease.model.InstanceRef} are. They are checked again only where Java assertions are on.
 */
public abstract class PlainTexts extends AbstractList<String> implements RandomAccess {

  protected PlainTexts() {}

  /** Whether all are what they promise to be. */
  public final boolean arePlain() {
    for (int i = 0; i < size(); i++) {
      String text = get(i);
      for (int j = 0; j < text.length(); j++) {
        if (!isPlain(text.charAt(j))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isPlain(char c) {
    boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    return letter || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~';
  }
}
