package io.cloudrelease.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.execution.instance.SendReason;
import io.cloudrelease.model.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages list is what there is, each once. */
class PagesTest {
  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `(\\w+)` \\|");
  private static final Pattern CONSTANT = Pattern.compile("OwnCodes\\.[A-Z_]+");
  private static final Pattern TEXT = Pattern.compile("\"[^\"\n]+\"");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test|ProviderContract)`");

  /** With what stands behind it: modules and packages. */
  private static final Pattern TEST_SOMEWHERE =
      Pattern.compile("`(\\w+Test)`((?: ?[(（](?:`[a-z.-]+`[,、]? ?)+[)）])?)");

  private static final Pattern PLACE = Pattern.compile("`([a-z.-]+)`");

  @ParameterizedTest
  @ValueSource(strings = {"docs/codes.md", "docs/codes.zh-CN.md"})
  void each_code_of_ours_stands_on_one_row(String page) {
    List<String> rows = firstCells(text(page));
    assertThat(rows).doesNotHaveDuplicates().containsAll(codes());
  }

  @Test
  void a_code_is_called_as_it_reads() {
    for (Field field : OwnCodes.class.getFields()) {
      String words = code(field).replaceAll("(?<=[a-z])(?=[A-Z])", "_");
      assertThat(field.getName()).isEqualTo(words.toUpperCase(Locale.ROOT));
    }
    assertThat(codes()).isNotEmpty().doesNotHaveDuplicates();
  }

  /** By its constant, or by its word in a text; a suite for authors of providers is a test too. */
  @Test
  void each_code_of_ours_is_named_by_a_test() {
    Set<String> named = new TreeSet<>();
    for (Path source : files("", ".java")) {
      String path = source.toString().replace('\\', '/');
      boolean test = path.contains("/src/test/") || path.contains("/testkit/contract/");
      if (test && !source.endsWith("PagesTest.java")) {
        String text = read(source);
        CONSTANT.matcher(text).results().map(MatchResult::group).forEach(named::add);
        TEXT.matcher(text).results().forEach(t -> named.addAll(List.of(t.group().split("\\W+"))));
      }
    }
    List<String> unnamed = new ArrayList<>();
    for (Field field : OwnCodes.class.getFields()) {
      if (!named.contains(code(field)) && !named.contains("OwnCodes." + field.getName())) {
        unnamed.add(code(field));
      }
    }
    assertThat(unnamed).isEmpty();
  }

  @Test
  void no_code_of_ours_is_written_out_elsewhere_in_the_core() {
    List<String> found = new ArrayList<>();
    for (Path source : files("sdk-core/src/main/java", ".java")) {
      String text = read(source);
      for (String code : codes()) {
        if (!source.endsWith("OwnCodes.java") && text.contains('"' + code + '"')) {
          found.add(source.getFileName() + ": " + code);
        }
      }
    }
    assertThat(found).isEmpty();
  }

  /** An error that is made of a word as it stands has a code that nobody looked up on a page. */
  @Test
  void every_error_of_the_core_has_its_code_from_there() {
    Pattern made =
        Pattern.compile(
            "(ReleaseError\\s*\\.of|new ReleaseError|Attempt\\.lost|held|wrong|objection)\\("
                + "[\\w\\s.,]*\"(?<code>\\w+)\"");
    List<String> found = new ArrayList<>();
    for (Path source : files("sdk-core/src/main/java", ".java")) {
      for (Matcher m = made.matcher(read(source)); m.find(); ) {
        found.add(source.getFileName() + ": " + m.group("code"));
      }
    }
    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"docs/verdicts.md", "docs/verdicts.zh-CN.md", "README.md", "README.zh-CN.md"})
  void each_verdict_stands_on_the_page(String page) {
    for (Verdict verdict : Verdict.values()) {
      assertThat(firstCells(text(page))).contains(verdict.name());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/verdicts.md", "docs/verdicts.zh-CN.md"})
  void each_reason_to_send_stands_on_the_page(String page) {
    for (SendReason reason : SendReason.values()) {
      assertThat(firstCells(text(page))).contains(reason.name());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/plans.md", "docs/plans.zh-CN.md"})
  void the_code_on_the_page_about_plans_is_that_of_a_program_that_compiles(String page) {
    String program =
        read(
            PublishedModule.REPOSITORY.resolve(
                "verification/architecture/src/test/resources/programs/KeptPlans.java"));
    Matcher block = Pattern.compile("(?ms)^```java\\n(.*?)^```$").matcher(text(page));
    assertThat(block.find()).isTrue();
    assertThat(program).contains(block.group(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/inside.md", "docs/inside.zh-CN.md"})
  void each_test_that_the_page_names_is_there(String page) {
    Set<String> there = new TreeSet<>();
    files("", ".java").forEach(file -> there.add(file.getFileName().toString()));
    List<String> missing = new ArrayList<>();
    for (Matcher m = TEST.matcher(text(page)); m.find(); ) {
      if (!there.contains(m.group(1) + ".java")) {
        missing.add(m.group(1));
      }
    }
    assertThat(missing).isEmpty();
  }

  /** A module or a package, behind the name. */
  @ParameterizedTest
  @ValueSource(strings = {"docs/inside.md", "docs/inside.zh-CN.md"})
  void where_tests_have_one_name_the_page_says_which_are_meant(String page) {
    List<Path> sources = files("", ".java");
    List<String> unclear = new ArrayList<>();
    for (Matcher m = TEST_SOMEWHERE.matcher(text(page)); m.find(); ) {
      List<String> named =
          sources.stream()
              .filter(file -> file.endsWith(m.group(1) + ".java"))
              .map(file -> file.toString().replace('\\', '/'))
              .toList();
      List<String> places = PLACE.matcher(m.group(2)).results().map(p -> p.group(1)).toList();
      assertThat(places)
          .as("where %s is", m.group(1))
          .allMatch(place -> named.stream().anyMatch(file -> file.contains('/' + place + '/')));
      if (named.size() > 1 && places.isEmpty()) {
        unclear.add(m.group(1));
      }
    }
    assertThat(unclear).isEmpty();
  }

  private static List<String> codes() {
    return Stream.of(OwnCodes.class.getFields()).map(PagesTest::code).toList();
  }

  private static String code(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> firstCells(String page) {
    return FIRST_CELL.matcher(page).results().map(row -> row.group(1)).toList();
  }

  private static String text(String page) {
    return read(PublishedModule.REPOSITORY.resolve(page));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(String folder, String ending) {
    Path root = PublishedModule.REPOSITORY.resolve(folder);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .filter(file -> !root.relativize(file).toString().contains("target"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
