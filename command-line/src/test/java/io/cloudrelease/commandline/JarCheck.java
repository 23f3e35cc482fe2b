package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What is in the tool's jar. */
class JarCheck {
  static final Path JAR = Path.of("target", "cloudrelease.jar").toAbsolutePath();

  private static final long MOST_BYTES = 6_000_000;
  private static final List<String> MAY_BE_INSIDE =
      List.of(
          "io/cloudrelease/",
          "okhttp3/",
          "okio/",
          "kotlin/",
          "com/fasterxml/jackson/",
          "org/slf4j/",
          "picocli/",
          // Reads cloudrelease.yml, which people write by hand and comment; 0.3 MB.
          "org/snakeyaml/engine/");
  private static final List<String> NOT_FOR_USERS =
      List.of("io/cloudrelease/testkit/", "io/cloudrelease/examples/");

  @Test
  void the_jar_stays_small() throws IOException {
    long bytes = Files.size(JAR);
    System.out.printf(
        Locale.ROOT, "%s: %,d bytes of at most %,d%n", JAR.getFileName(), bytes, MOST_BYTES);
    assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES);
  }

  @Test
  void nothing_is_inside_but_the_tool_and_what_it_stands_on() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> files =
          jar.stream()
              .filter(entry -> !entry.isDirectory())
              .map(ZipEntry::getName)
              .map(name -> name.replaceFirst("^META-INF/versions/[0-9]+/", ""))
              .filter(name -> !name.startsWith("META-INF/") && name.contains("/"))
              .toList();
      assertThat(files).hasSizeGreaterThan(1000);
      assertThat(files).filteredOn(name -> !startsWithOne(name, MAY_BE_INSIDE)).isEmpty();
      assertThat(files).filteredOn(name -> startsWithOne(name, NOT_FOR_USERS)).isEmpty();
    }
  }

  private static boolean startsWithOne(String name, List<String> beginnings) {
    return beginnings.stream().anyMatch(name::startsWith);
  }
}
