package io.cloudrelease.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.signing.SigningContext;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.testkit.fake.Canary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What the facts and pure functions of a provider have to keep, whatever its cloud. Extend it in a
 * test and name the provider.
 */
public abstract class ProviderContract {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
  private static final Canary CANARY = new Canary("CANARY7secret7key");
  private static final Canary TOKEN = new Canary("CANARY7session7token");

  /** The provider, with whatever credentials; they are not used. */
  protected abstract CloudProvider provider();

  /** That many ids as the cloud writes them, all different. */
  protected abstract List<String> ids(int howMany);

  /** A region of the cloud; empty where it has none. */
  protected abstract String region();

  private ReleaseBatch batch(ActionFacts action, int size, Intent intent) {
    return batch(action, region(), refs(size), intent);
  }

  private static ReleaseBatch batch(
      ActionFacts action, String region, List<InstanceRef> refs, Intent intent) {
    Assessment.Step step = new Assessment.Step(action.name(), 1, "", false);
    return new ReleaseBatch(region, step, refs, intent, "token-1");
  }

  private List<InstanceRef> refs(int size) {
    String name = provider().facts().name();
    return ids(size).stream().map(id -> new InstanceRef(name, region(), id)).toList();
  }

  private static List<Intent> intents() {
    List<Intent> intents = new ArrayList<>();
    for (Goal goal : Goal.values()) {
      for (Collateral collateral : Collateral.values()) {
        intents.add(new Intent(goal, collateral, Set.of(), false));
        intents.add(new Intent(goal, collateral, EnumSet.allOf(Power.class), false));
      }
    }
    return intents;
  }

  private List<ApiRequest> requests(Intent intent) {
    List<ApiRequest> requests = new ArrayList<>();
    for (ActionFacts action : provider().facts().releaseActions()) {
      requests.add(provider().encodeRelease(batch(action, action.maxBatch(), intent)));
    }
    return requests;
  }

  private ApiRequest look(int size) {
    return provider().encodeLook(new LookQuery(region(), refs(size), NOW));
  }

  @Test
  void its_facts_are_the_same_at_every_call_and_fit_its_ids() {
    ProviderFacts facts = provider().facts();
    assertThat(provider().facts()).isEqualTo(facts);
    assertThat(facts.regional()).isEqualTo(!region().isEmpty());
    assertThat(provider().acceptsId(facts.idExample())).as("its own example").isTrue();
    assertThat(ids(3)).allMatch(id -> provider().acceptsId(id));
  }

  @Test
  void a_call_names_exactly_the_instances_of_its_batch() {
    CloudProvider provider = provider();
    for (ActionFacts action : provider.facts().releaseActions()) {
      int most = action.maxBatch();
      List<InstanceRef> all = refs(Math.max(100, most + 4));
      List<String> ids = all.stream().map(InstanceRef::id).toList();
      int from = 0;
      for (int size : List.of(1, Math.min(3, most), most)) {
        List<InstanceRef> refs = all.subList(from, from + size);
        ReleaseBatch batch = batch(action, region(), refs, intents().get(0));
        String call = Written.in(provider.encodeRelease(batch));
        assertThat(ids)
            .as("which of the ids stand in a call for %s: %s", batch.ids(), call)
            .filteredOn(id -> Written.times(call, id) > 0)
            .isEqualTo(batch.ids());
        assertThat(batch.ids()).allMatch(id -> Written.times(call, id) == 1);
        from += size;
      }
    }
  }

  @Test
  void another_token_makes_another_call() {
    for (ActionFacts action : provider().facts().releaseActions()) {
      if (action.idempotencyToken()) {
        ReleaseBatch one = batch(action, 1, intents().get(0));
        ReleaseBatch other =
            new ReleaseBatch(one.region(), one.step(), one.instances(), one.intent(), "token-2");
        assertThat(provider().encodeRelease(one))
            .as("a call with token-1, beside one with token-2")
            .isNotEqualTo(provider().encodeRelease(other));
      }
    }
  }

