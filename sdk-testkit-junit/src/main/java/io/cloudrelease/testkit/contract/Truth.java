package io.cloudrelease.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.CollateralItem.Fate;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.Ledger;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.SimulatedBelonging;
import io.cloudrelease.testkit.SimulatedInstance;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a result says, held against the ledger as it is now. */
final class Truth {
  private static final Set<Verdict> TELL_WHAT_HUNG_ON_IT =
      EnumSet.of(Verdict.RELEASED, Verdict.RECYCLED, Verdict.ACCEPTED);

  private final Ledger ledger;
  private final Goal goal;

  Truth(Ledger ledger, Goal goal) {
    this.ledger = ledger;
    this.goal = goal;
  }

  /** Holds every verdict against the ledger; {@code when} stands in the messages. */
  void of(ReleaseInstancesResult result, Object when) {
    Set<String> asked =
        result.verdicts().stream().map(verdict -> verdict.ref().id()).collect(Collectors.toSet());
    assertThat(ledger.destructiveRequests())
        .allSatisfy(
            request ->
                assertThat(asked).as("who is asked for, %s", when).containsAll(request.ids()));
    for (InstanceVerdict verdict : result.verdicts()) {
      outcome(verdict, when + ": " + verdict);
      told(verdict, when + ": " + verdict);
    }
    assertThat(ledger.identicalRequests()).as("sent twice byte for byte, %s", when).isEmpty();
  }

  private void outcome(InstanceVerdict verdict, String what) {
    String id = verdict.ref().id();
    assertThat(ledger.requestsFor(id))
        .as("requests that name it, %s", what)
        .hasSizeLessThanOrEqualTo(verdict.sends());
    assertThat(ledger.stepsBeyond(id, goal)).as("steps beyond the goal, %s", what).isZero();
    switch (verdict.verdict()) {
      case RELEASED -> assertThat(ledger.isGone(id)).as("gone, %s", what).isTrue();
      case RECYCLED -> assertThat(ledger.isInRecycleBin(id)).as("in the bin, %s", what).isTrue();
      case NOT_FOUND -> assertThat(ledger.knows(id)).as("ever was there, %s", what).isFalse();
      case ACCEPTED -> assertThat(ledger.effects(id)).as("what was done, %s", what).isNotEmpty();
      case REJECTED, NOT_SENT, DRY_RUN_PASSED ->
          assertThat(ledger.effects(id)).as("what was done, %s", what).isEmpty();
      default -> {
        // The others say less than that.
      }
    }
  }

  private void told(InstanceVerdict verdict, String what) {
    String id = verdict.ref().id();
    for (String told : verdict.requestIds()) {
      assertThat(ledger.requestsFor(id))
          .as("an answer with the request id %s, %s", told, what)
          .anyMatch(request -> answer(request).contains(told));
    }
    ledger.instance(id).ifPresent(instance -> shown(verdict, instance, what));
  }

  private static String answer(RecordedRequest request) {
    StringBuilder answer = new StringBuilder(request.outcome().response().body().text());
    request.outcome().response().headers().forEach(h -> answer.append('\n').append(h.value()));
    return answer.toString();
  }

  private void shown(InstanceVerdict verdict, SimulatedInstance instance, String what) {
    verdict.before().ifPresent(seen -> described(seen, instance, what));
    if (TELL_WHAT_HUNG_ON_IT.contains(verdict.verdict()) && verdict.before().isPresent()) {
      nothingHidden(verdict, instance, what);
    }
    List<String> left = left(instance);
    for (CollateralItem item : verdict.collateral()) {
      assertThat(ledger.requests(look -> look.ids().contains(instance.id())))
          .as("an answer that shows %s, %s", item, what)
          .anyMatch(look -> answer(look).contains(item.id()));
      if (item.fate() == Fate.GOES) {
        assertThat(left).as("what is left, %s", what).doesNotContain(item.id());
      }
      if (item.fate() == Fate.STAYS && ledger.isGone(instance.id())) {
        assertThat(left).as("what is left, %s", what).contains(item.id());
      }
    }
  }

  /** What each look before the first call shows to hang on it is told. */
  private void nothingHidden(InstanceVerdict verdict, SimulatedInstance instance, String what) {
    int first =
        ledger.requestsFor(instance.id()).stream()
            .mapToInt(RecordedRequest::number)
            .min()
            .orElse(Integer.MAX_VALUE);
    List<String> looks =
        ledger.requests(r -> r.number() < first && r.ids().contains(instance.id())).stream()
            .map(Truth::answer)
            .filter(answer -> Written.times(answer, instance.id()) > 0)
            .toList();
    List<String> told = verdict.collateral().stream().map(CollateralItem::id).toList();
    for (SimulatedBelonging belonging : instance.belongings()) {
      List<String> names =
          Stream.of(belonging.id(), belonging.address()).filter(name -> !name.isEmpty()).toList();
      boolean shown =
          !looks.isEmpty()
              && looks.stream()
                  .allMatch(look -> names.stream().anyMatch(n -> Written.times(look, n) > 0));
      if (shown) {
        assertThat(told).as("what hangs on it, %s", what).containsAnyElementsOf(names);
      }
    }
  }

  /**
   * Guards go by name, tags, age and protection: one that is lost lets pass what was to be kept.
   */
  private static void described(Snapshot seen, SimulatedInstance instance, String what) {
    assertThat(seen.name()).as("its name, %s", what).isEqualTo(instance.name());
    assertThat(seen.tags()).as("its tags, %s", what).isEqualTo(instance.tags());
    assertThat(seen.protectedFromRelease())
        .as("whether it is protected, %s", what)
        .isEqualTo(instance.isProtectedFromRelease());
    seen.createdAt()
        .ifPresent(
            made ->
                assertThat(made)
                    .as("when it was made, %s", what)
                    .isCloseTo(instance.createdAt(), within(1, ChronoUnit.MINUTES)));
  }

  private List<String> left(SimulatedInstance instance) {
    return ledger.leftBehind(instance.id()).stream()
        .flatMap(one -> Stream.of(one.id(), one.address()))
        .toList();
  }
}
