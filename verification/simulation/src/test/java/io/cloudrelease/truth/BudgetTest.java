package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.error;
import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.refs;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.pace.BlastBudget;
import io.cloudrelease.pace.Pace;
import io.cloudrelease.testkit.Atomicity;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A budget is given back only for what is proven not to have been touched. */
class BudgetTest {
  private final Sky sky = new Sky();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void batches_of_which_a_part_is_done_and_the_rest_refused_destroy_no_more_than_it_grants(
      boolean inOneRun) {
    sky.tencent.atomicity(Atomicity.EVERY_GOOD_ONE);
    List<InstanceRef> refs = new ArrayList<>();
    for (int batch = 0; batch < 4; batch++) {
      refs.add(ref(sky.tencent.add(i -> {})));
      refs.add(
          ref(
              sky.tencent.add(
                  i -> i.refusedWith("FailedOperation.InvalidInstanceApplicationRole"))));
      refs.add(ref(sky.tencent.add(i -> {})));
    }
    BlastBudget budget = BlastBudget.perHour(3);
    for (int run = 0; run < (inOneRun ? 1 : 4); run++) {
      List<InstanceRef> now = inOneRun ? refs : refs.subList(3 * run, 3 * run + 3);
      sky.release(
          p ->
              p.blastBudget(budget)
                  .batchSplitter(
                      (all, most) ->
                          io.cloudrelease.batch.BatchSplitter.inOrder()
                              .split(all, Math.min(3, most))),
          r -> r.instances(now));
    }
    assertThat(sky.tencent.ledger().effects()).hasSizeLessThanOrEqualTo(3);
  }

  /** The first destructive call gets its turn more than an hour after it was asked for. */
  private static final class LateTurn implements Pace {
    private boolean given;

    @Override
    public Duration reserve(Lane lane, Instant now) {
      boolean first = !given && lane.action().equals("TerminateInstances");
      given |= first;
      return first ? Duration.ofMinutes(65) : Duration.ZERO;
    }
  }

  @Test
  void what_was_charged_more_than_an_hour_ago_gives_back_nothing_of_anothers_charge() {
    List<String> told = new ArrayList<>();
    BlastBudget budget =
        new BlastBudget() {
          @Override
          public int take(String account, int wanted, Instant at) {
            told.add("take " + wanted);
            return wanted;
          }

          @Override
          public void giveBack(String account, int count, Instant at) {
            told.add("give back " + count);
          }

          @Override
          public String describe() {
            return "any";
          }
        };
    InstanceRef refused = ref(sky.tencent.add(i -> i.refusedWith("UnauthorizedOperation")));
    sky.release(p -> p.blastBudget(budget), r -> r.instance(refused));
    assertThat(told).contains("take 1", "give back 1");
    told.clear();
    sky.release(
        p -> p.blastBudget(budget).pace(new LateTurn()),
        r -> r.instance(refused).lookFirst(false).deadline(Duration.ofHours(2)));
    assertThat(told).containsExactly("take 1");
  }

  @Test
  void a_budget_that_cannot_be_asked_is_not_called_used_up() {
    BlastBudget away =
        new BlastBudget() {
          @Override
          public int take(String account, int wanted, Instant at) {
            throw new IllegalStateException("its database is away");
          }

          @Override
          public void giveBack(String account, int count, Instant at) {}

          @Override
          public String describe() {
            return "20 an hour";
          }
        };
    InstanceRef one = ref(sky.tencent.add(i -> {}));
    ReleaseInstancesResult result = sky.release(p -> p.blastBudget(away), r -> r.instance(one));
    assertThat(verdict(result, one)).isEqualTo(Verdict.NOT_SENT);
    assertThat(error(result, one).summary())
        .contains("BlastBudget", "could not be asked", "IllegalStateException")
        .doesNotContain("used up")
        .doesNotContain("raise");
    assertThat(sky.tencent.ledger().destructiveRequests()).isEmpty();
  }

