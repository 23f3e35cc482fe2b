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
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
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

  @ParameterizedTest
  @ValueSource(strings = {"AK", "ak", "StsToken", "ststoken"})
  void keys_are_those_of_the_two_modes_that_are_keys(String mode) throws IOException {
    Credentials keys =
        printed(
            "{\"mode\":\""
                + mode
                + "\",\"access_key_id\":\"i\",\"access_key_secret\":\"k\",\"sts_token\":\"t\"}");
    assertThat(keys).isEqualTo(Credentials.ofSession("i", "k", "t"));
  }

  /** The keys beside them have other rights than what the mode means. */
  @ParameterizedTest
  @ValueSource(strings = {"RamRoleArn", "EcsRamRole", "ChainableRamRoleArn", "External", "OIDC"})
  void keys_of_another_mode_are_not_taken_in_its_place(String mode) {
    broken(
        "{\"mode\":\""
            + mode
            + "\",\"access_key_id\":\"CANARY\",\"access_key_secret\":\"CANARY\",\"ram_role_arn\":\"r\"}",
        "printed mode '" + mode + "'; it has to print keys, as mode AK or StsToken");
  }

  @Test
  void a_mode_that_is_no_word_is_not_repeated_and_a_session_needs_its_token() {
    String keys = "\"access_key_id\":\"CANARY\",\"access_key_secret\":\"CANARY\"}";
    broken("{\"mode\":\"CANARY in a sentence\"," + keys, "printed a mode that is none");
    broken("{\"mode\":\"StsToken\"," + keys, "printed mode StsToken without sts_token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "1700000000", "2026-11-20", "2026-11-20T09:00:00"})
  void keys_whose_end_cannot_be_read_are_not_taken_for_such_as_never_end(String end) {
    String keys = "{\"access_key_id\":\"i\",\"access_key_secret\":\"CANARY\",\"expiration\":";
    broken(keys + "\"" + end + "\"}", "printed an expiration that is no time");
    broken(keys + "{}}", "printed an expiration that is no time");
  }

  @Test
  void an_end_that_is_empty_is_none() throws IOException {
    for (String end : List.of("\"\"", "null")) {
      assertThat(
              printed(
                      "{\"access_key_id\":\"i\",\"access_key_secret\":\"k\",\"expiration\":"
                          + end
                          + "}")
                  .expiresAt())
          .isEmpty();
    }
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
  @DisabledOnOs(OS.WINDOWS)
  void a_command_that_does_not_end_is_told_as_such_and_leaves_nothing_behind() {
    String mark = "8641" + ProcessHandle.current().pid();
    String script = "sleep " + mark + " >&- & echo x; exec >&-; sleep " + mark;
    assertThatThrownBy(() -> ExternalCommand.run("w", "sh -c '" + script + "'"))
        .hasMessage("the command of w did not end");
    long until = System.nanoTime() + 20_000_000_000L;
    while (ProcessHandle.allProcesses().anyMatch(each -> isOf(each, mark))) {
      assertThat(System.nanoTime()).as("a child stays").isLessThan(until);
    }
  }

  private static boolean isOf(ProcessHandle process, String mark) {
    return process.info().arguments().filter(all -> List.of(all).contains(mark)).isPresent();
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
