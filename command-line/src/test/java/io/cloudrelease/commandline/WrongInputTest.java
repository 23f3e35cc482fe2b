package io.cloudrelease.commandline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.sources.Environment;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is wrong is said, with what would be right, and nothing is sent: not even a read. */
class WrongInputTest {
  private static final String GOOD = "tencent-cvm:ap-guangzhou:ins-1a2b3c4d";

  private static final Environment NONE = Environment.of(Map.of(), Path.of("/home/me"));

  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  private void refused(List<String> args, String... says) {
    assertThat(bench.release(args)).isEqualTo(2);
    assertThat(bench.err()).contains(says).contains("nothing was sent");
    assertThat(bench.out()).isEmpty();
    assertThat(bench.requests()).isZero();
  }

  @Test
  void an_empty_list() {
    refused(List.of("--yes"), "no instance is named", "--file");
  }

  @Test
  void an_empty_standard_input() {
    bench.input("# nothing\n");
    refused(List.of("--yes", "--file", "-"), "the standard input names no instance");
  }

  @Test
  void an_argument_that_the_locale_could_not_carry() {
    refused(
        List.of("--yes", "--deny-name", "\uFFFD\uFFFD*", GOOD),
        "holds characters that the locale of this process cannot carry",
        "LC_ALL=C.UTF-8");
  }

  @Test
  void an_argument_that_a_locale_of_one_byte_a_character_took_for_its_own_letters()
      throws UsageException {
    String typed = new String("\u751f\u4ea7*".getBytes(UTF_8), ISO_8859_1);
    assertThatThrownBy(() -> Undecoded.refuse(List.of("release", typed), ISO_8859_1, "", "", NONE))
        .hasMessageContaining("argument 2 holds characters that the locale")
        .hasMessageContaining("LC_ALL=C.UTF-8");
    // What such a locale can carry was meant so; in others a sequence of UTF-8 may be a word.
    Undecoded.refuse(List.of("release", "caf\u00e9", "\u00fcber*"), ISO_8859_1, "", "", NONE);
    Undecoded.refuse(List.of("release", typed, "\u751f\u4ea7*"), UTF_8, "", "", NONE);
    Undecoded.refuse(List.of("release", "\u8054\u901a"), Charset.forName("GBK"), "", "", NONE);
  }

  @Test
  void folders_that_the_locale_could_not_carry() throws UsageException {
    Undecoded.refuse(List.of("runs"), UTF_8, "/srv/\u9879", "/home/\u5bb6", NONE);
    assertThatThrownBy(
            () -> Undecoded.refuse(List.of("runs"), UTF_8, "/srv/\uFFFD", "/home/me", NONE))
        .hasMessageContaining("the working folder")
        .hasMessageContaining("LC_ALL=C.UTF-8");
    assertThatThrownBy(() -> Undecoded.refuse(List.of("runs"), UTF_8, "/srv", "/home/\uFFFD", NONE))
        .hasMessageContaining("the home folder");
    for (String variable : List.of("XDG_STATE_HOME", "CLOUDRELEASE_CONFIG")) {
      Environment odd = Environment.of(Map.of(variable, "/srv/\uFFFD"), Path.of("/home/me"));
      assertThatThrownBy(() -> Undecoded.refuse(List.of("runs"), UTF_8, "/srv", "/home/me", odd))
          .hasMessageStartingWith(variable)
          .hasMessageContaining("LC_ALL=C.UTF-8");
    }
  }

  @Test
  void a_blank_id() {
    refused(List.of("--yes", GOOD, "tencent-cvm:ap-guangzhou: "), "its id is blank");
  }

  @Test
  void an_over_long_id() {
    refused(List.of("--yes", "zenlayer-zec:" + "1".repeat(129)), "longer than 128 characters");
  }

  @Test
  void an_id_shaped_for_another_cloud() {
    refused(
        List.of("--yes", "tencent-cvm:ap-guangzhou:i-bp1aaaaaaaaaaaaaaaa1"),
        "'tencent-cvm:ap-guangzhou:i-bp1aaaaaaaaaaaaaaaa1'",
        "looks like one of aliyun-ecs",
        "ids of tencent-cvm look like ins-");
    refused(List.of("--yes", "zenlayer-zec:ins-1a2b3c4d"), "looks like one of tencent-cvm");
  }

  @Test
  void an_unknown_provider() {
    refused(
        List.of("--yes", "tencent:ap-guangzhou:ins-1a2b3c4d"),
        "names provider 'tencent', which is not registered",
        "aliyun-ecs, tencent-cvm, zenlayer-bmc, zenlayer-vm, zenlayer-zec");
  }

  @Test
  void an_endpoint_for_an_unknown_provider() {
    refused(
        List.of("--yes", "--endpoint", "tencent=https://example.com", GOOD),
        "--endpoint names provider 'tencent', which is not known",
        "tencent-cvm");
  }

