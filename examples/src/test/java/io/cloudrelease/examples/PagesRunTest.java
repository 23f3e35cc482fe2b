package io.cloudrelease.examples;

import static io.cloudrelease.examples.Pages.notHere;
import static io.cloudrelease.examples.Pages.played;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.examples.Pages.Scene;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedInstance;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.Driver;

/**
 * What the pages tell to type, typed as it stands there. The tool is started by its launcher, from
 * a folder that looks like a copy of this repository that was built; only what would build it or
 * come from somewhere else is played: git, Maven, curl.
 */
@Timeout(180)
class PagesRunTest {
  private static final Pattern FILE =
      Pattern.compile("(?m)^`([\\w./-]+)`:\\n\\n```\\w+\\n((?s).*?)^```$");
  private static final String BUILDS = "builds this repository";
  private static final String MAVEN =
      "a project that Maven builds: verification/run.sh first-steps";

  @TempDir static Path tools;
  private static PretendInternet internet;

  private final Stage stage = new Stage();
  @TempDir Path folder;
  @TempDir Path home;

  static Stream<Scene<PagesRunTest>> scenes() {
    return Stream.of(
        notHere("README.md", BUILDS + "; DemoTest runs the demo", "mvn -q -Pdemo"),
        notHere("README.md", "it is what runs this test", "mvn verify"),
        played("README.md", PagesRunTest::fourLines, "simulate --tag", "apply plan.json"),
        played("README.md", PagesRunTest::otherWays, "release --help"),
        played("docs/artifacts.md", PagesRunTest::runtime, "jlink"),
        played("docs/ci.md", PagesRunTest::installed, "install -D"),
        played("docs/ci.md", PagesRunTest::onAliyunByAJob, "curl -sSf"),
        played("docs/ci.md", PagesRunTest::onTencentByAJob, "printf %s \"$GITLAB_TOKEN\""),
        notHere("docs/ci.md", "the vendor's tool; it is what is replaced", "aliyun ecs Delete"),
        played("docs/ci.md", PagesRunTest::onAliyunByAJob, "groovy:"),
        played("docs/ci.md", PagesRunTest::cron, "#!/bin/sh"),
        played("docs/find.md", PagesRunTest::found, "cloudrelease find"),
        played(
            "docs/first-steps.md",
            PagesRunTest::firstSteps,
            "git clone",
            "simulate --port",
            "--plan",
            "head -n 3",
            "nightly/pom.xml",
            "kill $clouds"),
        played(
            "docs/projects.md",
            PagesRunTest::firstScript,
            "-pl spring-boot-starter",
            "#!/bin/sh",
            "sh nightly.sh"),
        notHere(
            "docs/projects.md",
            MAVEN,
            "cleanup/pom.xml test",
            "service/pom.xml package",
            "nimbus/pom.xml test",
            "grep '^done ' clouds.txt | cut"),
        notHere("docs/releasing.md", BUILDS, ".ci/run", "mvn -Prelease"),
        played("docs/scripting.md", PagesRunTest::fromATag, "cloudrelease plan"),
        played("docs/scripting.md", PagesRunTest::onZenlayer, "find zenlayer-zec"),
        played("docs/scripting.md", PagesRunTest::writtenDown, "cloudrelease runs"),
        played("docs/scripting.md", PagesRunTest::exitCodes, "my-inventory"),
        played("docs/scripting.md", PagesRunTest::oneFile, "Sweep.java"),
        played("docs/several-machines.md", PagesRunTest::withStore, "PGUSER"),
        played("docs/testing/over-http.md", PagesRunTest::simulated, "simulate --port"),
        notHere(
            "examples/several-machines/README.md",
            "Maven compiles for it; its programs are run by SeveralMachinesExampleTest",
            "several-machines/run.sh"));
  }

  @Test
  void every_block_is_run_or_named_here() throws IOException {
    Pages.assertThatEachIsRunOrNamed(Pages.shell(), scenes());
  }

  @ParameterizedTest
  @MethodSource("playedScenes")
  void does_what_the_page_says(Scene<PagesRunTest> scene) throws Exception {
    scene.play().run(this, scene.of(Pages.shell()).stream().map(Pages.Block::text).toList());
  }

