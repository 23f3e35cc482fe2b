package io.cloudrelease.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Published vectors: FIPS 180-4, RFC 4231 (case 2), RFC 2202 (case 2). */
class HashesTest {
  private static final byte[] JEFE = "Jefe".getBytes(StandardCharsets.US_ASCII);
  private static final String WHAT = "what do ya want for nothing?";

  @Test
  void sha256_is_as_published() {
    assertThat(Hashes.sha256Hex(""))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(Hashes.sha256Hex("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void hmacs_are_as_published() {
    assertThat(Hashes.hex(Hashes.hmacSha256(JEFE, WHAT)))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    assertThat(Hashes.hex(Hashes.hmacSha1(JEFE, WHAT)))
        .isEqualTo("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  }

  @Test
  void hex_is_lower_case_and_keeps_leading_zeros() {
    assertThat(Hashes.hex(new byte[] {0, 1, (byte) 0xab, (byte) 0xff})).isEqualTo("0001abff");
    assertThat(Hashes.hex(new byte[0])).isEmpty();
  }
}
