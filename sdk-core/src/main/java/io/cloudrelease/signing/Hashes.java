package io.cloudrelease.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The digests that signature schemes are made of. Stateless and thread-safe. */
public final class Hashes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private Hashes() {}

  /** SHA-256 in lower-case hex. */
  public static String sha256Hex(byte[] data) {
    try {
      return hex(MessageDigest.getInstance("SHA-256").digest(data));
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /** SHA-256 of the text's UTF-8 bytes, in lower-case hex. */
  public static String sha256Hex(String text) {
    return sha256Hex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** HMAC-SHA256, 32 bytes. */
  public static byte[] hmacSha256(byte[] key, byte[] data) {
    return hmac("HmacSHA256", key, data);
  }

  /** HMAC-SHA256 of the text's UTF-8 bytes, 32 bytes. */
  public static byte[] hmacSha256(byte[] key, String text) {
    return hmacSha256(key, text.getBytes(StandardCharsets.UTF_8));
  }

  /** HMAC-SHA1, 20 bytes; only for schemes that leave no choice. */
  public static byte[] hmacSha1(byte[] key, byte[] data) {
    return hmac("HmacSHA1", key, data);
  }

  /** Lower-case hex. */
  public static String hex(byte[] data) {
    byte[] text = new byte[data.length * 2];
    for (int i = 0; i < data.length; i++) {
      text[2 * i] = HEX[data[i] >> 4 & 0xf];
      text[2 * i + 1] = HEX[data[i] & 0xf];
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static byte[] hmac(String algorithm, byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  private static IllegalStateException missing(GeneralSecurityException e) {
    return new IllegalStateException("this Java runtime lacks a digest that it must have", e);
  }
}
