package io.cloudrelease.signing;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A key that signs by HMAC (RFC 2104) over SHA-256 or SHA-1. Immutable and thread-safe; its text
 * form holds no secret.
 *
 * <p>Made of the platform's digests rather than its {@code Mac}, which starts up the whole of
 * Java's cryptography architecture, dear for a program that makes one call and ends, and which
 * cannot be shared by threads.
 */
public final class HmacKey {
  private static final int BLOCK = 64;
  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5c;

  /** Fed the key and nothing else; only ever cloned. */
  private final MessageDigest inner;

  private final MessageDigest outer;

  private HmacKey(Supplier<MessageDigest> digests, byte[] key) {
    byte[] start = key.length > BLOCK ? digests.get().digest(key) : key;
    inner = keyed(digests.get(), start, INNER);
    outer = keyed(digests.get(), start, OUTER);
  }

  private static MessageDigest keyed(MessageDigest digest, byte[] key, byte pad) {
    byte[] block = Arrays.copyOf(key, BLOCK);
    for (int i = 0; i < BLOCK; i++) {
      block[i] ^= pad;
    }
    digest.update(block);
    return digest;
  }

  /** A key of HMAC-SHA256. */
  public static HmacKey sha256(byte[] key) {
    return new HmacKey(Hashes::sha256, key);
  }

  /** A key of HMAC-SHA1; only for schemes that leave no choice. */
  public static HmacKey sha1(byte[] key) {
    return new HmacKey(() -> Hashes.lookUp("SHA-1"), key);
  }

  /** The authentication code of these bytes: 32 of them, 20 with SHA-1. */
  public byte[] sign(byte[] data) {
    return Hashes.copyOf(outer).digest(Hashes.copyOf(inner).digest(data));
  }

  /** The same of a text. */
  public byte[] sign(AsciiBuffer text) {
    MessageDigest digest = Hashes.copyOf(inner);
    text.feed(digest);
    return Hashes.copyOf(outer).digest(digest.digest());
  }

  @Override
  public String toString() {
    return "HmacKey[***]";
  }
}
