package io.cloudrelease.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.remains.Leftover;
import io.cloudrelease.remains.Leftover.Existence;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.leftover.LeftoverCall;
import io.cloudrelease.spi.leftover.LeftoverListing;
import io.cloudrelease.spi.leftover.LeftoverQuery;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.InstanceSpec;
import io.cloudrelease.testkit.SimulatedBelonging;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a provider that tells leftovers has to keep, against a simulated cloud and its ledger.
 * Extend it in a test and name the cloud and the provider.
 */
public abstract class LeftoverContract {
  private static final Duration DEADLINE = Duration.ofMinutes(15);
  private static final int SEEDS = Integer.getInteger("leftovers.seeds", 60);

  private VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");

  /** A new cloud on that clock. */
  protected abstract SimulatedCloud cloud(VirtualClock virtualClock);

  /** The provider, signing with these credentials; it implements {@link LeftoverListing}. */
  protected abstract CloudProvider provider(Credentials credentials);

  /** Adds an instance that one request can release, with what hangs on it. */
  protected abstract SimulatedInstance add(
      SimulatedCloud cloud, Consumer<InstanceSpec<?>> belongings);

  /** The most elastic addresses that an instance can have there. */
  protected int mostAddresses() {
    return 2;
  }

  /** What instances can leave behind on this cloud, all of which has to be told. */
  protected Set<Kind> kinds() {
    return EnumSet.of(Kind.DISK, Kind.ADDRESS, Kind.INTERFACE, Kind.SNAPSHOT);
  }

  private LeftoverListing listing() {
    return (LeftoverListing) provider(Credentials.ofKey("AKIDEXAMPLE", "SECRETEXAMPLE"));
  }

  private String action(Kind kind) {
    return listing().leftoverCalls().stream()
        .filter(call -> call.kind() == kind)
        .findFirst()
        .orElseThrow()
        .action()
        .name();
  }

  private ReleaseInstancesResult release(
      SimulatedCloud cloud,
      boolean check,
      Collateral collateral,
      Collection<SimulatedInstance> instances) {
    Random random = new Random(7);
    CloudProvider provider = provider(cloud.credentials());
    ReleaseInstancesRequest.Builder request =
        ReleaseInstancesRequest.builder()
            .maxInstances(1_000)
            .goal(Goal.DESTROY)
            .collateral(collateral)
            .deadline(DEADLINE);
    instances.forEach(instance -> request.instance(instance.ref(provider.facts().name())));
    try (ReleaseClient client =
        Clockwork.real()
            .random(() -> random)
            .in(clock.drive(ReleaseClient.builder()))
            .provider(provider)
            .transport(InProcessTransport.to(clock, cloud))
            .checkLeftovers(check)
            .build()) {
      return client.releaseInstances(request.build());
    }
  }

  private ReleaseInstancesResult release(SimulatedCloud cloud, SimulatedInstance... instances) {
    return release(cloud, true, Collateral.KEEP, List.of(instances));
  }

  private static void everything(InstanceSpec<?> spec) {
    spec.disk("disk-stays", false);
    spec.disk("disk-goes", true);
    spec.elasticAddress("eip-stays", "203.0.113.9");
    spec.networkInterface("eni-stays");
    spec.snapshot("snap-stays", "disk-stays");
    spec.snapshot("snap-of-what-goes", "disk-goes");
  }