  @Test
  void a_missing_region() {
    refused(
        List.of("--yes", "tencent-cvm:ins-1a2b3c4d"),
        "has no region",
        "write tencent-cvm:<region>:ins-1a2b3c4d");
  }

  @Test
  void a_region_where_there_are_none() {
    refused(List.of("--yes", "zenlayer-zec:asia:1234"), "has a region", "write zenlayer-zec:1234");
  }

  @Test
  void missing_credentials_name_the_variables_once_for_all_instances() {
    bench.variables.clear();
    List<String> args = new ArrayList<>(List.of("--yes"));
    for (int i = 10; i < 60; i++) {
      args.add("tencent-cvm:ap-guangzhou:ins-1a2b3c" + i);
    }
    args.add("aliyun-ecs:cn-hangzhou:i-bp1aaaaaaaaaaaaaaaa1");
    args.add("zenlayer-zec:1300000000000000001");
    refused(
        args,
        "TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY",
        "[50 instances]",
        "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        "ZENLAYERCLOUD_ACCESS_KEY_ID and ZENLAYERCLOUD_ACCESS_KEY_PASSWORD");
    assertThat(bench.err().lines().filter(line -> line.contains("TENCENTCLOUD"))).hasSize(1);
  }

  @Test
  void half_a_key_names_the_half_that_is_missing() {
    bench.variables.remove("TENCENTCLOUD_SECRET_KEY");
    refused(List.of("--yes", GOOD), "TENCENTCLOUD_SECRET_KEY is not set");
  }

  @Test
  void plain_http_to_a_host_that_is_not_loopback() {
    assertThat(bench.run("release", "--yes", "--endpoint", "tencent-cvm=http://10.0.0.1", GOOD))
        .isEqualTo(2);
    assertThat(bench.err()).contains("http://10.0.0.1 is not allowed", "use https://");
  }

  @Test
  void more_than_the_limit() {
    List<String> args = new ArrayList<>(List.of("--yes"));
    for (int i = 0; i < 101; i++) {
      args.add("zenlayer-zec:" + (1300000000000000000L + i));
    }
    refused(args, "101 instances are named, and --max-instances is 100", "--max-instances 101");
    refused(List.of("--yes", "--max-instances", "0", GOOD), "--max-instances is 0");
  }

  @Test
  void of_a_file_that_is_no_list_some_lines_are_named_and_in_json_all() {
    bench.input("x\n".repeat(10_000));
    assertThat(bench.run("release", "--yes", "--file", "-", "--json")).isEqualTo(2);
    assertThat(bench.err().lines().count()).isLessThan(25);
    assertThat(bench.err()).contains("line 20:", "and 9980 more of this kind");
    assertThat(bench.out()).contains("line 10000:");
  }

  @Test
  void nobody_to_ask() {
    refused(List.of(GOOD), "there is no terminal to ask at", "--yes", "--plan");
  }

  @Test
  void nobody_to_ask_because_the_list_comes_from_the_standard_input() {
    bench.atTerminal(GOOD + "\n1\n");
    refused(List.of("--file", "-"), "--file - takes the standard input", "--yes");
  }

  @Test
  void one_wrong_reference_holds_back_the_others() {
    List<String> good = Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.postpaid()));
    refused(List.of("--yes", good.get(0), "tencent-cvm:ap-guangzhou:vm-1"), "'tencent-cvm:");
  }

  @Test
  void no_command_and_a_wrong_command() {
    assertThat(bench.run()).isEqualTo(2);
    assertThat(bench.err()).contains("no command; write find, plan, apply, release, resume");
    assertThat(bench.run("terminate", GOOD)).isEqualTo(2);
    assertThat(bench.err()).contains("'terminate' is not a command");
  }

  @Test
  void what_would_draw_on_the_terminal_is_shown_instead() {
    String nasty = "\u001b]0;x\u0007\u202e\u2028";
    String shown = "\\u001b]0;x\\u0007\\u202e\\u2028";
    refused(List.of("--yes", "--wipe" + nasty, GOOD), "unknown option '--wipe" + shown + "'");
    refused(List.of("--yes", "--file", "none" + nasty), "none" + shown);
    refused(List.of("--yes", "--goal", nasty, GOOD), "--goal '" + shown + "'");
    refused(List.of("--yes", "zenlayer-zec:" + nasty), "'zenlayer-zec:" + shown + "'");
    bench.input("zenlayer-zec:1" + nasty.substring(0, 6) + "\n");
    refused(List.of("--yes", "--file", "-"), "line 1: 'zenlayer-zec:1\\u001b...'");
    assertThat(bench.err().chars().filter(c -> c != '\n' && Character.isISOControl(c))).isEmpty();
  }
}
