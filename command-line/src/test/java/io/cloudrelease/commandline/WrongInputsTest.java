package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is typed wrongly, and what is said to it. Nothing is read or sent, and the exit code is 2.
 */
class WrongInputsTest {
  private static final String GOOD = "tencent-cvm:ap-guangzhou:ins-1a2b3c4d";

  private final Bench bench = new Bench();
  @TempDir Path folder;

  @BeforeEach
  void files() throws Exception {
    Files.writeString(folder.resolve("empty"), "# nothing\n");
    Files.writeString(folder.resolve("utf16"), GOOD, StandardCharsets.UTF_16);
    Files.writeString(folder.resolve("utf16le"), GOOD, StandardCharsets.UTF_16LE);
    Files.write(folder.resolve("binary"), new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff});
    Files.writeString(folder.resolve("wrong.yml"), "account: {}\n");
    Files.writeString(folder.resolve("two"), "ok-no\n" + GOOD + "\nins-1a2b3c4d\n");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** In arguments, GOOD is a right reference, DIR a folder with the files above, and _ a space. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "relaese GOOD|'relaese' is not a command; did you mean release?",
        "fnd tencent-cvm|'fnd' is not a command; did you mean find?",
        "destroy GOOD|'destroy' is not a command; write find, plan, apply",
        "bogus --help|'bogus' is not a command",
        "--yes release GOOD|'--yes' stands before the command; write the command first",
        "release --forse GOOD|unknown option '--forse'; did you mean --force or --force-stop?",
        "release --yess GOOD|unknown option '--yess'; did you mean --yes",
        "find --tags ci zenlayer-zec|unknown option '--tags'; did you mean --tag",
        "release --goal|--goal needs a value: release or destroy",
        "release --gaol destroy GOOD|unknown option '--gaol'; did you mean --goal",
        "release --goal gone GOOD|--goal 'gone' is not right; write release or destroy",
        "release --yes=no GOOD|--yes takes no value",
        "release --goal release --goal destroy GOOD|--goal is given twice; give it once",
        "release --wait soon GOOD|--wait 'soon' is not right; write 30s, 5m or 1h, at most 8760h",
        "release --deadline 0s GOOD|--deadline 0s leaves no time; give a longer one",
        "release --max-instances -1 GOOD|--max-instances '-1' is not right; write a whole number",
        "release --wait 5s --no-wait GOOD|--wait and --no-wait exclude each other; give one of them",
        "release --force-stop GOOD|--force-stop needs --force; give both",
        "release --deny-tag =x GOOD|--deny-tag '=x' is not right; write KEY[=VALUE]",
        "release --deny-name a* --no-look GOOD|--deny-name has to read the instances; leave out",
        "release --report r.pdf GOOD|--report 'r.pdf' is not right; write a file whose name ends in",
        "release --report DIR/no/r.html --yes GOOD|--report DIR/no/r.html: its folder is not there",
        "release --plan --report r.html GOOD|--report is of a run, and --plan makes none",
        "release --plan --check-leftovers GOOD|--check-leftovers is of a run, and --plan makes none",
        "release --proxy http://u:hunter2@h:1 GOOD|can be read by everybody on this machine",
        "release --proxy ftp://h GOOD|--proxy is not right: a proxy is reached by http:// or socks5://",
        "release --proxy-user u GOOD|--proxy-user is of --proxy, which is not given",
        "release --proxy h:1 --proxy-user u --yes GOOD|the variable CLOUDRELEASE_PROXY_PASSWORD is not",
        "release --ca DIR/none --yes GOOD|DIR/none",
        "release --connect-timeout 500ms GOOD|500ms is not right; write whole seconds or minutes such as 5s",
        "release --connect-timeout 0s GOOD|--connect-timeout 0s is not right; write whole seconds or minutes",
        "release --config DIR/none --yes GOOD|--config names DIR/none, which is not there",
        "release --config DIR/wrong.yml --yes GOOD|DIR/wrong.yml:1: account is not known here; did you",
        "plan|no instance is named; give references",
        "plan --valid-for 4h GOOD|--valid-for is of a plan that is kept; give --out FILE",
        "plan --out p --valid-for 25h GOOD|--valid-for '25h' is not right; write 30m or 4h, at most 24h",
        "plan --out DIR/no/p GOOD|--out DIR/no/p: its folder is not there; make it",
        "plan --yes GOOD|unknown option '--yes'",
        "apply|apply takes one file: a plan that plan --out made",
        "apply DIR/none|there is no file DIR/none",
        "apply --goal destroy|unknown option '--goal'; --help lists the options",
        "apply DIR --yes|DIR is a folder; give the file that plan --out made",
        "apply DIR/two --yes|DIR/two: line 1 of the plan",
        "apply p --approve abc|--approve 'abc' is not right; write all 64 digits",
        "show DIR/two --html DIR/no/r.html|--html DIR/no/r.html: its folder is not there",
        "release --deny-tag a=b --no-look GOOD|--deny-tag has to read the instances; leave out --no-look",
        "release --lang fr GOOD|--lang 'fr' is not right; write en or zh",
        "release --color red GOOD|--color 'red' is not right; write auto, always or never",
        "release --endpoint x GOOD|--endpoint is not right; write PROVIDER=URL",
        "release --endpoint tencent-cvm=http://10.0.0.1 GOOD|use https://, or http:// to a loopback",
        "release --endpoint nobody=https://x.example GOOD|names provider 'nobody', which is not known",
        "release --journal DIR/no/run GOOD|--journal DIR/no/run: its folder is not there; make it",
        "release --journal /proc/version --yes --no-look GOOD|--journal /proc/version cannot be written",
        "release --journal j --no-journal GOOD|--journal and --no-journal exclude each other",
        "release --evidence DIR/no/e --yes GOOD|--evidence DIR/no/e: its folder is not there; make it",
        "release --evidence /proc --yes GOOD|--evidence /proc cannot be written; name another file",
        "release --plan --evidence e GOOD|--evidence is of a run, and --plan makes none",
        "release --store postgres://x GOOD|--store is not right; write jdbc:postgresql:",
        "release --kill-switch DIR/no/ks --yes GOOD|--kill-switch DIR/no/ks: its folder is not there",
        "plan --kill-switch DIR/no/ks GOOD|--kill-switch DIR/no/ks: its folder is not there; make it",
        "resume --kill-switch DIR/no/ks|--kill-switch DIR/no/ks: its folder is not there; make it",
        "release --store jdbc:postgresql://h/d?password=x GOOD|can be read by everybody",
        "release --store jdbc:postgresql://u:x@h/d GOOD|can be read by everybody",
        "release --store jdbc:postgresql://u:x/y@h/d GOOD|can be read by everybody",
        "release --store jdbc:h2:mem:x;PASSWORD=y GOOD|can be read by everybody",
        "release --store jdbc:postgresql://h/${env:NO} --yes GOOD|the variable NO is not set",
        "release --store jdbc:nosql://h/d --yes GOOD|no driver for jdbc:nosql://h/d is here",
        "release --driver-path x.jar GOOD|--driver-path is of --store, which is not given",
        "release --yes|no instance is named; give references",
        "release --yes ins-1a2b3c4d|did you mean tencent-cvm:REGION:ins-1a2b3c4d?",
        "release --yes i-bp1aaaaaaaaaaaaaaaa1|did you mean aliyun-ecs:REGION:i-bp1aaaaaaaaaaaaaaaa1?",
        "release --yes 1300000000000000001|did you mean zenlayer-zec:1300000000000000001?",
        "release --yes tencent-cvm:ap-guangzhou:ins-1\u00a0|is a space that is not one (U+00A0)",
        "release --yes tencent-cvm:ap-guangzhou:ins\u2013a|a dash that only looks like a hyphen (U+2013)",
        "release --yes tencent-cvm:ap-\u200bguangzhou:ins-1|character 16 of it is one that cannot be seen",
        "release --yes tencent-cvm\uff1aap-guangzhou:ins-1|one that only looks like a colon (U+FF1A)",
        "release --yes zenlayer-zec:1\u00072|a control character (U+0007)",
        "release --yes zenlayer-zec:1\u202e2|a mark that turns the direction of writing (U+202E)",
        "release --yes --file DIR|DIR is a folder; give a file with one reference a line",
        "release --yes --file DIR/none|there is no file DIR/none",
        "release --yes --file DIR/empty|DIR/empty names no instance; write one reference a line",
        "release --yes --file DIR/empty --file DIR/empty|the files name no instance",
        "release --yes --file DIR/utf16|DIR/utf16 is UTF-16 text; save it as UTF-8",
        "release --yes --file DIR/utf16le|DIR/utf16le is UTF-16 text; save it as UTF-8",
        "release --yes --file DIR/binary|DIR/binary is not UTF-8 text",
        "release --yes --file DIR/two|DIR/two, line 3: 'ins-1a2b3c4d' is not an instance reference",
        "release --yes --file - --file -|--file - is given twice",
        "release --file - GOOD|--file - takes the standard input, so nobody can be asked",
        "release --yes tencent-cvm:ap-guangzhou:i-bp1aaaaaaaaaaaaaaaa1|looks like one of aliyun-ecs",
        "release --yes tencent:ap-guangzhou:ins-1a2b3c4d|names provider 'tencent', which is not registered",
        "release --yes aliyun-ecs:cn-hangzhou:i-..|the id is not one of aliyun-ecs",
        "release --yes --max-instances 0 GOOD|1 instance is named, and --max-instances is 0",
        "resume GOOD|resume takes no references: the journal names the instances; leave them out",
        "resume --goal destroy|unknown option '--goal'",
        "resume --journal DIR/none|there is no journal DIR/none",
        "resume --journal DIR/empty|DIR/empty is not a journal of this library",
        "resume|holds no unfinished run",
        "find|no place is named; give account:region",
        "find tencent-cvm:|'tencent-cvm:' is not a place",
        "find --older-than 7w zenlayer-zec|--older-than '7w' is not right; write 30m, 12h or 7d",
        "find --csv --ids zenlayer-zec|--csv and --ids exclude each other",
        "find --goal destroy zenlayer-zec|unknown option '--goal'",
        "runs --journal DIR/none|there is no DIR/none",
        "runs all|'all' has no place here",
        "show|show takes one file",
        "show DIR|DIR is a folder; runs --journal DIR lists what is in it",
        "show DIR/none|there is no file DIR/none",
        "show DIR/empty|DIR/empty is neither a plan nor a journal nor evidence nor a result of this tool",
        "whoami nobody|'nobody' is not an account; known are aliyun-ecs",
        "completion|which shell?",
        "demo|the simulated clouds of the demo are not in this jar",
      })
  void is_said_to_be_wrong_with_what_would_be_right(String typed, String said) {
    List<String> args = new ArrayList<>();
    for (String arg : typed.split(" ")) {
      args.add(arg.replace("GOOD", GOOD).replace("DIR", folder.toString()));
    }
    assertThat(bench.run(args.toArray(String[]::new))).as(bench.out()).isEqualTo(2);
    assertThat(bench.err()).contains(said.replace("DIR", folder.toString()));
    assertThat(bench.err().lines()).allMatch(line -> line.startsWith("cloudrelease: "));
    assertThat(bench.err()).contains("nothing was sent (cloudrelease");
    assertThat(bench.out()).isEmpty();
    assertThat(bench.requests()).isZero();
  }

  @Test
  void what_follows_an_option_of_another_command_is_not_wrong_as_well() {
    assertThat(bench.run("apply", "p", "--goal", "destroy")).isEqualTo(2);
    assertThat(bench.err().lines())
        .containsExactly(
            "cloudrelease: unknown option '--goal'; --help lists the options",
            "cloudrelease: nothing was sent (cloudrelease apply --help says more)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"purpose= ci", "purpose =ci", " purpose", "purpose=ci "})
  void a_tag_with_blanks_around_key_or_value_is_on_nothing_and_is_refused(String tag) {
    for (String[] line :
        new String[][] {
          {"release", "--yes", "--deny-tag", tag, GOOD}, {"find", "--not-tag", tag, "nobody"}
        }) {
      assertThat(bench.run(line)).as(bench.err()).isEqualTo(2);
      assertThat(bench.err()).contains("tag '" + tag + "' is not right; write KEY");
    }
    assertThat(bench.requests()).isZero();
  }

  @Test
  void one_mistyped_option_is_one_error() {
    bench.run("release", "--gaol", "destroy", GOOD);
    assertThat(bench.err().lines()).hasSize(2);
  }

  @Test
  void everything_is_said_at_once_and_as_json_where_that_is_asked_for() {
    assertThat(bench.run("release", "--json", "--goal", "x", "--wait", "y", "a", GOOD))
        .isEqualTo(2);
    JsonValue error = JsonValue.parse(bench.out().getBytes(StandardCharsets.UTF_8)).orElseThrow();
    assertThat(error.get("error").get("problems").items()).hasSize(3);
    assertThat(error.get("error").number("exit", -1)).isEqualTo(2);
    assertThat(error.get("error").isTrue("nothingSent")).isTrue();
    assertThat(bench.err().lines()).hasSize(4);
  }
}
