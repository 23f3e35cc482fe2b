package io.cloudrelease.aliyun.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command that prints keys: what counts, and what is said of one that goes wrong. */
class ExternalCommandTest {
  @TempDir Path folder;

  /** What a command gives that prints this. */
  private Credentials printed(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("printed"), text);
    return ExternalCommand.run("profile 'a'", "cat '" + file + "'");
  }

  private void broken(String text, String says) {
    assertThatThrownBy(() -> printed(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the command of profile 'a'")
        .hasMessageContaining(says)
        .hasMessageNotContaining("CANARY");
  }

  @Test
  void keys_may_have_a_token_and_an_end_or_not() throws IOException {
    Credentials key = printed("{\"access_key_id\":\"i\",\"access_key_secret\":\"k\"}");
    assertThat(key).isEqualTo(Credentials.ofKey("i", "k"));
    assertThat(key.expiresAt()).isEmpty();
    Credentials session =
        printed(
            "{\"access_key_id\":\"i\",\"access_key_secret\":\"k\",\"sts_token\":\"t\","
                + "\"expiration\":\"2026-11-20T09:00:00Z\"}");
    assertThat(session).isEqualTo(Credentials.ofSession("i", "k", "t"));
    assertThat(session.expiresAt()).contains(Instant.parse("2026-11-20T09:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CANARY", "[\"CANARY\"]", "{\"access_key_id\":\"CANARY\""})
  void what_is_no_json_object_is_not_repeated(String text) {
    broken(text, "printed no JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"access_key_id\":\"CANARY\"}",
        "{\"access_key_secret\":\"CANARY\"}",
        "{\"access_key_id\":\" \",\"access_key_secret\":\"CANARY\"}"
      })
  void half_keys_are_none(String text) {
    broken(text, "printed no whole keys");
  }

  @Test
  void sixty_four_kibibytes_are_read_and_no_more() throws IOException {
    String keys = "{\"access_key_id\":\"i\",\"access_key_secret\":\"k\"}";
    String whole = keys + " ".repeat((64 << 10) - keys.length());
    assertThat(printed(whole)).isEqualTo(Credentials.ofKey("i", "k"));
    broken(whole + " ", "");
  }

  @Test
  void a_command_that_is_not_there_cannot_be_run() {
    assertThatThrownBy(() -> ExternalCommand.run("w", folder.resolve("nothing").toString()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the command of w cannot be run");
  }

  /** Who waits for a line of input waits for nothing. */
  @Test
  void a_command_is_told_nothing() {
    assertThatThrownBy(() -> ExternalCommand.run("w", "cat"))
        .hasMessageContaining("printed no JSON");
  }

  @Test
  void whoever_is_stopped_while_a_command_runs_stays_stopped() {
    Thread.currentThread().interrupt();
    // It neither prints nor ends by itself, so that only the interrupt can come first.
    assertThatThrownBy(() -> ExternalCommand.run("w", "tail -f /dev/null"))
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void words_are_split_as_a_shell_does_it() {
    assertThat(ExternalCommand.split("w", "a\tb\n c")).containsExactly("a", "b", "c");
    assertThat(ExternalCommand.split("w", "a\"b c\"d'e f'")).containsExactly("ab cde f");
    assertThat(ExternalCommand.split("w", "\"a\\b\\\\c\\$d\\`e\"")).containsExactly("a\\b\\c$d`e");
    assertThat(ExternalCommand.split("w", "'a\\b\"c'")).containsExactly("a\\b\"c");
    assertThat(ExternalCommand.split("w", "a\\")).containsExactly("a\\");
    assertThat(ExternalCommand.split("w", "\\ ")).containsExactly(" ");
    assertThat(ExternalCommand.split("w", "\"\" ''")).isEqualTo(List.of("", ""));
    assertThatThrownBy(() -> ExternalCommand.split("w", "\"a\\\""))
        .hasMessageContaining("open quote");
    assertThatThrownBy(() -> ExternalCommand.split("w", "")).hasMessageContaining("is empty");
  }
}
