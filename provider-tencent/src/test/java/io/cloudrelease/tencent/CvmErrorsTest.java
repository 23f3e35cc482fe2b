package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.error.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CvmErrorsTest {

  static Stream<String> rows() {
    return new String(Fixtures.resource("cvm-errors.csv"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void every_failure_means_what_the_vendors_pages_say_and_proves_no_more(String row) {
    String[] cells = row.split(",");
    String code = cells[0].equals("-") ? "" : cells[0];
    ErrorRule rule = CvmErrors.TABLE.match(Integer.parseInt(cells[1]), code);
    assertThat(Stream.of(rule.category(), rule.applied(), rule.remedy(), rule.proves()))
        .extracting(Enum::name)
        .containsExactly(cells[2], cells[3], cells[4], cells[5]);
  }

  @Test
  void no_row_of_the_table_goes_unexpected() {
    Set<String> expected =
        rows()
            .map(row -> row.substring(0, row.indexOf(',')).toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    assertThat(expected).containsAll(CvmErrors.TABLE.listedCodes());
    assertThat(CvmErrors.TABLE.listedCodes()).hasSizeGreaterThan(80);
  }

  @ParameterizedTest
  @CsvSource({
    "AuthFailure.SignatureFailure, ACCOUNT",
    "AuthFailure.TokenFailure, ACCOUNT",
    "UnauthorizedOperation, ACCOUNT",
    "IpNotInWhitelist, ACCOUNT",
    "InvalidAccount.UnpaidOrder, ACCOUNT",
    "UnsupportedOperation.InvalidInstancesOwner, INSTANCE",
    "InvalidInstanceId.NotFound, INSTANCE",
    "InvalidInstanceId.Malformed, INSTANCE",
    "UnsupportedOperation.InstancesProtected, INSTANCE",
    "UnsupportedOperation.InstanceStateStopping, INSTANCE",
    "UnsupportedOperation.InstanceStateUnheardOf, INSTANCE",
    "UnsupportedOperation.InstanceMixedPricingModel, INSTANCE",
    "FailedOperation.Unreturnable, INSTANCE",
    "RequestLimitExceeded, REQUEST",
    "AuthFailure.SignatureExpire, REQUEST",
    "InternalError, REQUEST",
    "UnsupportedRegion, REQUEST",
    "SomethingNew, REQUEST"
  })
  void an_error_speaks_of_the_right_ones(String code, Scope scope) {
    assertThat(CvmErrors.TABLE.match(200, code).scope()).isEqualTo(scope);
  }

  /** What may have been done is never simply sent again. */
  @ParameterizedTest
  @MethodSource("rows")
  void nothing_that_may_have_been_applied_is_retried_blindly(String row) {
    String[] cells = row.split(",");
    ErrorRule rule =
        CvmErrors.TABLE.match(Integer.parseInt(cells[1]), cells[0].equals("-") ? "" : cells[0]);
    assertThat(rule).matches(r -> r.applied() == Applied.NO || r.remedy() == Remedy.LOOK_FIRST);
  }

  @Test
  void the_years_returns_that_are_used_up_stop_subscriptions_and_not_the_account() {
    ErrorRule rule = CvmErrors.TABLE.match(200, "LimitExceeded.UserReturnQuota");
    assertThat(rule.scope()).isEqualTo(Scope.REQUEST);
    assertThat(rule.hint()).contains("yearly", "199");
  }
}
