package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultPlan;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.http.WireMockFace;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The signal that Ctrl-C sends, to the tool in a process of its own. */
@Timeout(300)
@DisabledOnOs(OS.WINDOWS)
class InterruptedProcessTest {
  private static final int FLEET = 2000;

  /** Five times as long as the tool takes to start and to end, on a machine that is not busy. */
  private static final Duration SOON = Duration.ofSeconds(3);

  /** Runs a program at a new terminal, and presses Ctrl-C there when it is told anything. */
  private static final String TERMINAL =
      """
      import os, pty, select, sys
      pid, terminal = pty.fork()
      if pid == 0:
          os.dup2(os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY, 0o600), 1)
          os.execvp(sys.argv[2], sys.argv[2:])
      while True:
          ready = select.select([terminal, 0], [], [])[0]
          if 0 in ready:
              if not os.read(0, 1):
                  sys.exit(99)
              os.write(terminal, b'\\x03')
          if terminal in ready:
              try:
                  shown = os.read(terminal, 4096)
              except OSError:
                  shown = b''
              if not shown:
                  break
              os.write(1, shown)
      sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) & 255)
      """;

  private static final List<String> TOOL =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-cp",
          System.getProperty("java.class.path"),
          Main.class.getName());

  @TempDir Path folder;

  @Test
  void a_signal_ends_a_sweep_with_a_result_that_agrees_with_the_ledger() throws Exception {
    assumeTrue(!isIgnored("INT"), "this build was told to ignore it, as in the background");
    sweep(false, "INT");
  }

  @Test
  void ctrl_c_at_a_terminal_ends_a_sweep_with_a_result_that_agrees_with_the_ledger()
      throws Exception {
    assumeTrue(hasPython(), "python3 makes the pseudo-terminal");
    sweep(true, "INT");
  }

  @ParameterizedTest
  @CsvSource({"TERM,143", "HUP,129"})
  void whoever_ends_the_process_or_its_session_gets_the_whole_result_too(String signal, int exit)
      throws Exception {
    assumeTrue(!isIgnored(signal), "this build was told to ignore it, as by nohup");
    assertThat(sweep(false, signal)).isEqualTo(exit);
  }

  /** A process that inherits it as ignored survives it, and so does the tool. */
  private static boolean isIgnored(String signal) throws Exception {
    return new ProcessBuilder("sh", "-c", "kill -" + signal + " $$").start().waitFor() == 0;
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "-c", "import pty").start().waitFor() == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  private int sweep(boolean terminal, String signal) throws Exception {
    SimulatedTencent cloud = new SimulatedTencent(InstantSource.system());
    Held held = new Held();
    cloud.faults(held);
    List<String> refs = Bench.refs("tencent-cvm", cloud.add(FLEET, i -> i.postpaid()));
    Path list = Files.write(folder.resolve("list"), refs);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    try (WireMockFace face = WireMockFace.of(cloud)) {
      Process tool = start(terminal, cloud, face.endpoint().toString(), list, out, err);
      try {
        assertThat(held.reached.await(100, TimeUnit.SECONDS)).isTrue();
        long pressed = System.nanoTime();
        if (terminal) {
          tool.getOutputStream().write('c');
          tool.getOutputStream().flush();
        } else {
          new ProcessBuilder("kill", "-" + signal, Long.toString(tool.pid())).start().waitFor();
        }
        while (!Files.readString(err).contains("stopping: ") && tool.isAlive()) {
          TimeUnit.MILLISECONDS.sleep(5);
        }
        held.goOn.countDown();
        assertThat(tool.waitFor(100, TimeUnit.SECONDS)).isTrue();
        Duration took = Duration.ofNanos(System.nanoTime() - pressed);
        JsonValue result = JsonValue.parse(Files.readAllBytes(out)).orElseThrow();
        assertThat(Files.readString(err)).contains("stopping: nothing more is sent");
        if (took.compareTo(SOON) > 0) {
          // A busy machine: measured by what the tool takes there to say anything at all.
          assertThat(took).isLessThan(saysAnything().multipliedBy(5));
        }
        assertThat(result.get("verdicts").items()).hasSize(FLEET);
        boolean unknown = result.get("counts").number("UNKNOWN", -1) > 0;
        if (signal.equals("INT")) {
          assertThat(tool.exitValue()).isEqualTo(unknown ? 4 : 3);
        }
        agrees(result, cloud);
        return tool.exitValue();
      } finally {
        held.goOn.countDown();
        tool.destroyForcibly();
      }
    }
  }

  /** A sweep that is not over before it is interrupted: the fourth call is answered afterwards. */
  private static final class Held implements FaultPlan {
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public Optional<Fault> faultFor(SimulatedCall call) {
      if (call.destructive() && calls.incrementAndGet() > 3) {
        reached.countDown();
        try {
          goOn.await();
        } catch (InterruptedException over) {
          Thread.currentThread().interrupt();
        }
      }
      return Optional.empty();
    }
  }

  private static Duration saysAnything() throws Exception {
    long began = System.nanoTime();
    List<String> command = new ArrayList<>(TOOL);
    command.add("--help");
    ProcessBuilder tool = new ProcessBuilder(command);
    tool.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    assertThat(tool.start().waitFor()).isZero();
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static void agrees(JsonValue result, SimulatedTencent cloud) {
    Set<String> gone = new HashSet<>();
    cloud.ledger().effects().forEach(e -> gone.add("tencent-cvm:ap-guangzhou:" + e.id()));
    Set<String> held = new HashSet<>();
    for (JsonValue verdict : result.get("verdicts").items()) {
      String ref = verdict.text("instance");
      switch (verdict.text("verdict")) {
        case "RELEASED", "ACCEPTED" -> assertThat(gone).contains(ref);
        case "NOT_SENT" -> held.add(ref);
        default -> assertThat(verdict.text("verdict")).isEqualTo("UNKNOWN");
      }
    }
    assertThat(gone).doesNotContainAnyElementsOf(held);
    assertThat(held).isNotEmpty();
  }

  private Process start(
      boolean terminal, SimulatedTencent cloud, String endpoint, Path list, Path out, Path err)
      throws Exception {
    List<String> command = new ArrayList<>(TOOL);
    command.add(1, "-Duser.home=" + folder);
    command.addAll(
        List.of(
            "release",
            "--yes",
            "--json",
            "--max-instances=" + FLEET,
            "--journal=" + folder.resolve("journal"),
            "--endpoint=tencent-cvm=" + endpoint,
            "--file=" + list));
    List<String> all = new ArrayList<>();
    if (terminal) {
      all.addAll(List.of("python3", "-c", TERMINAL, out.toString()));
    }
    all.addAll(command);
    ProcessBuilder tool = new ProcessBuilder(all);
    tool.environment().keySet().removeIf(name -> !name.equals("PATH"));
    tool.environment().put("TENCENTCLOUD_SECRET_ID", cloud.credentials().accessKeyId());
    tool.environment().put("TENCENTCLOUD_SECRET_KEY", cloud.credentials().secretKey().reveal());
    // At the terminal the tool's results go to a file all the same, and the rest is seen on it.
    return tool.redirectOutput((terminal ? err : out).toFile())
        .redirectError((terminal ? folder.resolve("driver") : err).toFile())
        .start();
  }
}
