package io.cloudrelease.config;

import io.cloudrelease.credentials.Secret;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.text.DurationText;
import io.cloudrelease.text.Nearest;
import io.cloudrelease.text.TerminalText;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One map of a configuration, read key by key. What is wrong is collected and reading goes on, so
 * that all of it is said at once; the keys that nobody asked for are wrong too.
 */
final class Section {
  /** A comma of any alphabet, or a blank that does not stand beside an equals sign. */
  private static final Pattern SEVERAL =
      Pattern.compile("[,;|\uFF0C\u3001\uFF1B]|[^\\s\\p{Z}=][\\s\\p{Z}]+[^\\s\\p{Z}=]");

  private final ConfigSource source;
  private final String path;
  private final Map<?, ?> values;
  private final List<ConfigReader.Problem> problems;
  private final Set<String> asked = new LinkedHashSet<>();

  private Section(
      ConfigSource source, String path, Map<?, ?> values, List<ConfigReader.Problem> problems) {
    this.source = source;
    this.path = path;
    this.values = values;
    this.problems = problems;
  }

  static Section root(ConfigSource source, List<ConfigReader.Problem> problems) {
    return new Section(source, "", source.tree, problems);
  }

  ConfigSource source() {
    return source;
  }

  String path() {
    return path;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** All keys, which are asked for by that. */
  Set<String> keys() {
    values.keySet().forEach(key -> asked.add(String.valueOf(key)));
    return Collections.unmodifiableSet(asked);
  }

  /** The rest is not looked at: what may stand there is not known. */
  void askedAll() {
    keys();
  }

  /** Reads each of the maps in this one, in order. */
  void sections(BiConsumer<String, Section> reader) {
    for (String key : List.copyOf(keys())) {
      section(key, section -> reader.accept(key, section));
    }
  }

  void checkThatItSaysSomething(String key) {
    if ("".equals(value(key))) {
      complain(key, "has nothing beneath it; write {} if that is meant");
    }
  }

  /** Reads the map of that key, if there is one, and then complains about what it did not read. */
  void section(String key, Consumer<Section> reader) {
    Object value = value(key);
    if (value == null) {
      return;
    }
    // A key with nothing beneath it is as good as one with everything as usual.
    Object given = "".equals(value) ? Map.of() : value;
    if (given instanceof ConfigurationException unreadable) {
      complain(key, String.valueOf(unreadable.getMessage()));
      return;
    }
    if (!(given instanceof Map<?, ?> map)) {
      complain(key, "must have keys beneath it");
      return;
    }
    Section section = new Section(source, pathOf(key), map, problems);
    reader.accept(section);
    section.complainAboutTheRest();
  }

  /** Reads this one, and then complains about what was not read. */
  void read(Consumer<Section> reader) {
    reader.accept(this);
    complainAboutTheRest();
  }

  private void complainAboutTheRest() {
    for (Object each : values.keySet()) {
      String key = String.valueOf(each);
      if (!asked.contains(key)) {
        complain(
            key,
            "is not known here"
                + Nearest.to(key, asked)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("; known are " + String.join(", ", new TreeSet<>(asked))));
      }
    }
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(value(key)).flatMap(value -> itself(key, value));
  }

  private Optional<String> itself(String key, Object value) {
    return textOf(key, value).filter(text -> isItself(key, text));
  }

  private Optional<String> written(String key) {
    Object value = value(key);
    return value == null ? Optional.empty() : textOf(key, value);
  }

  /** Whoever writes a reference where none is read means something else than what stands there. */
  private boolean isItself(String key, String text) {
    if (!text.contains("${")) {
      return true;
    }
    complain(
        key,
        "holds ${, but references are read in credentials and passwords alone; write the value"
            + " itself");
    return false;
  }

  /** What was made of a text without quotes may not be what stands there. */
  private Optional<String> textOf(String key, Object value) {
    if (value instanceof ConfigurationException unreadable) {
      complain(key, String.valueOf(unreadable.getMessage()));
      return Optional.empty();
    }
    if (value instanceof Map || value instanceof List) {
      complain(key, "must be one value");
      return Optional.empty();
    }
    if (!(value instanceof CharSequence)) {
      complain(
          key,
          "must be text in quotes: without them 0012 may have been read as 10, and on as true");
      return Optional.empty();
    }
    String text = value.toString().strip();
    if (text.isEmpty()) {
      complain(key, "is empty");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  /** A text, and by which path it is told of. */
  private record Entry(String key, String text) {}

  /** Texts, or one text for a list of one. */
  List<String> texts(String key) {
    return entries(key, value -> value).stream().map(Entry::text).toList();
  }

  private List<Entry> entries(String key, UnaryOperator<Object> taken) {
    Object value = value(key);
    if (value == null) {
      return List.of();
    }
    if ("".equals(value)) {
      complain(key, "is empty; write [] where none is meant");
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      return itself(key, taken.apply(value)).stream().map(text -> new Entry(key, text)).toList();
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      Object each = list.get(i);
      String place = key + "[" + i + "]";
      itself(place, each == null ? "" : taken.apply(each))
          .ifPresent(text -> entries.add(new Entry(place, text)));
    }
    return entries;
  }

  /**
   * Complains where one text stands for a list and looks like several: it would be read as one that
   * fits nothing.
   */
  void checkThatOneIsOne(String key) {
    if (values.get(key) instanceof CharSequence text && SEVERAL.matcher(text).find()) {
      complain(
          key,
          "holds a comma, semicolon, bar or blank; write a list, [a, b], in which each may have them");
    }
  }

  /** Whether something stands there, and not just an empty list. */
  boolean hasSome(String key) {
    Object value = values.get(key);
    return value != null && !"".equals(value) && !List.of().equals(value);
  }

  /** A text that some function understands; what that refuses is a problem of this key. */
  <T> Optional<T> read(String key, Function<String, T> reader) {
    return text(key).flatMap(text -> understood(key, text, reader));
  }

  /** As the other, of a text in which whoever uses it replaces references. */
  <T> Optional<T> readAsWritten(String key, Function<String, T> reader) {
    return written(key).flatMap(text -> understood(key, text, reader));
  }

  <T> List<T> readAll(String key, Function<String, T> reader) {
    return readAll(entries(key, value -> value), reader);
  }

  /** Whole numbers, or one for a list of one. */
  List<Integer> wholes(String key) {
    return readAll(entries(key, Section::plain), Section::wholeOf);
  }

  private <T> List<T> readAll(List<Entry> entries, Function<String, T> reader) {
    List<T> all = new ArrayList<>();
    for (Entry entry : entries) {
      understood(entry.key(), entry.text(), reader).ifPresent(all::add);
    }
    return all;
  }

  /** As {@link #readAll}, of what is required: of nothing, it could mean all or none. */
  <T> List<T> readSome(String key, Function<String, T> reader) {
    if (value(key) instanceof List<?> list && list.isEmpty()) {
      complain(key, "is an empty list; leave it out where nothing is required");
    }
    return readAll(key, reader);
  }

  private <V, T> Optional<T> understood(String key, V value, Function<V, T> reader) {
    try {
      return Optional.of(reader.apply(value));
    } catch (RuntimeException refused) {
      complain(key, String.valueOf(refused.getMessage()));
      return Optional.empty();
    }
  }

  /** As {@link #read}, of what may be a number or a flag by now. */
  private <T> Optional<T> readPlain(String key, Function<String, T> reader) {
    return Optional.ofNullable(value(key))
        .flatMap(value -> itself(key, plain(value)))
        .flatMap(text -> understood(key, text, reader));
  }

  private static Object plain(Object value) {
    return value instanceof Number || value instanceof Boolean ? value.toString() : value;
  }

  Optional<Integer> whole(String key) {
    return readPlain(key, Section::wholeOf);
  }

  /** A whole number that some function takes; what that refuses is a problem of this key. */
  <T> Optional<T> whole(String key, Function<Integer, T> reader) {
    return readPlain(key, text -> reader.apply(wholeOf(text)));
  }

  private static int wholeOf(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException noNumber) {
      throw new IllegalArgumentException("must be a whole number");
    }
  }

  /** A number that some function takes; what that refuses is a problem of this key. */
  <T> Optional<T> number(String key, Function<Double, T> reader) {
    return readPlain(key, text -> reader.apply(numberOf(text)));
  }

  private static double numberOf(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException noNumber) {
      throw new IllegalArgumentException("must be a number");
    }
  }

  boolean flag(String key) {
    return readPlain(
            key,
            text -> {
              if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException("must be true or false");
              }
              return text.equals("true");
            })
        .orElse(false);
  }

