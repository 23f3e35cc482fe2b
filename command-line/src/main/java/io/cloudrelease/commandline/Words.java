package io.cloudrelease.commandline;

import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ReleaseError;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** The tool's sentences in one language. Immutable. */
final class Words {
  static final List<String> LANGUAGES = List.of("en", "zh");

  private final Properties sentences;

  /** What codes of ours mean; in English their errors say it. */
  private final Properties codes;

  private Words(String language) {
    sentences = read("words_" + language + ".properties");
    codes = language.equals("en") ? new Properties() : read("codes_" + language + ".properties");
  }

  private static Properties read(String file) {
    Properties lines = new Properties();
    try (InputStream in = Objects.requireNonNull(Words.class.getResourceAsStream(file), file)) {
      lines.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException notPackaged) {
      throw new UncheckedIOException(notPackaged);
    }
    return lines;
  }

  /** Those of that language, one of {@link #LANGUAGES}. */
  static Words in(String language) {
    return new Words(language);
  }

  static Words english() {
    return English.WORDS;
  }

  /** Read once: each wrong line of a long list is said in it. */
  private static final class English {
    static final Words WORDS = new Words("en");
  }

  /** The language that somebody's surroundings ask for: one of {@link #LANGUAGES}. */
  static String languageOf(Environment environment) {
    for (String name : List.of("LC_ALL", "LC_MESSAGES", "LANG")) {
      String locale = environment.variable(name);
      if (!locale.isEmpty()) {
        return language(locale);
      }
    }
    return language(environment.property("user.language"));
  }

  private static String language(String locale) {
    return locale.toLowerCase(Locale.ROOT).startsWith("zh") ? "zh" : "en";
  }

  String say(Message message) {
    return message.key().isEmpty()
        ? String.valueOf(message.args().get(0))
        : say(message.key(), message.args().toArray());
  }

  /** That sentence, with what stands in its {@code {0}}, {@code {1}}... */
  String say(String key, Object... args) {
    String pattern = sentences.getProperty(key);
    if (pattern == null) {
      throw new IllegalArgumentException("there is no sentence " + key);
    }
    StringBuilder said = new StringBuilder();
    int from = 0;
    for (int at = pattern.indexOf('{'); at >= 0; at = pattern.indexOf('{', at + 1)) {
      boolean argument =
          at + 2 < pattern.length()
              && Character.isDigit(pattern.charAt(at + 1))
              && pattern.charAt(at + 2) == '}';
      if (argument) {
        said.append(pattern, from, at).append(said(args[pattern.charAt(at + 1) - '0']));
        from = at + 3;
      }
    }
    return said.append(pattern.substring(from)).toString();
  }

  /** With a number as {@code {0}}; English says one of a thing in other words than several. */
  String count(String key, long number) {
    return say(number == 1 ? key + ".one" : key, number);
  }

  /** What clouds attach to instances, so many of it; a word that no language here has stays. */
  String attached(String kind, int number) {
    String key = "attached." + kind.replaceAll("[^A-Za-z]+", "-");
    String pattern = sentences.getProperty(number == 1 ? key + ".one" : key);
    return pattern == null ? kind : pattern;
  }

  /**
   * An error on one line: what its code means, where it is one of ours and that is not said in this
   * language anyway, and what the library or the cloud said.
   */
  String summary(ReleaseError error) {
    String meaning = meaning(error.code());
    return meaning.isEmpty() ? error.summary() : say("error.meaning", meaning, error.summary());
  }

  Set<String> codes() {
    return new TreeSet<>(codes.stringPropertyNames());
  }

  /** What that code means in this language; empty where its errors say it. */
  String meaning(String code) {
    return codes.getProperty(code, "");
  }

  private String said(Object argument) {
    return argument instanceof Message message ? say(message) : String.valueOf(argument);
  }

  String pattern(String key) {
    return String.valueOf(sentences.getProperty(key));
  }

  Set<String> keys() {
    return new TreeSet<>(sentences.stringPropertyNames());
  }
}
