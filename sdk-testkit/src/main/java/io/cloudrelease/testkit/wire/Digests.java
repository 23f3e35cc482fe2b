package io.cloudrelease.testkit.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The digests of the clouds' signatures. */
public final class Digests {

  private Digests() {}

  /** SHA-256 in lower-case hex. */
  public static String sha256(byte[] data) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }

  /** SHA-256 of the text's UTF-8 bytes in lower-case hex. */
  public static String sha256(String text) {
    return sha256(utf8(text));
  }

  /** HMAC-SHA256 of the text's UTF-8 bytes. */
  public static byte[] hmacSha256(byte[] key, String text) {
    return hmac("HmacSHA256", key, text);
  }

  /** HMAC-SHA256 of the text's UTF-8 bytes in lower-case hex. */
  public static String hmacSha256Hex(byte[] key, String text) {
    return HexFormat.of().formatHex(hmacSha256(key, text));
  }

  /** HMAC-SHA1 of the text's UTF-8 bytes. */
  public static byte[] hmacSha1(byte[] key, String text) {
    return hmac("HmacSHA1", key, text);
  }

  /** The UTF-8 bytes. */
  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hmac(String algorithm, byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac.doFinal(utf8(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks " + algorithm, e);
    }
  }
}
