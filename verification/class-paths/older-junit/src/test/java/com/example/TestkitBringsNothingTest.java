package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The test framework of an application is its own choice, and so is its version. */
class TestkitBringsNothingTest {
  private static final List<String> JARS =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(path -> new File(path).getName())
          .filter(name -> name.endsWith(".jar"))
          .toList();

  @Test
  void every_part_of_junit_is_the_applications() {
    List<String> junit = JARS.stream().filter(name -> name.startsWith("junit-")).toList();
    assertTrue(junit.stream().anyMatch(name -> name.startsWith("junit-jupiter-engine-")));
    for (String jar : junit) {
      assertTrue(jar.endsWith("-5.11.4.jar") || jar.endsWith("-1.11.4.jar"), jar);
    }
  }

  @Test
  void no_web_server_and_no_other_test_library_comes_along() {
    List<String> strangers =
        JARS.stream()
            .filter(name -> name.matches("(wiremock|assertj|mockito|jetty|byte-buddy).*"))
            .toList();
    assertEquals(List.of(), strangers);
  }
}
