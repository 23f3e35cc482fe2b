package io.cloudrelease.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Instance ids as the clouds write them, the same in every run. */
final class Fleet {
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  private Fleet() {}

  /** {@code ins-} and eight letters or digits. */
  static List<String> tencent(int size) {
    return ids(size, "ins-", 8);
  }

  /** {@code i-bp1} and seventeen letters or digits. */
  static List<String> aliyun(int size) {
    return ids(size, "i-bp1", 17);
  }

  /** Nineteen digits. */
  static List<String> zenlayer(int size) {
    List<String> ids = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      ids.add(Long.toString(1_234_567_000_000_000_000L + i * 7919L));
    }
    return ids;
  }

  private static List<String> ids(int size, String prefix, int length) {
    List<String> ids = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      // The counter keeps them distinct, the rest makes them look like ids.
      String tail = String.format(Locale.ROOT, "%06x", i) + Long.toString(mixed(i), 36);
      ids.add(prefix + (tail + "0000000000000000").substring(0, length));
    }
    return ids;
  }

  private static long mixed(int i) {
    return (i + 1) * SPREAD >>> 8;
  }
}
