package io.cloudrelease.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the repository, as whoever follows it reads it. */
record Page(Path file, String text) {
  private static final Pattern FENCED = Pattern.compile("(?ms)^( *)```(\\w+)\\n(.*?)^ *```$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  /** A fenced block, without the indentation of its fence. */
  record Block(String language, String text) {}

  static Page of(Path file) {
    try {
      return new Page(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every page there is; what a build made is none. */
  static List<Page> all() {
    Path root = PublishedModule.REPOSITORY;
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !root.relativize(file).toString().contains("target"))
          .sorted()
          .map(Page::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those in English; the others show the same code, which {@link LanguagesTest} sees to. */
  static List<Page> english() {
    return all().stream().filter(page -> !page.toString().contains(".zh-CN.")).toList();
  }

  List<Block> blocks() {
    return FENCED.matcher(text).results().map(Page::block).toList();
  }

  private static Block block(MatchResult found) {
    String indent = found.group(1);
    String body = found.group(3);
    return new Block(found.group(2), indent.isEmpty() ? body : body.indent(-indent.length()));
  }

  /** Where its links lead, pictures included; code has none. */
  List<String> links() {
    return LINK.matcher(withoutCode()).results().map(link -> link.group(1)).toList();
  }

  /** What a link may have after its {@code #}: made of the headings as GitHub makes them. */
  Set<String> anchors() {
    Map<String, Integer> times = new HashMap<>();
    Set<String> anchors = new LinkedHashSet<>();
    for (MatchResult heading : HEADING.matcher(withoutCode()).results().toList()) {
      String words = heading.group(1).toLowerCase(Locale.ROOT);
      String anchor = words.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
      int before = times.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    return anchors;
  }

  private String withoutCode() {
    return FENCED.matcher(text).replaceAll("").replaceAll("`[^`\n]*`", "``");
  }

  @Override
  public String toString() {
    return PublishedModule.REPOSITORY.relativize(file).toString().replace('\\', '/');
  }
}
