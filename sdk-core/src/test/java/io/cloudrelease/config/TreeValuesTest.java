package io.cloudrelease.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of a tree that a program read from somewhere, by a reader of its own. */
class TreeValuesTest {
  private static List<String> problems(String section, Map<String, ?> values) {
    return ClientConfig.problems(ConfigSource.of(Map.of(section, values)));
  }

  @Test
  void what_a_reader_made_of_a_text_is_no_text_any_more() {
    for (Object made : List.of(10, 4_000_000_000L, 1000.0, true, LocalDate.EPOCH)) {
      assertThat(problems("guards", Map.of("deny-names", List.of("db-*", made))))
          .singleElement()
          .asString()
          .startsWith("guards.deny-names[1] must be text in quotes");
      assertThat(problems("policy", Map.of("deny-tags", made)))
          .singleElement()
          .asString()
          .startsWith("policy.deny-tags must be text in quotes");
    }
  }

  @Test
  void numbers_and_flags_are_taken_where_they_are_meant() {
    assertThat(problems("guards", Map.of("check-groups", true))).isEmpty();
    assertThat(
            problems(
                "policy",
                Map.of(
                    "most-per-request",
                    100,
                    "waves",
                    Map.of("percents", List.of(1, "5"), "most-trouble-percent", 5))))
        .isEmpty();
    assertThat(problems("policy", Map.of("most-per-hour", 1000.0)))
        .containsExactly("policy.most-per-hour must be a whole number");
    assertThat(problems("guards", Map.of("older-than", 7)))
        .singleElement()
        .asString()
        .startsWith("guards.older-than must be a duration");
    assertThat(problems("policy", Map.of("waves", Map.of("percents", List.of("x")))))
        .contains("policy.waves.percents[0] must be a whole number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"deny-tags", "require-tags", "require-names", "deny-names", "deny-states"})
  void a_guard_with_nothing_behind_it_is_told_and_an_empty_list_of_what_is_denied_is_meant(
      String key) {
    String said = "guards." + key + " is empty; write [] where none is meant";
    Map<String, Object> unsaid = new HashMap<>();
    unsaid.put(key, null);
    assertThat(problems("guards", unsaid)).containsExactly(said);
    assertThat(problems("guards", Map.of(key, ""))).containsExactly(said);
    if (key.startsWith("deny")) {
      assertThat(problems("guards", Map.of(key, List.of()))).isEmpty();
    } else {
      assertThat(problems("guards", Map.of(key, List.of())))
          .containsExactly(
              "guards." + key + " is an empty list; leave it out where nothing is required");
    }
    assertThat(problems("guards", Map.of(key, Arrays.asList("x=y", null))))
        .containsExactly("guards." + key + "[1] is empty");
  }

  @Test
  void a_limit_with_nothing_behind_it_is_told() {
    Map<String, Object> unsaid = new HashMap<>();
    unsaid.put("most-per-request", null);
    assertThat(problems("policy", unsaid)).containsExactly("policy.most-per-request is empty");
  }

  @Test
  void a_problem_is_one_line_whatever_the_value_holds() {
    assertThat(problems("network", Map.of("trust-pem", "no\nsuch\u001b[31mfile")))
        .singleElement()
        .asString()
        .contains("no\\nsuch\\u001b[31mfile");
  }
}
