package io.cloudrelease.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.pace.BlastBudget;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Waves are shares of what is there to be sent, whatever else a list names. */
class WavesTest {
  private static final Pattern BEGINS = Pattern.compile("wave (\\d+) of \\d+ begins: (\\d+)");

  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final Clouds clouds = new Clouds(clock);
  private final List<Integer> sentBeforeAnyVerdict = new ArrayList<>();
  private final List<Instant> sendings = new ArrayList<>();

  private ReleaseInstancesResult release(
      List<InstanceRef> refs, UnaryOperator<ReleaseClientBuilder> with) {
    sentBeforeAnyVerdict.clear();
    Random random = new Random(1);
    List<String> verdicts = new ArrayList<>();
    ReleaseClientBuilder builder =
        with.apply(
            Clockwork.real()
                .clock(clock)
                .sleeper((duration, wake) -> clock.advance(duration))
                .random(() -> random)
                .singleThreaded(true)
                .in(clouds.client(settings -> settings))
                .transport(InProcessTransport.to(clock, clouds.all()))
                .listener(
                    event -> {
                      if (event.kind() == ReleaseEvent.Kind.SENDING) {
                        sendings.add(event.at());
                      }
                      if (event.kind() == ReleaseEvent.Kind.VERDICT) {
                        event
                            .verdict()
                            .filter(v -> v.sends() > 0)
                            .ifPresent(v -> verdicts.add(v.ref().id()));
                      } else if (event.kind() == ReleaseEvent.Kind.SENDING && verdicts.isEmpty()) {
                        sentBeforeAnyVerdict.add(event.instances().size());
                      }
                    }));
    try (ReleaseClient client = builder.build()) {
      return client.releaseInstances(
          ReleaseInstancesRequest.builder()
              .instances(refs)
              .maxInstances(5000)
              .deadline(Duration.ofHours(1))
              .build());
    }
  }

