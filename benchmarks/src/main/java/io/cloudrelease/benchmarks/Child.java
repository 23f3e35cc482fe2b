package io.cloudrelease.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM that is asked by lines and answers by lines. */
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final PrintStream in;

  Child(List<String> options, String classPath, String main, String... args) throws IOException {
    process =
        new ProcessBuilder(command(options, classPath, main, args))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
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

  /** The next line that is an answer; libraries print to standard output too. */
  String line() throws IOException {
    String line = out.readLine();
    while (line != null && !line.matches("[0-9.]+(\t.*)?|[a-z].*\t.*")) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("the process ended: " + process.info().commandLine().orElse(""));
    }
    return line;
  }

  String ask(String question) throws IOException {
    in.println(question);
    return line();
  }

  @Override
  public void close() {
    in.close();
    process.destroy();
  }
}
