package io.cloudrelease.store.jdbc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link Releaser} in a process of its own, seen from the test. */
final class Machine implements AutoCloseable {
  private final Process process;
  private final Writer in;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final List<String> heard = new ArrayList<>();

  private Machine(Process process) {
    this.process = process;
    this.in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader out =
                  new BufferedReader(
                      new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                  synchronized (heard) {
                    heard.add(line);
                  }
                  said.add(line);
                }
              } catch (IOException ended) {
                throw new UncheckedIOException(ended);
              }
            });
    reader.setDaemon(true);
    reader.start();
  }

  static Machine start(Map<String, String> properties) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("-Xshare:auto");
    command.add("-Xmx256m");
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Releaser.class.getName());
    return new Machine(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  void tell(String line) throws IOException {
    in.write(line + "\n");
    in.flush();
  }

  /** Waits for a line that begins so. */
  String await(String beginning, Duration atMost) throws Exception {
    long until = System.nanoTime() + atMost.toNanos();
    while (true) {
      String line = said.poll(100, TimeUnit.MILLISECONDS);
      if (line == null && process.isAlive() && System.nanoTime() < until) {
        continue;
      }
      if (line == null) {
        throw new AssertionError("no '" + beginning + "' but " + heard());
      }
      if (line.startsWith(beginning)) {
        return line;
      }
    }
  }

  List<String> heard() {
    synchronized (heard) {
      return List.copyOf(heard);
    }
  }

  boolean lives() {
    return process.isAlive();
  }

  void kill() throws Exception {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws Exception {
    try {
      in.close();
    } catch (IOException dead) {
      // It is gone already.
    }
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