  /** So many that are there, one in so many of them refused for good, 0 for none. */
  private List<InstanceRef> there(int count, int oneRefusedIn) {
    List<InstanceRef> refs = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      boolean refused = oneRefusedIn > 0 && i % oneRefusedIn == 0;
      refs.addAll(
          clouds.register(
              clouds.tencent,
              TencentCvm.KIND,
              clouds.tencent.add(
                  1,
                  x -> {
                    x.postpaid();
                    if (refused) {
                      x.refusedWith("UnsupportedOperation.InstanceStateBanning");
                    }
                  })));
    }
    return refs;
  }

  /** So many that are not there, before those that are. */
  private static List<InstanceRef> behindGone(int count, List<InstanceRef> there) {
    List<InstanceRef> all = new ArrayList<>();
    String place = there.get(0).provider() + ":" + there.get(0).region() + ":";
    for (int i = 0; i < count; i++) {
      all.add(InstanceRef.parse(place + String.format(Locale.ROOT, "ins-g%07d", i)));
    }
    all.addAll(there);
    return all;
  }

  private static List<Integer> laterWaves(ReleaseInstancesResult result) {
    List<Integer> sizes = new ArrayList<>();
    Matcher matcher = BEGINS.matcher(result.evidence().toJsonLines());
    while (matcher.find()) {
      assertThat(Integer.parseInt(matcher.group(1))).isEqualTo(sizes.size() + 2);
      sizes.add(Integer.parseInt(matcher.group(2)));
    }
    return sizes;
  }

  private int sentFirst() {
    return sentBeforeAnyVerdict.stream().mapToInt(Integer::intValue).sum();
  }

  @Test
  void what_is_no_longer_there_makes_no_wave_larger() {
    List<InstanceRef> refs = behindGone(760, there(40, 0));
    Instant start = clock.instant();
    ReleaseInstancesResult result = release(refs, b -> b.waves(5, 10, 25));
    assertThat(result.counts())
        .containsEntry(Verdict.NOT_FOUND, 760)
        .containsEntry(Verdict.RELEASED, 40);
    assertThat(sentFirst()).as("10 %% of 40").isEqualTo(4);
    assertThat(Duration.between(start, sendings.get(0)))
        .as("nothing else is open by then")
        .isLessThan(Duration.ofSeconds(15));
    assertThat(laterWaves(result)).as("25 %% of 40, and the rest").containsExactly(10, 26);
  }

  /** There a gone one is looked for again after a minute only: longer than the first wave waits. */
  @Test
  void what_is_not_yet_known_to_be_gone_makes_no_wave_larger() {
    List<InstanceRef> there = clouds.ecs(40);
    List<InstanceRef> refs = new ArrayList<>();
    for (int i = 0; i < 760; i++) {
      String id = String.format(Locale.ROOT, "i-gone%014d", i);
      refs.add(InstanceRef.of(there.get(0).provider(), there.get(0).region(), id));
    }
    refs.addAll(there);
    for (boolean leftovers : new boolean[] {false, true}) {
      List<InstanceRef> now = leftovers ? behindGone(760, there(40, 0)) : refs;
      ReleaseInstancesResult result =
          release(now, b -> b.waves(5, 10, 25).checkLeftovers(leftovers));
      assertThat(result.counts())
          .containsEntry(Verdict.NOT_FOUND, 760)
          .containsEntry(Verdict.RELEASED, 40);
      assertThat(sentFirst()).as("10 %% of 40").isEqualTo(4);
      assertThat(laterWaves(result)).containsExactly(10, 26);
    }
  }

  /** What a budget keeps here was none of the wave: it makes no trouble smaller. */
  @Test
  void what_is_held_back_within_a_wave_dilutes_no_trouble() {
    ReleaseInstancesResult result =
        release(there(200, 2), b -> b.waves(5, 20, 20, 20).blastBudget(BlastBudget.perHour(4)));
    assertThat(laterWaves(result)).isEmpty();
    assertThat(result.verdicts())
        .filteredOn(v -> v.verdict() == Verdict.NOT_SENT)
        .anySatisfy(v -> assertThat(v.error().orElseThrow().code()).isEqualTo("Waves"));
  }

  /** While others were still open there seemed to be room for it. */
  @Test
  void a_wave_is_judged_once_more_when_it_is_over() {
    List<InstanceRef> refs = new ArrayList<>(there(5, 1));
    refs.addAll(becoming(495, 450, true));
    refs.addAll(becoming(40, 500, false));
    ReleaseInstancesResult result =
        release(refs, b -> b.waves(5, 10, 20, 20).guard(ReleaseGuard.denyTag("keep")));
    assertThat(result.counts().get(Verdict.RELEASED)).isZero();
    assertThat(laterWaves(result)).isEmpty();
  }

  /** So many that can be sent after so many seconds only. */
  private List<InstanceRef> becoming(int count, int seconds, boolean keep) {
    return clouds.register(
        clouds.tencent,
        TencentCvm.KIND,
        clouds.tencent.add(
            count,
            i -> {
              i.postpaid().state("STOPPING").becomes("RUNNING", Duration.ofSeconds(seconds));
              if (keep) {
                i.tag("keep", "yes");
              }
            }));
  }

  @Test
  void what_a_guard_holds_back_makes_no_wave_larger() {
    List<InstanceRef> refs =
        new ArrayList<>(
            clouds.register(
                clouds.tencent,
                TencentCvm.KIND,
                clouds.tencent.add(160, i -> i.postpaid().tag("keep", "yes"))));
    refs.addAll(there(40, 0));
    ReleaseInstancesResult result =
        release(refs, b -> b.waves(5, 10, 25).guard(ReleaseGuard.denyTag("keep")));
    assertThat(result.counts())
        .containsEntry(Verdict.NOT_SENT, 160)
        .containsEntry(Verdict.RELEASED, 40);
    assertThat(sentFirst()).isEqualTo(4);
    assertThat(laterWaves(result)).containsExactly(10, 26);
  }

  @Test
  void trouble_is_a_share_of_what_was_there() {
    List<InstanceRef> refs = behindGone(800, there(200, 10));
    ReleaseInstancesResult result = release(refs, b -> b.waves(5, 1, 5, 25));
    // 2 and 10: the tenth of all is the second wave's only refusal, a tenth of it.
    assertThat(result.counts())
        .containsEntry(Verdict.RELEASED, 11)
        .containsEntry(Verdict.REJECTED, 1)
        .containsEntry(Verdict.NOT_SENT, 188)
        .containsEntry(Verdict.NOT_FOUND, 800);
    assertThat(result.verdicts())
        .filteredOn(v -> v.verdict() == Verdict.NOT_SENT)
        .allSatisfy(
            v ->
                assertThat(v.error().orElseThrow().message())
                    .contains("wave 2 of 4: 1 of 10 ended"));
  }

  @Test
  void each_wave_is_judged_by_itself() {
    ReleaseInstancesResult result = release(there(20, 5), b -> b.waves(20, 25, 25, 25));
    assertThat(result.counts())
        .containsEntry(Verdict.RELEASED, 16)
        .containsEntry(Verdict.REJECTED, 4);
    assertThat(laterWaves(result)).containsExactly(5, 5, 5);
  }

  @Test
  void a_list_that_is_all_there_goes_as_it_is_named() {
    ReleaseInstancesResult result = release(there(300, 0), b -> b.waves(5, 1, 5, 25));
    assertThat(result.counts()).containsEntry(Verdict.RELEASED, 300);
    assertThat(sentFirst()).isEqualTo(3);
    assertThat(laterWaves(result)).containsExactly(15, 75, 207);
  }

  @Test
  void one_that_stays_open_holds_the_first_wave_back_for_half_a_minute_only() {
    List<InstanceRef> refs =
        new ArrayList<>(
            clouds.register(
                clouds.tencent,
                TencentCvm.KIND,
                clouds.tencent.add(1, i -> i.postpaid().state("STOPPING"))));
    refs.addAll(there(20, 0));
    Instant start = clock.instant();
    ReleaseInstancesResult result = release(refs, b -> b.waves(5, 10));
    assertThat(result.counts()).containsEntry(Verdict.RELEASED, 20);
    assertThat(Duration.between(start, sendings.get(0)))
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(45));
    assertThat(sentFirst()).as("10 %% of 20").isEqualTo(2);
  }
}
