package io.cloudrelease.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.find.Condition;
import io.cloudrelease.find.Found;
import io.cloudrelease.find.Selection;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.listing.GroupMembership;
import io.cloudrelease.spi.listing.InstanceListing;
import io.cloudrelease.spi.listing.ListFilter;
import io.cloudrelease.spi.listing.MembershipQuery;
import io.cloudrelease.spi.listing.PageQuery;
import io.cloudrelease.spi.listing.RegionListing;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultPlan;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a provider that lists instances has to keep, against a simulated cloud. Extend it in a test
 * and name the cloud and the provider.
 */
public abstract class ListingContract {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

  private static final List<UnaryOperator<String>> WAYS_OF_WRITING =
      List.of(
          word -> word,
          word -> word.toLowerCase(Locale.ROOT),
          word -> word.toUpperCase(Locale.ROOT));

  private final VirtualClock clock = VirtualClock.at(NOW);

  /** A new cloud on that clock. */
  protected abstract SimulatedCloud cloud(VirtualClock virtualClock);

  /** The provider, signing with these credentials; it implements {@link InstanceListing}. */
  protected abstract CloudProvider provider(Credentials credentials);

  /**
   * Adds that many instances, all with this name and these tags. What they have besides (a zone, a
   * private network) is held too.
   *
   * @param region one of {@link #regions}; empty where the cloud has none
   */
  protected abstract List<InstanceRef> add(
      SimulatedCloud cloud, String region, int howMany, String name, Map<String, String> tags);

  /** Three regions of the cloud; a single empty text where it has none. */
  protected abstract List<String> regions();

  /** Whether a key without the right to look is told so; else it is shown nothing. */
  protected boolean saysWhatIsDenied() {
    return true;
  }

  private Found find(SimulatedCloud cloud, Credentials credentials, Condition... conditions) {
    Random random = new Random(7);
    CloudProvider provider = provider(credentials);
    Selection.Builder selection =
        Selection.builder().in(provider.facts().name() + (provider.facts().regional() ? ":*" : ""));
    List.of(conditions).forEach(selection::where);
    try (ReleaseClient client =
        Clockwork.real()
            .random(() -> random)
            .in(clock.drive(ReleaseClient.builder()))
            .provider(provider)
            .transport(InProcessTransport.to(clock, cloud))
            .build()) {
      return client.find(selection.build());
    }
  }

  private Found find(SimulatedCloud cloud, Condition... conditions) {
    return find(cloud, cloud.credentials(), conditions);
  }

  private InstanceListing listing() {
    return (InstanceListing) provider(Credentials.ofKey("AKIDEXAMPLE", "SECRETEXAMPLE"));
  }

  private PageQuery query(ListFilter filter) {
    return query(filter, 0);
  }

  private PageQuery query(ListFilter filter, int halvings) {
    return new PageQuery("account", regions().get(0), filter, "", halvings, NOW);
  }

  private static List<ListFilter> filters() {
    return List.of(
        ListFilter.none(),
        new ListFilter(Map.of("k", "v", "empty", ""), Set.of("only-key"), "z", "n", "s", "c"),
        new ListFilter(Map.of("\u00e4 &=+/?\n\"", "\u65e5\u672c"), Set.of(), "", "", "", ""));
  }

  @Test
  void every_instance_is_found_over_many_pages_and_regions() {
    SimulatedCloud cloud = cloud(clock);
    Set<InstanceRef> added = new HashSet<>();
    regions().forEach(region -> added.addAll(add(cloud, region, 1_050, "web", Map.of())));
    Found found = find(cloud);
    assertThat(found.incomplete()).isEmpty();
    assertThat(found.refs()).hasSameSizeAs(added);
    assertThat(Set.copyOf(found.refs())).isEqualTo(added);
    assertThat(cloud.ledger().destructiveRequests()).isEmpty();
  }

