package io.cloudrelease.zenlayer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.zenlayer.ZenlayerBuilder.RecycleBin;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens next, by product, state, payment and goal. */
class AssessmentTest {

  @ParameterizedTest
  @CsvSource({
    "RUNNING,RELEASE,SEND ReleaseInstances 1 escalates",
    "RUNNING,DESTROY,SEND ReleaseInstances 1",
    "STOPPED,RELEASE,SEND ReleaseInstances 1 escalates",
    "STOPPED,DESTROY,SEND ReleaseInstances 1",
    "CREATE_FAILED,RELEASE,SEND ReleaseInstances 1 escalates",
    "CREATE_FAILED,DESTROY,SEND ReleaseInstances 1",
    "DEPLOYING,RELEASE,CHANGING",
    "IMAGING,DESTROY,CHANGING",
    "RELEASING,RELEASE,LEAVING",
    "RECYCLING,RELEASE,LEAVING",
    "RECYCLING,DESTROY,LEAVING",
    "RECYCLE,RELEASE,AT_GOAL",
    "RECYCLED,RELEASE,AT_GOAL",
    "RECYCLE,DESTROY,SEND ReleaseInstances 2",
    "RECYCLED,DESTROY,SEND ReleaseInstances 2",
    "MIGRATING,RELEASE,REFUSED",
    "MIGRATING,DESTROY,REFUSED",
    "'',RELEASE,REFUSED"
  })
  void zec_has_one_action_that_goes_further_when_it_is_repeated(
      String state, Goal goal, String next) {
    assertThat(next(Product.ZEC, Given.snapshot(Product.ZEC, state).build(), goal)).isEqualTo(next);
  }

  @ParameterizedTest
  @CsvSource({
    "POSTPAID,RUNNING,,RELEASE,SEND TerminateInstance 1",
    "POSTPAID,RUNNING,false,RELEASE,SEND TerminateInstance 1",
    "POSTPAID,STOPPED,,DESTROY,SEND TerminateInstance 1",
    "POSTPAID,CREATE_FAILED,,RELEASE,SEND TerminateInstance 1",
    "POSTPAID,INSTALLING,,RELEASE,CHANGING",
    "POSTPAID,RECYCLING,,DESTROY,LEAVING",
    "POSTPAID,RECYCLE,,RELEASE,AT_GOAL",
    "POSTPAID,RECYCLE,,DESTROY,SEND ReleaseInstances 2",
    "PREPAID,RUNNING,true,RELEASE,SEND TerminateInstance 1",
    "PREPAID,RUNNING,,RELEASE,SEND TerminateInstance 1",
    "PREPAID,RUNNING,false,RELEASE,ENDS_LATER",
    "PREPAID,RUNNING,false,DESTROY,ENDS_LATER",
    "PREPAID,STOPPED,false,RELEASE,ENDS_LATER",
    "PREPAID,INSTALL_FAILED,false,RELEASE,ENDS_LATER",
    "PREPAID,CREATE_FAILED,false,RELEASE,SEND TerminateInstance 1",
    "PREPAID,CREATE_FAILED,true,RELEASE,SEND TerminateInstance 1",
    "PREPAID,CREATING,false,RELEASE,CHANGING",
    "PREPAID,RECYCLE,false,RELEASE,AT_GOAL",
    "PREPAID,RECYCLE,false,DESTROY,SEND ReleaseInstances 2",
    "'',RUNNING,false,RELEASE,SEND TerminateInstance 1",
    "POSTPAID,MIGRATING,,RELEASE,REFUSED"
  })
  void bmc_and_vm_go_through_the_bin_unless_they_are_paid_ahead(
      String chargeType, String state, String autoRenew, Goal goal, String next) {
    for (Product product : new Product[] {Product.BMC, Product.VM}) {
      Snapshot snapshot =
          Given.snapshot(product, state)
              .chargeType(chargeType)
              .attribute("autoRenew", autoRenew == null ? "" : autoRenew)
              .build();
      boolean refused =
          product == Product.VM
              && chargeType.equals("PREPAID")
              && List.of("RUNNING", "STOPPED", "INSTALL_FAILED").contains(state);
      assertThat(next(product, snapshot, goal))
          .as("%s", product)
          .isEqualTo(refused ? "REFUSED" : next);
    }
  }

  @Test
  void a_prepaid_vm_is_refused_for_its_billing_and_told_when_it_ends() {
    Instant end = Instant.parse("2026-04-30T15:59:59Z");
    Snapshot prepaid =
        Given.snapshot(Product.VM, "RUNNING")
            .chargeType("PREPAID")
            .attribute("autoRenew", "false")
            .expiresAt(end)
            .build();
    Assessment refused = Given.provider(Product.VM).assess(prepaid, Given.RELEASE);

    assertThat(refused.kind()).isEqualTo(Assessment.Kind.REFUSED);
    assertThat(refused.error().category()).isEqualTo(ErrorCategory.BILLING);
    assertThat(refused.error().hint()).contains("2026-04-30T15:59:59Z", "24 hours");
  }

