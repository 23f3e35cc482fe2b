package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.error;
import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedCall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One run sent both where no bin was known. Another one sees the first of them in the bin, and the
 * second as it was: its call would be the second one, out of that bin.
 */
class BinsAmongRunsTest {
  private static final String BEHIND = "ap-shanghai";

  @TempDir Path folder;
  private final Sky sky = new Sky();
  private InstanceRef seen;
  private InstanceRef behind;

  @BeforeEach
  void pay_as_you_go_goes_to_the_bin() {
    sky.tencent.postpaidGoesToBin(true);
    seen = ref(sky.tencent.add(i -> i.postpaid().region("ap-guangzhou")));
    behind = ref(sky.tencent.add(i -> i.postpaid().region(BEHIND)));
    sky.clock.advance(Duration.ofMinutes(30));
  }

  private static ReleaseInstancesRequest request(InstanceRef... refs) {
    return ReleaseInstancesRequest.builder().instances(List.of(refs)).build();
  }

  private static ReleaseInstancesRequest quickly(InstanceRef... refs) {
    return request(refs).toBuilder().noWait().deadline(Duration.ofSeconds(20)).build();
  }

  private ReleaseClientBuilder process() {
    return Clockwork.real()
        .steadyClock(sky.clock::instant)
        .in(sky.parts())
        .journal(FileJournal.inFolder(folder).steadyClock(Death.nanos(sky.clock)));
  }

  private void looksFallBehind() {
    sky.tencent.faults(
        call ->
            call.destructive() || !call.region().equals(BEHIND)
                ? Optional.empty()
                : Optional.of(Fault.staleLook(Duration.ofMinutes(1))));
  }

  private void leavesItAlone(ReleaseInstancesResult result) {
    assertThat(sky.applied(behind)).as("%s", result.verdicts()).isEqualTo(1);
    assertThat(verdict(result, behind)).isEqualTo(Verdict.NOT_SENT);
    assertThat(error(result, behind).code()).isEqualTo("ClaimedByOtherRun");
    assertThat(sky.tencent.ledger().stepsBeyond(behind.id(), Goal.RELEASE)).isZero();
  }

  @Test
  void a_bin_counts_from_the_first_look_at_another_instance_on() {
    try (ReleaseClient one = process().build();
        ReleaseClient other = process().build()) {
      one.releaseInstances(quickly(seen, behind));
      looksFallBehind();
      leavesItAlone(other.releaseInstances(quickly(seen, behind)));
    }
  }

  @Test
  void what_a_process_sent_before_it_knew_the_bin_is_remembered() {
    try (ReleaseClient client = sky.parts().build()) {
      client.releaseInstances(quickly(seen, behind));
      looksFallBehind();
      leavesItAlone(client.releaseInstances(quickly(seen, behind)));
    }
  }

  private ReleaseClientBuilder twoNames() {
    return sky.parts()
        .provider(
            TencentCvm.builder().name("alias").credentials(sky.tencent.credentials()).build());
  }

  private InstanceRef renamed() {
    return InstanceRef.of("alias", BEHIND, behind.id());
  }

  @Test
  void where_it_is_known_one_look_comes_before_a_call() {
    try (ReleaseClient hand = process().build();
        ReleaseClient client = sky.parts().build()) {
      hand.releaseInstances(request(seen));
      client.releaseInstances(request(seen));
      int before = sky.tencent.ledger().requests().size();
      client.releaseInstances(quickly(behind));
      assertThat(
              sky.tencent.ledger().requests().stream()
                  .skip(before)
                  .map(request -> request.call().destructive()))
          .containsExactly(false, true);
    }
  }

  @Test
  void a_bin_is_known_under_the_other_name_of_its_account() {
    InstanceRef renamed = renamed();
    try (ReleaseClient client = twoNames().build()) {
      ReleaseInstancesResult first = client.releaseInstances(request(seen, behind));
      assertThat(verdict(first, behind)).isEqualTo(Verdict.RECYCLED);
      looksFallBehind();
      ReleaseInstancesResult second = client.releaseInstances(quickly(renamed));
      assertThat(sky.applied(behind)).as("%s", second.verdicts()).isEqualTo(1);
      assertThat(error(second, renamed).code()).isEqualTo("ClaimedByOtherRun");
    }
  }

  @Test
  void so_it_is_where_the_names_have_only_their_keys_in_common() {
    InstanceRef renamed = renamed();
    try (ReleaseClient client = twoNames().build()) {
      assertThat(verdict(client.releaseInstances(request(seen)), seen)).isEqualTo(Verdict.RECYCLED);
      sky.tencent.faults(
          new FaultScript()
              .nth(1, SimulatedCall::destructive, Fault.dropped().afterEffect())
              .always(Sky::look, Fault.staleLook(Duration.ofMinutes(4))));
      ReleaseInstancesResult second =
          client.releaseInstances(
              request(renamed).toBuilder().deadline(Duration.ofMinutes(3)).build());
      assertThat(sky.applied(behind)).as("%s", second.verdicts()).isEqualTo(1);
      assertThat(sky.tencent.ledger().stepsBeyond(behind.id(), Goal.RELEASE)).isZero();
    }
  }

  @Test
  void what_one_name_sees_on_its_way_there_tells_the_other_name() {
    sky.tencent.isolating(Duration.ofMinutes(2));
    try (ReleaseClient hand = process().build()) {
      hand.releaseInstances(quickly(behind));
    }
    sky.clock.advance(Duration.ofSeconds(2));
    ReleaseInstancesResult[] second = new ReleaseInstancesResult[1];
    try (ReleaseClient client = twoNames().build();
        ReleaseClient looking =
            sky.parts()
                .listener(
                    event -> {
                      if (event.kind() == ReleaseEvent.Kind.RETRYING && second[0] == null) {
                        looksFallBehind();
                        second[0] = client.releaseInstances(quickly(renamed()));
                      }
                    })
                .build()) {
      sky.tencent.faults(throttledOnTheSecondLook());
      looking.releaseInstances(request(behind));
    }
    assertThat(sky.applied(behind)).as("%s", second[0].verdicts()).isEqualTo(1);
    assertThat(error(second[0], renamed()).code()).isEqualTo("ClaimedByOtherRun");
  }

  private static FaultScript throttledOnTheSecondLook() {
    return new FaultScript().nth(2, Sky::look, Fault.gateway(503));
  }

  @Test
  void a_bin_that_shows_up_while_a_first_call_waits_for_its_turn_counts() {
    boolean[] learned = {false};
    try (ReleaseClient one = process().build()) {
      one.releaseInstances(quickly(seen, behind));
      looksFallBehind();
      Clockwork clocks = Clockwork.real().steadyClock(sky.clock::instant);
      try (ReleaseClient neighbour = clocks.in(sky.parts()).build();
          ReleaseClient other =
              clocks
                  .in(sky.parts())
                  .journal(FileJournal.inFolder(folder).steadyClock(Death.nanos(sky.clock)))
                  .pace(
                      (lane, now) -> {
                        if (lane.action().startsWith("Terminate") && !learned[0]) {
                          learned[0] = true;
                          neighbour.releaseInstances(quickly(seen));
                        }
                        return Duration.ZERO;
                      })
                  .build()) {
        leavesItAlone(other.releaseInstances(quickly(behind)));
      }
      assertThat(learned[0]).isTrue();
    }
  }
}
