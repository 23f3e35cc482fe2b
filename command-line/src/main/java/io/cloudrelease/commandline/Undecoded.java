package io.cloudrelease.commandline;

import java.util.ArrayList;
import java.util.List;

/**
 * What the JVM could not read in the locale that the process has, as under cron or in a container
 * without one: each byte became U+FFFD. A guard typed so would hold nothing back, and a file in a
 * folder named so would not be found.
 */
final class Undecoded {
  private static final String MARK = "\uFFFD";

  private Undecoded() {}

  /**
   * Refuses them.
   *
   * @throws UsageException naming each, by its place
   */
  static void refuse(List<String> args, String workingFolder, String home) throws UsageException {
    List<Message> problems = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).contains(MARK)) {
        problems.add(Message.of("undecoded.argument", i + 1));
      }
    }
    if (workingFolder.contains(MARK)) {
      problems.add(Message.of("undecoded.working-folder"));
    }
    if (home.contains(MARK)) {
      problems.add(Message.of("undecoded.home"));
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }
}
