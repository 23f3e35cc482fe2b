package io.cloudrelease.commandline;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Asks the person at the terminal. */
final class Confirmation {
  private static final int LONGEST_ANSWER = 100;

  private Confirmation() {}

  /** Whether the number was typed: a "y" is typed too easily, and so is what comes before. */
  static boolean isGiven(int instances, Session session) {
    skipWhatIsThere(session.surroundings().in());
    session.surroundings().err().print(session.say("ask.number", instances) + " ");
    session.surroundings().err().flush();
    try {
      if (answer(session.surroundings().in()).equals(Integer.toString(instances))) {
        return true;
      }
    } catch (IOException unreadable) {
      session.warn(Message.of("ask.unreadable", String.valueOf(unreadable.getMessage())));
    }
    session.surroundings().err().println(session.say("ask.refused"));
    Tool.printProblems(session, List.of(Message.of("ask.refused")), ExitCode.NOT_ALL, true);
    return false;
  }

  /** Typed, or pasted, before anybody had seen what is asked: it is no answer. */
  private static void skipWhatIsThere(InputStream in) {
    try {
      for (int there = in.available(); there > 0; there = in.available()) {
        in.skipNBytes(there);
      }
    } catch (IOException unreadable) {
      // Then the answer cannot be read either, which is said.
    }
  }

  private static String answer(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next >= 0 && next != '\n' && line.length() < LONGEST_ANSWER) {
      line.append((char) next);
      next = in.read();
    }
    return line.toString().strip();
  }
}
