package io.cloudrelease.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class ErrorTableTest {

  private static ErrorRule rule(ErrorCategory category) {
    return ErrorRule.of(category, Applied.NO, Remedy.GIVE_UP);
  }

  private static final ErrorTable TABLE =
      ErrorTable.empty()
          .codes(rule(ErrorCategory.NOT_FOUND), "InvalidInstanceId.NotFound", "INVALID")
          .codes(rule(ErrorCategory.QUOTA), "LimitExceeded")
          .unlisted("Invalid*", 0, 999, rule(ErrorCategory.INVALID_REQUEST))
          .unlisted("InvalidInstance*", 0, 999, rule(ErrorCategory.WRONG_STATE))
          .unlisted("*", 400, 499, rule(ErrorCategory.FORBIDDEN))
          .unlisted("*", 400, 599, rule(ErrorCategory.BUSY))
          .unreadable(500, 599, rule(ErrorCategory.UNAVAILABLE))
          .inheritFromParent();

  private static ErrorCategory match(int status, String code) {
    return TABLE.match(status, code).category();
  }

  @Test
  void an_exact_code_wins_over_every_beginning() {
    assertThat(match(404, "InvalidInstanceId.NotFound")).isEqualTo(ErrorCategory.NOT_FOUND);
  }

  @Test
  void the_longest_beginning_wins_in_whatever_order_rows_were_added() {
    assertThat(match(400, "InvalidInstanceType")).isEqualTo(ErrorCategory.WRONG_STATE);
    assertThat(match(400, "InvalidParameter")).isEqualTo(ErrorCategory.INVALID_REQUEST);
  }

  @Test
  void a_dotted_code_takes_its_parents_row_when_it_has_none() {
    assertThat(match(400, "LimitExceeded.Disks")).isEqualTo(ErrorCategory.QUOTA);
    assertThat(match(400, "LimitExceeded.A.B")).isEqualTo(ErrorCategory.QUOTA);
    assertThat(match(400, "LimitExceededX")).isEqualTo(ErrorCategory.FORBIDDEN);
    assertThat(
            ErrorTable.empty()
                .codes(rule(ErrorCategory.QUOTA), "LimitExceeded")
                .match(400, "LimitExceeded.Disks")
                .category())
        .isEqualTo(ErrorCategory.UNKNOWN);
  }

  @Test
  void rows_for_a_status_are_tried_in_the_order_they_were_added() {
    assertThat(match(400, "Nobody.Knows")).isEqualTo(ErrorCategory.FORBIDDEN);
    assertThat(match(499, "Nobody.Knows")).isEqualTo(ErrorCategory.FORBIDDEN);
    assertThat(match(500, "Nobody.Knows")).isEqualTo(ErrorCategory.BUSY);
  }

  @Test
  void an_answer_without_a_code_is_judged_by_its_status_alone() {
    assertThat(match(502, "")).isEqualTo(ErrorCategory.UNAVAILABLE);
    assertThat(match(400, "")).isEqualTo(ErrorCategory.UNKNOWN);
  }

  @Test
  void what_no_row_knows_may_have_been_applied_and_is_not_repeated() {
    ErrorRule unknown = TABLE.match(200, "Nobody.Knows");
    assertThat(unknown.category()).isEqualTo(ErrorCategory.UNKNOWN);
    assertThat(unknown.applied()).isEqualTo(Applied.MAYBE);
    assertThat(unknown.remedy()).isEqualTo(Remedy.LOOK_FIRST);
  }

  @Test
  void case_does_not_matter_in_any_locale() {
    Locale before = Locale.getDefault();
    try {
      for (Locale locale : new Locale[] {Locale.ROOT, new Locale("tr", "TR"), Locale.CHINA}) {
        Locale.setDefault(locale);
        ErrorTable table =
            ErrorTable.empty()
                .codes(rule(ErrorCategory.NOT_FOUND), "InvalidInstanceId.NotFound")
                .unlisted("LIMIT*", 0, 999, rule(ErrorCategory.QUOTA));
        assertThat(table.match(400, "INVALIDINSTANCEID.NOTFOUND").category())
            .as(locale.toString())
            .isEqualTo(ErrorCategory.NOT_FOUND);
        assertThat(table.match(400, "limitExceeded").category()).isEqualTo(ErrorCategory.QUOTA);
        assertThat(table.listedCodes()).containsExactly("invalidinstanceid.notfound");
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void two_rows_for_one_code_are_a_mistake() {
    assertThatThrownBy(
            () ->
                ErrorTable.empty()
                    .codes(rule(ErrorCategory.QUOTA), "A.b")
                    .codes(rule(ErrorCategory.BUSY), "a.B"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a.B");
  }

  @Test
  void the_usual_scope_of_a_rule_follows_its_category() {
    assertThat(rule(ErrorCategory.FORBIDDEN).scope()).isEqualTo(Scope.ACCOUNT);
    assertThat(rule(ErrorCategory.UNAUTHENTICATED).scope()).isEqualTo(Scope.ACCOUNT);
    assertThat(rule(ErrorCategory.THROTTLED).scope()).isEqualTo(Scope.REQUEST);
    assertThat(rule(ErrorCategory.PROTECTED).scope()).isEqualTo(Scope.INSTANCE);
    assertThat(rule(ErrorCategory.PROTECTED).scope(Scope.REQUEST).hint("h"))
        .isEqualTo(
            ErrorRule.of(ErrorCategory.PROTECTED, Applied.NO, Remedy.GIVE_UP)
                .proves(Proof.OWN)
                .scope(Scope.REQUEST)
                .hint("h"));
  }

  @Test
  void what_a_refusal_proves_follows_its_category() {
    assertThat(rule(ErrorCategory.THROTTLED).proves()).isEqualTo(Proof.ALL);
    assertThat(rule(ErrorCategory.PROTECTED).proves()).isEqualTo(Proof.OWN);
    assertThat(rule(ErrorCategory.BUSY).proves()).isEqualTo(Proof.UNDER_WAY);
    assertThat(rule(ErrorCategory.UNKNOWN).proves()).isEqualTo(Proof.NOTHING);
    assertThat(ErrorRule.of(ErrorCategory.BUSY, Applied.MAYBE, Remedy.LOOK_FIRST).proves())
        .isEqualTo(Proof.NOTHING);
    assertThatThrownBy(
            () ->
                ErrorRule.of(ErrorCategory.BUSY, Applied.MAYBE, Remedy.LOOK_FIRST)
                    .proves(Proof.OWN))
        .hasMessageContaining("proves nothing");
  }

  @Test
  void an_error_in_one_line_says_code_message_and_what_to_do() {
    ReleaseError error = ReleaseError.of(ErrorCategory.BUSY, "Busy", "in use");
    assertThat(error.summary()).isEqualTo("Busy: in use");
    assertThat(error.hint("wait").summary()).isEqualTo("Busy: in use (wait)");
    assertThat(ReleaseError.of(ErrorCategory.BUSY, "", "").summary()).isEqualTo("BUSY");
  }

  @Test
  void a_row_fits_some_status_and_has_a_rule() {
    ErrorRule rule = ErrorRule.of(ErrorCategory.UNKNOWN, Applied.NO, Remedy.GIVE_UP);
    ErrorTable table = ErrorTable.empty();
    assertThatThrownBy(() -> table.unlisted("*", 500, 400, rule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("500 to 400");
    assertThatThrownBy(() -> table.unreadable(500, 400, rule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("500 to 400");
    assertThat(table.unreadable(500, 500, rule).match(500, "")).isEqualTo(rule);
    assertThatThrownBy(() -> table.unlisted("*", 400, 500, none())).hasMessage("rule");
    assertThatThrownBy(() -> table.unreadable(400, 500, none())).hasMessage("rule");
    assertThatThrownBy(() -> table.codes(none(), "c")).hasMessage("rule");
  }

  @SuppressWarnings("NullAway") // what a caller without checks hands over
  private static ErrorRule none() {
    return null;
  }
}
