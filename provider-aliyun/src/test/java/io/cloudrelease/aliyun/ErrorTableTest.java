package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ErrorTable;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.error.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorTableTest {
  private final ErrorTable table = AliyunEcs.create(Ecs.settings()).facts().errors();

  @ParameterizedTest
  @CsvFileSource(resources = "/error-rows.csv", numLinesToSkip = 1)
  void each_documented_row_is_in_the_table(
      String code,
      int status,
      ErrorCategory category,
      Applied applied,
      Remedy remedy,
      Proof proves) {
    String read = code == null ? "" : code;
    for (String spelling :
        List.of(read, read.toLowerCase(Locale.ROOT), read.toUpperCase(Locale.ROOT))) {
      ErrorRule rule = table.match(status, spelling);
      assertThat(rule.category()).as(spelling).isEqualTo(category);
      assertThat(rule.applied()).as(spelling).isEqualTo(applied);
      assertThat(rule.remedy()).as(spelling).isEqualTo(remedy);
      assertThat(rule.proves()).as(spelling).isEqualTo(proves);
    }
  }

  @Test
  void every_exact_row_of_the_table_is_documented() throws Exception {
    Set<String> documented = new HashSet<>();
    try (var in = ErrorTableTest.class.getResourceAsStream("/error-rows.csv")) {
      for (String line : new String(in.readAllBytes(), "UTF-8").split("\n")) {
        documented.add(line.substring(0, line.indexOf(',')).toLowerCase(Locale.ROOT));
      }
    }
    assertThat(documented).containsAll(table.listedCodes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SignatureDoesNotMatch",
        "InvalidAccessKeyId.NotFound",
        "InvalidSecurityToken.Expired",
        "Forbidden.RAM.WholeAccount",
        "Forbidden.SubUser",
        "Forbidden.NotSupportRAM",
        "InvalidAction",
        "InsufficientBalance",
        "RealNameAuthenticationError"
      })
  void what_speaks_of_the_account_stops_the_account(String code) {
    assertThat(table.match(403, code).scope()).isEqualTo(Scope.ACCOUNT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "InvalidInstanceIds.NotFound",
        "Forbidden.RAM",
        "Forbidden.Unauthorized",
        "Forbidden.NewReason",
        "NoPermission",
        "NoPermission.NewReason",
        "IncorrectInstanceStatus",
        "IncorrectInstanceStatus.UnderForce",
        "InvalidOperation.Conflict",
        "UnreadableList",
        "InvalidOperation.DeletionProtection",
        "ChargeTypeViolation",
        "InvalidOperation.EniLinked",
        "InvalidInstanceIds.ValueNotSupported",
        "InvalidParameter.CrossRegionNotSupport",
        "NeverSeen.Before"
      })
  void what_may_speak_of_one_instance_leaves_hope_for_the_others(String code) {
    assertThat(table.match(403, code).scope()).isEqualTo(Scope.INSTANCE);
  }

  @ParameterizedTest
  @CsvSource({
    "InvalidOperation.NotInWhiteList,403",
    "Throttling,400",
    "IdempotentParameterMismatch,400",
    "MissingParameter,400",
    "InvalidRegion.NotFound,404",
    "InvalidRegionId.NotFound,404",
    "LastTokenProcessing,403"
  })
  void what_speaks_of_the_request_is_no_matter_of_account_or_instance(String code, int status) {
    assertThat(table.match(status, code).scope()).isEqualTo(Scope.REQUEST);
  }

  @Test
  void a_dry_run_that_may_have_been_carried_out_is_the_last_one_of_its_account() {
    assertThat(table.match(200, "AcceptedDryRun").scope()).isEqualTo(Scope.ACCOUNT);
    assertThat(table.match(200, "AcceptedDryRun").applied()).isEqualTo(Applied.MAYBE);
  }

  @Test
  void people_are_told_what_to_do() {
    assertThat(table.match(403, "IncorrectInstanceStatus").hint()).contains("FORCE");
    assertThat(table.match(403, "IncorrectInstanceStatus.UnderForce").hint())
        .doesNotContain("FORCE");
    assertThat(table.match(404, "InvalidRegionId.NotFound").hint()).contains("no such region");
    assertThat(table.match(403, "ChargeTypeViolation").hint()).contains("TERMINATE_SUBSCRIPTION");
    assertThat(table.match(403, "InvalidOperation.DeletionProtection").hint())
        .contains("never lifted");
    assertThat(table.match(403, "Forbidden.RAM").hint()).contains("ecs:DeleteInstances");
  }
}
