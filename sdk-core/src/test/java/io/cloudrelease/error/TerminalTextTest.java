package io.cloudrelease.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.find.Condition;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.policy.Policy;
import io.cloudrelease.remains.Refund;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.identity.Caller;
import io.cloudrelease.text.TerminalText;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTextTest {

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 7, 8, 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0x9d, 0xad, 0x61c, 0x200b, 0x200c, 0x200d, 0x200e,
        0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2066, 0x2067,
        0x2068, 0x2069, 0xfeff, 0xfff9, 0xd83d, 0xde00
      })
  void what_a_terminal_would_obey_or_hide_is_shown_as_an_escape(int c) {
    String escape = "\\u" + Integer.toHexString(0x10000 | c).substring(1);
    assertThat(TerminalText.of("a" + (char) c + "b")).isEqualTo("a" + escape + "b");
  }

  @Test
  void a_sequence_that_sets_the_title_and_clears_the_screen_is_harmless() {
    assertThat(TerminalText.of("\u001b]0;pwned\u0007\u001b[2J"))
        .isEqualTo("\\u001b]0;pwned\\u0007\\u001b[2J");
  }

  @Test
  void a_line_end_ends_no_line() {
    assertThat(TerminalText.of("one\r\ntwo\tthree")).isEqualTo("one\\r\\ntwo\\tthree");
  }

  @Test
  void an_invisible_tag_beyond_the_basic_plane_is_shown() {
    assertThat(TerminalText.of("a\uDB40\uDC41b")).isEqualTo("a\\udb40\\udc41b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ins-1 (PREPAID)", "实例 №1 — ärger", "\uD83D\uDE00", "a\\u202e"})
  void what_can_be_seen_stays_as_it_is(String text) {
    assertThat(TerminalText.of(text)).isSameAs(text);
  }

  @Test
  void twice_is_as_once() {
    String once = TerminalText.of("a\u202eb\nc");
    assertThat(TerminalText.of(once)).isSameAs(once);
  }

  @Test
  void errors_and_exceptions_carry_such_text_only() {
    ReleaseError error =
        ReleaseError.of(ErrorCategory.UNKNOWN, "c\u001b", "m\u202e").hint("h\u2028");
    assertThat(error.summary()).isEqualTo("c\\u001b: m\\u202e (h\\u2028)");
    assertThat(new InvalidRequestException("'a\u001b[2J' is no id"))
        .hasMessage("'a\\u001b[2J' is no id");
    assertThat(new ConfigurationException("a\u202e")).hasMessage("a\\u202e");
  }

  @Test
  void what_clouds_and_callers_say_is_shown_and_not_obeyed_wherever_it_is_printed() {
    String evil = "e\u001b[2J";
    for (Object shown :
        List.of(
            CollateralItem.of(evil, "d-1", CollateralItem.Fate.GOES),
            CloudFailure.of(500, "c", evil, ""),
            new Caller("1", "user", evil),
            Refund.of(BigDecimal.ONE, evil),
            Condition.name(evil),
            new Policy.Tag("k", evil),
            Policy.builder().denyName(evil).build(),
            AssumedRole.of(evil),
            new JournalException(evil, ""),
            new JournalException(evil, "", new IOException()),
            new TransportException(SendPhase.NOT_SENT, evil))) {
      assertThat(shown.toString())
          .as("%s", shown.getClass())
          .contains("e\\u001b[2J")
          .doesNotContain("\u001b");
    }
  }
}
