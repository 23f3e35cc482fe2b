package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.credentials.sources.Environment;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void every_language_has_every_sentence_with_the_same_gaps() {
    Words english = Words.english();
    for (String language : Words.LANGUAGES) {
      Words other = Words.in(language);
      assertThat(other.keys()).as(language).isEqualTo(english.keys());
      for (String key : english.keys()) {
        assertThat(gaps(other.pattern(key)))
            .as(language + " " + key)
            .isEqualTo(gaps(english.pattern(key)));
      }
    }
  }

  @Test
  void every_code_of_ours_has_its_meaning_in_chinese_in_the_words_of_its_page() throws Exception {
    Set<String> codes = new TreeSet<>();
    for (Field field : OwnCodes.class.getFields()) {
      codes.add((String) field.get(null));
    }
    Words chinese = Words.in("zh");
    assertThat(chinese.codes()).isEqualTo(codes);
    String page = Files.readString(Path.of("..", "docs", "codes.zh-CN.md")).replace("`", "");
    for (String code : codes) {
      assertThat(page.lines())
          .as(code)
          .anyMatch(
              row ->
                  row.startsWith("| " + code + " |") && row.contains("| " + chinese.meaning(code)));
    }
  }

  private static Set<String> gaps(String sentence) {
    Set<String> gaps = new TreeSet<>();
    Pattern.compile("\\{[0-9]}").matcher(sentence).results().forEach(gap -> gaps.add(gap.group()));
    return gaps;
  }

  @Test
  void what_fills_a_gap_is_not_read_for_gaps() {
    assertThat(Words.english().say("or", "{1}", "b")).isEqualTo("{1} or b");
  }

  @ParameterizedTest
  @CsvSource({"zh_CN.UTF-8,zh", "zh,zh", "en_US.UTF-8,en", "C,en", "tr_TR,en", "'',en"})
  void the_language_is_that_of_the_locale(String locale, String language) {
    assertThat(Words.languageOf(Environment.of(Map.of("LANG", locale), Path.of("/"))))
        .isEqualTo(language);
  }

  @Test
  void what_is_wrong_is_said_in_the_language_that_was_asked_for() {
    assertThat(bench.run("release", "--lang", "zh", "--goal", "half")).isEqualTo(2);
    assertThat(bench.err()).contains("--goal 'half' 不对；请写 release 或 destroy", "什么都没有发送");
    bench.variables.put("LC_ALL", "zh_CN.UTF-8");
    assertThat(bench.run("relese")).isEqualTo(2);
    assertThat(bench.err()).contains("是不是 release？");
    assertThat(bench.run("find", "--help")).isZero();
    assertThat(bench.out()).contains("查找实例");
    assertThat(bench.run("find", "--help", "--lang=en")).isZero();
    assertThat(bench.out()).contains("Finds instances");
  }

  @Test
  void as_json_what_is_wrong_is_said_in_english_to_whatever_reads_it() {
    String[] wrong = {"plan", "--color", "sometimes", "--json", "tencent-cvm:ap-guangzhou:ins-1"};
    assertThat(bench.run(wrong)).isEqualTo(2);
    String english = bench.out();
    assertThat(english).contains("--color 'sometimes' is not right");
    bench.variables.put("LC_ALL", "zh_CN.UTF-8");
    assertThat(bench.run(wrong)).isEqualTo(2);
    assertThat(bench.out()).isEqualTo(english);
    assertThat(bench.err()).doesNotContain("is not right");
  }
}
