package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What befalls people and scripts: files cut to nothing, keys hit too early, memory too small. */
class MishapsTest {
  private static final String SECRET = "S3CRETPW";

  @TempDir Path folder;
  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  private String one() {
    return Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.postpaid())).get(0);
  }

  private void nothingSent() {
    assertThat(bench.tencent.ledger().destructiveRequests()).isEmpty();
  }

  // ---- files ----

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "# all of it is a comment\n", "---\n...\n", "guards:\n", "policy: ~\n"})
  void a_configuration_that_says_nothing_holds_nothing_back_and_is_refused(String text)
      throws IOException {
    Path file = folder.resolve("guards.yml");
    Files.writeString(file, text);
    assertThat(bench.release(List.of("--yes", "--config", file.toString(), one()))).isEqualTo(2);
    assertThat(bench.err()).contains("guards.yml", "nothing", "write {}");
    nothingSent();
  }

  @Test
  void braces_say_that_nothing_is_meant() throws IOException {
    Path file = folder.resolve("guards.yml");
    Files.writeString(file, "guards: {}\npolicy: {}\n");
    assertThat(bench.release(List.of("--yes", "--config", file.toString(), one()))).isZero();
    Files.writeString(file, "{}");
    assertThat(bench.release(List.of("--yes", "--config", file.toString(), one()))).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cloudrelease.yaml", ".config/cloudrelease/config.yaml"})
  void a_configuration_with_the_other_ending_is_not_passed_over(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "guards: {deny-tags: [keep]}\n");
    assertThatThrownBy(
            () -> ConfigFile.find(Optional.empty(), Environment.of(Map.of(), folder), folder))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(file + " is not read; name it ")
        .hasMessageContaining(".yml");
    Files.writeString(Path.of(file.toString().replace(".yaml", ".yml")), "{}");
    assertThat(ConfigFile.find(Optional.empty(), Environment.of(Map.of(), folder), folder))
        .hasSize(1);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_report_behind_a_link_into_no_folder_is_refused_before_anything_is_sent()
      throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("r.md"), Path.of("nowhere", "r.md"));
    assertThat(bench.release(List.of("--yes", "--report", link.toString(), one()))).isEqualTo(2);
    assertThat(bench.err()).contains("--report");
    nothingSent();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_page_that_could_not_be_written_whole_is_no_success() throws Exception {
    Path journal = folder.resolve("run.jsonl");
    assertThat(bench.release(List.of("--yes", "--journal", journal.toString(), one()))).isZero();
    Path page = folder.resolve("page.html");
    List<String> show =
        List.of(
            "sh",
            "-c",
            "ulimit -f 2; exec \"$0\" -XX:-UsePerfData -cp \"$1\" \"$2\" show \"$3\" --html \"$4\"",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            System.getProperty("java.class.path"),
            Main.class.getName(),
            journal.toString(),
            page.toString());
    Process tool = new ProcessBuilder(show).redirectErrorStream(true).start();
    tool.getOutputStream().close();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.waitFor()).as(said).isEqualTo(2);
    assertThat(said).contains("page.html could not be written", "RELEASED");
  }

  // ---- secrets ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runs --store postgresql://u:S3CRETPW@h/db",
        "runs --store postgresql://h/db?password=S3CRETPW",
        "runs --store S3CRETPW",
        "plan jdbc:postgresql://u:S3CRETPW@h/db?password=S3CRETPW",
        "plan postgresql://u:S3CRETPW@h/db",
        "runs postgresql://u:S3CRETPW@h/db",
      })
  void a_password_in_a_url_at_the_wrong_place_is_not_said(String line) {
    String[] words = line.split(" ");
    assertThat(bench.atClouds(words[0], List.of(words).subList(1, words.length))).isEqualTo(2);
    assertThat(bench.out() + bench.err()).isNotBlank().doesNotContain(SECRET);
  }

  // ---- the person at the terminal ----

  @Test
  void what_was_typed_before_the_question_is_no_answer() {
    bench.atTerminal("1\n1\n").typedBefore();
    assertThat(bench.release(one())).isEqualTo(3);
    assertThat(bench.err()).contains("Nothing was sent.");
    nothingSent();
  }

  @Test
  void a_refusal_at_the_terminal_is_json_too_where_that_is_wanted() {
    bench.atTerminal("7\n");
    assertThat(bench.release("--json", one())).isEqualTo(3);
    JsonValue error = JsonValue.parse(bench.out().getBytes(StandardCharsets.UTF_8)).orElseThrow();
    assertThat(error.get("error").number("exit", 0)).isEqualTo(3);
    assertThat(error.get("error").isTrue("nothingSent")).isTrue();
    nothingSent();
  }

  // ---- what breaks ----

  @ParameterizedTest
  @ValueSource(strings = {"release --yes", "plan", "whoami"})
  void what_breaks_in_the_tool_never_looks_like_a_success_or_an_error_of_typing(String line) {
    bench.breaking(new OutOfMemoryError("Java heap space"));
    String[] words = line.split(" ");
    List<String> args = new ArrayList<>(List.of(words).subList(1, words.length));
    args.add("--json");
    if (!words[0].equals("whoami")) {
      args.add(one());
    }
    boolean sends = words[0].equals("release");
    assertThat(bench.atClouds(words[0], args)).isEqualTo(sends ? 4 : 2);
    assertThat(bench.err())
        .contains("OutOfMemoryError: Java heap space")
        .contains(sends ? "look at the instances" : "nothing was sent");
    JsonValue error = JsonValue.parse(bench.out().getBytes(StandardCharsets.UTF_8)).orElseThrow();
    assertThat(error.get("error").isTrue("nothingSent")).isEqualTo(!sends);
  }
}
