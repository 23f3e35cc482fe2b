package io.cloudrelease.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A JVM that is asked by lines and answers by lines. */
final class Child implements AutoCloseable {
  /** More than the longest measurement takes; what takes longer hangs. */
  private static final int LIMIT_SECONDS = 240;

  private static final String END = "";

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final PrintStream in;

  Child(List<String> options, String classPath, String main, String... args) throws IOException {
    process =
        new ProcessBuilder(command(options, classPath, main, args))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Thread reader = new Thread(this::read, "lines of " + main);
    reader.setDaemon(true);
    reader.start();
    in = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
  }

  static List<String> command(List<String> options, String classPath, String main, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(classPath);
    command.add("io.cloudrelease.benchmarks." + main);
    command.addAll(List.of(args));
    return command;
  }

  private void read() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        // Libraries print to standard output too.
        if (line.matches("[0-9.]+(\t.*)?|https?://[0-9.:]+|[a-z].*\t.*")) {
          lines.add(line);
        }
      }
    } catch (IOException closed) {
      // Ended by close(), which nobody waits for.
    }
    lines.add(END);
  }

  /** The next line that is an answer. */
  String line() throws IOException, InterruptedException {
    String line = lines.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (line == null || line.equals(END)) {
      String what = line == null ? "no answer within " + LIMIT_SECONDS + " s: " : "ended: ";
      throw new IOException(what + process.info().commandLine().orElse(""));
    }
    return line;
  }

  String ask(String question) throws IOException, InterruptedException {
    in.println(question);
    return line();
  }

  @Override
  public void close() {
    in.close();
    process.destroy();
  }
}
