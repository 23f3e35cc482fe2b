package io.cloudrelease.commandline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Evidence;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.FinishedResult;
import io.cloudrelease.outcome.GivenVerdict;
import io.cloudrelease.remains.Leftover;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static final String HTML = SampleReports.of(40).toHtml("en");

  @Test
  void text_of_a_cloud_is_inside_a_block_that_holds_no_markup() {
    String data = between(HTML, "<script type=\"application/json\" id=\"data\">", "</script>");
    assertThat(data).doesNotContain("<").contains("\\u003cscript>alert(1)\\u003c/script>");
    String rest = HTML.replace(data, "");
    for (String hostile : SampleReports.HOSTILE) {
      assertThat(rest).doesNotContain(hostile);
    }
  }

  @Test
  void what_cannot_be_seen_is_shown_as_an_escape() {
    String data = between(HTML, "<script type=\"application/json\" id=\"data\">", "</script>");
    assertThat(data).contains("\\\\u202egnp.exe").contains("\\\\u001b[2J").doesNotContain("\u202e");
  }

  @Test
  void a_text_that_looks_like_a_place_of_the_template_stays_text() {
    assertThat(HTML).contains("@SCRIPT@ @DATA@");
    assertThat(Pattern.compile("\"use strict\";").matcher(HTML).results().count()).isEqualTo(1);
  }

  @Test
  void nothing_runs_and_nothing_is_loaded_but_what_the_file_itself_holds() throws Exception {
    String policy = between(HTML, "Content-Security-Policy\" content=\"", "\"");
    assertThat(policy)
        .isEqualTo(
            "default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'",
            hash(between(HTML, "<style>", "</style>")),
            hash(between(HTML.substring(HTML.indexOf("id=\"data\"")), "<script>", "</script>")));
    String page =
        HTML.replace(
            between(HTML, "<script type=\"application/json\" id=\"data\">", "</script>"), "");
    assertThat(page)
        .doesNotContain("http://", "https://", "src=", "href=", "url(", "@import")
        .doesNotContain("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(")
        .doesNotContainPattern(" style=| on[a-z]+=");
  }

  @Test
  void both_languages_have_all_the_words_that_the_page_asks_for() {
    Properties words = ReportData.words("words.properties");
    List<String> english = keys(words, "en");
    assertThat(keys(words, "zh")).isEqualTo(english);
    List<String> asked =
        Pattern.compile("data-word=\"(\\w+)\"|word\\(\"(\\w+)\"\\)|cell\\(\"(\\w+)\"")
            .matcher(HTML)
            .results()
            .map(HtmlReportTest::group)
            .toList();
    assertThat(asked).hasSizeGreaterThan(30).isSubsetOf(english);
    for (Verdict verdict : Verdict.values()) {
      assertThat(english).contains(verdict.name());
    }
    for (ReleaseEvent.Kind kind : ReleaseEvent.Kind.values()) {
      assertThat(english).contains(kind == ReleaseEvent.Kind.VERDICT ? "verdict" : kind.name());
    }
    for (Leftover.Kind kind : Leftover.Kind.values()) {
      assertThat(english).contains("kind" + kind);
    }
    for (Leftover.Existence existence : Leftover.Existence.values()) {
      assertThat(english).contains("exists" + existence);
    }
  }

  @Test
  void the_data_is_whole() {
    JsonValue data = data(HTML);
    assertThat(data.get("rows").items()).hasSize(40);
    // Byte for byte, since whoever saves it verifies it.
    assertThat(Evidence.verify(data.text("evidence"))).isEmpty();
    assertThat(data.text("evidence")).contains("a\u202eb<i>").contains(data.text("head"));
  }

  /** Else a red page would show nothing but green. */
  @Test
  void what_may_stay_in_the_bin_is_not_shown_as_good_nor_is_its_count() {
    String html =
        HtmlReport.of(
                new FinishedResult(
                    new Intent(Goal.DESTROY, Collateral.KEEP, Set.of(), false),
                    List.of(accepted(1, false), accepted(2, true), accepted(3, false)),
                    Instant.EPOCH,
                    Duration.ZERO))
            .toHtml("en");
    JsonValue data = data(html);
    assertThat(data.get("rows").items())
        .extracting(row -> row.text("tone"))
        .containsExactly("good", "short", "good");
    assertThat(data.get("counts").items())
        .extracting(count -> count.text("verdict") + " " + count.text("tone"))
        .containsExactly("ACCEPTED short");
  }

  @Test
  void it_begins_in_the_language_asked_for() {
    assertThat(SampleReports.of(1).toHtml("zh"))
        .contains("<html lang=\"zh-CN\">", "\"language\":\"zh\"");
    assertThatThrownBy(() -> SampleReports.of(1).toHtml("tr"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** For verification/run.sh report-look, which opens them in a browser. */
  @Test
  void reports_of_any_size_are_written() throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "report"));
    int many = Integer.getInteger("report.rows", 2000);
    Files.writeString(folder.resolve("few.html"), SampleReports.of(40).toHtml("en"));
    Files.writeString(folder.resolve("many.html"), SampleReports.of(many).toHtml("en"));
    assertThat(folder.resolve("many.html")).content().endsWith("</html>\n");
  }

  private static InstanceVerdict accepted(int i, boolean mayStayInBin) {
    InstanceRef ref = InstanceRef.parse("tencent-cvm:ap-guangzhou:ins-0000000" + i);
    return GivenVerdict.builder(ref, Verdict.ACCEPTED).mayStayInBin(mayStayInBin).build();
  }

  private static JsonValue data(String html) {
    String json = between(html, "<script type=\"application/json\" id=\"data\">", "</script>");
    return JsonValue.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  private static List<String> keys(Properties words, String language) {
    return words.stringPropertyNames().stream()
        .filter(key -> key.startsWith(language + "."))
        .map(key -> key.substring(3))
        .sorted()
        .toList();
  }

  private static String group(MatchResult match) {
    for (int i = 1; i <= match.groupCount(); i++) {
      if (match.group(i) != null) {
        return match.group(i);
      }
    }
    throw new AssertionError(match.group());
  }

  private static String hash(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf(end, from));
  }
}