  @ParameterizedTest
  @CsvSource({"RECYCLING,true", "Recycling,true", "RELEASING,false"})
  void what_is_being_recycled_is_entering_a_bin_whatever_was_said_of_the_account(
      String state, boolean bin) {
    for (RecycleBin said : RecycleBin.values()) {
      Assessment leaving =
          Given.zec(said).assess(Given.snapshot(Product.ZEC, state).build(), Given.RELEASE);
      assertThat(leaving.kind()).isEqualTo(Assessment.Kind.LEAVING);
      assertThat(leaving.step().bin()).as("%s", said).isEqualTo(bin);
    }
  }

  @Test
  void on_an_account_without_a_bin_zec_neither_escalates_nor_has_one() {
    Snapshot running = Given.snapshot(Product.ZEC, "RUNNING").build();
    Snapshot binned = Given.snapshot(Product.ZEC, "RECYCLE").build();
    var none = Given.zec(RecycleBin.NO);
    for (Assessment.Step step :
        List.of(
            none.assess(running, Given.RELEASE).step(), none.assessUnseen(Given.RELEASE).step())) {
      assertThat(step).isEqualTo(new Assessment.Step("ReleaseInstances", 1, "", false, false));
    }
    // Whoever said so was wrong: what is seen in the bin is in the bin.
    assertThat(text(none.assess(binned, Given.RELEASE))).isEqualTo("AT_GOAL");
    assertThat(text(none.assess(binned, Given.DESTROY))).isEqualTo("SEND ReleaseInstances 2");
  }

  @ParameterizedTest
  @EnumSource(
      value = RecycleBin.class,
      names = {"YES", "UNKNOWN"})
  void on_an_account_that_has_or_may_have_a_bin_a_second_call_goes_too_far(RecycleBin bin) {
    Assessment first =
        Given.zec(bin).assess(Given.snapshot(Product.ZEC, "RUNNING").build(), Given.RELEASE);

    assertThat(first.step()).isEqualTo(new Assessment.Step("ReleaseInstances", 1, "", true, true));
    assertThat(first.hint().contains("for good at once, unless"))
        .isEqualTo(bin == RecycleBin.UNKNOWN);
  }

  @Test
  void a_subscription_that_ends_later_tells_when() {
    Instant end = Instant.parse("2026-04-30T15:59:59Z");
    Snapshot.Builder prepaid =
        Given.snapshot(Product.BMC, "RUNNING")
            .chargeType("PREPAID")
            .attribute("autoRenew", "false");

    assertThat(assess(prepaid.build()).hint())
        .contains("runs and is billed")
        .contains("paid period");
    assertThat(assess(prepaid.expiresAt(end).build()).hint()).contains("2026-04-30T15:59:59Z");
  }