  Optional<Duration> duration(String key) {
    return readPlain(key, DurationText::parse);
  }

  /** A duration that some function takes; what that refuses is a problem of this key. */
  <T> Optional<T> duration(String key, Function<Duration, T> reader) {
    return readPlain(key, text -> reader.apply(DurationText.parse(text)));
  }

  Optional<Path> path(String key) {
    return read(key, this::pathOfFile);
  }

  /** A file that has to be there by now. */
  Optional<Path> file(String key) {
    return read(key, this::readable);
  }

  List<Path> files(String key) {
    return readAll(key, this::readable);
  }

  private Path readable(String text) {
    Path file = pathOfFile(text);
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new IllegalArgumentException("names " + file + ", which cannot be read");
    }
    return file;
  }

  private Path pathOfFile(String text) {
    Path file;
    try {
      file =
          text.startsWith("~/")
              ? source.homeOrOwn().resolve(text.substring(2))
              : source.folder().resolve(Path.of(text));
    } catch (InvalidPathException noPath) {
      throw new IllegalArgumentException("names no file");
    }
    // A path knows nothing of the slash, and would become a file.
    if ((text.endsWith("/") || text.endsWith(File.separator)) && !Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          "names the folder " + file + ", which is not there; make it");
    }
    return file;
  }

  /** A value, or a reference to it. */
  Optional<SecretRef> reference(String key) {
    return readAsWritten(key, SecretRef::parse);
  }

  /** A secret, which stands in plain only where nobody else can read it. */
  Optional<SecretRef> secret(String key) {
    return readAsWritten(key, this::secretOf);
  }

  /** A secret that is needed before anything is called. */
  Optional<Secret> revealed(String key) {
    return secret(key)
        .flatMap(
            secret ->
                understood(
                    key,
                    secret,
                    ref ->
                        Secret.of(
                            ref.read(
                                source.variablesOrOwn(), source.homeOrOwn(), source.folder()))));
  }

  private SecretRef secretOf(String text) {
    SecretRef secret = SecretRef.parse(text);
    if (secret.isPlain()) {
      checkThatPlainMayStandHere();
    }
    return secret;
  }

  void checkThatPlainMayStandHere() {
    if (!source.isPrivate()) {
      throw new IllegalArgumentException(
          "is a secret in plain; write ${env:NAME} or ${file:PATH}"
              + (source.file == null
                  ? ""
                  : ", or make the file readable by its owner only (chmod 600)"));
    }
  }

  /** Does something with a key's value; what refuses it with words is a problem of that key. */
  void attempt(String key, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException refused) {
      complain(key, String.valueOf(refused.getMessage()));
    }
  }

  /** Remembers what is wrong with a key; the rest is read all the same. */
  void complain(String key, String why) {
    String full = pathOf(key);
    problems.add(
        new ConfigReader.Problem(
            source.lineOf(full).orElse(0), TerminalText.of(source.place(full) + full + " " + why)));
  }

  /** A key with nothing behind it is there, whatever its reader makes of that. */
  private @Nullable Object value(String key) {
    asked.add(key);
    Object value = values.get(key);
    return value == null && has(key) ? "" : value;
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : key.isEmpty() ? path : path + "." + key;
  }
}