  @Test
  void what_was_cut_off_in_the_middle_of_a_batch_counts() {
    List<InstanceRef> refs = refs(sky.tencent.add(6, i -> {}));
    sky.tencent.faults(
        new FaultScript().times(2, SimulatedCall::destructive, Fault.partlyApplied(2)));
    BlastBudget budget = BlastBudget.perHour(3);
    sky.release(p -> p.blastBudget(budget), r -> r.instances(refs.subList(0, 3)));
    sky.release(p -> p.blastBudget(budget), r -> r.instances(refs.subList(3, 6)));
    assertThat(sky.tencent.ledger().effects()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void what_is_listed_as_failed_and_may_be_going_already_counts() {
    sky.zenlayer.account().recycleBin(true);
    InstanceRef listed = ref(sky.zenlayer.addZec(i -> {}));
    List<InstanceRef> others =
        Stream.generate(() -> ref(sky.zenlayer.addZec(i -> {}))).limit(3).toList();
    String answer =
        "{\"requestId\":\"r\",\"response\":{\"requestId\":\"r\",\"instanceIds\":[\"%s\"]}}";
    HttpBody body = HttpBody.utf8(answer.formatted(listed.id()));
    sky.zenlayer.faults(
        new FaultScript()
            .first(
                SimulatedCall::destructive,
                Fault.answering("listed as failed", HttpResponse.of(200, List.of(), body))
                    .afterEffect()));
    BlastBudget budget = BlastBudget.perHour(3);
    sky.release(p -> p.blastBudget(budget), r -> r.instance(listed));
    sky.release(p -> p.blastBudget(budget), r -> r.instances(others));
    assertThat(sky.zenlayer.ledger().effects()).hasSize(3);
  }

  @Test
  void a_call_without_an_answer_counts() {
    List<InstanceRef> refs = refs(sky.tencent.add(6, i -> {}));
    sky.tencent.faults(
        new FaultScript().first(SimulatedCall::destructive, Fault.dropped().afterEffect()));
    BlastBudget budget = BlastBudget.perHour(3);
    sky.release(p -> p.blastBudget(budget), r -> r.instances(refs.subList(0, 3)));
    sky.release(p -> p.blastBudget(budget), r -> r.instances(refs.subList(3, 6)));
    assertThat(sky.tencent.ledger().effects()).hasSize(3);
  }

  @Test
  void what_was_refused_before_it_was_looked_at_does_not_count() {
    List<InstanceRef> bad =
        refs(sky.tencent.add(2, i -> i.refusedWith("UnsupportedOperation.InstancesProtected")));
    List<InstanceRef> good = refs(sky.tencent.add(3, i -> {}));
    BlastBudget budget = BlastBudget.perHour(3);
    for (InstanceRef ref : bad) {
      ReleaseInstancesResult refused =
          sky.release(p -> p.blastBudget(budget), r -> r.instance(ref));
      assertThat(refused.counts()).containsEntry(Verdict.REJECTED, 1);
    }
    sky.release(p -> p.blastBudget(budget), r -> r.instances(good));
    assertThat(sky.tencent.ledger().effects()).hasSize(3);
  }

  @Test
  void a_budget_that_is_waited_for_in_vain_keeps_no_run_beyond_its_deadline() {
    List<InstanceRef> refs = refs(sky.tencent.add(40, i -> {}));
    ReleaseInstancesResult result =
        sky.release(
            p ->
                p.blastBudget(new Away())
                    .batchSplitter((all, most) -> all.stream().map(List::of).toList()),
            r -> r.instances(refs).lookFirst(false).deadline(Duration.ofSeconds(15)));
    assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, 40);
    assertThat(result.took()).isLessThanOrEqualTo(Duration.ofSeconds(20));
  }

  /** Its database does not answer, which takes five seconds to find out. */
  private final class Away implements BlastBudget {
    @Override
    public int take(String account, int wanted, Instant at) {
      sky.clock.advance(Duration.ofSeconds(5));
      throw new IllegalStateException("away");
    }

    @Override
    public void giveBack(String account, int count, Instant at) {}

    @Override
    public String describe() {
      return "away";
    }
  }
}
