package io.cloudrelease.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.find.Condition;
import io.cloudrelease.find.Found;
import io.cloudrelease.find.Place;
import io.cloudrelease.find.Selection;
import io.cloudrelease.find.Unread;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.InstanceSpec;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.fake.FakeSleeper;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Five thousand instances in six regions, of which some are looked for; more seeds by {@code
 * -Dsimulation.find.seeds=200}.
 */
class FindTest {
  private static final String LIST = "DescribeInstances";
  private static final int INSTANCES = 5_000;
  private static final int SEEDS = Integer.getInteger("simulation.find.seeds", 40);
  private static final Duration WEEK = Duration.ofDays(7);

  private static final List<Fault> FAULTS =
      List.of(
          Fault.gateway(500),
          Fault.gateway(503),
          Fault.dropped(),
          Fault.truncated(),
          Fault.garbage(),
          Fault.internalError(),
          Fault.throttled(),
          Fault.repeatedRow(),
          Fault.shortPage());

  /** A cloud full of instances, and what is wanted of them. */
  private static final class Scene {
    final FoundClouds kind;
    final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
    final SimulatedCloud cloud;
    final SplittableRandom random;
    final List<SimulatedInstance> all = new ArrayList<>(INSTANCES);
    final Set<String> wanted = new HashSet<>();
    final Set<String> gone = new HashSet<>();

    /**
     * By what they are looked for: a tag, by which clouds filter, or a name, by which none does.
     */
    final boolean byTag;

    Scene(FoundClouds kind, long seed, boolean byTag) {
      this.kind = kind;
      this.byTag = byTag;
      this.cloud = kind.cloud(clock);
      this.random = new SplittableRandom(seed);
      for (int i = 0; i < INSTANCES; i++) {
        all.add(kind.add(cloud, this::describe));
      }
      Instant now = clock.instant();
      for (SimulatedInstance instance : all) {
        boolean old = !instance.createdAt().isAfter(now.minus(WEEK));
        boolean meant =
            byTag
                ? "ci".equals(instance.tags().get("purpose"))
                : instance.name().startsWith("host-1");
        if (old && meant) {
          wanted.add(instance.id());
        }
      }
    }

    private void describe(InstanceSpec<?> spec) {
      spec.region("region-" + random.nextInt(kind.regions));
      spec.name("host-" + random.nextInt(100));
      // Not within the seconds that the looking takes.
      spec.createdAt(clock.instant().minus(Duration.ofMinutes(30 + 60L * random.nextInt(720))));
      if (random.nextInt(3) > 0) {
        spec.tag("purpose", random.nextInt(3) == 0 ? "ci" : "web");
      }
    }

    Found find() {
      try (ReleaseClient client =
          Clockwork.real()
              .clock(clock)
              .sleeper(new FakeSleeper(clock))
              .random(() -> new Random(5))
              .singleThreaded(true)
              .in(ReleaseClient.builder())
              .provider(kind.provider(cloud))
              .transport(InProcessTransport.to(clock, cloud))
              .build()) {
        return client.find(
            Selection.builder()
                .in(kind.place())
                .where(byTag ? Condition.tag("purpose", "ci") : Condition.name("host-1*"))
                .where(Condition.olderThan(WEEK))
                .build());
      }
    }

    /** One of a hundred pages is struck; between pages instances go and come. */
    void trouble(double churn) {
      cloud.faults(
          call -> {
            if (!call.action().equals(LIST)) {
              return Optional.empty();
            }
            // As many go as come, at once: the number stays, and the rest moves.
            int swapped = random.nextDouble() < churn ? 1 + random.nextInt(2) : 0;
            int leaving = swapped + (random.nextDouble() < churn / 4 ? 1 : 0);
            int coming = swapped + (random.nextDouble() < churn / 4 ? 1 : 0);
            for (int i = 0; i < leaving; i++) {
              leave(call.region());
            }
            for (int i = 0; i < coming; i++) {
              kind.add(cloud, spec -> describeYoung(spec, call.region()));
            }
            return random.nextInt(100) == 0
                ? Optional.of(FAULTS.get(random.nextInt(FAULTS.size())))
                : Optional.empty();
          });
    }

