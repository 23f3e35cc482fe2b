package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's short path, from a tag to what remains, as a new user goes it: the clouds are
 * started by one command, and each step of the tool is a process of its own.
 */
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
class ShortPathTest {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  @TempDir Path folder;
  private final Map<String, String> variables = new HashMap<>();
  private Process clouds;
  private BufferedReader said;
  private String endpoint = "";

  @BeforeEach
  void startTheClouds() throws IOException {
    clouds =
        java(
                "io.cloudrelease.testkit.http.Simulate",
                "--instances",
                "3",
                "--tag",
                "purpose=ci",
                "--disks")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    said = clouds.inputReader(StandardCharsets.UTF_8);
    String line = said.readLine();
    while (line != null && !line.equals("ready")) {
      if (line.startsWith("endpoint ")) {
        endpoint = line.substring(9);
      }
      if (line.startsWith("export ")) {
        String[] pair = line.substring(7).split("=", 2);
        variables.put(pair[0], pair[1]);
      }
      line = said.readLine();
    }
  }

  @AfterEach
  void stopThem() {
    clouds.destroyForcibly();
  }

  private ProcessBuilder java(String main, String... args) {
    List<String> command =
        new ArrayList<>(
            List.of(JAVA.toString(), "-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(variables);
    return builder;
  }

  /** Runs the tool; gives what it printed. */
  private String tool(int exit, String... args) throws Exception {
    Path err = folder.resolve("err");
    Process process =
        java("io.cloudrelease.commandline.Main", args).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    String all = out + Files.readString(err);
    assertThat(code).as(all).isEqualTo(exit);
    for (String name : variables.keySet()) {
      if (name.endsWith("SECRET") || name.endsWith("KEY") || name.endsWith("PASSWORD")) {
        assertThat(all).doesNotContain(variables.get(name));
      }
    }
    return out;
  }

  @Test
  void from_a_tag_to_what_remains() throws Exception {
    String at = "tencent-cvm=" + endpoint;
    String found =
        tool(0, "find", "tencent-cvm:ap-guangzhou", "--tag", "purpose=ci", "--endpoint", at);
    assertThat(found.lines().filter(line -> line.startsWith("tencent-cvm:"))).hasSize(3);
    Files.writeString(folder.resolve("old.txt"), found);

    tool(
        0,
        "plan",
        "--file",
        "old.txt",
        "--deadline",
        "40s",
        "--out",
        "plan.json",
        "--endpoint",
        at);

    String shown = tool(0, "show", "plan.json");
    assertThat(shown).contains("purpose=ci", "3 instances, goal RELEASE", "stays: 3 ");
    String digest = shown.replaceAll("(?s).* --approve ([0-9a-f]{64}).*", "$1");

    String result =
        tool(
            0,
            "apply",
            "plan.json",
            "--approve",
            digest,
            "--report",
            "report.html",
            "--check-leftovers",
            "--endpoint",
            at);
    assertThat(result).contains("3 instances: 3 RELEASED");
    assertThat(result.lines().filter(line -> line.startsWith("left by "))).hasSize(3);
    assertThat(result).contains(": disk disk-00000001, still there", "freed by TerminateDisks");
    assertThat(Files.readString(folder.resolve("report.html"))).contains("disk-00000001");

    String runs = tool(0, "runs");
    assertThat(runs).contains("ended", "3 RELEASED");

    clouds.toHandle().destroy();
    assertThat(said.lines().filter(line -> line.startsWith("done "))).hasSize(3);
  }
}
