package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The README's short path, from a tag to what remains, as a new user goes it: by its own lines, in
 * a shell. Only the jars, which are made later, are replaced by what goes into them, the typing of
 * the number by {@code --yes}, and a deadline spares a minute.
 */
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
class ShortPathTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java") + " -cp \"$CLASSES\" ";

  @TempDir Path folder;

  /** The lines of that page in the block that holds this. */
  private static String block(String page, String holds) throws IOException {
    return Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of("..", page)))
        .results()
        .map(found -> found.group(1))
        .filter(block -> block.contains(holds))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh-CN.md"})
  void from_a_tag_to_what_remains(String page) throws Exception {
    String clouds =
        block(page, "demo.jar simulate")
            .replace(
                "java -jar examples/target/demo.jar simulate",
                JAVA + "io.cloudrelease.testkit.http.Simulate");
    String path =
        block(page, "bin/cloudrelease plan --file")
            .replace("apply plan.json", "apply plan.json --yes")
            // What is left is not asked for a second time, a minute later.
            .replace("plan --file", "plan --deadline 40s --file")
            .replace("bin/cloudrelease", JAVA + "io.cloudrelease.commandline.Main");
    assertThat(path.lines()).hasSize(4);
    Path script =
        Files.writeString(
            folder.resolve("script"),
            "set -e\n"
                + clouds
                + "trap 'kill $clouds; wait $clouds || true' EXIT\n"
                + path
                + JAVA
                + "io.cloudrelease.commandline.Main runs\n");
    Path err = folder.resolve("err");
    ProcessBuilder shell =
        new ProcessBuilder("bash", script.toString())
            .directory(folder.toFile())
            .redirectError(err.toFile());
    shell.environment().put("CLASSES", System.getProperty("java.class.path"));
    shell.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    shell.environment().put("LC_ALL", "C.UTF-8");
    Process process = shell.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    String all = said + Files.readString(err);
    assertThat(process.exitValue()).as(all).isZero();
    assertThat(all).doesNotContain("SECRETEXAMPLE");

    assertThat(Files.readAllLines(folder.resolve("old.txt")))
        .filteredOn(line -> line.startsWith("tencent-cvm:ap-guangzhou:ins-"))
        .hasSize(10);
    assertThat(said)
        .contains("purpose=ci", "8d", "10 instances, goal RELEASE", "stays: 10 data disks")
        .contains("10 instances: 10 RELEASED", ": disk disk-00000001, still there")
        .contains("freed by TerminateDisks", "ended", "10 RELEASED");
    assertThat(said.lines().filter(line -> line.startsWith("left by "))).hasSize(10);
    assertThat(Files.readString(folder.resolve("report.html"))).contains("disk-00000001");
    List<String> told = Files.readAllLines(folder.resolve("clouds.txt"));
    assertThat(told).filteredOn(line -> line.startsWith("done DESTROYED ")).hasSize(10);
  }
}
