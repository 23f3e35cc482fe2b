package io.cloudrelease.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a request or an answer. Immutable by contract: {@link #wrap} and {@link #bytes} do
 * not copy, and nobody may write to the array.
 */
public final class HttpBody {
  private static final HttpBody EMPTY = new HttpBody(new byte[0]);

  private final byte[] bytes;

  private HttpBody(byte[] bytes) {
    this.bytes = bytes;
  }

  public static HttpBody empty() {
    return EMPTY;
  }

  /** These bytes, not copied. */
  public static HttpBody wrap(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new HttpBody(bytes);
  }

  public static HttpBody utf8(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes themselves, not a copy; do not write to them. */
  public byte[] bytes() {
    return bytes;
  }

  /** The body as UTF-8 text. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HttpBody body && Arrays.equals(bytes, body.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
