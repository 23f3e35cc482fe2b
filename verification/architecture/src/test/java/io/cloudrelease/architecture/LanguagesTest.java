package io.cloudrelease.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each page that users read is there in English and in Chinese, and both have the same parts. */
class LanguagesTest {
  private static final String CHINESE = ".zh-CN.md";
  private static final Pattern FENCED = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
  private static final Pattern INDENTED = Pattern.compile("(?<=\n\n)(?: {4}.*\n)+");
  private static final Pattern IMPORTS =
      Pattern.compile("(?m)^(?:Imports: |导入：)(?=`io\\.)(.*)[.。]$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  /** The pages without their language: {@code docs/powers}. */
  static List<String> pages() throws IOException {
    return files().filter(page -> !page.endsWith(CHINESE)).map(LanguagesTest::name).toList();
  }

  /** Decisions are for those who change the code; they are in English alone. */
  private static Stream<String> files() throws IOException {
    Path root = PublishedModule.REPOSITORY;
    List<String> files = new ArrayList<>();
    try (Stream<Path> docs = Files.walk(root.resolve("docs"));
        Stream<Path> examples = Files.list(root.resolve("examples/several-machines"));
        Stream<Path> top = Files.list(root)) {
      Stream.concat(docs, examples)
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .filter(file -> file.endsWith(".md") && !file.startsWith("docs/decisions/"))
          .sorted()
          .forEach(files::add);
      top.map(file -> file.getFileName().toString())
          .filter(file -> file.startsWith("README") && file.endsWith(".md"))
          .sorted()
          .forEach(files::add);
    }
    return files.stream();
  }

  private static String name(String file) {
    return file.replace(CHINESE, "").replace(".md", "");
  }

  @Test
  void each_page_is_there_in_both_languages() throws IOException {
    List<String> chinese =
        files().filter(page -> page.endsWith(CHINESE)).map(LanguagesTest::name).toList();
    assertThat(chinese).contains("README", "docs/verdicts").containsExactlyElementsOf(pages());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void each_begins_with_the_way_to_the_other(String page) throws IOException {
    String file = page.substring(page.lastIndexOf('/') + 1);
    assertThat(text(page + ".md"))
        .matches("(?s)# [^\n]+\n\n\\[中文\\]\\(" + file + ".zh-CN.md\\)\n.*");
    assertThat(text(page + CHINESE))
        .matches("(?s)# [^\n]+\n\n\\[English\\]\\(" + file + ".md\\)\n.*");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void both_show_the_same_code(String page) throws IOException {
    assertThat(code(text(page + CHINESE))).isEqualTo(code(text(page + ".md")));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void both_have_the_same_headings_and_tables(String page) throws IOException {
    assertThat(parts(text(page + CHINESE))).isNotEmpty().isEqualTo(parts(text(page + ".md")));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void links_lead_somewhere_and_stay_in_their_language(String page) throws IOException {
    for (String file : List.of(page + ".md", page + CHINESE)) {
      boolean chinese = file.endsWith(CHINESE);
      for (String target : links(file)) {
        assertThat(at(file, target)).as("%s links %s", file, target).exists();
        boolean elsewhere = Files.exists(at(file, chinese ? name(target) + CHINESE : target));
        assertThat(target.endsWith(CHINESE))
            .as("%s links %s", file, target)
            .isEqualTo(chinese && target.endsWith(".md") && elsewhere);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void both_name_the_same_imports(String page) throws IOException {
    assertThat(imports(text(page + CHINESE))).isEqualTo(imports(text(page + ".md")));
  }

  private static List<String> imports(String text) {
    return IMPORTS.matcher(text).results().map(line -> line.group(1).replace("、", ", ")).toList();
  }

  /** All but the one to the other language, and none to another site. */
  private static List<String> links(String file) throws IOException {
    return LINK.matcher(FENCED.matcher(text(file)).replaceAll(""))
        .results()
        .map(link -> link.group(1).replaceAll("#.*", ""))
        .filter(target -> !target.isEmpty() && !target.contains("://"))
        .skip(1)
        .toList();
  }

  private static Path at(String file, String target) {
    return PublishedModule.REPOSITORY.resolve(file).resolveSibling(target);
  }

  /**
   * A {@code text} is a picture or what a program said: pictures hold words, so its height counts.
   */
  private static List<String> code(String text) {
    List<String> code = new ArrayList<>();
    for (MatchResult block : FENCED.matcher(text).results().toList()) {
      boolean picture = block.group(1).equals("text");
      code.add(picture ? block.group().lines().count() + " lines" : block.group());
    }
    String unfenced = FENCED.matcher(text).replaceAll("");
    INDENTED.matcher(unfenced).results().map(MatchResult::group).forEach(code::add);
    return code;
  }

  /** Levels of headings, and for each row of a table its width and, where it is code, its name. */
  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    for (String line : FENCED.matcher(text).replaceAll("").lines().toList()) {
      if (line.startsWith("#")) {
        parts.add(line.substring(0, line.indexOf(' ')));
      } else if (line.startsWith("|")) {
        String[] cells = line.split("\\|");
        parts.add(cells.length + " " + (cells[1].matches(" `[^`]+` ") ? cells[1].strip() : ""));
      }
    }
    return parts;
  }

  private static String text(String page) throws IOException {
    return Files.readString(PublishedModule.REPOSITORY.resolve(page));
  }
}
