package io.cloudrelease.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.testkit.InstanceSpec;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.http.WireMockFace;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What the pages tell to type, typed as it stands there, in an empty folder. Only what would build
 * this repository or come from somewhere else is played: git, Maven, curl.
 */
@Timeout(180)
class PagesRunTest {
  private static final String TENCENT_HOST = "cvm.tencentcloudapi.com";
  private static final String ALIYUN_HOST = "ecs.cn-hangzhou.aliyuncs.com";
  private static final String ZENLAYER_HOST = "console.zenlayer.com";
  private static final Pattern FILE =
      Pattern.compile("(?m)^`([\\w./-]+)`:\\n\\n```\\w+\\n((?s).*?)^```$");

  private final SimulatedTencent tencent = new SimulatedTencent(InstantSource.system());
  private final SimulatedAliyun aliyun = new SimulatedAliyun(InstantSource.system());
  private final SimulatedZenlayer zenlayer = new SimulatedZenlayer(InstantSource.system());
  private final WireMockFace face = WireMockFace.of(tencent, aliyun, zenlayer);
  @TempDir Path folder;
  @TempDir Path tools;
  private PretendInternet internet;

  @BeforeEach
  void start() throws Exception {
    tencent.shortTransitions();
    aliyun.shortTransitions();
    zenlayer.shortTransitions();
    internet =
        new PretendInternet(face.endpoint(), tools, TENCENT_HOST, ALIYUN_HOST, ZENLAYER_HOST);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String options =
        "-Duser.home=" + tools + " -cp '" + System.getProperty("java.class.path") + "'";
    String outside = java + " " + String.join(" ", internet.jvmOptions()) + " " + options;
    String tool = " io.cloudrelease.commandline.Main \"$@\"";
    play("cloudrelease", "exec " + outside + tool);
    play("program", "exec " + outside + " \"$@\"");
    play("curl", "echo '{\"value\":\"who-i-am\"}'");
    play(
        "java",
        "case $2 in",
        "  */demo.jar) shift 2; exec " + java + " " + options + " " + demo() + " \"$@\" ;;",
        "esac",
        "exit 9");
    play(
        "git",
        "[ \"$1\" = clone ] && mkdir -p \"$3/bin\" && cp "
            + tools
            + "/inside \"$3/bin/cloudrelease\"");
    play("inside", "exec " + java + " " + options + tool);
    play(
        "mvn",
        "[ \"$4\" = install ] && exit 0",
        "[ \"$3\" = nightly/pom.xml ] && [ \"$4\" = compile ] || exit 9",
        "exec " + java + " " + options + " nightly/src/main/java/Nightly.java ${6#-Dexec.args=}");
  }

  private static String demo() {
    return io.cloudrelease.examples.demo.Main.class.getName();
  }

