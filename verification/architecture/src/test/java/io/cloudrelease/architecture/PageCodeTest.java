package io.cloudrelease.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What people copy from a page is what its language takes for a program. That its Java and its
 * shell lines do what the page says is seen in the examples' PagesJavaTest, PagesRunTest and
 * JobPagesRunTest.
 */
class PageCodeTest {
  /** What is code, and how it is looked at; a {@code text} is what a program said. */
  private static final Set<String> KNOWN =
      Set.of("java", "sh", "yaml", "json", "xml", "groovy", "sql", "properties", "text");

  private static final Pattern TYPE =
      Pattern.compile("(?m)^(?:public |final |abstract )*(?:class|record|enum|interface) (\\w+)");
  private static final Pattern IN_GROOVY = Pattern.compile("(?s)\\bsh '''(.*?)'''|\\bsh '(.*?)'");

  private static final Pattern IN_JAVADOC =
      Pattern.compile("(?s)<pre>\\{@code\\n(.*?)\\n *\\* \\}</pre>");

  @TempDir Path folder;

  private static Stream<Arguments> blocks(String language) {
    return Page.english().stream()
        .flatMap(
            page ->
                page.blocks().stream()
                    .filter(block -> block.language().equals(language))
                    .map(block -> Arguments.of(page, block.text())));
  }

  static Stream<Arguments> shell() {
    return Stream.concat(
        Stream.concat(blocks("sh"), inYaml()),
        blocks("groovy")
            .flatMap(
                block ->
                    IN_GROOVY
                        .matcher((String) block.get()[1])
                        .results()
                        .map(sh -> sh.group(1) == null ? sh.group(2) : sh.group(1))
                        .map(sh -> Arguments.of(block.get()[0], sh))));
  }

  /** The lines that a job of GitHub or GitLab runs. */
  private static Stream<Arguments> inYaml() {
    return blocks("yaml")
        .flatMap(
            block -> {
              List<String> scripts = new ArrayList<>();
              collectScripts(yaml((String) block.get()[1]), scripts);
              return scripts.stream().map(script -> Arguments.of(block.get()[0], script));
            });
  }

  private static void collectScripts(Object node, List<String> scripts) {
    if (node instanceof List<?> items) {
      items.forEach(item -> collectScripts(item, scripts));
    } else if (node instanceof java.util.Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (key.equals("run") && value instanceof String script) {
              scripts.add(script);
            } else if (key.toString().endsWith("script") && value instanceof List<?> lines) {
              lines.forEach(line -> scripts.add(line.toString()));
            } else {
              collectScripts(value, scripts);
            }
          });
    }
  }

  @Test
  void every_block_says_in_which_language_it_is() {
    for (Page page : Page.english()) {
      for (Page.Block block : page.blocks()) {
        assertThat(KNOWN).as("language of a block on %s", page).contains(block.language());
      }
    }
  }

  /** What the class page shows is copied too. */
  @ParameterizedTest
  @MethodSource("javadoc")
  void examples_in_the_javadoc_compile(Path source, String code) throws IOException {
    assertCompiles(code, source.toString());
  }

  static Stream<Arguments> javadoc() throws IOException {
    List<Arguments> examples = new ArrayList<>();
    for (PublishedModule module : PublishedModule.values()) {
      Path folder = PublishedModule.REPOSITORY.resolve(module.artifactId).resolve("src/main/java");
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          IN_JAVADOC
              .matcher(Files.readString(file))
              .results()
              .map(example -> example.group(1).replaceAll("(?m)^ *\\* ?", ""))
              .map(code -> Arguments.of(PublishedModule.REPOSITORY.relativize(file), code))
              .forEach(examples::add);
        }
      }
    }
    return examples.stream();
  }

  private void assertCompiles(String code, String where) throws IOException {
    List<String> said = new ArrayList<>();
    for (String program : programs(code)) {
      String errors = compile(program);
      if (errors.isEmpty()) {
        return;
      }
      said.add(errors);
    }
    assertThat(said).as("Java on %s:%n%s", where, code).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shell")
  void shell_lines_are_shell(Page page, String script) throws Exception {
    Path file = Files.writeString(folder.resolve("script.sh"), script);
    Process bash =
        new ProcessBuilder("bash", "-n", file.toString()).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor()).as("%s on %s:%n%s", said, page, script).isZero();
  }

  static Stream<Arguments> yaml() {
    return blocks("yaml");
  }

  @ParameterizedTest
  @MethodSource("yaml")
  void yaml_is_yaml(Page page, String code) {
    assertThat(yaml(code)).as("YAML on %s", page).isNotNull();
  }

  private static Object yaml(String code) {
    return new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
        .loadFromString(code);
  }

  static Stream<Arguments> json() {
    return blocks("json");
  }

  @ParameterizedTest
  @MethodSource("json")
  void json_is_json(Page page, String code) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(code)) {
      assertThatCode(
              () -> {
                while (parser.nextToken() != null) {
                  parser.getText();
                }
              })
          .as("JSON on %s", page)
          .doesNotThrowAnyException();
    }
  }

  static Stream<Arguments> xml() {
    return blocks("xml");
  }

  @ParameterizedTest
  @MethodSource("xml")
  void xml_is_well_formed(Page page, String code) {
    byte[] whole = ("<page>" + code + "</page>").getBytes(UTF_8);
    assertThatCode(
            () ->
                DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(whole)))
        .as("XML on %s", page)
        .doesNotThrowAnyException();
  }

  /** The ways in which a block may be meant: a file, statements, members of a class. */
  private static List<String> programs(String code) {
    if (TYPE.matcher(code).find()) {
      return List.of(code);
    }
    String head = imports() + "abstract class Snippet extends " + Given.class.getName() + " {\n";
    return List.of(
        head + "void snippet() throws Exception {\n" + code + "\n}\n}\n", head + code + "\n}\n");
  }

  private static String imports() {
    Set<String> packages =
        new TreeSet<>(
            Set.of("java.io", "java.nio.file", "java.time", "java.util", "java.util.concurrent"));
    for (PublishedModule module : PublishedModule.values()) {
      packages.addAll(module.exportedPackages());
    }
    return packages.stream().map(name -> "import " + name + ".*;\n").collect(Collectors.joining());
  }

  private String compile(String program) throws IOException {
    Matcher type = TYPE.matcher(program);
    String name = type.find() ? type.group(1) : "Snippet";
    JavaFileObject source =
        new SimpleJavaFileObject(
            URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return program;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
    boolean compiled = compiler.getTask(null, null, said, options, null, List.of(source)).call();
    return compiled
        ? ""
        : said.getDiagnostics().stream()
            .map(error -> error.getLineNumber() + ": " + error.getMessage(null))
            .collect(Collectors.joining("\n"));
  }
}