  static Stream<Scene<PagesRunTest>> playedScenes() {
    return scenes().filter(Scene::isPlayed);
  }

  // ---- the machine on which all this is typed ----

  @BeforeAll
  static void equip() throws Exception {
    internet = Stage.internet(tools);
    Path built = tools.resolve("built");
    copy("bin/cloudrelease", built);
    copy("examples/scripts/Sweep.java", built);
    jar(built.resolve("command-line/target/cloudrelease.jar"), "io.cloudrelease.commandline.Main");
    jar(built.resolve("examples/target/demo.jar"), "io.cloudrelease.examples.demo.Main");
    Files.createSymbolicLink(
        tools.resolve("cloudrelease"), built.resolve("bin").resolve("cloudrelease"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String options = " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Duser.home=\"$HOME\" ";
    play("java", "exec " + java + options + String.join(" ", internet.jvmOptions()) + " \"$@\"");
    play("jlink", "exec " + java.replaceAll("java$", "jlink") + " \"$@\"");
    play("git", "[ \"$1\" = clone ] && cp -R " + built + " \"$3\"");
    play(
        "mvn",
        "[ \"$4\" = install ] && exit 0",
        "[ \"$3\" = nightly/pom.xml ] && [ \"$4\" = compile ] || exit 9",
        "exec java -cp "
            + built.resolve("command-line/target/cloudrelease.jar")
            + " nightly/src/main/java/Nightly.java ${6#-Dexec.args=}");
    play("curl", "echo '{\"value\":\"who-i-am\"}'");
  }

  private static void copy(String file, Path to) throws IOException {
    Path target = to.resolve(file);
    Files.createDirectories(target.getParent());
    Files.copy(Pages.ROOT.resolve(file), target);
  }

  /** One that leads to the classes as they are compiled: what they are packed into comes later. */
  private static void jar(Path file, String main) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, main);
    attributes.put(
        Attributes.Name.CLASS_PATH,
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" ")));
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file)) {
      new JarOutputStream(out, manifest).close();
    }
  }

  private static void play(String name, String... lines) throws IOException {
    Path file =
        Files.writeString(tools.resolve(name), "#!/bin/bash\n" + String.join("\n", lines) + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @AfterAll
  static void closeInternet() throws IOException {
    internet.close();
  }

  private record Ended(int exit, String says) {}

  /**
   * Runs that script as a job runs it: the first command that fails ends it, and with it whatever
   * it has started.
   */
  private Ended bash(String script) throws Exception {
    int exit =
        typing("trap 'for j in $(jobs -p); do kill $j; done' EXIT\n" + script).start().waitFor();
    return new Ended(exit, Files.readString(home.resolve("said")));
  }

  private String good(String script) throws Exception {
    Ended ended = bash(script);
    assertThat(ended.exit()).as(ended.says()).isZero();
    return ended.says();
  }

  private ProcessBuilder typing(String script) {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-e", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("said").toFile());
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.put("PATH", tools + ":/usr/bin:/bin");
    variables.put("HOME", home.toString());
    variables.put("TMPDIR", home.toString());
    variables.put("LANG", "C.UTF-8");
    // Its archive is made by a process that goes on for a while.
    variables.put("CLOUDRELEASE_ARCHIVE", "off");
    variables.putAll(Stage.keys());
    variables.put("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "oidc-token");
    variables.put("TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE", "oidc-token");
    return builder;
  }

  /** Until that is so, or the process is over without it. */
  private static void await(Process process, BooleanSupplier condition)
      throws InterruptedException {
    boolean over = false;
    while (!condition.getAsBoolean() && !over) {
      over = process.waitFor(20, TimeUnit.MILLISECONDS);
    }
  }

  static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    }
  }

  /** The files of a page, each after its name, in the folder. */
  private void write(String page, String port) throws IOException {
    String text = Files.readString(Pages.ROOT.resolve(page));
    for (Matcher file = FILE.matcher(text); file.find(); ) {
      Path path = folder.resolve(file.group(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.group(2).replace("8380", port));
    }
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file));
  }

  // ---- README ----

  /**
   * The disks are left out: what stays behind is asked for once more a minute later. The question
   * is answered at a terminal.
   */
  private void fourLines(List<String> blocks) throws Exception {
    Files.writeString(folder.resolve("four.sh"), blocks.get(1));
    Files.writeString(folder.resolve("answer"), "10\n");
    String said =
        good(
            "git clone here built; mv built/* .\n"
                + blocks.get(0).replace(" --disks", "")
                + "script -qec 'bash -e four.sh' /dev/null < answer\nkill $clouds; wait $clouds || true\n");
    assertThat(said).contains("10 RELEASED");
    assertThat(lines("clouds.txt"))
        .filteredOn(line -> line.startsWith("done "))
        .hasSize(10)
        .allMatch(line -> line.matches("done DESTROYED ins-\\w+ on Tencent CVM"));
    assertThat(folder.resolve("report.html")).content().contains("<html");
  }

  /** Each line for itself, since each is another way. */
  private void otherWays(List<String> blocks) throws Exception {
    List<String> ways = blocks.get(0).lines().toList();
    assertThat(ways).hasSize(5);
    good("git clone here built; mv built/* .");
    stage.populateTencent();
    stage.assertThatOnlyTheWantedAreGone(good(ways.get(0)));
    SimulatedInstance one = stage.wanted(stage.tencent.add(vm -> vm.region("ap-guangzhou")));
    Files.writeString(folder.resolve("old.txt"), one.ref("tencent-cvm") + "\n");
    stage.assertThatOnlyTheWantedAreGone(good(ways.get(1)));
    killedInMidRun();
    assertThat(good(ways.get(2))).contains("unfinished", "1 RELEASED");
    assertThat(good(ways.get(3))).contains("1 RELEASED");
    assertThat(good(ways.get(4))).contains("--max-instances");
    stage.assertThatOnlyTheWantedAreGone("");
  }

  /** A run whose process was killed when the cloud had confirmed its call. */
  private void killedInMidRun() throws Exception {
    stage.tencent.terminating(Duration.ofMinutes(1));
    SimulatedInstance one = stage.wanted(stage.tencent.add(vm -> vm.region("ap-guangzhou")));
    Process run = typing("exec cloudrelease release --yes " + one.ref("tencent-cvm")).start();
    await(run, () -> journals().contains("\"kind\":\"outcome\""));
    run.destroyForcibly().waitFor();
    stage.tencent.shortTransitions();
    stage.later(Duration.ofMinutes(1));
  }

  private Path state() {
    return home.resolve(".local/state/cloudrelease");
  }

  /** What stands in the journals of runs that are not over. */
  private String journals() {
    try (Stream<Path> files = Files.list(state())) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
        String text = Files.readString(file);
        all.append(text.contains("\"kind\":\"ended\"") ? "" : text);
      }
      return all.toString();
    } catch (IOException notYet) {
      return "";
    }
  }

  // ---- docs/artifacts.md ----

  /** The reader's program is the one of the first steps, with a package. */
  private void runtime(List<String> blocks) throws Exception {
    write("docs/first-steps.md", stage.endpoint().toString().replaceAll(".*:", ""));
    Path source = folder.resolve("nightly/src/main/java/Nightly.java");
    Files.writeString(source, "package com.example;\n" + Files.readString(source));
    jar(folder.resolve("lib/all.jar"), "none");
    SimulatedInstance one = stage.wanted(stage.tencent.add(vm -> vm.region("ap-guangzhou")));
    String said =
        good(
            Path.of(System.getProperty("java.home"), "bin")
                + "/javac -proc:none -cp 'lib/*' -d classes "
                + source
                + "\nmkdir app.jar && mv classes/* app.jar/\n"
                + blocks.get(0).stripTrailing()
                + " "
                + one.ref("tencent-cvm"));
    stage.assertThatOnlyTheWantedAreGone(said);
  }

  // ---- docs/ci.md: what is old and marked goes, nothing else ----

  private void installed(List<String> blocks) throws Exception {
    String said =
        good(
            "git clone here cloudrelease\n"
                + blocks.get(0)
                + "\"$HOME/.local/bin/cloudrelease\" --version");
    assertThat(said).startsWith("cloudrelease ");
  }

  private void onAliyunByAJob(List<String> blocks) throws Exception {
    stage.populateAliyun();
    stage.assertThatOnlyTheWantedAreGone(good(blocks.get(0)));
    assertThat(lines("result.json")).singleElement().asString().contains("\"RELEASED\":3");
    if (blocks.get(0).contains("curl")) {
      assertThat(folder.resolve("oidc-token")).hasContent("who-i-am");
    }
  }

  private void onTencentByAJob(List<String> blocks) throws Exception {
    stage.populateTencent();
    stage.assertThatOnlyTheWantedAreGone(good("GITLAB_TOKEN=t\n" + blocks.get(0)));
    assertThat(lines("result.json")).singleElement().asString().contains("\"RELEASED\":3");
  }

  private void cron(List<String> blocks) throws Exception {
    stage.populateTencent();
    stage.assertThatOnlyTheWantedAreGone(good(blocks.get(0)));
    int calls = stage.tencent.ledger().destructiveRequests().size();
    good(blocks.get(0));
    assertThat(stage.tencent.ledger().destructiveRequests()).hasSize(calls);
  }

  // ---- docs/find.md ----

  private void found(List<String> blocks) throws Exception {
    stage.populateTencent();
    String said = good(blocks.get(0));
    stage.assertThatOnlyTheWantedAreGone(said);
    assertThat(said.lines().filter(line -> line.startsWith("tencent-cvm:"))).hasSizeGreaterThan(2);
  }

  // ---- docs/first-steps.md, docs/projects.md ----

  private void firstSteps(List<String> blocks) throws Exception {
    String port = freePort();
    write("docs/first-steps.md", port);
    String said = good(String.join("", blocks).replace("8380", port));
    assertThat(ReadmeTest.blocks("docs/first-steps.md", "text"))
        .hasSize(2)
        .allMatch(said::contains, said);
  }

  /** The other projects of that page are built by Maven. */
  private void firstScript(List<String> blocks) throws Exception {
    write("docs/projects.md", stage.endpoint().toString().replaceAll(".*:", ""));
    stage.wanted(stage.aliyun.add(vm -> vm.region("cn-hangzhou").tag("purpose", "ci").postpaid()));
    stage.other(stage.aliyun.add(vm -> vm.region("cn-hangzhou").postpaid()));
    String said = good("git clone here cloudrelease\n" + blocks.get(0) + blocks.get(2));
    stage.assertThatOnlyTheWantedAreGone(said);
  }

  // ---- docs/scripting.md ----

  /** The digest is the one that the plan has today. */
  private void fromATag(List<String> blocks) throws Exception {
    stage.populateTencent();
    String said =
        good(
            blocks
                .get(0)
                .replaceAll(
                    "--approve \\w{64}",
                    "--approve \\$(cloudrelease show plan.json | grep -oEm1 '[0-9a-f]{64}')"));
    stage.assertThatOnlyTheWantedAreGone(said);
    assertThat(folder.resolve("report.html")).content().contains("<html");
    assertThat(bash(blocks.get(0).lines().toList().get(3)).exit())
        .as("another digest")
        .isEqualTo(3);
  }

  private void onZenlayer(List<String> blocks) throws Exception {
    stage.wanted(stage.zenlayer.addZec(vm -> vm.name("web").tag("ci", "")));
    stage.other(stage.zenlayer.addZec(vm -> vm.name("web")));
    stage.assertThatOnlyTheWantedAreGone(good(blocks.get(0)));
  }

  private void writtenDown(List<String> blocks) throws Exception {
    killedInMidRun();
    String journal;
    try (Stream<Path> files = Files.list(state())) {
      journal =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".jsonl"))
              .collect(Collectors.joining());
    }
    String said = good(blocks.get(0).replace("run-0a1b2c.jsonl", journal));
    assertThat(said).contains("unfinished").containsPattern("(?s)1 RELEASED.*1 RELEASED");
    stage.assertThatOnlyTheWantedAreGone(said);
  }

  private void exitCodes(List<String> blocks) throws Exception {
    SimulatedInstance good = stage.wanted(stage.tencent.add(vm -> vm.region("ap-guangzhou")));
    SimulatedInstance kept =
        stage.other(stage.tencent.add(vm -> vm.region("ap-guangzhou").protectedFromRelease()));
    SimulatedInstance lost = stage.wanted(stage.tencent.add(vm -> vm.region("ap-guangzhou")));
    play("my-inventory", "cat refs");
    Path refs = folder.resolve("refs");
    Files.writeString(refs, good.ref("tencent-cvm") + "\n");
    assertThat(good(blocks.get(0))).contains("all done");
    Files.writeString(refs, kept.ref("tencent-cvm") + "\n");
    assertThat(good(blocks.get(0))).contains("\n" + kept.ref("tencent-cvm") + " ");
    Files.writeString(refs, lost.ref("tencent-cvm") + "\n");
    stage.tencent.faults(
        new FaultScript().first(SimulatedCall::destructive, Fault.dropped().afterEffect()));
    // Where this build was told to ignore it, as in the background, what it starts would do so too.
    Files.writeString(folder.resolve("script.sh"), blocks.get(0));
    Process script = typing("exec env --default-signal=INT bash -e script.sh").start();
    await(script, () -> stage.tencent.ledger().timesApplied(lost.id()) == 1);
    interrupt(script);
    assertThat(script.waitFor()).isZero();
    assertThat(home.resolve("said"))
        .content()
        .containsPattern("look at these before you try again:\n" + lost.ref("tencent-cvm"));
    // The tool may have ended while it was still on its way out.
    stage.later(Duration.ofSeconds(1));
    stage.assertThatOnlyTheWantedAreGone("");
  }

  /** Ctrl-C for the tool in it. */
  private static void interrupt(Process script) throws Exception {
    ProcessHandle tool =
        script
            .descendants()
            .filter(one -> one.info().command().orElse("").endsWith("java"))
            .findFirst()
            .orElseThrow();
    new ProcessBuilder("kill", "-INT", Long.toString(tool.pid())).start().waitFor();
  }

  private void oneFile(List<String> blocks) throws Exception {
    stage.wanted(stage.tencent.add(vm -> vm.id("ins-1a2b3c4d").region("ap-guangzhou")));
    stage.other(stage.tencent.add(vm -> vm.region("ap-guangzhou")));
    String said = good("git clone here built; mv built/* .\n" + blocks.get(0));
    assertThat(said).contains("RELEASED=1");
    stage.assertThatOnlyTheWantedAreGone(said);
  }

  // ---- docs/several-machines.md ----

  /** Password, driver, database and run are those that there are here. */
  private void withStore(List<String> blocks) throws Exception {
    stage.wanted(stage.tencent.add(vm -> vm.region("ap-guangzhou").id("ins-1a2b3c4d")));
    Files.writeString(folder.resolve("old.txt"), "tencent-cvm:ap-guangzhou:ins-1a2b3c4d\n");
    try (OwnPostgres postgres = new OwnPostgres(freePort())) {
      SimulatedInstance left = stage.wanted(stage.tencent.add(vm -> vm.region("ap-guangzhou")));
      String run = postgres.runOfADeadMachine(stage, left);
      String driver = Driver.class.getProtectionDomain().getCodeSource().getLocation().getPath();
      String said =
          good(
              blocks
                  .get(0)
                  .replace("/opt/postgresql.jar", driver)
                  .replace("jdbc:postgresql://db.example/ops", postgres.url())
                  .replace("0a1b2c3d", run));
      assertThat(said).contains("unfinished", "ended").containsPattern("(?s)(1 RELEASED.*){3}");
      stage.assertThatOnlyTheWantedAreGone(said);
    }
  }

  // ---- docs/testing/over-http.md ----

  private void simulated(List<String> blocks) throws Exception {
    String said =
        good("git clone here built; mv built/* .\n" + blocks.get(0).replace("8380", freePort()));
    assertThat(said.lines().filter(line -> line.startsWith("done ")))
        .containsExactly("done DESTROYED ins-1a2b3c4d on Tencent CVM");
  }
}
