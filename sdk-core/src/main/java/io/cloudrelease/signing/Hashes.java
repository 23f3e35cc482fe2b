package io.cloudrelease.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** The digests that signature schemes are made of. Stateless and thread-safe. */
public final class Hashes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private static final int PIECE = 512;

  /** Never fed, only cloned, which takes a tenth of a lookup among the security providers. */
  private static final MessageDigest SHA256 = lookUp("SHA-256");

  private Hashes() {}

  /** SHA-256 in lower-case hex. */
  public static String sha256Hex(byte[] data) {
    return hex(sha256().digest(data));
  }

  /** SHA-256 of the text's UTF-8 bytes, in lower-case hex. */
  public static String sha256Hex(String text) {
    return sha256Hex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** HMAC-SHA256, 32 bytes. */
  public static byte[] hmacSha256(byte[] key, byte[] data) {
    return HmacKey.sha256(key).sign(data);
  }

  /** HMAC-SHA256 of the text's UTF-8 bytes, 32 bytes. */
  public static byte[] hmacSha256(byte[] key, String text) {
    return hmacSha256(key, text.getBytes(StandardCharsets.UTF_8));
  }

  /** HMAC-SHA1, 20 bytes; only for schemes that leave no choice. */
  public static byte[] hmacSha1(byte[] key, byte[] data) {
    return HmacKey.sha1(key).sign(data);
  }

  /** Lower-case hex. */
  @SuppressWarnings("deprecation") // Takes the bytes as they are, and faster than a charset does.
  public static String hex(byte[] data) {
    return new String(hexBytes(data), 0);
  }

  /** Lower-case hex, as ASCII bytes: for what is hashed in its turn. */
  public static byte[] hexBytes(byte[] data) {
    byte[] text = new byte[data.length * 2];
    for (int i = 0; i < data.length; i++) {
      text[2 * i] = HEX[data[i] >> 4 & 0xf];
      text[2 * i + 1] = HEX[data[i] & 0xf];
    }
    return text;
  }

  /** A digest that nobody has fed yet; for what is hashed piece by piece. */
  public static MessageDigest sha256() {
    return copyOf(SHA256);
  }

  /**
   * Feeds a digest the bytes of a text that is ASCII, without a copy of the whole.
   *
   * @param ascii percent-encoded text for instance; of other characters the high bits are lost
   */
  @SuppressWarnings("deprecation") // Drops the high bits, which ASCII has none of.
  public static void updateAscii(MessageDigest digest, String ascii) {
    byte[] piece = new byte[Math.min(PIECE, ascii.length())];
    for (int from = 0; from < ascii.length(); from += piece.length) {
      int to = Math.min(from + piece.length, ascii.length());
      ascii.getBytes(from, to, piece, 0);
      digest.update(piece, 0, to - from);
    }
  }

  static MessageDigest copyOf(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(
          "the digests of security provider " + digest.getProvider() + " cannot be cloned", e);
    }
  }

  static MessageDigest lookUp(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks a digest that it must have", e);
    }
  }
}