  @ParameterizedTest
  @CsvSource({
    "BMC,true",
    "BMC,false",
    "VM,false",
  })
  void a_subscription_that_has_ended_is_said_to_be_over_and_not_to_run_until_then(
      Product product, String autoRenew) {
    Snapshot.Builder prepaid =
        Given.snapshot(product, "STOPPED").chargeType("PREPAID").attribute("autoRenew", autoRenew);
    Snapshot over = prepaid.expiresAt(Given.NOW.minusSeconds(1)).build();
    Snapshot ending = prepaid.expiresAt(Given.NOW).build();

    assertThat(hint(product, over))
        .contains(
            "its term is over: it ended at 2026-03-29T01:59:58Z", "suspended for up to 24 hours")
        .doesNotContain("until it expires");
    assertThat(hint(product, ending)).contains("until it expires").doesNotContain("over");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", ""})
  void a_subscription_that_cannot_be_terminated_and_may_renew_itself_is_not_said_to_end(
      String autoRenew) {
    Instant end = Instant.parse("2026-12-30T00:00:00Z");
    Snapshot.Builder prepaid =
        Given.snapshot(Product.VM, "RUNNING")
            .chargeType("PREPAID")
            .expiresAt(end)
            .attribute("autoRenew", autoRenew);
    assertThat(hint(Product.VM, prepaid.build()))
        .contains("switched off in the console", "renewed at 2026-12-30T00:00:00Z", "billed on")
        .doesNotContain("expires");
    assertThat(hint(Product.VM, prepaid.attribute("autoRenew", "false").build()))
        .contains("it runs until it expires at 2026-12-30T00:00:00Z")
        .doesNotContain("renewed");
    Snapshot over =
        prepaid.attribute("autoRenew", autoRenew).expiresAt(Given.NOW.minusSeconds(1)).build();
    assertThat(hint(Product.VM, over)).contains("its term is over").doesNotContain("renewed");
  }

  private static String hint(Product product, Snapshot snapshot) {
    Assessment assessment = Given.provider(product).assess(snapshot, Given.RELEASE);
    return assessment.kind() == Assessment.Kind.REFUSED
        ? assessment.error().hint()
        : assessment.hint();
  }

  @ParameterizedTest
  @CsvSource({
    "PREPAID,RUNNING,true",
    "PREPAID,CREATE_FAILED,false",
    "POSTPAID,RUNNING,false",
    "POSTPAID,CREATE_FAILED,false"
  })
  void only_of_a_subscription_it_is_said_that_it_runs_on_after_the_call(
      String chargeType, String state, boolean runsOn) {
    Snapshot renewed =
        Given.snapshot(Product.BMC, state)
            .chargeType(chargeType)
            .attribute("autoRenew", "true")
            .build();
    assertThat(assess(renewed).hint().contains("runs and is billed")).isEqualTo(runsOn);
  }

  @Test
  void unseen_a_bmc_instance_may_be_a_subscription_and_one_of_vm_would_be_refused() {
    assertThat(Given.provider(Product.BMC).assessUnseen(Given.RELEASE).hint())
        .contains("only not renewed");
    assertThat(Given.provider(Product.VM).assessUnseen(Given.RELEASE).hint()).isEmpty();
  }

  private static Assessment assess(Snapshot snapshot) {
    return Given.provider(Product.BMC).assess(snapshot, Given.RELEASE);
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void an_unknown_state_is_refused_by_name(Product product) {
    Assessment refused =
        Given.provider(product).assess(Given.snapshot(product, "MIGRATING").build(), Given.RELEASE);

    assertThat(refused.error().category()).isEqualTo(ErrorCategory.WRONG_STATE);
    assertThat(refused.error().message()).contains("MIGRATING");
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void an_absent_instance_gets_no_step(Product product) {
    Snapshot absent =
        Snapshot.builder(Given.refs(product, "i-1").get(0), Given.NOW, LifecyclePhase.ABSENT)
            .build();

    assertThat(next(product, absent, Goal.DESTROY)).isEqualTo("REFUSED");
  }

  @ParameterizedTest
  @CsvSource({
    "ZEC,RELEASE,SEND ReleaseInstances 1 escalates",
    "ZEC,DESTROY,SEND ReleaseInstances 1",
    "BMC,RELEASE,SEND TerminateInstance 1",
    "BMC,DESTROY,SEND TerminateInstance 1",
    "VM,RELEASE,SEND TerminateInstance 1",
    "VM,DESTROY,SEND TerminateInstance 1"
  })
  void an_instance_that_was_not_looked_at_gets_its_first_step(
      Product product, Goal goal, String next) {
    Intent intent = Given.intent(goal, Collateral.KEEP);
    assertThat(text(Given.provider(product).assessUnseen(intent))).isEqualTo(next);
  }

  @Test
  void the_old_zec_version_refuses_to_release_what_it_cannot_spare() {
    var old = Given.provider(Product.ZEC, ZenlayerApiVersion.PREVIOUS);
    Snapshot running = Given.snapshot(Product.ZEC, "RUNNING").build();
    Snapshot binned = Given.snapshot(Product.ZEC, "RECYCLE").build();
    Intent takeAll = Given.intent(Goal.RELEASE, Collateral.RELEASE);

    assertThat(old.assess(running, Given.RELEASE).error().hint()).contains("Collateral.RELEASE");
    assertThat(text(old.assessUnseen(Given.RELEASE))).isEqualTo("REFUSED");
    assertThat(text(old.assess(binned, Given.DESTROY))).isEqualTo("REFUSED");
    assertThat(text(old.assess(binned, Given.RELEASE))).isEqualTo("AT_GOAL");
    assertThat(text(old.assess(running, takeAll))).isEqualTo("SEND ReleaseInstances 1 escalates");
  }

  private static String next(Product product, Snapshot snapshot, Goal goal) {
    return text(Given.provider(product).assess(snapshot, Given.intent(goal, Collateral.KEEP)));
  }

  private static String text(Assessment assessment) {
    if (assessment.kind() != Assessment.Kind.SEND) {
      return assessment.kind().name();
    }
    Assessment.Step step = assessment.step();
    assertThat(step.group()).isEmpty();
    assertThat(step.bin()).as("a recycle bin may be in play").isTrue();
    return "SEND " + step.action() + " " + step.stage() + (step.escalates() ? " escalates" : "");
  }
}
