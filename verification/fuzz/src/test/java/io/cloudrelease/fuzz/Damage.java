package io.cloudrelease.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** What disks, gateways and half-finished writes do to bytes. */
public final class Damage {

  private Damage() {}

  /** One flipped bit, or one byte that is another; the same bytes when there are none. */
  public static byte[] oneByte(byte[] bytes, Draws draws) {
    byte[] damaged = bytes.clone();
    if (bytes.length > 0) {
      int at = draws.below(bytes.length);
      damaged[at] =
          draws.flag() ? (byte) draws.below(256) : (byte) (damaged[at] ^ 1 << draws.below(8));
    }
    return damaged;
  }

  /** Cut off somewhere. */
  public static byte[] cut(byte[] bytes, Draws draws) {
    return Arrays.copyOf(bytes, draws.below(bytes.length + 1));
  }

  /** Up to six pieces changed, lost, repeated, or taken from the other bytes. */
  public static byte[] several(byte[] bytes, byte[] donor, Draws draws) {
    byte[] damaged = bytes;
    int times = 1 + draws.below(6);
    for (int i = 0; i < times; i++) {
      damaged = once(damaged, donor, draws);
    }
    return damaged;
  }

  private static byte[] once(byte[] bytes, byte[] donor, Draws draws) {
    return switch (draws.below(6)) {
      case 0, 1 -> oneByte(bytes, draws);
      case 2 -> cut(bytes, draws);
      case 3 -> {
        int from = draws.below(bytes.length + 1);
        yield replaced(bytes, from, from + draws.below(64), bytes, 0, 0);
      }
      case 4 -> {
        int from = draws.below(bytes.length + 1);
        yield replaced(bytes, from, from, bytes, from, from + draws.below(64));
      }
      default -> {
        int from = draws.below(donor.length + 1);
        int to = draws.below(bytes.length + 1);
        yield replaced(bytes, to, to + draws.below(16), donor, from, from + draws.below(64));
      }
    };
  }

  /** The bytes with a piece of them replaced by a piece of others. */
  private static byte[] replaced(
      byte[] bytes, int from, int to, byte[] others, int othersFrom, int othersTo) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 64);
    out.write(bytes, 0, from);
    out.write(others, othersFrom, Math.min(othersTo, others.length) - othersFrom);
    int behind = Math.min(to, bytes.length);
    out.write(bytes, behind, bytes.length - behind);
    return out.toByteArray();
  }
}
