package io.cloudrelease.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.outcome.RunEvidence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvidenceTest {
  private static final List<String> ENTRIES =
      List.of("{\"kind\":\"run\"}", "{\"kind\":\"intent\",\"x\":\"é}\"}", "{\"kind\":\"ended\"}");

  private static List<String> lines() {
    return new ArrayList<>(RunEvidence.of(() -> ENTRIES).toJsonLines().lines().toList());
  }

  private static List<String> verify(List<String> lines) {
    return Evidence.verify(String.join("\n", lines) + "\n");
  }

  @Test
  void whole_evidence_has_no_fault() {
    assertThat(verify(lines())).isEmpty();
    assertThat(lines().get(2)).contains(RunEvidence.of(() -> ENTRIES).head());
  }

  @Test
  void a_changed_line_is_named() {
    List<String> lines = lines();
    lines.set(1, lines.get(1).replace("intent", "intend"));
    assertThat(verify(lines)).singleElement().asString().contains("line 2 was changed");
  }

  @Test
  void a_missing_line_is_noticed_wherever_it_was() {
    for (int i = 0; i < ENTRIES.size(); i++) {
      List<String> lines = lines();
      lines.remove(i);
      assertThat(verify(lines)).as("without line %d", i + 1).isNotEmpty();
    }
  }

  @Test
  void lines_that_changed_places_are_noticed() {
    List<String> lines = lines();
    lines.add(0, lines.remove(1));
    assertThat(verify(lines)).isNotEmpty();
  }

  @Test
  void a_cut_text_is_noticed_at_every_length() {
    String whole = RunEvidence.of(() -> ENTRIES).toJsonLines();
    for (int length = 0; length < whole.length(); length++) {
      assertThat(Evidence.verify(whole.substring(0, length))).as("%d", length).isNotEmpty();
    }
  }

  /** Both have the same bytes in UTF-8, and so the same hash. */
  @Test
  void half_a_character_in_the_place_of_a_question_mark_is_noticed() {
    List<String> entries = new ArrayList<>(ENTRIES);
    entries.set(1, "{\"kind\":\"intent\",\"x\":\"?\"}");
    String whole = RunEvidence.of(() -> entries).toJsonLines();
    assertThat(Evidence.verify(whole)).isEmpty();
    assertThat(Evidence.verify(whole.replace("?", "\uD800")))
        .containsExactly("line 2 is not a line of evidence");
  }
}
