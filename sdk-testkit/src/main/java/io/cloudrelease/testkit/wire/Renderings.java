package io.cloudrelease.testkit.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Items of answers, written once and used again as long as what they show does not change: looks
 * are most of what a simulated cloud does. Not thread-safe; guarded by the cloud's lock.
 */
public final class Renderings {
  /**
   * Enough for the simulations that run by the thousand; a bigger fleet pays for its size itself.
   */
  private static final int MOST = 2048;

  private final Map<Object, byte[]> items = new IdentityHashMap<>();

  /** Nothing written yet. */
  public Renderings() {}

  /** The item for that immutable thing. */
  public byte[] item(Object shown, Supplier<byte[]> writer) {
    byte[] known = items.get(shown);
    if (known != null) {
      return known;
    }
    if (items.size() >= MOST) {
      items.clear();
    }
    byte[] written = writer.get();
    items.put(shown, written);
    return written;
  }

  /** These items with commas between them, and what stands before and after. */
  public static byte[] join(String before, List<byte[]> items, String after) {
    int length = before.length() + after.length();
    for (byte[] item : items) {
      length += item.length + 1;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(length);
    bytes.writeBytes(before.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        bytes.write(',');
      }
      bytes.writeBytes(items.get(i));
    }
    bytes.writeBytes(after.getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }
}