  @Test
  void exactly_those_are_found_of_which_the_conditions_hold() {
    SimulatedCloud cloud = cloud(clock);
    String region = regions().get(0);
    List<InstanceRef> wanted =
        add(cloud, region, 30, "web-1", Map.of("purpose", "ci", "team", "a"));
    add(cloud, region, 30, "web-1", Map.of("purpose", "prod", "team", "a"));
    add(cloud, region, 30, "db-1", Map.of("purpose", "ci", "team", "a"));
    add(cloud, region, 30, "web-1", Map.of("purpose", "ci"));
    Found found =
        find(
            cloud,
            Condition.tag("purpose", "ci"),
            Condition.tag("team"),
            Condition.name("db-*").not());
    assertThat(found.incomplete()).isEmpty();
    assertThat(found.refs()).containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void what_is_shown_of_an_instance_finds_it() {
    SimulatedCloud cloud = cloud(clock);
    regions().forEach(region -> add(cloud, region, 3, "web", Map.of()));
    assertFinds(cloud, Condition::zone, seen -> List.of(seen.zone()));
    assertFinds(cloud, Condition::vpc, Snapshot::vpcs);
    for (UnaryOperator<String> written : WAYS_OF_WRITING) {
      assertFinds(
          cloud, word -> Condition.state(written.apply(word)), seen -> List.of(seen.state()));
      assertFinds(
          cloud,
          word -> Condition.chargeType(written.apply(word)),
          seen -> List.of(seen.chargeType()));
    }
  }

  /** Each word that is shown finds all instances of which it is shown. */
  private void assertFinds(
      SimulatedCloud cloud,
      Function<String, Condition> condition,
      Function<Snapshot, List<String>> words) {
    Map<String, List<InstanceRef>> wanted = new TreeMap<>();
    for (Snapshot seen : find(cloud).instances()) {
      for (String word : words.apply(seen)) {
        wanted.computeIfAbsent(word, unseen -> new ArrayList<>()).add(seen.ref());
      }
    }
    wanted.remove("");
    wanted.forEach(
        (word, refs) ->
            assertThat(find(cloud, condition.apply(word)).refs())
                .as("%s", condition.apply(word))
                .containsExactlyInAnyOrderElementsOf(refs));
  }

  @Test
  void a_tag_that_nobody_has_finds_nothing_and_that_is_all() {
    SimulatedCloud cloud = cloud(clock);
    add(cloud, regions().get(0), 3, "web", Map.of("purpose", "ci"));
    Found found = find(cloud, Condition.tag("never-used", "x"));
    assertThat(found.instances()).isEmpty();
    assertThat(found.incomplete()).isEmpty();
  }

  @Test
  void whatever_strikes_a_page_nothing_is_missing_without_a_word() {
    for (Fault fault :
        List.of(
            Fault.repeatedRow(),
            Fault.shortPage(),
            Fault.nothingShown(),
            Fault.throttled(),
            Fault.internalError(),
            Fault.dropped(),
            Fault.truncated(),
            Fault.garbage(),
            Fault.emptyAnswer())) {
      for (int struck = 1; struck <= 3; struck++) {
        SimulatedCloud cloud = cloud(clock);
        String action = provider(cloud.credentials()).facts().lookAction().name();
        List<InstanceRef> all = add(cloud, regions().get(0), 1_050, "web", Map.of());
        cloud.faults(nth(struck, action, fault));
        Found found = find(cloud);
        // By sets: AssertJ compares each element of a list with each.
        Set<InstanceRef> invented = new HashSet<>(found.refs());
        all.forEach(invented::remove);
        assertThat(invented).as(fault + " on page " + struck + ": invented").isEmpty();
        if (found.isComplete()) {
          Set<InstanceRef> missing = new HashSet<>(all);
          found.refs().forEach(missing::remove);
          assertThat(missing).as(fault + " on page " + struck + ": missing").isEmpty();
        }
      }
    }
  }

  private static FaultPlan nth(int number, String action, Fault fault) {
    int[] seen = {0};
    return call ->
        call.action().equals(action) && ++seen[0] == number ? Optional.of(fault) : Optional.empty();
  }

  @Test
  void a_key_that_may_not_look_is_said() {
    SimulatedCloud cloud = cloud(clock);
    add(cloud, regions().get(0), 3, "web", Map.of());
    AccessKey blind = AccessKey.of("AKIDBLIND", "SECRETBLIND").withMayDescribe(false);
    cloud.addKey(cloud.account(), blind);
    Found found = find(cloud, blind.credentials());
    assertThat(found.instances()).isEmpty();
    assertThat(found.isComplete()).isEqualTo(!saysWhatIsDenied());
  }

  @Test
  void a_page_is_asked_for_in_the_same_way_each_time_and_with_its_size() {
    for (ListFilter filter : filters()) {
      ApiRequest request = listing().encodePage(query(filter));
      assertThat(listing().encodePage(query(filter))).isEqualTo(request);
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.action())
          .isEqualTo(
              provider(Credentials.ofKey("AKIDEXAMPLE", "SECRETEXAMPLE"))
                  .facts()
                  .lookAction()
                  .name());
      assertThat(rows(filter, 0))
          .as("how many rows it takes, in %s", Written.in(request))
          .isPositive();
    }
  }

