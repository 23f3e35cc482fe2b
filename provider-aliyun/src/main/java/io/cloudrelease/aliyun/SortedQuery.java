package io.cloudrelease.aliyun;

import io.cloudrelease.json.PlainTexts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A canonical query whose parameters are put in the order that is signed, so that nothing need be
 * sorted for each call: whoever writes a call sorts its names, and its test sees to it. Not
 * thread-safe; ends with {@link #toQuery}. Its text form is not for logs.
 */
final class SortedQuery {
  private static final int USUAL_SIZE = 6 * 1024;
  private static final int LARGEST_SPARE = 16 * 1024;

  /** What the last query was put together in, for the next one: half of all that a call takes. */
  private static final AtomicReference<byte @Nullable []> SPARE = new AtomicReference<>();

  /** {@code &InstanceId.1=} to {@code &InstanceId.100=}, and their places among sorted names. */
  private static final byte[][] INSTANCE_ID = new byte[EcsCalls.MAX_IDS][];

  private static final int[] AS_TEXT = new int[EcsCalls.MAX_IDS];

  static {
    String[] sorted = new String[EcsCalls.MAX_IDS];
    for (int i = 0; i < EcsCalls.MAX_IDS; i++) {
      String number = Integer.toString(i + 1);
      INSTANCE_ID[i] = ("&InstanceId." + number + '=').getBytes(StandardCharsets.US_ASCII);
      sorted[i] = number;
    }
    Arrays.sort(sorted);
    for (int i = 0; i < EcsCalls.MAX_IDS; i++) {
      AS_TEXT[i] = Integer.parseInt(sorted[i]) - 1;
    }
  }

  private byte[] out;
  private int length;

  SortedQuery() {
    byte[] spare = SPARE.getAndSet(null);
    out = spare == null ? new byte[USUAL_SIZE] : spare;
  }

  /** Adds a parameter; its name stays as it is when encoded, and comes after those before. */
  SortedQuery put(String name, String value) {
    return putEncoded(name, PercentEncoding.encode(value));
  }

  SortedQuery put(String name, boolean value) {
    return putEncoded(name, value ? "true" : "false");
  }

  private SortedQuery putEncoded(String name, String encoded) {
    if (out.length - length < name.length() + encoded.length() + 2) {
      grow(name.length() + encoded.length() + 2);
    }
    if (length > 0) {
      out[length++] = '&';
    }
    add(name);
    out[length++] = '=';
    add(encoded);
    return this;
  }

  /**
   * {@code InstanceId.1}, {@code InstanceId.10}, {@code InstanceId.100}, {@code InstanceId.11}; not
   * as the first parameter.
   */
  @SuppressWarnings("deprecation") // Drops the high bits, which encoded ids have none of.
  SortedQuery putInstanceIds(List<String> ids) {
    int size = ids.size();
    if (size > EcsCalls.MAX_IDS) {
      throw new IllegalArgumentException(size + " ids in one call");
    }
    boolean plain = ids instanceof PlainTexts;
    assert !plain || ((PlainTexts) ids).arePlain() : "ids that need escapes";
    byte[] to = out;
    int at = length;
    for (int place : AS_TEXT) {
      if (place < size) {
        String id = plain ? ids.get(place) : PercentEncoding.encode(ids.get(place));
        byte[] name = INSTANCE_ID[place];
        int characters = id.length();
        if (to.length - at < name.length + characters) {
          length = at;
          grow(name.length + characters);
          to = out;
        }
        System.arraycopy(name, 0, to, at, name.length);
        at += name.length;
        id.getBytes(0, characters, to, at);
        at += characters;
      }
    }
    length = at;
    return this;
  }

  /** The canonical query. This object must not be used after it. */
  @SuppressWarnings("deprecation") // Takes the bytes as they are, and faster than a charset does.
  String toQuery() {
    String query = new String(out, 0, 0, length);
    if (out.length <= LARGEST_SPARE) {
      SPARE.setRelease(out);
    }
    out = new byte[0];
    length = 0;
    return query;
  }

  /** There must be room for it. */
  @SuppressWarnings("deprecation") // Drops the high bits, which encoded text has none of.
  private void add(String encoded) {
    encoded.getBytes(0, encoded.length(), out, length);
    length += encoded.length();
  }

  private void grow(int more) {
    out = Arrays.copyOf(out, Math.max(out.length * 2, length + more));
  }

  @Override
  public String toString() {
    return length + " characters";
  }
}
