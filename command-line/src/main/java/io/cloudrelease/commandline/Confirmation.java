package io.cloudrelease.commandline;

import java.io.IOException;
import java.io.InputStream;

/** Asks the person at the terminal. */
final class Confirmation {
  private static final int LONGEST_ANSWER = 100;

  private Confirmation() {}

  /** Whether the number was typed: a "y" is typed too easily. */
  static boolean isGiven(int instances, Session session) {
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
    return false;
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
