package io.cloudrelease.commandline;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options. {@link Complaints} makes sentences of what is refused here. */
final class Values {

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

    Refused(String sentence) {
      super(sentence);
    }
  }

  private abstract static class Reader<T> implements ITypeConverter<T> {
    @Override
    public final T convert(String text) {
      if (text.isEmpty() || text.startsWith("--")) {
        throw new Absent();
      }
      return read(text);
    }

    abstract T read(String text);

    static TypeConversionException wrong() {
      return new TypeConversionException("wrong");
    }

    static <E extends Enum<E>> E oneOf(E[] choices, String text) {
      for (E choice : choices) {
        if (choice.name().toLowerCase(Locale.ROOT).equals(text)) {
          return choice;
        }
      }
      throw wrong();
    }
  }

  static final class OfGoal extends Reader<Goal> {
    @Override
    Goal read(String text) {
      return oneOf(Goal.values(), text);
    }
  }

  static final class OfCollateral extends Reader<Collateral> {
    @Override
    Collateral read(String text) {
      return oneOf(Collateral.values(), text);
    }
  }

  /** Durations as they are typed: {@code 30s}, {@code 5m}, {@code 1h}. */
  static class OfDuration extends Reader<Duration> {
    private static final Pattern FORM = Pattern.compile("[0-9]{1,9}[smh]");
    private static final Duration LONGEST = Duration.ofDays(365);

    @Override
    Duration read(String text) {
      if (!FORM.matcher(text).matches()) {
        throw wrong();
      }
      Duration duration = Duration.parse("PT" + text);
      if (duration.compareTo(LONGEST) > 0) {
        throw wrong();
      }
      return duration;
    }
  }

  static final class Deadline extends OfDuration {
    @Override
    Duration read(String text) {
      Duration deadline = super.read(text);
      if (deadline.isZero()) {
        throw new Refused("--deadline " + text + " leaves no time; give a longer one");
      }
      return deadline;
    }
  }

  /** Whole numbers that are not negative. */
  static final class Whole extends Reader<Integer> {
    private static final Pattern FORM = Pattern.compile("[0-9]{1,9}");

    @Override
    Integer read(String text) {
      if (!FORM.matcher(text).matches()) {
        throw wrong();
      }
      return Integer.valueOf(text);
    }
  }

  static final class FileName extends Reader<String> {
    @Override
    String read(String text) {
      return text;
    }
  }

  static final class OfPath extends Reader<Path> {
    @Override
    Path read(String text) {
      try {
        return Path.of(text);
      } catch (InvalidPathException notAPath) {
        throw wrong();
      }
    }
  }

  static final class OfTag extends Reader<SharedOptions.Tag> {
    @Override
    SharedOptions.Tag read(String text) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw wrong();
      }
      return new SharedOptions.Tag(text.substring(0, equals), text.substring(equals + 1));
    }
  }

  static final class OfRedirect extends Reader<SharedOptions.Redirect> {
    @Override
    SharedOptions.Redirect read(String text) {
      int equals = text.indexOf('=');
      if (equals < 1 || text.lastIndexOf(':', equals) >= 0) {
        // The text is not shown: a URL may hold a password.
        throw new Refused("--endpoint is not right; write PROVIDER=URL");
      }
      String provider = text.substring(0, equals);
      try {
        return new SharedOptions.Redirect(provider, Endpoint.parse(text.substring(equals + 1)));
      } catch (InvalidRequestException notAnEndpoint) {
        throw new Refused("--endpoint " + provider + "=...: " + notAnEndpoint.getMessage());
      }
    }
  }
}
