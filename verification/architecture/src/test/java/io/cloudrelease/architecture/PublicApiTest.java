package io.cloudrelease.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What users can see changes on purpose, in a reviewed file, or not at all. */
class PublicApiTest {
  private static final String REWRITE = "mvn -q verify -Dapi.write=true";

  /** As a parameter; what a function that is handed in returns is none. */
  private static final Pattern ASKS_FOR_OPTIONAL =
      Pattern.compile("(\\w+)\\((?:.*, )?Optional(?:Int|Long|Double|<.*>)(?:, .*)?\\)");

  private static final Pattern FOREIGN =
      Pattern.compile("\\b(okhttp3|okio|kotlin|com\\.fasterxml)\\.");

  static Stream<Arguments> surfaces() {
    return Stream.of(PublishedModule.values())
        .flatMap(module -> Stream.of(SurfacePart.values()).map(part -> Arguments.of(module, part)));
  }

  @ParameterizedTest
  @MethodSource("surfaces")
  void the_public_surface_is_the_one_in_the_api_file(PublishedModule module, SurfacePart part)
      throws IOException {
    List<String> surface = PublicSurface.of(module, part);
    Path file = module.apiFile(part);
    if (Boolean.getBoolean("api.write")) {
      if (!surface.isEmpty()) {
        Files.writeString(file, String.join("\n", surface) + "\n");
      }
      return;
    }
    List<String> promised = Files.exists(file) ? Files.readAllLines(file) : List.of();
    if (!surface.equals(promised)) {
      fail(
          "The public surface of %s is not the one in api/%s ('-' promised, '+' compiled):%n%n%s%n%n"
                  .formatted(
                      module.artifactId,
                      file.getFileName(),
                      String.join("\n", differences(promised, surface)))
              + "If that is meant, rewrite the file, read its diff, and tell users in"
              + " CHANGELOG.md:\n\n"
              + "    "
              + REWRITE
              + "\n");
    }
  }

  @ParameterizedTest
  @EnumSource(PublishedModule.class)
  void no_public_signature_shows_okhttp_or_jackson(PublishedModule module) {
    List<String> foreign =
        PublicSurface.of(module).stream().filter(line -> FOREIGN.matcher(line).find()).toList();
    assertThat(foreign).as("public signatures of %s", module.artifactId).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(PublishedModule.class)
  void a_published_module_has_a_module_descriptor(PublishedModule module) {
    if (!module.classes().isEmpty()) {
      assertThat(module.descriptor()).as("module-info of %s", module.artifactId).isPresent();
    }
  }

  /**
   * Whoever calls says what there is, or leaves it out. Those that are named came before, and most
   * of them are values that are made inside and read outside.
   */
  @Test
  void nobody_is_asked_for_an_optional() {
    Set<String> asking = new TreeSet<>();
    for (PublishedModule module : PublishedModule.values()) {
      String type = "";
      for (String line : PublicSurface.of(module)) {
        type = line.startsWith(" ") ? type : simpleName(line);
        Matcher member = ASKS_FOR_OPTIONAL.matcher(line);
        if (member.find()) {
          asking.add(type + "." + member.group(1));
        }
      }
    }
    assertThat(asking)
        .containsExactlyInAnyOrder(
            "JournalEntry.RunStarted.RunStarted",
            "Fleet.carryOut",
            "RecordedRequest.RecordedRequest",
            "SimulatedBelonging.SimulatedBelonging",
            "RecordingTransport.Exchange.Exchange");
  }

  @Test
  void each_public_type_has_a_simple_name_of_its_own() {
    List<String> names =
        Arrays.stream(PublishedModule.values())
            .flatMap(module -> PublicSurface.of(module).stream())
            .filter(line -> !line.startsWith(" "))
            .map(PublicApiTest::simpleName)
            .toList();
    assertThat(names).doesNotHaveDuplicates().noneMatch(PublicApiTest::isAnEverydayJdkType);
  }

  private static String simpleName(String header) {
    return header.replaceAll(".*?io\\.cloudrelease\\.(?:[a-z]\\w*\\.)*([\\w.]+).*", "$1");
  }

  private static boolean isAnEverydayJdkType(String simpleName) {
    return Stream.of("java.lang.", "java.util.", "java.time.")
        .anyMatch(
            start ->
                ClassLoader.getPlatformClassLoader()
                        .getResource(start.replace('.', '/') + simpleName + ".class")
                    != null);
  }

  private static List<String> differences(List<String> promised, List<String> surface) {
    Set<String> before = inFull(promised);
    Set<String> after = inFull(surface);
    List<String> lines = new ArrayList<>();
    before.stream().filter(line -> !after.contains(line)).forEach(line -> lines.add("- " + line));
    after.stream().filter(line -> !before.contains(line)).forEach(line -> lines.add("+ " + line));
    return lines.isEmpty() ? List.of("(the same lines in another order)") : lines;
  }

  /** Members with the type they belong to, so that a difference can be read by itself. */
  private static Set<String> inFull(List<String> lines) {
    Set<String> full = new LinkedHashSet<>();
    String type = "";
    for (String line : lines) {
      if (line.startsWith(" ")) {
        full.add(type + ": " + line.strip());
      } else {
        type = line.replaceAll(".*?(io\\.cloudrelease[\\w.]*).*", "$1");
        full.add(line);
      }
    }
    return full;
  }
}
