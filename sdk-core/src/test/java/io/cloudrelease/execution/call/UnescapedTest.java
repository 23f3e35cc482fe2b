package io.cloudrelease.execution.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Escapes, taken off one layer at a time. */
class UnescapedTest {
  private static String once(String text) {
    return Unescaped.of(text).further().text();
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "%41, A",
        "x%41%4Ay, xAJy",
        "%zz, %zz",
        "\\u0041, A",
        "\\U0041x, Ax",
        "\\x41, A",
        "\\X41x, Ax",
        "\\/, /",
        "\\\\, \\",
        "\\\", \"",
        "\\', '",
        "\\n, \\n",
        "&#65;, A",
        "&#65, A",
        "&#65x, Ax",
        "&#x41;, A",
        "&#X41, A",
        "&#x41g, Ag",
        "&amp;, &",
        "&equals;x, =x",
        "&lt;b&gt;, <b>",
        "&quot;&apos;&plus;&sol;, \"'+/",
        "&unknown;, &unknown;",
        "&amp, &amp",
        "&#65535;, \uFFFF",
        "&#65536;, &#65536;",
        "&#0000065;, A"
      })
  void one_layer_of_escapes_is_taken_off(String escaped, String plain) {
    assertThat(once(escaped)).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%", "%4", "\\", "\\u004", "\\x4", "&", "&#", "&#x", "&#;", "&#x;", "plain", ""})
  void what_is_no_whole_escape_stays_as_it_is(String text) {
    Unescaped before = Unescaped.of(text);
    assertThat(before.further()).isSameAs(before);
  }

  @Test
  void an_escape_may_stand_at_the_very_beginning_and_at_the_very_end() {
    assertThat(once("%41 b %42")).isEqualTo("A b B");
    assertThat(once("\\x41 b \\x42")).isEqualTo("A b B");
    assertThat(once("&lt; b &gt;")).isEqualTo("< b >");
    assertThat(once("&#65; b &#66;")).isEqualTo("A b B");
  }

  @Test
  void a_number_that_was_cut_off_may_have_had_more_digits() {
    assertThat(once("&#6...")).isEqualTo("&#6...");
    assertThat(once("&#65;...")).isEqualTo("A...");
    assertThat(once("&#65. ..")).isEqualTo("A. ..");
  }

  @Test
  void a_number_has_seven_digits_at_most() {
    assertThat(once("&#0000065;")).isEqualTo("A");
    assertThat(once("&#00000065;")).isEqualTo("\u00065;");
  }

  @Test
  void the_first_character_of_all_may_be_escaped_too() {
    assertThat(once("a%00b")).isEqualTo("a\0b");
    assertThat(once("a&#0;b")).isEqualTo("a\0b");
  }

  @Test
  void layers_come_off_one_by_one() {
    assertThat(once("%2541")).isEqualTo("%41");
    assertThat(Unescaped.of("%2541").further().further().text()).isEqualTo("A");
  }

  @ParameterizedTest(name = "{0} has {1} layers")
  @CsvSource({"plain, 1", "%41, 2", "%2541, 3", "%252541, 4", "%25252541, 4", "%zz, 1"})
  void at_most_three_layers_are_taken_off(String text, int layers) {
    assertThat(Unescaped.layers(text)).hasSize(layers);
    assertThat(Unescaped.layers(text).get(0).text()).isEqualTo(text);
  }

  @Test
  void each_character_tells_where_it_stood_at_first() {
    Unescaped plain = Unescaped.of("a%2541&amp;b").further().further();
    assertThat(plain.text()).isEqualTo("aA&b");
    assertThat(IntStream.rangeClosed(0, 4).map(plain::origin)).containsExactly(0, 1, 6, 11, 12);
    assertThat(Unescaped.of("ab").origin(1)).isEqualTo(1);
  }
}
