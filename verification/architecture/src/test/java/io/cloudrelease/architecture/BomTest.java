package io.cloudrelease.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/**
 * The BOM has no parent, so what it shares with the root is written twice; this keeps the two
 * equal.
 */
class BomTest {
  @Test
  void the_bom_has_the_version_of_the_root() throws Exception {
    assertThat(evaluate("sdk-bom", "/project/version")).isEqualTo(evaluate("", "/project/version"));
  }

  @Test
  void the_bom_names_every_published_module() throws Exception {
    for (PublishedModule module : PublishedModule.values()) {
      String version =
          "//dependency[groupId='io.cloudrelease' and artifactId='%s']/version"
              .formatted(module.artifactId);
      assertThat(evaluate("sdk-bom", version))
          .as("version of %s in sdk-bom", module.artifactId)
          .isEqualTo("${project.version}");
    }
  }

  @Test
  void the_bom_lifts_the_okhttp_of_the_vendors_sdks() throws Exception {
    for (String artifact : List.of("okhttp", "okhttp-jvm", "logging-interceptor")) {
      assertThat(evaluate("sdk-bom", "//dependency[artifactId='" + artifact + "']/version"))
          .as("version of %s in sdk-bom", artifact)
          .isEqualTo("${okhttp.version}");
    }
  }

  private static String evaluate(String folder, String xpath) throws Exception {
    Path pom = PublishedModule.REPOSITORY.resolve(folder).resolve("pom.xml");
    try (var in = Files.newInputStream(pom)) {
      Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
      return XPathFactory.newInstance().newXPath().evaluate(xpath, document);
    }
  }
}
