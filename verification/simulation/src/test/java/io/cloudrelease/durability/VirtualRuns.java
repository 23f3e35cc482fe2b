package io.cloudrelease.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Runs over the simulated clouds on a virtual clock, held against the clouds' ledgers. */
abstract class VirtualRuns {
  final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  final Clouds clouds = new Clouds(clock);

  ReleaseClient client(UnaryOperator<ReleaseClientBuilder> with) {
    return client(clouds.client(settings -> settings), with);
  }

  ReleaseClient client(ReleaseClientBuilder builder, UnaryOperator<ReleaseClientBuilder> with) {
    return with.apply(builder(builder, clock)).build();
  }

  /** A client on a machine with a clock of its own. */
  ReleaseClient clientAt(VirtualClock time) {
    return builder(clouds.client(settings -> settings), time).build();
  }

  private ReleaseClientBuilder builder(ReleaseClientBuilder builder, VirtualClock time) {
    Random random = new Random(1);
    return Clockwork.real()
        .clock(time)
        .sleeper((duration, wake) -> time.advance(duration))
        .random(() -> random)
        .singleThreaded(true)
        .in(builder)
        .transport(InProcessTransport.to(clock, clouds.all()));
  }

  static ReleaseInstancesRequest request(List<InstanceRef> refs) {
    return ReleaseInstancesRequest.builder().instances(refs).maxInstances(5000).build();
  }

  ReleaseInstancesResult release(List<InstanceRef> refs, UnaryOperator<ReleaseClientBuilder> with) {
    try (ReleaseClient client = client(with)) {
      return client.releaseInstances(request(refs));
    }
  }

  List<InstanceRef> tencent(int size, String environment) {
    return clouds.register(
        clouds.tencent,
        TencentCvm.KIND,
        clouds.tencent.add(size, i -> i.postpaid().tag("env", environment)));
  }

  static List<InstanceRef> join(List<InstanceRef> a, List<InstanceRef> b) {
    List<InstanceRef> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  /** Held back are exactly these, with this code; the ledgers know of no request for them. */
  void assertHeld(ReleaseInstancesResult result, List<InstanceRef> held, String code) {
    List<InstanceRef> notSent = new ArrayList<>();
    for (InstanceVerdict verdict : result.verdicts()) {
      if (verdict.verdict() == Verdict.NOT_SENT) {
        notSent.add(verdict.ref());
        assertThat(verdict.error().orElseThrow().category()).isEqualTo(ErrorCategory.GUARDED);
        assertThat(verdict.error().orElseThrow().code()).isEqualTo(code);
        assertThat(verdict.error().orElseThrow().message()).isNotBlank();
        assertThat(clouds.ledger(verdict.ref()).requestsFor(verdict.ref().id())).isEmpty();
      } else {
        assertThat(clouds.timesApplied(verdict.ref())).as("%s", verdict).isEqualTo(1);
      }
    }
    assertThat(notSent).containsExactlyInAnyOrderElementsOf(held);
  }
}
