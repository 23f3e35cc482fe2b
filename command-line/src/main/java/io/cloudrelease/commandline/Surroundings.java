package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.credentials.sources.Environment;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What the tool touches, handed in.
 *
 * @param in answers and lists
 * @param out results
 * @param err progress, questions, complaints
 * @param terminal whether a person sits there and can be asked
 * @param environment where credentials come from
 * @param clock tells the time, to simulated clouds as well
 * @param interrupts Ctrl-C
 * @param clients starts a client without providers
 */
public record Surroundings(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean terminal,
    Environment environment,
    InstantSource clock,
    Interrupts interrupts,
    Supplier<ReleaseClientBuilder> clients) {
  static final int USUAL_COLUMNS = 80;

  public Surroundings {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(out, "out");
    Objects.requireNonNull(err, "err");
    Objects.requireNonNull(environment, "environment");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(interrupts, "interrupts");
    Objects.requireNonNull(clients, "clients");
  }

  /** Those of this process. */
  @SuppressWarnings("SystemConsoleNull") // from Java 22 on it is not null, and asked for a terminal
  public static Surroundings ofProcess() {
    Console console = System.console();
    boolean terminal = console != null && isTerminal(console);
    // JSON is UTF-8; a terminal shows what it is set to.
    Charset charset =
        console != null && terminal ? shownIn(console.charset()) : StandardCharsets.UTF_8;
    return new Surroundings(
        StandardInput.ofProcess(),
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset),
        terminal,
        Environment.system(),
        InstantSource.system(),
        Interrupts.ofProcess(),
        ReleaseClient::builder);
  }

  /**
   * What a terminal is written in. ASCII is what a system says when the language that somebody set
   * is not installed there, as in most containers; only question marks would come of it, while the
   * terminals themselves show UTF-8.
   */
  static Charset shownIn(Charset told) {
    return told.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : told;
  }

  /** How many characters fit on a line, as far as that is known. */
  int columns() {
    String told = environment.variable("COLUMNS");
    if (told.matches("[1-9][0-9]{0,3}")) {
      return Integer.parseInt(told);
    }
    return terminal && environment.isOfThisMachine() ? TerminalWidth.columns() : USUAL_COLUMNS;
  }

  /**
   * Prints a result. Where nobody could read it, it would be lost, and goes to {@code err}.
   *
   * @return whether it stands where it belongs
   */
  public boolean print(String result) {
    out.print(result);
    out.flush();
    boolean whole = !out.checkError();
    if (!whole) {
      err.println("the standard output cannot be written to; the result follows here");
      err.print(result);
      err.flush();
    }
    return whole;
  }

  /** From Java 22 on there is a console without a terminal too, and it can say so. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException before22) {
      return true;
    } catch (ReflectiveOperationException unknown) {
      return false;
    }
  }
}
