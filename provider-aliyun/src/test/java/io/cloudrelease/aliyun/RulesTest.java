package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.CollateralItem.Fate;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudProvider;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
  private final CloudProvider ecs = AliyunEcs.create(Ecs.settings());

  /** T = TERMINATE_SUBSCRIPTION, F = FORCE; expiry in hours from the look. */
  @ParameterizedTest
  @CsvSource({
    // status,  charge,   hours, locks,             protected, powers, outcome
    "Stopped,   PostPaid, ,      '',                false,     '',     SEND",
    "Stopped,   PostPaid, ,      '',                false,     F,      SEND",
    "Running,   PostPaid, ,      '',                false,     '',     WRONG_STATE",
    "Running,   PostPaid, ,      '',                false,     T,      WRONG_STATE",
    "Running,   PostPaid, ,      '',                false,     F,      SEND",
    "Running,   PostPaid, ,      '',                true,      F,      PROTECTED",
    "Stopped,   PostPaid, ,      '',                true,      '',     PROTECTED",
    "Stopping,  PostPaid, ,      '',                true,      F,      PROTECTED",
    "Stopping,  PostPaid, ,      '',                false,     F,      CHANGING",
    "Starting,  PostPaid, ,      '',                false,     '',     CHANGING",
    "Pending,   PostPaid, ,      '',                false,     F,      CHANGING",
    "Stopped,   PostPaid, ,      security,          false,     '',     SEND",
    "Stopped,   PostPaid, ,      financial,         false,     '',     SEND",
    "Stopped,   PostPaid, ,      recycling,         false,     '',     SEND",
    "Running,   PostPaid, ,      Recycling,         false,     '',     WRONG_STATE",
    "Running,   PostPaid, ,      Recycling,         false,     F,      SEND",
    "Stopped,   PrePaid,  24,    Refunded,          false,     T,      SEND",
    "Stopped,   '',       ,      '',                false,     '',     SEND",
    "Stopped,   PrePaid,  24,    '',                false,     '',     BILLING",
    "Stopped,   PrePaid,  24,    '',                false,     T,      BILLING",
    "Running,   PrePaid,  24,    '',                false,     F T,    BILLING",
    "Starting,  PrePaid,  24,    '',                false,     F T,    BILLING",
    "Stopped,   PrePaid,  24,    security,          false,     F T,    BILLING",
    "Stopped,   PrePaid,  0,     '',                false,     T,      BILLING",
    "Stopped,   PrePaid,  -1,    '',                false,     '',     BILLING",
    "Stopped,   PrePaid,  -1,    '',                false,     F,      BILLING",
    "Stopped,   PrePaid,  -1,    '',                false,     T,      SEND",
    "Stopped,   PrePaid,  24,    refunded,          false,     T,      SEND",
    "Stopped,   PrePaid,  24,    refunded,          false,     '',     BILLING",
    "Stopped,   PrePaid,  24,    dedicatedhostfinancial, false, T,     BILLING",
    "Stopped,   PrePaid,  ,      'security,financial', false,  T,      SEND",
    "Stopped,   PrePaid,  ,      '',                false,     T,      BILLING",
    "Running,   PrePaid,  -1,    '',                false,     T,      WRONG_STATE",
    "Running,   PrePaid,  -1,    '',                false,     F T,    SEND",
    "Stopped,   PrePaid,  -1,    '',                true,      F T,    PROTECTED",
    "Repairing, PostPaid, ,      '',                false,     F T,    WRONG_STATE"
  })
  void what_happens_to_an_instance_depends_on_what_the_look_showed(
      String status,
      String charge,
      Integer hours,
      String locks,
      boolean isProtected,
      String powers,
      String outcome) {
    Snapshot snapshot = snapshot(status, charge, hours, locks, isProtected);
    for (Goal goal : Goal.values()) {
      for (Collateral collateral : Collateral.values()) {
        for (boolean dryRun : new boolean[] {false, true}) {
          Intent intent = new Intent(goal, collateral, powers(powers), dryRun);
          Assessment assessment = ecs.assess(snapshot, intent);
          assertThat(outcome(assessment)).as("%s %s", goal, intent).isEqualTo(outcome);
        }
      }
    }
  }

  @Test
  void one_step_leads_to_both_goals_and_cannot_go_further() {
    Assessment.Step step = new Assessment.Step("DeleteInstances", 1, "", false);
    Snapshot stopped = snapshot("Stopped", "PostPaid", null, "", false);
    assertThat(ecs.assess(stopped, Ecs.intent(false)).step()).isEqualTo(step);
    assertThat(ecs.assessUnseen(Ecs.intent(false)).kind()).isEqualTo(Assessment.Kind.SEND);
    assertThat(ecs.assessUnseen(Ecs.intent(true, Power.FORCE)).step()).isEqualTo(step);
    assertThat(ecs.facts().releaseActions().get(0).name()).isEqualTo(step.action());
  }

  @Test
  void an_interrupted_spot_instance_is_released_and_the_caller_told_that_it_goes_anyhow() {
    for (String spelling : new String[] {"Recycling", "recycling", "financial,RECYCLING"}) {
      Assessment assessment =
          ecs.assess(snapshot("Stopped", "PostPaid", null, spelling, false), Ecs.intent(false));
      assertThat(assessment.kind()).isEqualTo(Assessment.Kind.SEND);
      assertThat(assessment.hint()).contains("taking it back");
    }
    Assessment plain =
        ecs.assess(snapshot("Stopped", "PostPaid", null, "security", false), Ecs.intent(false));
    assertThat(plain.hint()).isEmpty();
  }

  @Test
  void a_refusal_says_what_to_do() {
    assertThat(hint(snapshot("Running", "PostPaid", null, "", false))).contains("FORCE");
    assertThat(hint(snapshot("Stopped", "PrePaid", -1, "", false)))
        .contains("TERMINATE_SUBSCRIPTION");
    assertThat(hint(snapshot("Stopped", "PrePaid", 5, "", false))).contains("pay-as-you-go");
    assertThat(hint(snapshot("Stopped", "PostPaid", null, "", true)))
        .contains("DeletionProtection=false");
    Assessment unknown = ecs.assess(snapshot("Repairing", "", null, "", false), Ecs.intent(false));
    assertThat(unknown.error().message()).contains("'Repairing'");
    Assessment until = ecs.assess(snapshot("Stopped", "PrePaid", 5, "", false), Ecs.intent(false));
    assertThat(until.error().message()).contains("2026-11-20T13:00:00Z");
  }

  @Test
  void what_goes_and_stays_does_not_depend_on_the_wish() {
    Snapshot plain = snapshot("Stopped", "PostPaid", null, "", false);
    Snapshot bound =
        Snapshot.builder(plain.ref(), Ecs.NOW, LifecyclePhase.STABLE)
            .attribute("EipAddress", "eip-1")
            .attribute("LockReason", "security")
            .build();
    for (Collateral wish : Collateral.values()) {
      Intent intent = new Intent(Goal.RELEASE, wish, Set.of(), false);
      assertThat(ecs.collateral(plain, intent))
          .extracting(CollateralItem::fate)
          .containsExactly(Fate.UNKNOWN);
      assertThat(ecs.collateral(bound, intent))
          .extracting(CollateralItem::fate)
          .containsExactly(Fate.GOES, Fate.STAYS);
      assertThat(ecs.collateral(bound, intent).get(1).id()).isEqualTo("eip-1");
    }
  }

  private String hint(Snapshot snapshot) {
    return ecs.assess(snapshot, Ecs.intent(false)).error().hint();
  }

  private static String outcome(Assessment assessment) {
    return assessment.kind() == Assessment.Kind.REFUSED
        ? assessment.error().category().name()
        : assessment.kind().name();
  }

  private static Set<Power> powers(String text) {
    return Arrays.stream(text.split(" "))
        .filter(power -> !power.isEmpty())
        .map(power -> power.equals("F") ? Power.FORCE : Power.TERMINATE_SUBSCRIPTION)
        .collect(Collectors.toSet());
  }

  private static Snapshot snapshot(
      String status, String charge, Integer hours, String locks, boolean isProtected) {
    LifecyclePhase phase =
        switch (status) {
          case "Running", "Stopped" -> LifecyclePhase.STABLE;
          case "Pending", "Starting", "Stopping" -> LifecyclePhase.CHANGING;
          default -> LifecyclePhase.UNRECOGNIZED;
        };
    Snapshot.Builder snapshot =
        Snapshot.builder(InstanceRef.of("aliyun-ecs", Ecs.REGION, "i-a"), Ecs.NOW, phase)
            .state(status)
            .chargeType(charge)
            .protectedFromRelease(isProtected)
            .attribute("LockReason", locks);
    if (hours != null) {
      snapshot.expiresAt(Ecs.NOW.plus(Duration.ofHours(hours)));
    }
    return snapshot.build();
  }
}
