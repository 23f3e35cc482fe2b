package io.cloudrelease.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * A list of texts that hold visible ASCII characters only, as ids do. {@link JsonWriter} copies
 * such texts without a look at each character; quotes and backslashes among them are still escaped.
 */
public abstract class PlainTexts extends AbstractList<String> implements RandomAccess {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long LOW = 0x7f7f7f7f7f7f7f7fL;

  /** For lists whose elements are checked before they come here. */
  protected PlainTexts() {}

  /** How many quotes there are; -1 when there is a backslash. */
  static int quotesIn(byte[] bytes, int from, int to) {
    int quotes = 0;
    int at = from;
    for (; at + 8 <= to; at += 8) {
      long eight = (long) EIGHT.get(bytes, at);
      quotes += Long.bitCount(zeros(eight ^ '"' * ONES));
      if (zeros(eight ^ '\\' * ONES) != 0) {
        return -1;
      }
    }
    for (; at < to; at++) {
      quotes += bytes[at] == '"' ? 1 : 0;
      if (bytes[at] == '\\') {
        return -1;
      }
    }
    return quotes;
  }

  /** The top bit of each byte that is zero, exactly (Warren, Hacker's Delight, section 6-1). */
  private static long zeros(long eight) {
    return ~((eight & LOW) + LOW | eight | LOW);
  }
}