  private static Set<String> ids(ReleaseInstancesResult result, Existence exists) {
    return result.leftovers().stream()
        .filter(leftover -> leftover.exists() == exists)
        .map(leftover -> leftover.kind() + " " + leftover.id())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What is really left, of the kinds that this cloud has. */
  private Set<String> really(SimulatedCloud cloud, Collection<SimulatedInstance> instances) {
    Set<Kind> kinds = kinds();
    return instances.stream()
        .flatMap(instance -> cloud.ledger().leftBehind(instance.id()).stream())
        .filter(thing -> kinds.contains(thing.kind()))
        .map(thing -> thing.kind() + " " + thing.id())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void assertReleased(ReleaseInstancesResult result) {
    assertThat(result.verdicts())
        .isNotEmpty()
        .allMatch(verdict -> verdict.verdict() == Verdict.RELEASED);
  }

  @Test
  void what_stays_is_told_with_what_frees_it_and_what_goes_is_not() {
    SimulatedCloud cloud = cloud(clock);
    SimulatedInstance instance = add(cloud, LeftoverContract::everything);
    SimulatedInstance bare = add(cloud, spec -> {});
    ReleaseInstancesResult result = release(cloud, instance, bare);
    assertReleased(result);
    assertThat(ids(result, Existence.YES)).isEqualTo(really(cloud, List.of(instance)));
    assertThat(result.leftovers())
        .isNotEmpty()
        .allSatisfy(
            leftover -> {
              assertThat(leftover.exists()).isEqualTo(Existence.YES);
              assertThat(leftover.instance()).isEqualTo(result.verdicts().get(0).ref());
              assertThat(leftover.freedBy()).isNotEmpty();
              assertThat(leftover.why()).isEmpty();
            });
    assertThat(result.toJson()).contains("\"leftovers\":[{\"kind\"", "\"exists\":\"YES\"");
    assertThat(result.toTable()).contains("left by ", "still there");
    assertThat(cloud.ledger().destructiveRequests())
        .allSatisfy(request -> assertThat(request.ids()).doesNotContainAnyElementsOf(names()));
  }

  private static List<String> names() {
    return List.of("disk-stays", "eip-stays", "eni-stays", "snap-stays");
  }

  @Test
  void what_vanishes_a_minute_later_is_asked_for_again_and_said_to_be_gone() {
    // The same story twice: the first one tells when things are asked for.
    Story first = vanishing(Duration.ofDays(1));
    assertThat(ids(first.result(), Existence.YES)).contains(named("vanishes"));
    Duration between = Duration.between(first.gone(), first.asked()).plusSeconds(30);

    Story second = vanishing(between);
    assertThat(really(second.cloud(), second.all())).doesNotContain(named("vanishes"));
    assertThat(ids(second.result(), Existence.NO)).contains(named("vanishes"));
    assertThat(ids(second.result(), Existence.YES)).doesNotContain(named("vanishes"));
  }

  /**
   * A story of an instance for each kind.
   *
   * @param gone when the last instance was gone
   * @param asked when the first thing was asked for after that
   */
  private record Story(
      SimulatedCloud cloud,
      List<SimulatedInstance> all,
      ReleaseInstancesResult result,
      Instant gone,
      Instant asked) {}

  private Story vanishing(Duration after) {
    clock = VirtualClock.at("2026-11-20T08:00:00Z");
    SimulatedCloud cloud = cloud(clock);
    List<SimulatedInstance> all = new ArrayList<>();
    for (Kind kind : kinds()) {
      String id = kind + "-vanishes";
      all.add(
          add(
              cloud,
              spec -> {
                hang(spec, kind, id, "203.0.113.7");
                spec.vanishes(id, after);
              }));
    }
    ReleaseInstancesResult result = release(cloud, true, Collateral.KEEP, all);
    assertReleased(result);
    Instant gone =
        all.stream()
            .map(instance -> cloud.ledger().pointOf(instance.id()).orElseThrow().at())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    Instant asked =
        cloud.ledger().requests(request -> actions().contains(request.action())).stream()
            .map(request -> request.call().at())
            .filter(at -> at.isAfter(gone))
            .min(Comparator.naturalOrder())
            .orElseThrow();
    return new Story(cloud, all, result, gone, asked);
  }

  private Set<String> actions() {
    return listing().leftoverCalls().stream()
        .map(call -> call.action().name())
        .collect(Collectors.toSet());
  }

  private String[] named(String what) {
    return kinds().stream().map(kind -> kind + " " + kind + "-" + what).toArray(String[]::new);
  }

  private static void hang(InstanceSpec<?> spec, Kind kind, String id, String address) {
    switch (kind) {
      case DISK -> spec.disk(id, false);
      case ADDRESS -> spec.elasticAddress(id, address);
      case INTERFACE -> spec.networkInterface(id);
      default -> spec.disk("disk-of-" + id, true).snapshot(id, "disk-of-" + id);
    }
  }

  @Test
  void what_may_not_be_read_is_not_looked_at_with_the_missing_right_and_no_verdict_hears_of_it() {
    for (Kind denied : kinds()) {
      SimulatedCloud cloud = cloud(clock);
      SimulatedInstance instance = add(cloud, LeftoverContract::everything);
      cloud.deniesReading(action(denied));
      ReleaseInstancesResult result = release(cloud, instance);
      assertReleased(result);
      Set<String> others = really(cloud, List.of(instance));
      others.removeIf(name -> name.startsWith(denied.name()));
      assertThat(ids(result, Existence.YES)).isEqualTo(others);
      List<Leftover> ofIt =
          result.leftovers().stream().filter(leftover -> leftover.kind() == denied).toList();
      assertThat(ofIt)
          .isNotEmpty()
          .allSatisfy(
              leftover -> {
                assertThat(leftover.exists()).isEqualTo(Existence.NOT_KNOWN);
                assertThat(leftover.why().orElseThrow().category())
                    .isEqualTo(ErrorCategory.FORBIDDEN);
                assertThat(leftover.why().orElseThrow().summary()).contains(action(denied));
              });
    }
  }

  @Test
  void calls_that_fail_or_hang_change_no_verdict_and_hold_nothing_beyond_the_deadline() {
    for (Fault fault :
        List.of(
            Fault.hang(),
            Fault.throttled(),
            Fault.internalError(),
            Fault.dropped(),
            Fault.garbage(),
            Fault.nothingShown())) {
      SimulatedCloud cloud = cloud(clock);
      SimulatedInstance instance = add(cloud, LeftoverContract::everything);
      Set<String> actions = actions();
      cloud.faults(new FaultScript().always(call -> actions.contains(call.action()), fault));
      ReleaseInstancesResult result = release(cloud, instance);
      assertReleased(result);
      assertThat(result.took()).as("%s", fault).isLessThanOrEqualTo(DEADLINE);
      assertThat(cloud.ledger().timesApplied(instance.id())).isBetween(1, 2);
    }
  }

  @Test
  void nothing_is_asked_unless_it_is_wished_and_what_the_look_shows_is_told() {
    SimulatedCloud cloud = cloud(clock);
    SimulatedInstance instance = add(cloud, LeftoverContract::everything);
    ReleaseInstancesResult result = release(cloud, false, Collateral.KEEP, List.of(instance));
    assertReleased(result);
    for (Kind kind : kinds()) {
      assertThat(cloud.ledger().requests(action(kind))).isEmpty();
    }
    assertThat(result.leftovers())
        .allSatisfy(leftover -> assertThat(leftover.exists()).isEqualTo(Existence.NOT_KNOWN));
    assertThat(ids(result, Existence.NOT_KNOWN)).doesNotContain("DISK disk-goes");
  }

  @Test
  void of_many_small_stories_none_is_missing_and_none_invented() {
    int left = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      clock = VirtualClock.at("2026-11-20T08:00:00Z");
      Random random = new Random(seed);
      SimulatedCloud cloud = cloud(clock);
      List<SimulatedInstance> all = new ArrayList<>();
      int howMany = 1 + random.nextInt(4);
      for (int n = 0; n < howMany; n++) {
        String of = seed + "-" + n;
        all.add(add(cloud, spec -> some(spec, of, random)));
      }
      Collateral collateral = random.nextInt(4) == 0 ? Collateral.RELEASE : Collateral.KEEP;
      ReleaseInstancesResult result = release(cloud, true, collateral, all);
      assertReleased(result);
      Set<String> really = really(cloud, all);
      assertThat(ids(result, Existence.YES)).as("seed %s", seed).isEqualTo(really);
      assertThat(ids(result, Existence.NOT_KNOWN)).as("seed %s", seed).isEmpty();
      assertThat(everHung(all)).as("seed %s", seed).containsAll(ids(result, Existence.NO));
      left += really.size();
    }
    assertThat(left).as("stories that leave nothing compare nothing").isGreaterThan(SEEDS / 4);
  }

  private static Set<String> everHung(List<SimulatedInstance> instances) {
    return instances.stream()
        .flatMap(instance -> instance.belongings().stream())
        .map((SimulatedBelonging thing) -> thing.kind() + " " + thing.id())
        .collect(Collectors.toSet());
  }

  private void some(InstanceSpec<?> spec, String of, Random random) {
    int disks = random.nextInt(3);
    for (int i = 0; i < disks; i++) {
      String disk = "disk-" + of + "-" + i;
      spec.disk(disk, random.nextBoolean());
      if (random.nextInt(3) == 0) {
        spec.snapshot("snap-" + of + "-" + i, disk);
        vanishing(spec, "snap-" + of + "-" + i, random);
      }
      vanishing(spec, disk, random);
    }
    int addresses = random.nextInt(mostAddresses() + 1);
    for (int i = 0; i < addresses; i++) {
      String address = "198.51." + Math.floorMod(of.hashCode(), 250) + "." + i;
      spec.elasticAddress("eip-" + of + "-" + i, address);
      vanishing(spec, "eip-" + of + "-" + i, random);
    }
    int interfaces = random.nextInt(2);
    for (int i = 0; i < interfaces; i++) {
      spec.networkInterface("eni-" + of + "-" + i);
      if (mostAddresses() == 1 && random.nextBoolean()) {
        spec.elasticAddressOn("eni-" + of + "-" + i, "eip-" + of + "-n" + i, "192.0.2." + i);
      }
    }
  }

  /** Within the first questions or long after the last, so that it is clear what is true then. */
  private static void vanishing(InstanceSpec<?> spec, String id, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> spec.vanishes(id, Duration.ofSeconds(random.nextInt(20)));
      case 1 -> spec.vanishes(id, Duration.ofMinutes(30));
      default -> {}
    }
  }

