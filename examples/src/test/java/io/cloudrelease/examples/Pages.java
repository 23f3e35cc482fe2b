package io.cloudrelease.examples;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The code that the English pages show; the others show the same, which LanguagesTest sees to. */
final class Pages {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern FENCED = Pattern.compile("(?ms)^( *)```(\\w+)\\n(.*?)^ *```$");
  private static final Pattern IMPORTS = Pattern.compile("(?m)^Imports: (.*)$");
  private static final Pattern IMPORT = Pattern.compile("`(io\\.cloudrelease[\\w.]*\\.\\*)`");
  private static final Pattern IN_GROOVY = Pattern.compile("(?s)\\bsh '''(.*?)'''");

  private Pages() {}

  /** What stands between two fences; of a job of continuous integration, what its shell runs. */
  record Block(String page, String language, String text) {}

  /**
   * Some blocks of a page, and what runs them, or why nothing here does.
   *
   * @param having of each block something that no other block of the page has, or its language and
   *     a colon
   */
  record Scene<T>(String page, List<String> having, Play<T> play, String whyNot) {
    boolean isPlayed() {
      return whyNot.isEmpty();
    }

    /** Its blocks among these, in its own order. */
    List<Block> of(List<Block> shown) {
      return having.stream().map(words -> only(words, shown)).toList();
    }

    private Block only(String words, List<Block> shown) {
      List<Block> found =
          shown.stream()
              .filter(block -> block.page().equals(page))
              .filter(block -> (block.language() + ":\n" + block.text()).contains(words))
              .toList();
      assertThat(found).as("blocks of %s with \"%s\"", page, words).hasSize(1);
      return found.get(0);
    }

    @Override
    public String toString() {
      return page + ": " + having.get(0);
    }
  }

  /** Runs blocks on the test's stage. */
  interface Play<T> {
    void run(T stage, List<String> blocks) throws Exception;
  }

  static <T> Scene<T> played(String page, Play<T> play, String... having) {
    return new Scene<>(page, List.of(having), play, "");
  }

  static <T> Scene<T> notHere(String page, String why, String... having) {
    return new Scene<>(page, List.of(having), (stage, blocks) -> {}, why);
  }

  /** No block is left out, and no scene is of a block that is no longer there. */
  static void assertThatEachIsRunOrNamed(List<Block> shown, Stream<? extends Scene<?>> scenes) {
    List<Block> covered = scenes.flatMap(scene -> scene.of(shown).stream()).distinct().toList();
    assertThat(shown).hasSizeGreaterThan(20);
    assertThat(shown)
        .as("a block that is new: give it a scene that runs it, or say why nothing can")
        .filteredOn(block -> !covered.contains(block))
        .isEmpty();
  }

  /** What the page says that its pieces of programs import, beside Java's own; of the SDK. */
  static String imports(String page) throws IOException {
    return IMPORTS
        .matcher(Files.readString(ROOT.resolve(page)))
        .results()
        .flatMap(line -> IMPORT.matcher(line.group(1)).results())
        .map(name -> "import " + name.group(1) + ";\n")
        .collect(joining());
  }

  static List<Block> java() throws IOException {
    return blocks().filter(block -> block.language().equals("java")).toList();
  }

  /** With the shell lines of jobs. */
  static List<Block> shell() throws IOException {
    return blocks().flatMap(Pages::shellLines).toList();
  }

  private static Stream<Block> blocks() throws IOException {
    List<Block> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file : files.filter(Pages::isEnglishPage).sorted().toList()) {
        String page = ROOT.relativize(file).toString().replace('\\', '/');
        FENCED
            .matcher(Files.readString(file))
            .results()
            .map(found -> new Block(page, found.group(2), text(found)))
            .forEach(all::add);
      }
    }
    return all.stream();
  }

  private static boolean isEnglishPage(Path file) {
    String name = ROOT.relativize(file).toString();
    return name.endsWith(".md") && !name.contains(".zh-CN.") && !name.contains("target");
  }

  private static String text(MatchResult found) {
    int indent = found.group(1).length();
    return indent == 0 ? found.group(3) : found.group(3).indent(-indent);
  }

  private static Stream<Block> shellLines(Block block) {
    String lines =
        switch (block.language()) {
          case "sh" -> block.text();
          case "yaml" -> inYaml(block.text());
          case "groovy" -> {
            Stream<MatchResult> found = IN_GROOVY.matcher(block.text()).results();
            yield found.map(sh -> sh.group(1).stripIndent()).collect(joining("\n"));
          }
          default -> "";
        };
    return lines.isEmpty()
        ? Stream.empty()
        : Stream.of(new Block(block.page(), block.language(), lines));
  }

  /** What a job of GitHub or GitLab runs, one step after the other. */
  private static String inYaml(String text) {
    List<String> scripts = new ArrayList<>();
    collect(new Load(LoadSettings.builder().build()).loadFromString(text), scripts);
    return String.join("\n", scripts);
  }

  private static void collect(Object node, List<String> scripts) {
    if (node instanceof List<?> items) {
      items.forEach(item -> collect(item, scripts));
    } else if (node instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (key.equals("run") && value instanceof String script) {
              scripts.add(script);
            } else if (key.toString().endsWith("script") && value instanceof List<?> lines) {
              lines.forEach(line -> scripts.add(line.toString()));
            } else {
              collect(value, scripts);
            }
          });
    }
  }
}
