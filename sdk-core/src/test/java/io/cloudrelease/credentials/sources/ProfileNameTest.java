package io.cloudrelease.credentials.sources;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"default", "prod-1", "Prod.EU_2", "the-one_of.Production"})
  void a_name_is_repeated(String name) {
    assertThat(ProfileName.shown(name)).isEqualTo("profile '" + name + "'");
  }

  /** The first is a key that the fuzzing put there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "defauHw0T4x9qZ7sKp2Vb",
        "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
        "5f2c91d07be84a6f9d3e",
        "a\u001b[31m",
        "two words",
        ""
      })
  void what_may_be_a_key_or_anything_else_is_not(String name) {
    assertThat(ProfileName.shown(name)).isEqualTo("a profile");
  }
}
