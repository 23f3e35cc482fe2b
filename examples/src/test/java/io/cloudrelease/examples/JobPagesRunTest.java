package io.cloudrelease.examples;

import static io.cloudrelease.examples.Pages.notHere;
import static io.cloudrelease.examples.Pages.played;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.examples.Pages.Scene;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedInstance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.Driver;

/** What the pages tell to do again and again, or by a job: typed as it stands there. */
class JobPagesRunTest extends TypedPages {
  static Stream<Scene<JobPagesRunTest>> scenes() {
    return Stream.of(
        played("docs/ci.md", JobPagesRunTest::installed, "install -D"),
        played("docs/ci.md", JobPagesRunTest::onAliyunByAJob, "curl -sSf"),
        played("docs/ci.md", JobPagesRunTest::onTencentByAJob, "printf %s \"$GITLAB_TOKEN\""),
        notHere("docs/ci.md", "the vendor's tool; it is what is replaced", "aliyun ecs Delete"),
        played("docs/ci.md", JobPagesRunTest::onAliyunByAJob, "groovy:"),
        played("docs/ci.md", JobPagesRunTest::cron, "#!/bin/sh"),
        played("docs/find.md", JobPagesRunTest::found, "cloudrelease find"),
        played("docs/scripting.md", JobPagesRunTest::fromATag, "cloudrelease plan"),
        played("docs/scripting.md", JobPagesRunTest::onZenlayer, "find zenlayer-zec"),
        played("docs/scripting.md", JobPagesRunTest::writtenDown, "cloudrelease runs"),
        played("docs/scripting.md", JobPagesRunTest::exitCodes, "my-inventory"),
        played("docs/scripting.md", JobPagesRunTest::oneFile, "Sweep.java"),
        played("docs/several-machines.md", JobPagesRunTest::withStore, "PGUSER"));
  }

  @ParameterizedTest
  @MethodSource("playedScenes")
  void does_what_the_page_says(Scene<JobPagesRunTest> scene) throws Exception {
    scene.play().run(this, scene.of(Pages.shell()).stream().map(Pages.Block::text).toList());
  }

  static Stream<Scene<JobPagesRunTest>> playedScenes() {
    return scenes().filter(Scene::isPlayed);
  }

  // ---- docs/ci.md: what is old and marked goes, nothing else ----

  /** This jar leads to what is in another folder beside it. */
  private void installed(List<String> blocks) throws Exception {
    String said =
        good(
            "git clone here cloudrelease\n"
                + blocks.get(0)
                + "cp -R cloudrelease/command-line/target/for-cloudrelease.jar \"$HOME/.local/bin\"\n"
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
    Ended held = bash(blocks.get(0));
    assertThat(held.exit()).as(held.says()).isEqualTo(3);
    assertThat(held.says()).contains("\n" + kept.ref("tencent-cvm") + " ");
    Files.writeString(refs, "tencent-cvm\n");
    Ended wrong = bash(blocks.get(0));
    assertThat(wrong.exit()).as(wrong.says()).isEqualTo(2);
    assertThat(wrong.says()).contains("ended with 2: see what it said");
    Files.writeString(refs, lost.ref("tencent-cvm") + "\n");
    stage.tencent.faults(
        new FaultScript().first(SimulatedCall::destructive, Fault.dropped().afterEffect()));
    // Where this build was told to ignore it, as in the background, what it starts would do so too.
    Files.writeString(folder.resolve("script.sh"), blocks.get(0));
    Process script = typing("exec env --default-signal=INT bash -e script.sh").start();
    await(script, () -> stage.tencent.ledger().timesApplied(lost.id()) == 1);
    interrupt(script);
    assertThat(script.waitFor()).isEqualTo(4);
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
}
