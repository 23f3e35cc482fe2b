package io.cloudrelease.commandline;

import io.cloudrelease.json.JsonWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** The command-line tool, from arguments to exit code. */
public final class Tool {
  /** Of a file that is no list at all, each line is wrong. */
  private static final int MOST_PROBLEMS = 20;

  private static final Set<String> SENDING = Set.of("release", "apply", "resume");

  private final Surroundings surroundings;

  /** A tool that touches nothing but these. */
  public Tool(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Does what the arguments ask for.
   *
   * @return the exit code, see {@link ExitCode}
   */
  public int run(List<String> args) {
    Manner manner = Manner.of(args, surroundings.environment(), surroundings.terminal());
    Session session = new Session(surroundings, manner, Words.in(manner.language()));
    try {
      refuseUndecoded(args);
      return Arguments.parse(args, session.words(), surroundings.columns()).run(session);
    } catch (UsageException wrong) {
      return refuse(session, wrong, named(args, wrong));
    } catch (CompletionException broken) {
      return broken(session, String.valueOf(broken.getMessage()), args);
    } catch (RuntimeException | Error broken) {
      return broken(session, broken.toString(), args);
    }
  }

  /**
   * Nothing that breaks, as where the memory is too small, may look as if nothing had been sent.
   */
  private static int broken(Session session, String how, List<String> args) {
    boolean sends = args.stream().anyMatch(SENDING::contains);
    Message why = Message.of(sends ? "broken" : "broken.looking", how);
    return fail(session, List.of(why), sends ? ExitCode.UNKNOWN : ExitCode.USAGE);
  }

  private void refuseUndecoded(List<String> args) throws UsageException {
    if (surroundings.environment().isOfThisMachine()) {
      Undecoded.refuse(
          args,
          Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")),
          System.getProperty("user.dir", ""),
          System.getProperty("user.home", ""),
          surroundings.environment());
    } else {
      Undecoded.refuse(args, StandardCharsets.UTF_8, "", "", surroundings.environment());
    }
  }

  private static String named(List<String> args, UsageException wrong) {
    return wrong.command().isEmpty()
        ? args.stream().filter(word -> Commands.named(word).isPresent()).findFirst().orElse("")
        : wrong.command();
  }

  private static int refuse(Session session, UsageException wrong, String command) {
    int code = fail(session, wrong.messages(), ExitCode.USAGE);
    String help = command.isEmpty() ? Session.NAME : Session.NAME + " " + command;
    session.warn(Message.of("nothing-sent", help));
    return code;
  }

  private static int fail(Session session, List<Message> problems, int code) {
    return fail(session, problems, code, code == ExitCode.USAGE);
  }

  /**
   * Says problems instead of a result, as JSON too where that is wanted: this one in English, which
   * scripts can go by in every locale.
   *
   * @return the exit code
   */
  static int fail(Session session, List<Message> problems, int code, boolean nothingSent) {
    problems.stream().limit(MOST_PROBLEMS).forEach(session::warn);
    if (problems.size() > MOST_PROBLEMS) {
      session.warn(Message.of("problems.more", problems.size() - MOST_PROBLEMS));
    }
    printProblems(session, problems, code, nothingSent);
    return code;
  }

  /** As JSON, where that is wanted. */
  static void printProblems(
      Session session, List<Message> problems, int code, boolean nothingSent) {
    if (session.manner().json()) {
      JsonWriter json =
          new JsonWriter()
              .object()
              .member("schema", 1)
              .object("error")
              .member("exit", code)
              .member("nothingSent", nothingSent)
              .member("problems", UsageException.said(problems, Words.english()));
      session.print(json.end().end().toText() + '\n');
    }
  }

  /** Which version it is, as a line. */
  static String version() {
    String built = Tool.class.getPackage().getImplementationVersion();
    return Session.NAME + " " + Optional.ofNullable(built).orElse("(not packaged)") + '\n';
  }
}
