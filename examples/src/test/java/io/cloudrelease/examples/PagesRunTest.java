package io.cloudrelease.examples;

import static io.cloudrelease.examples.Pages.notHere;
import static io.cloudrelease.examples.Pages.played;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.examples.Pages.Scene;
import io.cloudrelease.testkit.SimulatedInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the pages tell to type, typed as it stands there; the rest is in {@link JobPagesRunTest}.
 */
class PagesRunTest extends TypedPages {
  private static final String BUILDS = "builds this repository";
  private static final String MAVEN =
      "a project that Maven builds: verification/run.sh first-steps";

  static Stream<Scene<PagesRunTest>> scenes() {
    return Stream.of(
        notHere("README.md", BUILDS + "; DemoTest runs the demo", "mvn -q -Pdemo"),
        notHere("README.md", "it is what runs this test", "mvn verify"),
        played("README.md", PagesRunTest::fourLines, "simulate --tag", "apply plan.json"),
        played("README.md", PagesRunTest::otherWays, "release --help"),
        played("docs/artifacts.md", PagesRunTest::runtime, "jlink"),
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
        played("docs/testing/over-http.md", PagesRunTest::simulated, "simulate --port"),
        notHere(
            "examples/several-machines/README.md",
            "Maven compiles for it; its programs are run by SeveralMachinesExampleTest",
            "several-machines/run.sh"));
  }

  @Test
  void every_block_is_run_or_named_here() throws IOException {
    Pages.assertThatEachIsRunOrNamed(
        Pages.shell(), Stream.concat(scenes(), JobPagesRunTest.scenes()));
  }

  @ParameterizedTest
  @MethodSource("playedScenes")
  void does_what_the_page_says(Scene<PagesRunTest> scene) throws Exception {
    scene.play().run(this, scene.of(Pages.shell()).stream().map(Pages.Block::text).toList());
  }

  static Stream<Scene<PagesRunTest>> playedScenes() {
    return scenes().filter(Scene::isPlayed);
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

  // ---- docs/artifacts.md ----

  /** The reader's program is the one of the first steps, with a package. */
  private void runtime(List<String> blocks) throws Exception {
    write("docs/first-steps.md", stage.endpoint().toString().replaceAll(".*:", ""));
    Path source = folder.resolve("nightly/src/main/java/Nightly.java");
    Files.writeString(source, "package com.example;\n" + Files.readString(source));
    jar(folder.resolve("lib/all.jar"), "none", classPath());
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

  // ---- docs/testing/over-http.md ----

  private void simulated(List<String> blocks) throws Exception {
    String said =
        good("git clone here built; mv built/* .\n" + blocks.get(0).replace("8380", freePort()));
    assertThat(said.lines().filter(line -> line.startsWith("done ")))
        .containsExactly("done DESTROYED ins-1a2b3c4d on Tencent CVM");
  }
}
