package io.cloudrelease.testkit.zenlayer;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.testkit.Effect;
import io.cloudrelease.testkit.EffectDetail;
import io.cloudrelease.testkit.Gatekeeper.KeyHolder;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedDisk;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Standing;
import io.cloudrelease.testkit.Visit;
import io.cloudrelease.testkit.wire.SignedHeaders;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One ReleaseInstances of ZEC. */
final class ZecRelease {
  private static final Set<String> REFUSED_STATES =
      Set.of(
          "PENDING",
          "DEPLOYING",
          "REBUILDING",
          "REBOOT",
          "BOOTING",
          "STOPPING",
          "IMAGING",
          "RESIZING",
          ZenlayerCourses.RELEASING,
          ZenlayerCourses.RECYCLING);

  /** Has no such parameter, and takes everything along. */
  private static final String WITHOUT_DEPEND_RESOURCE = "2024-04-01";

  private final SimulatedCall call;
  private final String dependResource;
  private final ZenlayerDesk desk;
  private final Visit visit;
  private final KeyHolder holder;

  ZecRelease(
      SimulatedCall call, JsonValue parameters, ZenlayerDesk desk, Visit visit, KeyHolder holder) {
    this.call = call;
    this.dependResource =
        SignedHeaders.text(call.request(), "X-ZC-Version").equals(WITHOUT_DEPEND_RESOURCE)
            ? ""
            : parameters.text("dependResource");
    this.desk = desk;
    this.visit = visit;
    this.holder = holder;
  }

  byte[] carryOut() {
    if (!Set.of("", "true", "false").contains(dependResource)) {
      throw ZenlayerErrors.wrongType("dependResource must be a boolean.");
    }
    List<String> ids = List.copyOf(new LinkedHashSet<>(call.ids()));
    List<String> failed = ids.stream().filter(id -> check(id).isPresent()).toList();
    boolean noneKnown = ids.stream().allMatch(id -> find(id).isEmpty());
    boolean listed = !noneKnown && !desk.behavior().zecRefusesBatches;
    List<String> tried = listed ? ids.stream().filter(id -> !failed.contains(id)).toList() : ids;
    desk.fleet()
        .carryOut(
            visit, tried, Optional.empty(), this::check, id -> find(id).ifPresent(this::step));
    return ZenlayerAnswers.released(visit, failed);
  }

  private Optional<SimulatedInstance> find(String id) {
    return desk.seen(visit, holder, call.service(), id);
  }

  private Optional<Refused> check(String id) {
    Optional<SimulatedInstance> found = find(id);
    if (found.isEmpty()) {
      return Optional.of(ZenlayerErrors.notFound());
    }
    if (!found.get().refusal().isEmpty()) {
      return Optional.of(ZenlayerErrors.denied(found.get().refusal(), "cannot be released"));
    }
    return REFUSED_STATES.contains(found.get().at(visit.now()).state())
        ? Optional.of(
            ZenlayerErrors.denied(
                "OPERATION_FAILED_FOR_RECYCLE_RESOURCE", "is being changed or recycled"))
        : Optional.empty();
  }

  private void step(SimulatedInstance instance) {
    boolean bins =
        holder.account().hasRecycleBin() && instance.at(visit.now()).standing() == Standing.PRESENT;
    ZenlayerCourses courses = new ZenlayerCourses(desk.behavior(), visit);
    String depend = dependResource.isEmpty() ? "default" : dependResource;
    desk.fleet()
        .apply(
            visit,
            instance,
            bins ? Effect.Kind.BINNED : Effect.Kind.DESTROYED,
            new EffectDetail(
                bins ? courses.intoBin(instance) : courses.destruction(instance),
                Map.of("dependResource", depend),
                along(instance)));
  }

  /** The server's own default takes the dependants along. */
  private List<String> along(SimulatedInstance instance) {
    boolean all = !dependResource.equals("false");
    List<String> along = new ArrayList<>();
    for (SimulatedDisk disk : instance.disks()) {
      if (all || disk.deletedWithInstance()) {
        along.add(disk.id());
      }
    }
    if (all) {
      along.addAll(instance.publicAddresses());
      instance.belongings().stream()
          .filter(thing -> thing.kind() == Kind.INTERFACE)
          .forEach(thing -> along.add(thing.id()));
    }
    return along;
  }
}