  /** The page size: the number that is half as large where rows are halved; 0 where none is. */
  private int rows(ListFilter filter, int halvings) {
    List<Integer> whole = Written.numbers(listing().encodePage(query(filter)));
    List<Integer> halved = Written.numbers(listing().encodePage(query(filter, 1)));
    List<Integer> asked = Written.numbers(listing().encodePage(query(filter, halvings)));
    return IntStream.range(0, whole.size())
        .filter(i -> halved.size() == whole.size() && halved.get(i) == whole.get(i) / 2)
        .filter(i -> asked.size() == whole.size() && whole.get(i) > 1)
        .map(asked::get)
        .findFirst()
        .orElse(0);
  }

  @Test
  void fewer_rows_are_asked_for_where_a_page_was_too_large() {
    int whole = rows(ListFilter.none(), 0);
    for (int halvings = 1; halvings < 12; halvings++) {
      assertThat(rows(ListFilter.none(), halvings))
          .as("rows after %s halvings of %s", halvings, whole)
          .isEqualTo(Math.max(1, whole >> halvings));
    }
  }

  @Test
  void nothing_but_a_clear_list_is_taken_for_one_and_reading_survives_any_bytes() {
    Random random = new Random(20261120);
    CloudProvider provider = provider(Credentials.ofKey("AKIDEXAMPLE", "SECRETEXAMPLE"));
    for (HttpResponse response : Spoiled.answers(random, 2_000)) {
      assertThat(listing().readPage(query(ListFilter.none()), response).failure())
          .as(response + ": " + response.body().text())
          .isPresent();
      if (provider instanceof RegionListing regions) {
        assertThat(regions.readRegions(response).failure()).isPresent();
      }
      if (provider instanceof GroupMembership groups) {
        for (ActionFacts action : groups.membershipActions()) {
          assertThat(groups.readMembership(members(provider, action, 2), response).failure())
              .isPresent();
        }
      }
    }
  }

  @Test
  void reading_survives_lists_that_are_bent() {
    SimulatedCloud cloud = cloud(clock);
    CloudProvider provider = provider(cloud.credentials());
    List<InstanceRef> refs = add(cloud, regions().get(0), 3, "web", Map.of("purpose", "ci"));
    PageQuery query = query(ListFilter.none());
    Bent.assertSurvives(
        answer(cloud, provider.signer(), listing().encodePage(query)),
        bent -> listing().readPage(query, bent));
    if (provider instanceof RegionListing regions) {
      Bent.assertSurvives(
          answer(cloud, regions.regionSigner(), regions.encodeRegions()), regions::readRegions);
    }
    if (provider instanceof GroupMembership groups) {
      for (ActionFacts action : groups.membershipActions()) {
        MembershipQuery members =
            new MembershipQuery(action.name(), regions().get(0), refs.subList(0, 1));
        RequestSigner signer = groups.membershipSigner(action.name());
        Bent.assertSurvives(
            answer(cloud, signer, groups.encodeMembership(members)),
            bent -> groups.readMembership(members, bent));
      }
    }
  }

  private HttpResponse answer(SimulatedCloud cloud, RequestSigner signer, ApiRequest request) {
    return Asked.answer(cloud, clock.instant(), signer, request);
  }

  @Test
  void a_membership_call_names_all_its_instances() {
    CloudProvider provider = provider(Credentials.ofKey("AKIDEXAMPLE", "SECRETEXAMPLE"));
    if (provider instanceof GroupMembership groups) {
      for (ActionFacts action : groups.membershipActions()) {
        MembershipQuery query = members(provider, action, action.maxBatch());
        ApiRequest request = groups.encodeMembership(query);
        assertThat(request.action()).isEqualTo(action.name());
        assertThat(Written.in(request)).contains(query.ids());
        assertThat(groups.encodeMembership(query)).isEqualTo(request);
      }
    }
  }

  private MembershipQuery members(CloudProvider provider, ActionFacts action, int howMany) {
    String region = regions().get(0);
    List<InstanceRef> refs =
        IntStream.range(0, howMany)
            .mapToObj(
                i ->
                    InstanceRef.of(
                        provider.facts().name(), region, provider.facts().idExample() + "x" + i))
            .toList();
    return new MembershipQuery(action.name(), region, refs);
  }

  /** Answers that are none. */
  private static final class Spoiled {
    static List<HttpResponse> answers(Random random, int noise) {
      List<HttpResponse> all = new ArrayList<>();
      for (String body :
          List.of("", "{}", "[]", "null", "true", "{", "<html><body>Bad</body></html>", "<a/>")) {
        for (int status : List.of(200, 204, 302, 307, 400, 403, 404, 408, 429, 500, 502, 503)) {
          all.add(HttpResponse.of(status, List.of(), HttpBody.utf8(body)));
        }
      }
      for (int i = 0; i < noise; i++) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        all.add(HttpResponse.of(100 + random.nextInt(500), List.of(), HttpBody.wrap(bytes)));
      }
      return all;
    }
  }
}
