package io.cloudrelease.simulation;

import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Power;
import io.cloudrelease.testkit.Effect;
import io.cloudrelease.testkit.Ledger;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Standing;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** The promises about requests and their effects, whatever the verdicts say. */
final class WirePromises {
  private final Aftermath after;
  private final Map<InstanceRef, Evidence> evidence;
  private final World world;
  private final Settings settings;
  private final BiConsumer<String, String> breach;

  WirePromises(
      Aftermath after, Map<InstanceRef, Evidence> evidence, BiConsumer<String, String> breach) {
    this.after = after;
    this.evidence = evidence;
    this.world = after.world();
    this.settings = world.settings;
    this.breach = breach;
  }

  void check() {
    for (SimulatedCloud cloud : Promises.clouds(after)) {
      Ledger ledger = cloud.ledger();
      List<List<RecordedRequest>> identical = ledger.identicalRequests();
      if (!identical.isEmpty()) {
        breach.accept(
            "no request is repeated byte for byte",
            identical.get(0).stream().map(r -> "#" + r.number() + " " + r.ids()).toList() + "");
      }
      Set<String> touched = new HashSet<>();
      ledger.effects().forEach(effect -> touched(cloud, effect, touched));
      for (String id : touched) {
        if (ledger.stepsBeyond(id, settings.goal()) > 0) {
          breach.accept("no id gets a step beyond its goal", id + " " + ledger.effects(id));
        }
      }
      for (RecordedRequest request : ledger.requests()) {
        if (request.call().request().destructive()) {
          request(cloud, request);
        }
      }
    }
  }

  private void touched(SimulatedCloud cloud, Effect effect, Set<String> touched) {
    touched.add(effect.id());
    SimulatedInstance instance = cloud.ledger().instance(effect.id()).orElseThrow();
    boolean asked =
        world.members.stream()
            .anyMatch(
                m ->
                    m.ref().id().equals(effect.id())
                        && m.ref().region().equals(instance.region())
                        && m.house().kind().service.equals(instance.service())
                        && m.house().account() == instance.account());
    if (!asked) {
      breach.accept("nothing is touched that was not asked for", effect.toString());
    }
    if (settings.dryRun()) {
      breach.accept("a dry run changes nothing", effect.toString());
    }
    if (settings.goal() == Goal.RELEASE && settings.looks() && wasShownLeaving(effect)) {
      breach.accept(
          "what is leaving or in the bin is not sent unless to be destroyed", effect + "");
    }
  }

  /** Whether a look before that effect showed it on its way into the bin, or there. */
  private boolean wasShownLeaving(Effect effect) {
    for (Evidence e : evidence.values()) {
      boolean same = e.effects.contains(effect);
      if (same) {
        int sent =
            e.sends.stream()
                .filter(s -> s.request().number() == effect.request())
                .mapToInt(s -> s.exchange().number())
                .findFirst()
                .orElse(0);
        return e.looks.stream()
            .filter(l -> l.exchange().number() < sent && e.shows(l))
            .anyMatch(l -> e.stateAt(l).standing() != Standing.PRESENT);
      }
    }
    return false;
  }

  private void request(SimulatedCloud cloud, RecordedRequest request) {
    Optional<Wire.Exchange> exchange = after.wire().of(request.call().request());
    if (exchange.isEmpty()) {
      breach.accept("the wire is written down", "#" + request.number());
      return;
    }
    Instant deadline = world.start().plus(settings.deadline());
    if (!settings.planFirst() && !exchange.get().startedAt().isBefore(deadline)) {
      breach.accept("nothing is sent after the deadline", "#" + request.number());
    }
    after
        .stopped()
        .filter(stop -> exchange.get().number() >= stop.exchanges())
        .ifPresent(stop -> breach.accept("nothing is sent after a stop", "#" + request.number()));
    int most = request.action().equals("TerminateInstance") ? 1 : 100;
    Set<String> distinct = new HashSet<>(request.ids());
    if (request.ids().isEmpty()
        || request.ids().size() > most
        || distinct.size() < request.ids().size()) {
      breach.accept("a batch holds 1 to " + most + " distinct ids", request.ids().toString());
    }
    String text = request.call().request().target() + request.call().request().body().text();
    switch (request.call().service()) {
      case "cvm" -> tencent(cloud, request, text);
      case "ecs" -> aliyun(text);
      case "zec" -> says(text, "\"dependResource\":", settings.collateral() == Collateral.RELEASE);
      default -> {}
    }
    asked(request);
  }

  private void asked(RecordedRequest request) {
    String key = request.call().accessKeyId();
    String provider = key.substring(0, key.lastIndexOf('-'));
    for (String id : request.ids()) {
      InstanceRef ref = new InstanceRef(provider, request.call().region(), id);
      if (world.members.stream().noneMatch(m -> m.ref().equals(ref))) {
        breach.accept("nothing is named that was not asked for", ref.toString());
      }
    }
  }

  private void tencent(SimulatedCloud cloud, RecordedRequest request, String text) {
    boolean all = settings.collateral() == Collateral.RELEASE;
    says(text, "\"ReleaseAddress\":", all);
    says(text, "\"ReleasePrepaidDataDisks\":", all);
    if (!settings.looks()) {
      return;
    }
    Set<String> charges = new HashSet<>();
    for (String id : request.ids()) {
      cloud.ledger().instance(id).ifPresent(i -> charges.add(i.chargeType()));
    }
    if (charges.size() > 1) {
      breach.accept("one charge type in a batch", "#" + request.number() + " " + charges);
    }
  }

  private void aliyun(String text) {
    boolean force = settings.powers().contains(Power.FORCE);
    parameter(text, "Force", force);
    parameter(
        text, "TerminateSubscription", settings.powers().contains(Power.TERMINATE_SUBSCRIPTION));
    parameter(text, "DryRun", settings.dryRun());
    if (force) {
      parameter(text, "ForceStop", settings.powers().contains(Power.FORCE_STOP));
    }
  }

  private void parameter(String text, String name, boolean value) {
    if (!text.contains("&" + name + "=" + value) && !text.contains("?" + name + "=" + value)) {
      breach.accept("no more powers on the wire than granted", name + " is not " + value);
    }
  }

  private void says(String text, String member, boolean value) {
    if (!text.contains(member + value)) {
      breach.accept("collateral is said in so many words", member + " is not " + value);
    }
  }
}
