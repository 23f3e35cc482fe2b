package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Power;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  private static final String REF = "zenlayer-zec:1234567";

  private static Release release(String... args) throws UsageException {
    return (Release) parse("release", args);
  }

  private static Task parse(String command, String... args) throws UsageException {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(args));
    return Arguments.parse(all);
  }

  private static List<String> problems(String command, String... args) {
    return catchThrowableOfType(UsageException.class, () -> parse(command, args)).problems();
  }

  @Test
  void nothing_dangerous_is_on_unless_it_is_asked_for() throws UsageException {
    Release release = release(REF);
    assertThat(release.unasked()).isFalse();
    assertThat(release.wish().looks()).isTrue();
    assertThat(release.wish().intent().goal()).isEqualTo(Goal.RELEASE);
    assertThat(release.wish().intent().collateral()).isEqualTo(Collateral.KEEP);
    assertThat(release.wish().intent().powers()).isEmpty();
    assertThat(release.wish().intent().dryRun()).isFalse();
    assertThat(release.wish().maxInstances()).isEqualTo(100);
    assertThat(release.wish().deadline()).isEqualTo(Duration.ofMinutes(15));
    assertThat(release.wish().waitAtMost()).isEqualTo(release.wish().deadline());
    assertThat(release.clouds().endpoints()).isEmpty();
  }

  @Test
  void every_option_of_the_contract_is_understood() throws UsageException {
    Release release =
        release(
            "--goal",
            "destroy",
            "--collateral",
            "release",
            "--force",
            "--force-stop",
            "--terminate-subscription",
            "--yes",
            "--wait",
            "30s",
            "--deadline",
            "1h",
            "--max-instances",
            "250",
            "--json",
            "--no-look",
            "--endpoint",
            "tencent-cvm=http://127.0.0.1:8080",
            "--file",
            "-",
            REF,
            "aliyun-ecs:cn-hangzhou:i-bp1");
    assertThat(release.wish().intent().goal()).isEqualTo(Goal.DESTROY);
    assertThat(release.wish().intent().collateral()).isEqualTo(Collateral.RELEASE);
    assertThat(release.wish().intent().powers())
        .containsExactlyInAnyOrder(Power.FORCE, Power.FORCE_STOP, Power.TERMINATE_SUBSCRIPTION);
    assertThat(release.unasked()).isTrue();
    assertThat(release.output().json()).isTrue();
    assertThat(release.wish().looks()).isFalse();
    assertThat(release.wish().waitAtMost()).isEqualTo(Duration.ofSeconds(30));
    assertThat(release.wish().deadline()).isEqualTo(Duration.ofHours(1));
    assertThat(release.wish().maxInstances()).isEqualTo(250);
    assertThat(release.clouds().endpoints())
        .containsExactly(Map.entry("tencent-cvm", Endpoint.parse("http://127.0.0.1:8080")));
    assertThat(release.wish().readsStandardInput()).isTrue();
    assertThat(release.wish().refs())
        .containsExactly(
            InstanceRef.of("zenlayer-zec", "1234567"),
            InstanceRef.of("aliyun-ecs", "cn-hangzhou", "i-bp1"));
  }

  @Test
  void a_value_may_follow_an_equals_sign() throws UsageException {
    Release release = release("--goal=destroy", "--endpoint=zenlayer-zec=https://example.com", REF);
    assertThat(release.wish().intent().goal()).isEqualTo(Goal.DESTROY);
    assertThat(release.clouds().endpoints()).containsKey("zenlayer-zec");
  }

  @Test
  void not_waiting_is_waiting_for_no_time() throws UsageException {
    assertThat(release("--no-wait", REF).wish().waitAtMost()).isZero();
    assertThat(release("--wait", "0s", REF).wish().waitAtMost()).isZero();
  }

  @Test
  void zero_instances_means_none() throws UsageException {
    assertThat(release("--max-instances", "0", REF).wish().maxInstances()).isZero();
  }

  @Test
  void after_two_hyphens_everything_is_a_reference() {
    assertThat(problems("release", "--", "--yes"))
        .singleElement()
        .asString()
        .contains("'--yes' is not an instance reference");
  }

  @ParameterizedTest
  @CsvSource({"30s,30", "5m,300", "1h,3600", "0s,0", "8760h,31536000"})
  void durations_are_seconds_minutes_or_hours(String text, long seconds) throws UsageException {
    assertThat(release("--wait", text, REF).wish().waitAtMost()).hasSeconds(seconds);
  }

  @ParameterizedTest
  @CsvSource({"30", "s", "5 m", "1d", "-5m", "1.5h", "8761h", "99999999999s", "٣s", "PT5M", "30S"})
  void other_durations_are_refused_with_what_would_be_right(String text) {
    assertThat(problems("release", "--deadline", text, REF))
        .containsExactly(
            "--deadline '" + text + "' is not right; write 30s, 5m or 1h, at most 8760h");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--goal half|--goal 'half' is not right; write release or destroy",
        "--goal RELEASE|--goal 'RELEASE' is not right; write release or destroy",
        "--collateral all|--collateral 'all' is not right; write keep or release",
        "--max-instances many|--max-instances 'many' is not right; write a whole number",
        "--max-instances -1|--max-instances '-1' is not right; write a whole number",
        "--max-instances 1.5|--max-instances '1.5' is not right; write a whole number",
        "--deadline 0s|--deadline 0s leaves no time; give a longer one",
        "--endpoint nothing|--endpoint is not right; write PROVIDER=URL",
        "--answer-timeout 5|--answer-timeout 5 is not right; write whole seconds or minutes such as 5s or 2m, more than 0s and at most 5m",
        "--connect-timeout 1h|--connect-timeout 1h is not right; write whole seconds or minutes such as 5s or 2m, more than 0s and at most 5m",
        "--dry-run|unknown option '--dry-run'; did you mean --plan?",
        "--goal|--goal needs a value: release or destroy",
        "--file=|--file needs a value: a file name",
        "--wait --json|--wait needs a value: 30s, 5m or 1h, at most 8760h",
        "--yes=no|--yes takes no value",
        "--forse|unknown option '--forse'; did you mean --force or --force-stop?",
        "-x|unknown option '-x'; --help lists the options",
        "--zzz|unknown option '--zzz'; --help lists the options",
        "--journal|--journal needs a value: a file name",
        "--journal a --journal b|--journal is given twice; give it once",
        "--waves=5|--waves takes no value",
        "--waves --waves|--waves is given twice; give it once",
        "--deny-tag|--deny-tag needs a value: KEY[=VALUE]",
        "--deny-tag ==prod|--deny-tag '==prod' is not right; write KEY[=VALUE]",
        "--deny-tag keep,a=b|'keep,a=b' holds a comma, a semicolon or a wide equals sign, and as one name or tag it would hold nothing back; give the option once for each, or write a name that has one into a list of cloudrelease.yml: guards",
        "--deny-tag keep\uFF0Ca|'keep\uFF0Ca' holds a comma, a semicolon or a wide equals sign, and as one name or tag it would hold nothing back; give the option once for each, or write a name that has one into a list of cloudrelease.yml: guards",
        "--deny-tag keep\uFF1Da|'keep\uFF1Da' holds a comma, a semicolon or a wide equals sign, and as one name or tag it would hold nothing back; give the option once for each, or write a name that has one into a list of cloudrelease.yml: guards",
        "--deny-name a\u3001b|'a\u3001b' holds a comma, a semicolon or a wide equals sign, and as one name or tag it would hold nothing back; give the option once for each, or write a name that has one into a list of cloudrelease.yml: guards",
        "--deny-name a,*|'a,*' holds a comma, a semicolon or a wide equals sign, and as one name or tag it would hold nothing back; give the option once for each, or write a name that has one into a list of cloudrelease.yml: guards",
        "--deny-tag a=b --no-look|--deny-tag has to read the instances; leave out --no-look",
        "--wait 1s --no-wait|--wait and --no-wait exclude each other; give one of them",
        "--force-stop|--force-stop needs --force; give both, or --force alone to shut down in order",
        "--journal j --no-journal|--journal and --no-journal exclude each other; give one of them",
        "--plan --evidence e|--evidence is of a run, and --plan makes none; leave out one of them",
        "--lang fr|--lang 'fr' is not right; write en or zh",
        "--file - --file -|--file - is given twice, and there is one standard input; give it once",
        "--goal release --goal destroy|--goal is given twice; give it once",
      })
  void a_wrong_option_is_named_with_what_would_be_right(String options, String problem) {
    List<String> args = new ArrayList<>(List.of(REF));
    args.addAll(List.of(options.split(" ")));
    assertThat(problems("release", args.toArray(String[]::new))).containsExactly(problem);
  }

  @Test
  void what_holds_a_run_back_is_off_unless_it_is_asked_for() throws UsageException {
    assertThat(release(REF).safeguards()).isEqualTo(new Safeguards(false, List.of()));
    assertThat(release(REF).recording()).isEqualTo(Recording.usual());
    Release release =
        release("--waves", "--deny-tag", "a=b=c", "--deny-tag=a=", "--journal", "runs/j", REF);
    assertThat(release.safeguards())
        .isEqualTo(
            new Safeguards(
                true, List.of(new Safeguards.Tag("a", "b=c"), new Safeguards.Tag("a", ""))));
    assertThat(release.recording().journal()).contains(Path.of("runs", "j"));
  }

  @Test
  void resume_takes_its_journal_and_what_may_be_told_anew() throws UsageException {
    Recording there = Recording.at(Path.of("j"));
    assertThat(parse("resume", "--journal", "j"))
        .isEqualTo(
            new Resume(
                there,
                Optional.empty(),
                false,
                new Safeguards(false, List.of()),
                new CloudOptions(Optional.empty(), Map.of(), NetworkOptions.none()),
                new OutputOptions(false, false, Optional.empty())));
    assertThat(
            parse(
                "resume",
                "--journal=j",
                "--json",
                "--renewed-keys",
                "--waves",
                "--deny-tag=a=b",
                "--evidence=e",
                "--endpoint=zenlayer-zec=https://example.com"))
        .isEqualTo(
            new Resume(
                there,
                Optional.empty(),
                true,
                new Safeguards(true, List.of(new Safeguards.Tag("a", "b"))),
                new CloudOptions(
                    Optional.empty(),
                    Map.of("zenlayer-zec", Endpoint.parse("https://example.com")),
                    NetworkOptions.none()),
                new OutputOptions(true, false, Optional.of(Path.of("e")))));
  }

  @Test
  void resume_says_what_it_cannot_use() {
    assertThat(problems("resume", "--journal", "j", REF))
        .containsExactly(
            "resume takes no references: the journal names the instances; leave them out");
    assertThat(problems("resume", "--journal", "j", "--goal", "destroy"))
        .first()
        .asString()
        .startsWith("unknown option '--goal'");
    assertThat(problems("resume", "--journal", "--json"))
        .containsExactly("--journal needs a value: a file name");
  }

  @Test
  void everything_that_is_wrong_is_said_at_once() {
    assertThat(problems("release", "--goal", "half", "--wait", "soon", "nonsense", "a:b:c:d"))
        .hasSize(4);
  }

  @Test
  void plain_http_is_for_loopback_only() {
    assertThat(problems("release", "--endpoint", "tencent-cvm=http://example.com", REF))
        .singleElement()
        .asString()
        .startsWith("--endpoint tencent-cvm=...")
        .contains("http://example.com is not allowed", "loopback");
  }

  @Test
  void a_password_in_an_endpoint_is_not_repeated() {
    assertThat(problems("release", "--endpoint", "zenlayer-zec=https://me:hunter2@host", REF))
        .singleElement()
        .asString()
        .doesNotContain("hunter2");
    assertThat(problems("release", "--endpoint", "https://me:hunter2@host?x=y", REF))
        .singleElement()
        .asString()
        .doesNotContain("hunter2");
  }

  @Test
  void an_endpoint_is_given_once_for_a_provider() {
    assertThat(problems("release", "--endpoint", "a=https://x", "--endpoint", "a=https://y", REF))
        .containsExactly("--endpoint is given twice for a; give it once");
  }

  @Test
  void an_empty_list_is_an_error() {
    assertThat(problems("release", "--yes"))
        .singleElement()
        .asString()
        .contains("no instance is named", "tencent-cvm:ap-guangzhou:ins-1a2b3c4d", "--file");
  }

  @Test
  void a_file_is_never_named_by_what_looks_like_an_option() {
    assertThat(problems("release", "--file", "--yess", REF))
        .containsExactly("--file needs a value: a file name");
    assertThat(problems("release", "--journal", "--forse", REF))
        .containsExactly("--journal needs a value: a file name");
  }

  @Test
  void a_sign_before_a_name_opens_no_file_of_arguments() {
    assertThat(problems("release", "@pom.xml"))
        .singleElement()
        .asString()
        .contains("'@pom.xml' is not an instance reference");
  }

  @Test
  void options_are_not_known_by_their_beginnings() {
    assertThat(problems("release", "--ye", REF)).singleElement().asString().contains("'--ye'");
    assertThat(problems("release", "--jso", "--wave", REF)).hasSize(2);
  }

  @Test
  void commands_are_known_by_name() throws UsageException {
    assertThat(parse("demo", "--all")).isEqualTo(new DemoCommand.Demo(false, true));
    assertThat(text(parse("--version"))).isEqualTo(text(parse("version")));
    assertThat(text(parse("--help"))).isEqualTo(text(parse("help"))).isEqualTo(text(parse("-h")));
    assertThat(problems("destroy"))
        .singleElement()
        .asString()
        .startsWith("'destroy' is not a command; write find, plan, apply, release, resume");
    assertThat(problems("relaese"))
        .containsExactly("'relaese' is not a command; did you mean release?");
    assertThat(problems("relaese", "--help")).hasSize(1);
    assertThat(problems("destroy", "--help")).singleElement().asString().contains("'destroy'");
    assertThat(problems("--yes", "release", REF)).singleElement().asString().contains("'--yes'");
    assertThat(problems("demo", "--yes")).singleElement().asString().contains("'--yes'");
    assertThat(problems("demo", REF)).singleElement().asString().contains("'" + REF + "'");
    assertThat(catchThrowableOfType(UsageException.class, () -> Arguments.parse(List.of())))
        .hasMessageContaining("no command");
  }

  private static String text(Task answer) {
    return ((Task.Print) answer).text();
  }

  @Test
  void each_command_has_its_help_even_beside_what_is_wrong() throws UsageException {
    String release = text(parse("release", "--help"));
    assertThat(release).contains("--endpoint=PROVIDER=URL", "--max-instances", "--no-look", "REF");
    assertThat(text(parse("release", "-h"))).isEqualTo(release);
    assertThat(text(parse("release", "--goal", "half", "--bogus", "--help"))).isEqualTo(release);
    assertThat(text(parse("help", "release"))).isEqualTo(release);
    assertThat(text(parse("resume", "--help"))).contains("--journal").doesNotContain("--goal");
    assertThat(text(parse("demo", "--help"))).contains("--all");
    assertThat(text(parse("--help"))).contains("resume", "Exit: 0").doesNotContain("rehearse");
    assertThat(release.lines()).allMatch(line -> line.length() <= 100);
  }
}
