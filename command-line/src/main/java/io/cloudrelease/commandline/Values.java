package io.cloudrelease.commandline;

import io.cloudrelease.commandline.Safeguards.Tag;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.http.Endpoint;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options. {@link Complaints} makes sentences of what is refused here. */
final class Values {

  private static final Pattern DURATION = Pattern.compile("[0-9]{1,9}[smh]");
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final Pattern AGE = Pattern.compile("[0-9]{1,9}[mhd]");
  private static final Duration OLDEST = Duration.ofDays(3650);
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");

  /** Commas and semicolons of any keyboard, and the wide equals sign. */
  private static final Pattern SEVERAL = Pattern.compile("[,;\uFF0C\u3001\uFF1B\uFF1D]");

  private Values() {}

  /** There is no value: the text is empty, or is an option itself. */
  static final class Absent extends TypeConversionException {
    private static final long serialVersionUID = 1L;

    Absent() {
      super("absent");
    }
  }

  /** Refused with a sentence of its own, which also keeps secrets in the text unsaid. */
  static final class Refused extends TypeConversionException {
    private static final long serialVersionUID = 1L;

    private final transient Message sentence;

    Refused(Message sentence) {
      super(sentence.key());
      this.sentence = sentence;
    }

    Message sentence() {
      return sentence;
    }
  }

  /** One word of these, in lower case. */
  static <E extends Enum<E>> E oneOf(E[] choices, String text) {
    for (E choice : choices) {
      if (choice.name().toLowerCase(Locale.ROOT).equals(given(text))) {
        return choice;
      }
    }
    throw wrong();
  }

  /** A duration as it is typed: {@code 30s}, {@code 5m}, {@code 1h}. */
  static Duration duration(String text) {
    if (!DURATION.matcher(given(text)).matches()) {
      throw wrong();
    }
    Duration duration = Duration.parse("PT" + text);
    if (duration.compareTo(LONGEST) > 0) {
      throw wrong();
    }
    return duration;
  }

  /** An age as it is typed: {@code 30m}, {@code 12h}, {@code 7d}. */
  static Duration age(String text) {
    if (!AGE.matcher(given(text)).matches()) {
      throw wrong();
    }
    Duration age = Duration.parse((text.endsWith("d") ? "P" : "PT") + text);
    if (age.compareTo(OLDEST) > 0) {
      throw wrong();
    }
    return age;
  }

  static Duration deadline(String text) {
    Duration deadline = duration(text);
    if (deadline.isZero()) {
      throw new Refused(Message.of("deadline.none", text));
    }
    return deadline;
  }

  /** A whole number that is not negative. */
  static Integer whole(String text) {
    if (!WHOLE.matcher(given(text)).matches()) {
      throw wrong();
    }
    return Integer.valueOf(text);
  }

  static Path path(String text) {
    try {
      return Path.of(given(text));
    } catch (InvalidPathException notAPath) {
      throw wrong();
    }
  }

  /** A file or folder that something is written to: what ends as a folder does has to be one. */
  static Path written(String text) {
    Path file = path(text);
    // A path knows nothing of the slash, and would become a file.
    if ((text.endsWith("/") || text.endsWith(File.separator)) && !Files.isDirectory(file)) {
      throw new Refused(Message.of("file.no-folder", text));
    }
    return file;
  }

  /** Files, one after another as a class path names them. */
  static List<Path> paths(String text) {
    return Stream.of(given(text).split(Pattern.quote(File.pathSeparator)))
        .map(Values::path)
        .toList();
  }

  /** Where a store is, without a password in sight. */
  static String store(String text) {
    if (Store.showsPassword(given(text))) {
      throw new Refused(Message.of("store.password"));
    }
    if (!text.startsWith("jdbc:")) {
      // The text is not shown: it may hold a password all the same.
      throw new Refused(Message.of("store.wrong"));
    }
    return text;
  }

  static Tag tag(String text) {
    int equals = given(text).indexOf('=');
    String key = equals < 0 ? text : text.substring(0, equals);
    String value = equals < 0 ? "" : text.substring(equals + 1);
    // No tag has blanks around them: what is denied by such a one would go.
    if (key.isEmpty() || !key.equals(key.strip()) || !value.equals(value.strip())) {
      throw wrong();
    }
    return equals < 0 ? Tag.any(key) : new Tag(key, value);
  }

  /** A tag, or any text, by which something is held back: one, since several would hold nothing. */
  static Tag deniedTag(String text) {
    return tag(denied(text));
  }

  static String denied(String text) {
    if (SEVERAL.matcher(given(text)).find()) {
      throw new Refused(Message.of("denied.several", text));
    }
    return text;
  }

  /** A provider, and where its requests are to go. */
  static Map.Entry<String, Endpoint> endpoint(String text) {
    int equals = given(text).indexOf('=');
    if (equals < 1 || text.lastIndexOf(':', equals) >= 0) {
      // The text is not shown: a URL may hold a password.
      throw new Refused(Message.of("endpoint.wrong"));
    }
    String provider = text.substring(0, equals);
    try {
      return Map.entry(provider, Endpoint.parse(text.substring(equals + 1)));
    } catch (InvalidRequestException notAnEndpoint) {
      throw new Refused(reason(provider, text.substring(equals + 1), notAnEndpoint));
    }
  }

  private static Message reason(String provider, String url, InvalidRequestException why) {
    // The library's own sentence goes on with what a Java program would call.
    return url.toLowerCase(Locale.ROOT).startsWith("http://")
            && String.valueOf(why.getMessage()).contains("is not allowed")
        ? Message.of("endpoint.plain", provider, url)
        : Message.of("endpoint.refused", provider, String.valueOf(why.getMessage()));
  }

  static String language(String text) {
    if (!Words.LANGUAGES.contains(given(text))) {
      throw wrong();
    }
    return text;
  }

  /** That text, if it is a value at all. */
  static String given(String text) {
    if (text.isEmpty() || text.startsWith("--")) {
      throw new Absent();
    }
    return text;
  }

  private static TypeConversionException wrong() {
    return new TypeConversionException("wrong");
  }
}
