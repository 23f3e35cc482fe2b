package io.cloudrelease.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One reading of references for whoever follows them and whoever guards against them. */
class ReferenceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "${file:~/key}",
        " ${file:~/key} ",
        "${ file:~/key}",
        "${file: ~/key }",
        "${\tfile:\t~/key\n}"
      })
  void white_space_around_changes_nothing(String text) {
    assertThat(Reference.parse(text)).contains(new Reference(Reference.Place.FILE, "~/key"));
    assertThat(Reference.parse(text).orElseThrow()).hasToString("${file:~/key}");
    assertThat(Reference.isMeantBy(text)).isTrue();
    assertThat(Reference.parse(text.replace("file:", "env:")))
        .contains(new Reference(Reference.Place.VARIABLE, "~/key"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "key", "$file:key", "file:key", "$ {env:KEY}"})
  void anything_else_is_the_value_itself(String text) {
    assertThat(Reference.parse(text)).isEmpty();
    assertThat(Reference.isMeantBy(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${",
        "${}",
        "${KEY}",
        "${env:}",
        "${file: }",
        "${env:KEY",
        "${env:A}${env:B}",
        "${env:A}x",
        "x${file:key}",
        "pre-${env:A}",
        "${env :KEY}",
        "${FILE:key}"
      })
  void half_a_reference_is_none(String text) {
    assertThatThrownBy(() -> Reference.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a reference is ${env:NAME} or ${file:PATH}, with nothing before or behind it");
  }

  @Test
  void what_is_meant_is_told_from_what_other_frameworks_write() {
    assertThat(Reference.isMeantBy("${ env:KEY")).isTrue();
    assertThat(Reference.isMeantBy("${vault.key}")).isFalse();
  }
}