  @Test
  void destructive_calls_are_posts_and_say_their_action() {
    for (Intent intent : intents()) {
      for (ApiRequest request : requests(intent)) {
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.action()).isNotEmpty().isNotEqualTo(look(1).action());
        assertThat(request.version()).isNotEmpty();
      }
    }
  }

  @Test
  void what_the_caller_decides_stands_in_the_calls_and_nothing_else_does() {
    for (Goal goal : Goal.values()) {
      Set<Power> all = EnumSet.allOf(Power.class);
      List<ApiRequest> granted = requests(new Intent(goal, Collateral.RELEASE, all, false));
      assertThat(!requests(new Intent(goal, Collateral.KEEP, all, false)).equals(granted))
          .as("that Collateral makes another call; collateralInCalls() says so or not")
          .isEqualTo(collateralInCalls());
      for (Power power : Power.values()) {
        Set<Power> others = EnumSet.complementOf(EnumSet.of(power));
        assertThat(!requests(new Intent(goal, Collateral.RELEASE, others, false)).equals(granted))
            .as("that %s makes another call; powersInCalls() names it or not", power)
            .isEqualTo(powersInCalls().contains(power));
      }
    }
  }

  /** Whether calls say what becomes of addresses, disks and dependants. */
  protected boolean collateralInCalls() {
    return true;
  }

  /** The powers that stand in the calls; none by default. */
  protected Set<Power> powersInCalls() {
    return Set.of();
  }

  @Test
  void a_dry_run_of_the_clouds_own_is_another_call() {
    if (provider().facts().nativeDryRun()) {
      for (Intent real : intents()) {
        Intent dry = new Intent(real.goal(), real.collateral(), real.powers(), true);
        assertThat(requests(dry)).doesNotContainAnyElementsOf(requests(real));
      }
    }
  }

  @Test
  void each_region_has_calls_of_its_own() {
    if (provider().facts().regional()) {
      List<InstanceRef> refs = refs(1);
      for (ActionFacts action : provider().facts().releaseActions()) {
        assertThat(provider().encodeRelease(batch(action, otherRegion(), refs, intents().get(0))))
            .isNotEqualTo(
                provider().encodeRelease(batch(action, region(), refs, intents().get(0))));
      }
      assertThat(provider().encodeLook(new LookQuery(otherRegion(), refs, NOW)))
          .isNotEqualTo(provider().encodeLook(new LookQuery(region(), refs, NOW)));
    }
  }

  /** Another region of the cloud, where it has regions. */
  protected String otherRegion() {
    return region() + "-2";
  }

  @Test
  void encoding_is_a_function_of_its_input() {
    for (Intent intent : intents()) {
      assertThat(requests(intent)).isEqualTo(requests(intent));
    }
    assertThat(look(100)).isEqualTo(look(100));
  }

  @Test
  void a_look_asks_for_all_its_ids() {
    int most = provider().facts().lookAction().maxBatch();
    String call = Written.in(look(most));
    assertThat(ids(most)).allMatch(id -> Written.times(call, id) == 1);
  }

  @Test
  void every_attempt_is_signed_anew_and_the_same_inputs_give_the_same_bytes() {
    ApiRequest request = requests(intents().get(0)).get(0);
    Credentials key = Credentials.ofKey("AKIDEXAMPLE", CANARY.secret());
    HttpRequest first = sign(request, key, NOW, "n1");
    assertThat(sign(request, key, NOW, "n1")).isEqualTo(first);
    assertThat(sign(request, key, NOW.plusSeconds(1), "n2")).isNotEqualTo(first);
    assertThat(sign(request, Credentials.ofKey("AKIDEXAMPLE", "another-secret"), NOW, "n1"))
        .isNotEqualTo(first);
  }

  @Test
  void no_secret_is_printed_of_a_request() {
    for (ApiRequest request : requests(intents().get(0))) {
      Credentials session = Credentials.ofSession("AKIDEXAMPLE", CANARY.secret(), TOKEN.secret());
      HttpRequest signed = sign(request, session, NOW, "n1");
      for (Canary canary : List.of(CANARY, TOKEN)) {
        canary.assertNotIn("a request's text", request + " " + signed + signed.headers());
        canary.assertNotIn("credentials' text", session + " " + session.token());
      }
      CANARY.assertNotIn("what goes over the wire", wire(signed));
    }
  }

  @Test
  void nothing_but_a_clear_success_is_taken_for_one() {
    for (ActionFacts action : provider().facts().releaseActions()) {
      ReleaseBatch batch = batch(action, 1, intents().get(0));
      for (HttpResponse response : spoiled()) {
        assertThat(provider().readRelease(batch, response).failure())
            .as(response + ": " + response.body().text())
            .isPresent();
      }
    }
    LookQuery query = new LookQuery(region(), refs(3), NOW);
    for (HttpResponse response : spoiled()) {
      assertThat(provider().readLook(query, response).failure())
          .as(response + ": " + response.body().text())
          .isPresent();
    }
  }

  @Test
  void reading_survives_any_bytes() {
    Random random = new Random(20261120);
    ReleaseBatch batch = batch(provider().facts().releaseActions().get(0), 1, intents().get(0));
    LookQuery query = new LookQuery(region(), refs(3), NOW);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      HttpResponse noise =
          HttpResponse.of(100 + random.nextInt(500), List.of(), HttpBody.wrap(bytes));
      assertThat(provider().readRelease(batch, noise).failure()).isPresent();
      assertThat(provider().readLook(query, noise).failure()).isPresent();
    }
  }

  @Test
  void every_status_has_a_rule() {
    for (int status = 100; status < 600; status++) {
      assertThat(provider().facts().errors().match(status, "")).isNotNull();
      assertThat(provider().facts().errors().match(status, "Never.Heard.Of")).isNotNull();
    }
  }

  @Test
  void protected_and_unknown_states_are_never_sent() {
    InstanceRef ref = refs(1).get(0);
    for (Intent intent : intents()) {
      Snapshot unknown =
          Snapshot.builder(ref, NOW, LifecyclePhase.UNRECOGNIZED).state("NEVER_SEEN").build();
      assertThat(provider().assess(unknown, intent).kind()).isNotEqualTo(Assessment.Kind.SEND);
      Snapshot shielded =
          Snapshot.builder(ref, NOW, LifecyclePhase.STABLE).protectedFromRelease(true).build();
      if (protects()) {
        assertThat(provider().assess(shielded, intent).kind()).isEqualTo(Assessment.Kind.REFUSED);
      }
    }
  }

  /** Whether the cloud knows termination or deletion protection. */
  protected boolean protects() {
    return true;
  }

  @Test
  void a_recycle_bin_is_a_fine_place_to_end() {
    Snapshot binned = Snapshot.builder(refs(1).get(0), NOW, LifecyclePhase.RECYCLED).build();
    Intent release = new Intent(Goal.RELEASE, Collateral.KEEP, EnumSet.allOf(Power.class), false);
    assertThat(provider().assess(binned, release).kind()).isNotEqualTo(Assessment.Kind.SEND);
  }

  @Test
  void what_is_leaving_or_changing_is_left_alone() {
    for (LifecyclePhase phase : List.of(LifecyclePhase.LEAVING, LifecyclePhase.CHANGING)) {
      Snapshot snapshot = Snapshot.builder(refs(1).get(0), NOW, phase).build();
      for (Intent intent : intents()) {
        assertThat(provider().assess(snapshot, intent).kind()).isNotEqualTo(Assessment.Kind.SEND);
      }
    }
  }

  private HttpRequest sign(ApiRequest request, Credentials key, Instant now, String nonce) {
    return provider().signer().sign(request, key, new SigningContext(now, nonce));
  }

  private static String wire(HttpRequest request) {
    StringBuilder wire = new StringBuilder(request.target()).append(request.body().text());
    for (Header header : request.headers()) {
      wire.append('\n').append(header.name()).append(": ").append(header.value());
    }
    return wire.toString();
  }

  private static List<HttpResponse> spoiled() {
    List<HttpResponse> all = new ArrayList<>();
    for (String body :
        List.of("", "{}", "[]", "null", "true", "{", "<html><body>Bad</body></html>", "<a/>")) {
      for (int status : List.of(200, 204, 302, 307, 400, 403, 404, 408, 429, 500, 502, 503)) {
        all.add(HttpResponse.of(status, List.of(), HttpBody.utf8(body)));
      }
    }
    return all;
  }
}
