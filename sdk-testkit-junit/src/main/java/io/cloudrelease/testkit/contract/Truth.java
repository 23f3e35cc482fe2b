package io.cloudrelease.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.CollateralItem.Fate;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.testkit.Ledger;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.SimulatedInstance;
import java.util.List;
import java.util.stream.Stream;

/** What a result says, held against the ledger as it is now. */
final class Truth {
  private final Ledger ledger;
  private final Goal goal;

  Truth(Ledger ledger, Goal goal) {
    this.ledger = ledger;
    this.goal = goal;
  }

  /** Holds every verdict against the ledger; {@code when} stands in the messages. */
  void of(ReleaseInstancesResult result, Object when) {
    for (InstanceVerdict verdict : result.verdicts()) {
      outcome(verdict, when + ": " + verdict);
      told(verdict, when + ": " + verdict);
    }
    assertThat(ledger.identicalRequests()).as("sent twice byte for byte, %s", when).isEmpty();
  }

  private void outcome(InstanceVerdict verdict, String what) {
    String id = verdict.ref().id();
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

  /** Guards go by names and tags: one that is lost lets pass what was to be kept. */
  private static void described(Snapshot seen, SimulatedInstance instance, String what) {
    assertThat(seen.name()).as("its name, %s", what).isEqualTo(instance.name());
    assertThat(seen.tags()).as("its tags, %s", what).isEqualTo(instance.tags());
  }

  private List<String> left(SimulatedInstance instance) {
    return ledger.leftBehind(instance.id()).stream()
        .flatMap(one -> Stream.of(one.id(), one.address()))
        .toList();
  }
}
