package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.CollateralItem.Fate;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.Assessment.Kind;
import io.cloudrelease.spi.Assessment.Step;
import io.cloudrelease.spi.CloudProvider;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CvmRulesTest {

  private final CloudProvider provider = Fixtures.provider();

  private static Snapshot.Builder shown(LifecyclePhase phase, String state, String chargeType) {
    return Snapshot.builder(Fixtures.refs("ins-1").get(0), Fixtures.NOW, phase)
        .state(state)
        .chargeType(chargeType);
  }

  private Assessment assess(Snapshot.Builder snapshot, Goal goal) {
    return provider.assess(snapshot.build(), Fixtures.intent(goal, Collateral.KEEP));
  }

  @ParameterizedTest
  @CsvSource({
    "STABLE, RUNNING, PREPAID, RELEASE, 1, true, true",
    "STABLE, RUNNING, PREPAID, DESTROY, 1, false, true",
    "STABLE, STOPPED, POSTPAID_BY_HOUR, RELEASE, 1, false, false",
    "STABLE, STOPPED, POSTPAID_BY_HOUR, DESTROY, 1, false, false",
    "STABLE, RESCUE_MODE, SPOTPAID, RELEASE, 1, false, false",
    "STABLE, RUNNING, CDHPAID, RELEASE, 1, true, true",
    "STABLE, RUNNING, CDCPAID, RELEASE, 1, true, true",
    "STABLE, RUNNING, UNDERWRITE, RELEASE, 1, true, true",
    "STABLE, RUNNING, CDHPAID, DESTROY, 1, false, true",
    "STABLE, RUNNING, '', RELEASE, 1, true, true",
    "STABLE, SHUTDOWN, POSTPAID_BY_HOUR, RELEASE, 1, false, true",
    "STABLE, SHUTDOWN, SPOTPAID, DESTROY, 1, false, true",
    "RECYCLED, SHUTDOWN, PREPAID, DESTROY, 2, false, true",
    "RECYCLED, SHUTDOWN, POSTPAID_BY_HOUR, DESTROY, 2, false, true"
  })
  void what_is_sent_names_stage_group_bin_and_whether_twice_goes_too_far(
      LifecyclePhase phase,
      String state,
      String chargeType,
      Goal goal,
      int stage,
      boolean escalates,
      boolean bin) {
    Assessment assessment = assess(shown(phase, state, chargeType), goal);
    assertThat(assessment.kind()).isEqualTo(Kind.SEND);
    assertThat(assessment.step())
        .isEqualTo(new Step("TerminateInstances", stage, chargeType, escalates, bin));
  }

  @ParameterizedTest
  @CsvSource({
    "RECYCLED, SHUTDOWN, RELEASE, AT_GOAL",
    "LEAVING, TERMINATING, RELEASE, LEAVING",
    "LEAVING, RUNNING, DESTROY, LEAVING",
    "CHANGING, STOPPING, RELEASE, CHANGING",
    "CHANGING, PENDING, DESTROY, CHANGING"
  })
  void what_is_there_or_under_way_sends_nothing(
      LifecyclePhase phase, String state, Goal goal, Kind kind) {
    assertThat(assess(shown(phase, state, "PREPAID"), goal).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @EnumSource(Goal.class)
  void a_failed_launch_and_an_unheard_of_state_are_refused_by_name(Goal goal) {
    Assessment failed = assess(shown(LifecyclePhase.STABLE, "LAUNCH_FAILED", "PREPAID"), goal);
    assertThat(failed.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failed.error().category()).isEqualTo(ErrorCategory.WRONG_STATE);
    assertThat(failed.error().message()).contains("LAUNCH_FAILED");
    Assessment unheardOf = assess(shown(LifecyclePhase.UNRECOGNIZED, "CORRUPTED", "PREPAID"), goal);
    assertThat(unheardOf.kind()).isEqualTo(Kind.REFUSED);
    assertThat(unheardOf.error().category()).isEqualTo(ErrorCategory.WRONG_STATE);
    assertThat(unheardOf.error().message()).contains("CORRUPTED");
  }

  @Test
  void what_is_operated_on_in_a_way_that_nobody_knows_is_waited_for() {
    Snapshot.Builder tidied =
        shown(LifecyclePhase.UNRECOGNIZED, "RUNNING", "PREPAID")
            .attribute("LatestOperation", "TidyUp");
    assertThat(assess(tidied.attribute("LatestOperationState", "OPERATING"), Goal.RELEASE).kind())
        .isEqualTo(Kind.CHANGING);
    assertThat(assess(tidied.attribute("LatestOperationState", "SUCCESS"), Goal.RELEASE).kind())
        .isEqualTo(Kind.REFUSED);
  }

  @ParameterizedTest
  @CsvSource({
    "STABLE, RUNNING, RELEASE, REFUSED",
    "STABLE, LAUNCH_FAILED, RELEASE, REFUSED",
    "CHANGING, STOPPING, RELEASE, REFUSED",
    "UNRECOGNIZED, BANNING, DESTROY, REFUSED",
    "RECYCLED, SHUTDOWN, DESTROY, REFUSED",
    "RECYCLED, SHUTDOWN, RELEASE, AT_GOAL",
    "LEAVING, TERMINATING, RELEASE, LEAVING"
  })
  void protection_is_never_lifted_but_does_not_deny_what_is_already_so(
      LifecyclePhase phase, String state, Goal goal, Kind kind) {
    Assessment assessment =
        assess(shown(phase, state, "POSTPAID_BY_HOUR").protectedFromRelease(true), goal);
    assertThat(assessment.kind()).isEqualTo(kind);
    if (kind == Kind.REFUSED) {
      assertThat(assessment.error().category()).isEqualTo(ErrorCategory.PROTECTED);
    }
  }

  @Test
  void of_an_instance_that_was_not_looked_at_the_worst_is_assumed() {
    assertThat(unseen(Goal.RELEASE)).isEqualTo(new Step("TerminateInstances", 1, "", true, true));
    assertThat(unseen(Goal.DESTROY)).isEqualTo(new Step("TerminateInstances", 1, "", false, true));
  }

  private Step unseen(Goal goal) {
    return provider.assessUnseen(Fixtures.intent(goal, Collateral.KEEP)).step();
  }

  @ParameterizedTest
  @CsvSource({
    "SHUTDOWN, NOTISOLATED, true",
    "ISOLATING, NOTISOLATED, true",
    "RUNNING, MANMADE, true",
    "STOPPED, MANMADE, true",
    "RUNNING, NOTISOLATED, false",
    "TERMINATING, NOTISOLATED, false",
    "TERMINATING, MANMADE, false"
  })
  void what_leaves_is_entering_the_bin_where_its_state_or_who_isolated_it_says_so(
      String state, String source, boolean bin) {
    Snapshot leaving =
        shown(LifecyclePhase.LEAVING, state, "POSTPAID_BY_HOUR")
            .attribute("IsolatedSource", source)
            .build();
    Assessment said = provider.assess(leaving, Fixtures.intent(Goal.RELEASE, Collateral.KEEP));
    assertThat(said.kind()).isEqualTo(Kind.LEAVING);
    assertThat(said.step().bin()).isEqualTo(bin);
  }

  @ParameterizedTest
  @CsvSource({
    "PREPAID, RUNNING, TerminateInstances, true",
    "CDHPAID, STOPPED, TerminateInstances, true",
    "PREPAID, TERMINATING, TerminateInstances, false",
    "POSTPAID_BY_HOUR, RUNNING, TerminateInstances, false",
    "POSTPAID_BY_HOUR, RUNNING, IsolateInstances, true",
    "POSTPAID_BY_HOUR, RUNNING, ReturnNormal, true"
  })
  void what_leaves_by_its_latest_operation_alone_goes_into_the_bin_unless_it_is_paid_by_use(
      String chargeType, String state, String operation, boolean bin) {
    Snapshot leaving =
        shown(LifecyclePhase.LEAVING, state, chargeType)
            .attribute("LatestOperation", operation)
            .build();
    Assessment said = provider.assess(leaving, Fixtures.intent(Goal.DESTROY, Collateral.KEEP));
    assertThat(said.step().bin()).isEqualTo(bin);
  }

  @ParameterizedTest
  @CsvSource({
    "CLOUD_BSSD, \"true\", POSTPAID_BY_HOUR, KEEP, GOES",
    "CLOUD_BSSD, true, POSTPAID_BY_HOUR, KEEP, GOES",
    "CLOUD_BSSD, true, POSTPAID_BY_HOUR, RELEASE, GOES",
    "CLOUD_BSSD, true, PREPAID, KEEP, UNKNOWN",
    "CLOUD_BSSD, true, PREPAID, RELEASE, GOES",
    "CLOUD_BSSD, false, PREPAID, KEEP, STAYS",
    "CLOUD_BSSD, false, PREPAID, RELEASE, UNKNOWN",
    "CLOUD_BSSD, false, POSTPAID_BY_HOUR, KEEP, STAYS",
    "CLOUD_BSSD, null, POSTPAID_BY_HOUR, KEEP, UNKNOWN",
    "LOCAL_SSD, null, POSTPAID_BY_HOUR, KEEP, GOES"
  })
  void a_disks_fate_is_told_as_far_as_it_is_known(
      String type, String with, String chargeType, Collateral collateral, Fate fate) {
    Snapshot snapshot =
        shown(LifecyclePhase.STABLE, "RUNNING", chargeType)
            .attribute(
                "DataDisks",
                "[{\"DiskId\":\"disk-1\",\"DiskType\":\""
                    + type
                    + "\",\"DeleteWithInstance\":"
                    + with
                    + "}]")
            .build();
    assertThat(provider.collateral(snapshot, Fixtures.intent(Goal.RELEASE, collateral)))
        .containsExactly(CollateralItem.of("data disk", "disk-1", fate));
  }

  @ParameterizedTest
  @EnumSource(Collateral.class)
  void of_an_address_it_is_not_known_whether_it_goes(Collateral collateral) {
    Snapshot snapshot =
        shown(LifecyclePhase.STABLE, "RUNNING", "PREPAID")
            .attribute("PublicIpAddresses", "198.51.100.7,198.51.100.8")
            .build();
    assertThat(provider.collateral(snapshot, Fixtures.intent(Goal.RELEASE, collateral)))
        .containsExactly(
            CollateralItem.of("public address", "198.51.100.7", Fate.UNKNOWN),
            CollateralItem.of("public address", "198.51.100.8", Fate.UNKNOWN));
  }

  @Test
  void an_instance_without_disks_and_addresses_has_no_collateral() {
    Snapshot bare = shown(LifecyclePhase.STABLE, "RUNNING", "PREPAID").build();
    assertThat(provider.collateral(bare, Fixtures.intent(Goal.RELEASE, Collateral.KEEP))).isEmpty();
  }

  @Test
  void a_subscription_stays_seven_days_in_the_bin() {
    assertThat(
            provider.recycleBinRetention(
                shown(LifecyclePhase.STABLE, "RUNNING", "PREPAID").build()))
        .hasValue(Duration.ofDays(7));
    assertThat(
            provider.recycledIsFree(shown(LifecyclePhase.RECYCLED, "SHUTDOWN", "PREPAID").build()))
        .isFalse();
  }

  @Test
  void pay_as_you_go_stays_two_hours_in_the_bin_unless_it_is_there_for_arrears() {
    Snapshot.Builder binned = shown(LifecyclePhase.RECYCLED, "SHUTDOWN", "POSTPAID_BY_HOUR");
    assertThat(provider.recycleBinRetention(binned.attribute("IsolatedSource", "MANMADE").build()))
        .hasValue(Duration.ofHours(2));
    assertThat(provider.recycleBinRetention(binned.attribute("IsolatedSource", "ARREAR").build()))
        .isEmpty();
    Snapshot restricted =
        shown(LifecyclePhase.STABLE, "SHUTDOWN", "POSTPAID_BY_HOUR")
            .attribute("RestrictState", "PROTECTIVELY_ISOLATED")
            .build();
    assertThat(provider.recycleBinRetention(restricted)).isEmpty();
  }

  @Test
  void what_is_in_the_bin_is_told_to_be_billed_in_part() {
    Assessment there =
        assess(shown(LifecyclePhase.RECYCLED, "SHUTDOWN", "POSTPAID_BY_HOUR"), Goal.RELEASE);
    assertThat(there.kind()).isEqualTo(Kind.AT_GOAL);
    assertThat(there.hint()).contains("disks and hourly network are billed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SPOTPAID", "CDHPAID", ""})
  void for_other_kinds_the_time_in_the_bin_is_not_known(String chargeType) {
    assertThat(
            provider.recycleBinRetention(
                shown(LifecyclePhase.STABLE, "RUNNING", chargeType).build()))
        .isEmpty();
  }
}
