package io.cloudrelease.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrorTableAffixesTest {
  private static final ErrorRule LOOK =
      ErrorRule.of(ErrorCategory.NOT_FOUND, Applied.NO, Remedy.LOOK_FIRST);
  private static final ErrorRule WRONG =
      ErrorRule.of(ErrorCategory.INVALID_REQUEST, Applied.NO, Remedy.GIVE_UP);
  private static final ErrorRule FULL =
      ErrorRule.of(ErrorCategory.QUOTA, Applied.NO, Remedy.GIVE_UP);
  private static final ErrorRule LOST =
      ErrorRule.of(ErrorCategory.UNKNOWN, Applied.MAYBE, Remedy.LOOK_FIRST);

  private final ErrorTable table =
      ErrorTable.empty()
          .unlisted("Invalid*", 400, 499, WRONG)
          .unlisted("Invalid*Id.NotFound", 400, 499, LOOK)
          .unlisted("*.QuotaExceeded", 400, 499, FULL)
          .unlisted("*", 500, 599, LOST);

  @Test
  void the_row_with_more_of_the_code_wins_whatever_the_case() {
    assertThat(table.match(404, "InvalidDiskId.NotFound")).isEqualTo(LOOK);
    assertThat(table.match(404, "invaliddiskid.notfound")).isEqualTo(LOOK);
    assertThat(table.match(400, "InvalidDiskId.Malformed")).isEqualTo(WRONG);
    assertThat(table.match(403, "Disk.QuotaExceeded")).isEqualTo(FULL);
  }

  @Test
  void a_row_counts_for_its_statuses_only() {
    assertThat(table.match(500, "InvalidDiskId.Malformed")).isEqualTo(LOST);
    assertThat(table.match(400, "InvalidDiskId.Malformed")).isEqualTo(WRONG);
    assertThat(table.match(499, "InvalidDiskId.Malformed")).isEqualTo(WRONG);
  }

  @Test
  void beginning_and_end_may_not_overlap() {
    ErrorTable overlapping = ErrorTable.empty().unlisted("Invalid*lid", 400, 499, WRONG);
    assertThat(overlapping.match(400, "Invalid").category()).isEqualTo(ErrorCategory.UNKNOWN);
    assertThat(overlapping.match(400, "Invalidlid")).isEqualTo(WRONG);
  }
}
