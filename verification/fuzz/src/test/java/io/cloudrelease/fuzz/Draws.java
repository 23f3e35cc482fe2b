package io.cloudrelease.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Choices made from an input's bytes in order; behind its end everything is zero. */
public final class Draws {
  private final byte[] input;
  private int at;

  public Draws(byte[] input) {
    this.input = input;
  }

  /** From 0 to below that. */
  public int below(int bound) {
    int value = next();
    if (bound > 1 << 8) {
      value = value << 8 | next();
    }
    if (bound > 1 << 16) {
      value = value << 8 | next();
    }
    return bound <= 1 ? 0 : value % bound;
  }

  public boolean flag() {
    return (next() & 1) == 1;
  }

  public <T> T oneOf(List<T> values) {
    return values.get(below(values.size()));
  }

  /** A text of at most so many bytes, with whatever they are. */
  public String text(int longest) {
    int end = Math.min(input.length, at + below(longest + 1));
    String text = new String(input, at, Math.max(0, end - at), StandardCharsets.UTF_8);
    at = Math.max(at, end);
    return text;
  }

  /** All that is left. */
  public byte[] rest() {
    byte[] rest = Arrays.copyOfRange(input, Math.min(at, input.length), input.length);
    at = input.length;
    return rest;
  }

  private int next() {
    return at < input.length ? input[at++] & 0xff : 0;
  }
}
