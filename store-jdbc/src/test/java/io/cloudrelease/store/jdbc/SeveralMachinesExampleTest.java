package io.cloudrelease.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The programs of {@code examples/several-machines}, as their script runs them, on fewer. */
@Timeout(180)
class SeveralMachinesExampleTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "several-machines");
  private static final int EACH = 20;
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end_all() throws Exception {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void four_machines_share_the_cloud_and_no_instance_is_changed_twice() throws Exception {
    compile();
    PGSimpleDataSource database = Postgres.schema();
    Process cloud = start("OneCloud", folder.toString(), Integer.toString(EACH));
    String port = portOf(cloud);
    List<Process> machines = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String url = database.getUrl() + "&user=" + database.getUser();
      String list = folder.resolve("list" + i).toString();
      machines.add(start("OneMachine", "machine-" + i, url, port, list));
    }
    int released = 0;
    int done = 0;
    for (int i = 0; i < 4; i++) {
      String said = end(machines.get(i));
      assertThat(said)
          .matches(
              "machine-" + i + ": 22 instances in \\d+ ms:( RELEASED=\\d+)?( ALREADY_DONE=\\d+)?");
      released += count(said, "RELEASED");
      done += count(said, "ALREADY_DONE");
    }
    // Each machine answers for all of its list; two of it stand on the next one's, too.
    assertThat(released + done).isEqualTo(4 * (EACH + EACH / 10));
    assertThat(released).isGreaterThanOrEqualTo(4 * EACH);
    cloud.getOutputStream().close();
    assertThat(end(cloud))
        .matches("the cloud saw \\d+ destructive calls .*, 80 instances changed, 80 effects");
  }

  private static int count(String said, String verdict) {
    return said.contains(" " + verdict + "=")
        ? Integer.parseInt(said.replaceAll(".* " + verdict + "=(\\d+).*", "$1"))
        : 0;
  }

  private void compile() {
    int errors =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                classPath(),
                "-d",
                folder.toString(),
                EXAMPLE.resolve("OneMachine.java").toString(),
                EXAMPLE.resolve("OneCloud.java").toString());
    assertThat(errors).isZero();
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private Process start(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xmx256m");
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.addAll(List.of("-cp", folder + java.io.File.pathSeparator + classPath(), program));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("said" + started.size()).toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    started.add(process);
    return process;
  }

  /** What it said until its good end. */
  private String end(Process process) throws Exception {
    String program = process.info().commandLine().orElse("a program");
    assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).as(program).isTrue();
    assertThat(process.exitValue()).as(program).isZero();
    return Files.readString(folder.resolve("said" + started.indexOf(process))).strip();
  }

  private String portOf(Process cloud) throws Exception {
    Path file = folder.resolve("port");
    long until = System.nanoTime() + LONG.toNanos();
    while (!Files.exists(file) || Files.size(file) == 0) {
      assertThat(cloud.isAlive() && System.nanoTime() < until).as("the cloud starts").isTrue();
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return Files.readString(file);
  }
}
