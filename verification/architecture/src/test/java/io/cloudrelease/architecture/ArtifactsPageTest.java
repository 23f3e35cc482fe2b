package io.cloudrelease.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The names of our modules stand on a page, and can be guessed from those of their artifacts. */
class ArtifactsPageTest {
  @Test
  void the_page_names_every_artifact_and_its_module() throws IOException {
    List<String> rows =
        Files.readAllLines(PublishedModule.REPOSITORY.resolve("docs/artifacts.md")).stream()
            .filter(line -> line.startsWith("| `") && !line.contains("sdk-bom"))
            .map(line -> line.substring(0, line.indexOf(" |", line.indexOf(" |") + 1)))
            .toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(PublishedModule.values())
                .map(module -> "| `%s` | `%s`".formatted(module.artifactId, name(module)))
                .toList());
  }

  @Test
  void a_module_is_called_as_its_artifact() {
    for (PublishedModule module : PublishedModule.values()) {
      String expected =
          "io.cloudrelease."
              + module.artifactId.replaceFirst("^(sdk|provider)-", "").replace('-', '.');
      assertThat(name(module)).isEqualTo(expected);
    }
  }

  private static String name(PublishedModule module) {
    return module.descriptor().map(ModuleDescriptor::name).orElse("none");
  }
}