    /** One of that region goes, rather one from the beginning of its list. */
    private void leave(String region) {
      for (int tries = 0; tries < 100; tries++) {
        SimulatedInstance one = all.get(random.nextInt(1 + random.nextInt(all.size())));
        if (one.region().equals(region) && gone.add(one.id())) {
          cloud.vanish(one.id());
          return;
        }
      }
    }

    private void describeYoung(InstanceSpec<?> spec, String region) {
      describe(spec);
      spec.region(region).createdAt(clock.instant());
    }
  }

  @ParameterizedTest
  @EnumSource(FoundClouds.class)
  void exactly_the_right_ones_are_found_at_the_pace_of_looks(FoundClouds kind) {
    find(kind, true);
    find(kind, false);
  }

  private static void find(FoundClouds kind, boolean byTag) {
    Scene scene = new Scene(kind, 1, byTag);
    Instant began = scene.clock.instant();
    Found found = scene.find();
    Duration took = Duration.between(began, scene.clock.instant());

    assertThat(found.incomplete()).isEmpty();
    assertThat(ids(found)).isEqualTo(scene.wanted);
    assertThat(scene.wanted).hasSizeGreaterThan(300);
    assertThat(scene.cloud.ledger().destructiveRequests()).isEmpty();

    // Whether a list is read twice is our matter: the pace is measured by what one reading takes.
    double readings = kind == FoundClouds.TENCENT ? 1 : 2;
    double atTheRate = busiestLane(scene) / readings / kind.looksPerSecond;
    assertThat(took.toMillis() / 1000.0)
        .as("seconds; the rate alone takes " + atTheRate)
        .isLessThan(atTheRate + 2);
    System.out.printf(
        "%s by %s: %d of %d found in %d calls, %.1f s%n",
        kind,
        byTag ? "tag" : "name",
        found.instances().size(),
        INSTANCES,
        scene.cloud.ledger().requests().size(),
        took.toMillis() / 1000.0);
  }

  /** Regions of one host share a rate on Tencent; elsewhere each has its own. */
  private static long busiestLane(Scene scene) {
    Map<String, Long> lanes = new HashMap<>();
    for (RecordedRequest request : scene.cloud.ledger().requests(LIST)) {
      String lane = scene.kind == FoundClouds.TENCENT ? "" : request.call().region();
      lanes.merge(lane, 1L, Long::sum);
    }
    return lanes.values().stream().mapToLong(n -> n).max().orElse(0);
  }

  @ParameterizedTest
  @EnumSource(FoundClouds.class)
  void whatever_happens_meanwhile_nothing_is_missing_without_a_word(FoundClouds kind) {
    int complete = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Scene scene = new Scene(kind, seed, seed % 4 == 0);
      // Some lists stand still but for the faults, some hardly ever do.
      scene.trouble(new double[] {0, 0.02, 0.2}[(int) (seed % 3)]);
      Found found = scene.find();
      complete += found.isComplete() ? 1 : 0;
      check(scene, found, seed);
    }
    System.out.printf("%s: %d of %d complete, the others said so%n", kind, complete, SEEDS);
    assertThat(complete).as("complete").isGreaterThan(SEEDS / 4);
  }

  private static void check(Scene scene, Found found, long seed) {
    Set<String> ids = ids(found);
    Set<String> unread =
        found.incomplete().stream()
            .map(Unread::place)
            .map(Place::region)
            .collect(Collectors.toSet());
    assertThat(scene.wanted).as("seed %d: found although not wanted", seed).containsAll(ids);
    if (unread.contains("*")) {
      return;
    }
    for (SimulatedInstance instance : scene.all) {
      String id = instance.id();
      boolean there = scene.wanted.contains(id) && !scene.gone.contains(id);
      if (there && !ids.contains(id)) {
        assertThat(unread)
            .as("seed %d: %s is missing without a word", seed, id)
            .contains(instance.region());
      }
    }
  }

  private static Set<String> ids(Found found) {
    return found.refs().stream().map(InstanceRef::id).collect(Collectors.toSet());
  }
}