  private void play(String name, String... lines) throws IOException {
    Path file =
        Files.writeString(tools.resolve(name), "#!/bin/bash\n" + String.join("\n", lines) + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @AfterEach
  void close() throws IOException {
    internet.close();
    face.close();
  }

  private record Ended(int exit, String says) {}

  /**
   * Runs that script as a job runs it: the first command that fails ends it, and with it whatever
   * it has started.
   */
  private Ended bash(String script) throws Exception {
    Path said = tools.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(
                "bash", "-e", "-c", "trap 'for j in $(jobs -p); do kill $j; done' EXIT\n" + script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.put("PATH", tools + ":/usr/bin:/bin");
    variables.put("HOME", tools.toString());
    variables.put("XDG_STATE_HOME", tools.resolve("state").toString());
    variables.put("LANG", "C.UTF-8");
    variables.put("TENCENTCLOUD_SECRET_ID", tencent.credentials().accessKeyId());
    variables.put("TENCENTCLOUD_SECRET_KEY", tencent.credentials().secretKey().reveal());
    variables.put("ALIBABA_CLOUD_ACCESS_KEY_ID", aliyun.credentials().accessKeyId());
    variables.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", aliyun.credentials().secretKey().reveal());
    variables.put("ZENLAYERCLOUD_ACCESS_KEY_ID", zenlayer.credentials().accessKeyId());
    variables.put("ZENLAYERCLOUD_ACCESS_KEY_PASSWORD", zenlayer.credentials().secretKey().reveal());
    variables.put("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "oidc-token");
    int exit = builder.start().waitFor();
    return new Ended(exit, Files.readString(said));
  }

  private static String page(String name) throws IOException {
    return Files.readString(Path.of("..", "docs", name));
  }

  private static List<String> blocks(String page, String language) throws IOException {
    return ReadmeTest.blocks("docs/" + page, language);
  }

  @Test
  void the_first_steps_end_with_released_instances() throws Exception {
    String port = freePort();
    for (Matcher file = FILE.matcher(page("first-steps.md")); file.find(); ) {
      Path path = folder.resolve(file.group(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.group(2).replace("8380", port));
    }
    String typed = String.join("", blocks("first-steps.md", "sh")).replace("8380", port);

    Ended ended = bash(typed);

    assertThat(ended.exit()).as(ended.says()).isZero();
    assertThat(blocks("first-steps.md", "text"))
        .hasSize(2)
        .allMatch(ended.says()::contains, ended.says());
  }

  /** The other projects of that page are built by Maven: verification/run.sh first-steps. */
  @Test
  void the_script_to_begin_with_releases_what_is_marked() throws Exception {
    String port = face.endpoint().toString().replaceAll(".*:", "");
    for (Matcher file = FILE.matcher(page("projects.md")); file.find(); ) {
      Path path = folder.resolve(file.group(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.group(2).replace("8380", port));
    }
    String marked = aliyun.add(vm -> vm.region("cn-hangzhou").tag("purpose", "ci").postpaid()).id();
    String other = aliyun.add(vm -> vm.region("cn-hangzhou").postpaid()).id();

    Ended ended = bash("git clone here cloudrelease\nsh nightly.sh\n");

    assertThat(ended.exit()).as(ended.says()).isZero();
    assertThat(aliyun.ledger().isGone(marked)).as(ended.says()).isTrue();
    assertThat(aliyun.ledger().isGone(other)).isFalse();
  }

  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    }
  }

  // ---- jobs at night: what is old and marked goes, nothing else ----

  private final List<String> old = new ArrayList<>();
  private final List<String> others = new ArrayList<>();

  private static <S extends InstanceSpec<S>> S aged(InstanceSpec<S> vm, int days) {
    return vm.tag("purpose", "ci").createdAt(Instant.now().minus(Duration.ofDays(days)));
  }

  private void populate() {
    for (int i = 0; i < 3; i++) {
      old.add(tencent.add(vm -> aged(vm.region("ap-guangzhou"), 8).postpaid()).id());
      old.add(aliyun.add(vm -> aged(vm.region("cn-hangzhou"), 8).running()).id());
    }
    others.add(tencent.add(vm -> aged(vm.region("ap-guangzhou"), 6).postpaid()).id());
    others.add(aliyun.add(vm -> aged(vm.region("cn-hangzhou"), 6).running()).id());
    others.add(tencent.add(vm -> vm.region("ap-guangzhou").postpaid()).id());
  }

  private void assertThatOnlyTheOldOnesAreGone(SimulatedCloud cloud, String prefix, Ended ended) {
    assertThat(ended.exit()).as(ended.says()).isZero();
    assertThat(old)
        .filteredOn(id -> id.startsWith(prefix))
        .hasSize(3)
        .allMatch(cloud.ledger()::isGone, ended.says());
    assertThat(others)
        .filteredOn(id -> id.startsWith(prefix))
        .isNotEmpty()
        .noneMatch(cloud.ledger()::isGone);
  }

  @Test
  void the_job_of_github_releases_what_is_old() throws Exception {
    populate();
    Ended ended = bash(job("jobs"));
    assertThatOnlyTheOldOnesAreGone(aliyun, "i-", ended);
    assertThat(folder.resolve("oidc-token")).hasContent("who-i-am");
  }

  @Test
  void the_job_of_gitlab_releases_what_is_old() throws Exception {
    populate();
    Ended ended =
        bash(
            "GITLAB_TOKEN=t TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE=oidc-token\n"
                + job("release"));
    assertThatOnlyTheOldOnesAreGone(tencent, "ins-", ended);
  }

  @Test
  void the_job_of_jenkins_releases_what_is_old() throws Exception {
    populate();
    Matcher sh = Pattern.compile("(?s)sh '''(.*?)'''").matcher(page("ci.md"));
    assertThat(sh.find()).isTrue();
    assertThatOnlyTheOldOnesAreGone(aliyun, "i-", bash(sh.group(1)));
  }

  @Test
  void the_script_of_cron_releases_what_is_old_and_has_nothing_to_do_afterwards() throws Exception {
    populate();
    String script =
        blocks("ci.md", "sh").stream()
            .filter(block -> block.startsWith("#!"))
            .findFirst()
            .orElseThrow();
    assertThatOnlyTheOldOnesAreGone(tencent, "ins-", bash(script));
    int calls = tencent.ledger().destructiveRequests().size();
    assertThat(bash(script).exit()).isZero();
    assertThat(tencent.ledger().destructiveRequests()).hasSize(calls);
  }

  @Test
  void the_program_in_one_file_releases_what_is_old() throws Exception {
    populate();
    String program = blocks("ci.md", "java").get(0);
    Files.writeString(folder.resolve("Cleanup.java"), program);
    Ended ended = bash("program Cleanup.java tencent-cvm:ap-guangzhou");
    assertThatOnlyTheOldOnesAreGone(tencent, "ins-", ended);
  }

  /** What the job with that key in a YAML block of the page runs, one step after the other. */
  private static String job(String key) throws IOException {
    List<String> scripts = new ArrayList<>();
    for (String block : blocks("ci.md", "yaml")) {
      Object tree = new Load(LoadSettings.builder().build()).loadFromString(block);
      if (tree instanceof Map<?, ?> map && map.containsKey(key)) {
        collect(map.get(key), scripts);
      }
    }
    assertThat(scripts).isNotEmpty();
    return String.join("\n", scripts);
  }

  private static void collect(Object node, List<String> scripts) {
    if (node instanceof List<?> items) {
      items.forEach(item -> collect(item, scripts));
    } else if (node instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (key.equals("run")) {
              scripts.add((String) value);
            } else if (key.equals("script") && value instanceof List<?> lines) {
              lines.forEach(line -> scripts.add((String) line));
            } else {
              collect(value, scripts);
            }
          });
    }
  }

  // ---- moving over ----

  @Test
  void what_the_page_on_moving_over_shows_afterwards_releases() throws Exception {
    String one = tencent.add(vm -> vm.region("ap-guangzhou").postpaid()).id();
    String two = aliyun.add(vm -> vm.region("cn-hangzhou").running()).id();
    String three = zenlayer.addZec(vm -> vm.name("web")).id();
    List<String> ids = List.of(one, two, three);
    List<String> programs =
        blocks("migration.md", "java").stream()
            .filter(program -> program.contains("import io.cloudrelease.ReleaseClient;"))
            .toList();
    assertThat(programs).hasSize(3);
    StringBuilder typed = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      Files.writeString(folder.resolve("After" + i + ".java"), programs.get(i));
      typed.append("program After" + i + ".java " + ids.get(i) + "\n");
    }
    Ended ended = bash(typed.toString());
    assertThat(ended.exit()).as(ended.says()).isZero();
    assertThat(tencent.ledger().isGone(one)).as(ended.says()).isTrue();
    assertThat(aliyun.ledger().isGone(two)).as(ended.says()).isTrue();
    assertThat(zenlayer.ledger().isGone(three)).as(ended.says()).isTrue();
  }
}
