package io.cloudrelease.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.error.ConfigurationException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  @Test
  void waves_of_a_policy_without_their_percents_are_none_and_that_is_told() {
    String said = "policy.waves.percents is missing; without it there are no waves: [1, 5, 25]";
    assertThat(problems("policy", Map.of("waves", ""))).contains(said);
    assertThat(problems("policy", Map.of("waves", Map.of()))).contains(said);
    assertThat(problems("policy", Map.of("waves", Map.of("most-trouble-percent", 0))))
        .contains(said);
    assertThat(problems("policy", Map.of("waves", Map.of("percents", List.of())))).contains(said);
    assertThat(problems("policy", Map.of("waves", Map.of("percents", 5)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"deny-tags", "require-tags", "deny-names", "require-names", "deny-states"})
  void one_text_that_looks_like_several_is_no_guard_that_holds_nothing_back(String key) {
    String said =
        "guards."
            + key
            + " holds a comma, semicolon, bar or blank; write a list, [a, b], in which each may"
            + " have them";
    for (String several :
        List.of(
            "keep, purpose=ci",
            "keep purpose=ci",
            "keep,x=y",
            "a\n b=c",
            "keep\uFF0Cx=y",
            "keep\u3001x=y",
            "keep\uFF1Bx=y",
            "keep\u3000x=y",
            "keep\u00A0x=y",
            "keep;x=y",
            "db-*|web-*")) {
      assertThat(problems("guards", Map.of(key, several))).contains(said);
    }
    assertThat(problems("guards", Map.of(key, " keep=x "))).isEmpty();
    assertThat(problems("guards", Map.of(key, List.of("keep=x, y", "a b=c")))).isEmpty();
    if (key.equals("deny-tags") || key.equals("deny-names")) {
      assertThat(problems("policy", Map.of(key, "a, b")))
          .contains(said.replace("guards", "policy"));
    } else {
      assertThat(problems("policy", Map.of(key, "a"))).isNotEmpty();
    }
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

  @Test
  void a_cloud_whose_provider_is_not_there_is_told_with_its_module() {
    assertThat(
            problems(
                "accounts",
                Map.of("zenlayer-zec", Map.of(), "shop", Map.of("cloud", "aliyun-ecs"))))
        .containsExactlyInAnyOrder(
            "accounts.zenlayer-zec.cloud is zenlayer-zec, whose provider is not on the class path;"
                + " add provider-zenlayer",
            "accounts.shop.cloud is aliyun-ecs, whose provider is not on the class path; add"
                + " provider-aliyun");
    assertThat(problems("accounts", Map.of("lab", Map.of("cloud", "zenlayer-vn"))))
        .containsExactly("accounts.lab.cloud is of no known kind; did you mean zenlayer-vm?");
    ClientConfig byHand =
        ClientConfig.builder()
            .account(AccountConfig.builder("shop", "aliyun-ecs").build())
            .account(AccountConfig.builder("prod", "tencent-cvm").build())
            .build();
    assertThatThrownBy(byHand::client)
        .asInstanceOf(InstanceOfAssertFactories.type(ConfigurationException.class))
        .extracting(ConfigurationException::problems, InstanceOfAssertFactories.list(String.class))
        .containsExactly(
            "account shop: no provider for 'aliyun-ecs' is on the class path; add provider-aliyun",
            "account prod: no provider for 'tencent-cvm' is on the class path; add"
                + " provider-tencent");
  }

  /** A path drops the slash, and a file would be made of that name. */
  @Test
  void a_name_that_ends_in_a_slash_is_of_a_folder_that_is_there(@TempDir Path folder) {
    String runs = folder.resolve("runs").toString();
    assertThat(problems("journal", runs + "/"))
        .containsExactly("journal names the folder " + runs + ", which is not there; make it");
    assertThat(problems("journal", runs)).isEmpty();
    assertThat(problems("journal", folder + "/")).isEmpty();
  }

  private static List<String> problems(String key, String value) {
    return ClientConfig.problems(ConfigSource.of(Map.of(key, value)));
  }

  @Test
  void a_value_that_could_not_be_had_is_told_of_its_key() {
    ConfigurationException why = new ConfigurationException("could not be had");
    ConfigSource source =
        ConfigSource.of(Map.of("policy", why, "guards", Map.of("deny-tags", List.of(why))));
    assertThat(ClientConfig.problems(source))
        .containsExactlyInAnyOrder(
            "policy could not be had", "guards.deny-tags[0] could not be had");
  }

  @Test
  void a_wide_equals_sign_makes_a_tag_that_nothing_has() {
    for (String key : List.of("deny-tags", "require-tags")) {
      assertThat(problems("guards", Map.of(key, List.of("env\uFF1Dprod"))))
          .anyMatch(problem -> problem.contains("must be KEY or KEY=VALUE, with an = of ASCII"));
    }
    assertThat(problems("policy", Map.of("deny-tags", List.of("env\uFF1Dprod")))).isNotEmpty();
  }

  @Test
  void what_is_changed_in_a_tree_later_changes_nothing() {
    List<Object> names = new ArrayList<>(List.of("db-*"));
    Map<String, Object> guards = new HashMap<>(Map.of("deny-names", names));
    ConfigSource source = ConfigSource.of(Map.of("guards", guards));
    names.set(0, 10);
    guards.put("nonsense", "x");
    assertThat(ClientConfig.problems(source)).isEmpty();
  }
}
