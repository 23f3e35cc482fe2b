package io.cloudrelease.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.examples.Bench;
import io.cloudrelease.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DemoTest {
  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void the_fleet_ends_as_it_must_and_the_ledgers_agree() {
    assertThat(bench.run("demo")).as(bench.out() + bench.err()).isEqualTo(3);
    assertThat(bench.out())
        .contains("674 instances to release, one of them named twice")
        .contains("674 of 674 verdicts", "none of them twice", "Exit code 3")
        .doesNotContain("wrong:");
    assertThat(bench.out().lines().map(String::strip).map(line -> line.replaceAll(" +", " ")))
        .contains(
            "RELEASED RECYCLED ACCEPTED ALREADY_DONE NOT_FOUND REJECTED",
            "zenlayer-zec 250 . . . 1 .",
            "zenlayer-lab . 8 . . . .",
            "tencent-cvm 220 30 . 1 . 1",
            "aliyun-ecs 150 . . . . 1",
            "zenlayer-bmc . 11 1 . . .",
            "all 620 49 1 1 1 2");
    assertThat(bench.out().lines().count()).isLessThan(75);
    assertThat(bench.err()).contains("674 of 674 settled");
  }

  @Test
  void json_has_the_standard_output_for_itself() {
    assertThat(bench.run("demo", "--json")).isEqualTo(3);
    JsonValue result = JsonValue.parse(bench.out().getBytes(StandardCharsets.UTF_8)).orElseThrow();
    assertThat(result.get("verdicts").items()).hasSize(674);
    assertThat(bench.err()).contains("674 of 674 verdicts");
  }

  @Test
  void all_prints_a_line_for_every_instance() {
    assertThat(bench.run("demo", "--all")).isEqualTo(3);
    assertThat(bench.out().lines().filter(line -> line.startsWith("aliyun-ecs:"))).hasSize(151);
  }

  /** Times and dates are those of the day it was drawn: docs/pictures/Picture.java says how. */
  @Test
  void the_picture_in_the_readme_shows_what_this_demo_says() throws IOException {
    bench.run("demo");
    List<String> said = bench.out().lines().map(DemoTest::withoutFigures).toList();
    String picture = Files.readString(Path.of("..", "docs", "pictures", "demo.svg"));
    List<String> shown =
        Pattern.compile("<text [^>]*>([^<]*)</text>")
            .matcher(picture)
            .results()
            .map(text -> text.group(1).replace("&gt;", ">").replace("&amp;", "&"))
            .map(DemoTest::withoutFigures)
            .toList();
    assertThat(shown.get(0)).isEqualTo("$ mvn -q -Pdemo");
    assertThat(said).containsAll(shown.subList(1, shown.size()));
  }

  private static String withoutFigures(String line) {
    return line.replaceAll("[0-9]+([.][0-9]+)?", "#");
  }
}
