package io.cloudrelease.simulation.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** {@code docs/faults.md} and its Chinese page, made from what the runs brought. */
final class FaultsPage {
  private static final String REWRITE =
      "mvn -q -pl verification/simulation -am test -Dtest=HttpFaultsTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true";

  private final Words words;
  private final StringBuilder text;

  FaultsPage(Words words) {
    this.words = words;
    text = new StringBuilder(words.head());
  }

  /** What the page says in one language. */
  interface Words {
    /** Its name in {@code docs}. */
    String file();

    /** All that stands above the tables. */
    String head();

    String title(Expectations part);

    /** What stands above the table of that part. */
    String about(Expectations part);

    /** Above the first column. */
    String trouble();

    String trouble(FaultCase trouble);

    String scene(Scene scene);
  }

  /** Adds a table; rows that are alike become one. */
  void part(
      Expectations part, List<FaultCase> cases, BiFunction<FaultCase, Scene, Outcome> outcomes) {
    List<Scene> scenes = part.scenes().stream().filter(Scene::isOnThePage).toList();
    Map<List<String>, List<String>> rows = new LinkedHashMap<>();
    for (FaultCase trouble : cases) {
      List<String> cells = new ArrayList<>();
      for (Scene scene : scenes) {
        cells.add(cell(outcomes.apply(trouble, scene)));
      }
      rows.computeIfAbsent(cells, any -> new ArrayList<>()).add(words.trouble(trouble));
    }
    text.append("\n## ").append(words.title(part)).append("\n\n");
    text.append(words.about(part)).append("\n\n");
    row(words.trouble(), scenes.stream().map(words::scene).toList());
    row("---", scenes.stream().map(scene -> "---").toList());
    rows.forEach((cells, names) -> row(String.join("<br>", names), cells));
  }

  private static String cell(Outcome outcome) {
    return outcome.words(" + ") + " " + outcome.wire() + " / " + outcome.looks();
  }

  private void row(String head, List<String> cells) {
    text.append("| ").append(head);
    text.append(cells.stream().collect(Collectors.joining(" | ", " | ", " |\n")));
  }

  /** Fails when the page says something else, unless it is to be written. */
  void compareOrWrite() throws IOException {
    Path file =
        Path.of(System.getProperty("basedir", ".")).resolve("../../docs").resolve(words.file());
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(file, text);
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as("docs/%s is not what the runs brought. If that is meant: %s", words.file(), REWRITE)
        .isEqualTo(text.toString());
  }
}
