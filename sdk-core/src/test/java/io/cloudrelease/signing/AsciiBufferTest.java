package io.cloudrelease.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AsciiBufferTest {

  @Test
  void what_is_appended_stands_one_after_the_other() {
    AsciiBuffer text =
        new AsciiBuffer(1).append("a").append(':').append("bc").appendHex(new byte[] {0x0f, -1});
    assertThat(text.toText()).isEqualTo("a:bc0fff");
    assertThat(text.length()).isEqualTo(8);
  }

  @Test
  void numbers_are_written_in_decimal() {
    long[] numbers = {
      0, 9, 10, 99, 100, 1_763_700_000, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE
    };
    for (long number : numbers) {
      assertThat(new AsciiBuffer(1).append(number).toText()).isEqualTo(Long.toString(number));
    }
  }

  @Test
  void a_digest_is_fed_the_same_in_pieces_as_in_one() {
    Random random = new Random(1024);
    for (int round = 0; round < 300; round++) {
      AsciiBuffer whole = new AsciiBuffer(16);
      AsciiBuffer fed = AsciiBuffer.feeding(Hashes.sha256());
      for (int parts = random.nextInt(6); parts >= 0; parts--) {
        String text = "x%2Fy".repeat(800).substring(0, length(random));
        byte[] data = new byte[random.nextInt(700)];
        random.nextBytes(data);
        whole.append(text).append('\n').append(parts).appendHex(data);
        fed.append(text).append('\n').append(parts).appendHex(data);
      }
      assertThat(Hashes.hex(fed.digest())).isEqualTo(Hashes.sha256Hex(whole.toText()));
    }
  }

  private static int length(Random random) {
    int[] edges = {0, 1, 1022, 1023, 1024, 1025, 2048, 4000};
    return random.nextBoolean() ? edges[random.nextInt(edges.length)] : random.nextInt(4000);
  }

  @Test
  void one_that_feeds_nothing_has_no_digest() {
    AsciiBuffer text = new AsciiBuffer(1);
    assertThatThrownBy(text::digest).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void its_text_form_shows_nothing_of_it() {
    assertThat(new AsciiBuffer(8).append("secret")).asString().doesNotContain("secret");
  }
}