  @Test
  void whatever_can_be_left_is_called_for() {
    assertThat(listing().leftoverCalls().stream().map(LeftoverCall::kind).distinct())
        .as("the kinds that are called for, beside kinds()")
        .containsExactlyInAnyOrderElementsOf(kinds());
  }

  @Test
  void a_call_names_all_it_is_asked_for_in_the_same_way_each_time_and_how_much_it_takes() {
    Intent intent = new Intent(Goal.RELEASE, Collateral.KEEP, Set.of(), false);
    for (LeftoverCall call : listing().leftoverCalls()) {
      int most = call.action().maxBatch();
      List<String> names = IntStream.range(0, most).mapToObj(i -> "id-x" + i).toList();
      LeftoverQuery query = new LeftoverQuery(call, "region-1", names, intent);
      ApiRequest request = listing().encodeLeftovers(query);
      assertThat(listing().encodeLeftovers(query)).isEqualTo(request);
      assertThat(request.action()).isEqualTo(call.action().name());
      assertThat(Written.in(request)).contains(names);
      assertThat(Written.numbers(request))
          .as("how many rows it takes, in %s", Written.in(request))
          .anyMatch(rows -> rows >= (call.finds() ? 2 : most));
      assertThat(call.right()).contains(call.action().name());
      assertThat(listing().leftoverSigner(call)).isNotNull();
    }
    assertThat(kinds())
        .allSatisfy(kind -> assertThat(listing().freedBy(kind)).isNotEmpty())
        .allSatisfy(
            kind ->
                assertThat(listing().leftoverCalls())
                    .filteredOn(call -> call.kind() == kind && !call.finds())
                    .hasSize(1));
  }

