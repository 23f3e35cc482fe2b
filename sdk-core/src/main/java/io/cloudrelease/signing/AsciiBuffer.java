package io.cloudrelease.signing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Text on its way to being hashed or signed: ASCII, put together as bytes so that it need not be
 * encoded. Of other characters the high bits are lost. Not thread-safe. Its text form shows nothing
 * of it.
 */
public final class AsciiBuffer {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int MOST_DIGITS = 20;

  private static final int PIECE = 1024;

  private final @Nullable MessageDigest digest;
  private byte[] bytes;
  private int length;

  /**
   * An empty one.
   *
   * @param capacity how much it holds before it must grow; at least 1
   */
  public AsciiBuffer(int capacity) {
    this(null, capacity);
  }

  private AsciiBuffer(@Nullable MessageDigest digest, int capacity) {
    this.digest = digest;
    this.bytes = new byte[capacity];
  }

  /** One that feeds a digest piece by piece and holds no more than a piece at a time. */
  public static AsciiBuffer feeding(MessageDigest digest) {
    return new AsciiBuffer(digest, PIECE);
  }

  @SuppressWarnings("deprecation") // Drops the high bits, which ASCII has none of.
  public AsciiBuffer append(String ascii) {
    int size = ascii.length();
    int from = bytes.length - length < size ? feedStart(ascii) : 0;
    ascii.getBytes(from, size, bytes, length);
    length += size - from;
    return this;
  }

  /** Makes room for the rest of a text, of which some may go to the digest at once. */
  @SuppressWarnings("deprecation") // Drops the high bits, which ASCII has none of.
  private int feedStart(String ascii) {
    int from = 0;
    if (digest != null) {
      for (int free = bytes.length - length; ascii.length() - from > free; free = bytes.length) {
        ascii.getBytes(from, from + free, bytes, length);
        length += free;
        from += free;
        flush(digest);
      }
    }
    room(ascii.length() - from);
    return from;
  }

  public AsciiBuffer append(char ascii) {
    if (bytes.length == length) {
      room(1);
    }
    bytes[length++] = (byte) ascii;
    return this;
  }

  /** A header as canonical requests hold it: name, colon, value, line feed. */
  @SuppressWarnings("deprecation") // Drops the high bits, which ASCII has none of.
  public AsciiBuffer appendLine(String name, String value) {
    int size = name.length();
    int valueSize = value.length();
    room(size + valueSize + 2);
    byte[] to = bytes;
    int at = length;
    name.getBytes(0, size, to, at);
    at += size;
    to[at++] = ':';
    value.getBytes(0, valueSize, to, at);
    at += valueSize;
    to[at++] = '\n';
    length = at;
    return this;
  }

  /** In decimal. */
  public AsciiBuffer append(long number) {
    if (number < 0) {
      return append(Long.toString(number));
    }
    room(MOST_DIGITS);
    int digits = 1;
    for (long rest = number; rest > 9; rest /= 10) {
      digits++;
    }
    long rest = number;
    for (int at = length + digits - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  /** In lower-case hex. */
  public AsciiBuffer appendHex(byte[] data) {
    room(2 * data.length);
    byte[] to = bytes;
    int at = length;
    for (byte b : data) {
      to[at++] = HEX[b >> 4 & 0xf];
      to[at++] = HEX[b & 0xf];
    }
    length = at;
    return this;
  }

  /** How many characters it holds. */
  public int length() {
    return length;
  }

  /** Feeds what it holds to a digest. */
  public void feed(MessageDigest other) {
    other.update(bytes, 0, length);
  }

  /** The digest of all that was appended, for one that feeds a digest. */
  public byte[] digest() {
    if (digest == null) {
      throw new IllegalStateException("it feeds no digest");
    }
    flush(digest);
    return digest.digest();
  }

  private void flush(MessageDigest fed) {
    feed(fed);
    length = 0;
  }

  /** What it holds. */
  @SuppressWarnings("deprecation") // Takes the bytes as they are, and faster than a charset does.
  public String toText() {
    return new String(bytes, 0, 0, length);
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      if (digest != null) {
        flush(digest);
      }
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }

  @Override
  public String toString() {
    return "AsciiBuffer[***]";
  }
}
