package io.cloudrelease.digest;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The digests that signatures and chained lines are made of. Stateless and thread-safe. */
public final class Hashes {
  private Hashes() {}

  /** SHA-256 in lower-case hex. */
  public static String sha256Hex(byte[] data) {
    return hex(sha256().digest(data));
  }

  /** SHA-256 of the text's UTF-8 bytes, in lower-case hex. */
  public static String sha256Hex(String text) {
    return sha256Hex(utf8(text));
  }

  /** A SHA-256 that nobody has fed yet, for what is hashed piece by piece. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }

  /** HMAC-SHA256 of the text's UTF-8 bytes, 32 bytes. */
  public static byte[] hmacSha256(byte[] key, String text) {
    return hmacSha256(key).doFinal(utf8(text));
  }

  /** A key of HMAC-SHA256 that is kept: feed copies of it, as {@link #sign} does. */
  public static Mac hmacSha256(byte[] key) {
    return keyed("HmacSHA256", key);
  }

  /** HMAC-SHA1 of the text's UTF-8 bytes, 20 bytes; only for schemes that leave no choice. */
  public static byte[] hmacSha1(byte[] key, String text) {
    return keyed("HmacSHA1", key).doFinal(utf8(text));
  }

  /** The code of the text's UTF-8 bytes by a kept key, which stays as it is. */
  public static byte[] sign(Mac key, String text) {
    try {
      return ((Mac) key.clone()).doFinal(utf8(text));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(
          "the HMAC of security provider " + key.getProvider() + " cannot be copied", e);
    }
  }

  private static Mac keyed(String algorithm, byte[] key) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks " + algorithm, e);
    }
  }

  /** Lower-case hex. */
  public static String hex(byte[] data) {
    return HexFormat.of().formatHex(data);
  }

  /** The UTF-8 bytes, as keys and texts are signed. */
  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