  @Test
  void reading_survives_lists_that_are_bent() {
    Intent intent = new Intent(Goal.RELEASE, Collateral.KEEP, Set.of(), false);
    for (LeftoverCall call : listing().leftoverCalls()) {
      SimulatedCloud cloud = cloud(clock);
      SimulatedInstance instance = add(cloud, LeftoverContract::everything);
      String subject =
          switch (call.by()) {
            case INSTANCE -> instance.id();
            case DISK -> "disk-stays";
            case ADDRESS -> "203.0.113.9";
            case INTERFACE -> "eni-stays";
            case ID -> stays(call.kind());
          };
      LeftoverQuery query = new LeftoverQuery(call, instance.region(), List.of(subject), intent);
      Bent.assertSurvives(
          Asked.answer(
              cloud,
              clock.instant(),
              listing().leftoverSigner(call),
              listing().encodeLeftovers(query)),
          bent -> listing().readLeftovers(query, bent));
    }
  }

  private static String stays(Kind kind) {
    return switch (kind) {
      case DISK -> "disk-stays";
      case ADDRESS -> "eip-stays";
      case INTERFACE -> "eni-stays";
      default -> "snap-stays";
    };
  }

  @Test
  void nothing_but_a_clear_list_is_taken_for_one() {
    Intent intent = new Intent(Goal.RELEASE, Collateral.KEEP, Set.of(), false);
    Map<Integer, List<String>> bodies =
        Map.of(
            200, List.of("", "{}", "[]", "null", "<html></html>", "<a/>", "{"),
            403, List.of("", "{}", "<html></html>"),
            503, List.of("", "{}"));
    for (LeftoverCall call : listing().leftoverCalls()) {
      LeftoverQuery query = new LeftoverQuery(call, "region-1", List.of("id-1"), intent);
      bodies.forEach(
          (status, texts) ->
              texts.forEach(
                  text ->
                      assertThat(
                              listing()
                                  .readLeftovers(
                                      query,
                                      HttpResponse.of(status, List.of(), HttpBody.utf8(text)))
                                  .failure())
                          .as("%s %s to %s", status, text, call)
                          .isPresent()));
    }
  }
}
