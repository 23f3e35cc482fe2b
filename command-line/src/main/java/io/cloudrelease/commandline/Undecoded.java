package io.cloudrelease.commandline;

import io.cloudrelease.credentials.sources.Environment;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the JVM could not read in the locale that the process has, as under cron or in a container
 * without one: each byte became U+FFFD, or with a locale of one byte a character a letter of that
 * locale. A guard typed so would hold nothing back, and a file in a folder named so would not be
 * found.
 */
final class Undecoded {
  private static final String MARK = "\uFFFD";

  /** Those that name files of ours. */
  private static final List<String> VARIABLES = List.of("XDG_STATE_HOME", ConfigFile.VARIABLE);

  private Undecoded() {}

  /**
   * Refuses them.
   *
   * @param locale what the JVM read the arguments in
   * @throws UsageException naming each, by its place
   */
  static void refuse(
      List<String> args, Charset locale, String workingFolder, String home, Environment environment)
      throws UsageException {
    List<Message> problems = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).contains(MARK) || isMistaken(args.get(i), locale)) {
        problems.add(Message.of("undecoded.argument", i + 1));
      }
    }
    if (workingFolder.contains(MARK)) {
      problems.add(Message.of("undecoded.working-folder"));
    }
    if (home.contains(MARK)) {
      problems.add(Message.of("undecoded.home"));
    }
    for (String variable : VARIABLES) {
      if (environment.variable(variable).contains(MARK)) {
        problems.add(Message.of("undecoded.variable", variable));
      }
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }

  /** Whether it was typed in UTF-8 and taken for letters of a locale of one byte a character. */
  private static boolean isMistaken(String text, Charset locale) {
    if (!locale.canEncode()
        || locale.newEncoder().maxBytesPerChar() > 1
        || StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
      return false;
    }
    try {
      ByteBuffer typed = locale.newEncoder().encode(CharBuffer.wrap(text));
      StandardCharsets.UTF_8.newDecoder().decode(typed);
      return true;
    } catch (CharacterCodingException asMeant) {
      return false;
    }
  }
}
