package io.cloudrelease.testkit.zenlayer;

import io.cloudrelease.testkit.Effect;
import io.cloudrelease.testkit.EffectDetail;
import io.cloudrelease.testkit.Gatekeeper.KeyHolder;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Standing;
import io.cloudrelease.testkit.StatePoint;
import io.cloudrelease.testkit.Visit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One TerminateInstance (into the bin) or ReleaseInstances (out of it) of BMC or VM. */
final class BinRelease {
  private static final Set<String> CREATING = Set.of("PENDING", "CREATING", "DEPLOYING");
  private static final Set<String> INSTALLING = Set.of("INSTALLING", "REBUILDING");
  private static final String CREATE_FAILED = "CREATE_FAILED";

  private final SimulatedCall call;
  private final ZenlayerDesk desk;
  private final Visit visit;
  private final KeyHolder holder;
  private final ZenlayerCourses courses;

  BinRelease(SimulatedCall call, ZenlayerDesk desk, Visit visit, KeyHolder holder) {
    this.call = call;
    this.desk = desk;
    this.visit = visit;
    this.holder = holder;
    this.courses = new ZenlayerCourses(desk.behavior(), visit);
  }

  byte[] terminate() {
    if (call.ids().isEmpty()) {
      throw ZenlayerErrors.missing("instanceId");
    }
    desk.fleet()
        .carryOut(
            visit,
            call.ids(),
            Optional.empty(),
            this::checkTerminate,
            id -> find(id).ifPresent(this::stepTerminate));
    return ZenlayerAnswers.accepted(visit);
  }

  byte[] release() {
    desk.fleet()
        .carryOut(
            visit,
            List.copyOf(new LinkedHashSet<>(call.ids())),
            Optional.empty(),
            this::checkInBin,
            id -> find(id).ifPresent(this::stepRelease));
    return ZenlayerAnswers.accepted(visit);
  }

  private Optional<SimulatedInstance> find(String id) {
    return desk.seen(visit, holder, call.service(), id);
  }

  private Optional<Refused> checkTerminate(String id) {
    Optional<SimulatedInstance> found = find(id);
    if (found.isEmpty()) {
      return Optional.of(ZenlayerErrors.notFound());
    }
    SimulatedInstance instance = found.get();
    StatePoint point = instance.at(visit.now());
    if (point.standing() != Standing.PRESENT) {
      return denied("OPERATION_DENIED_INSTANCE_RECYCLED", "is in the recycle bin");
    }
    if (CREATING.contains(point.state())) {
      return denied("OPERATION_DENIED_INSTANCE_CREATING", "is being created");
    }
    if (INSTALLING.contains(point.state())) {
      return denied("OPERATION_DENIED_INSTANCE_STATUS_INSTALLING", "is being installed");
    }
    if (!instance.refusal().isEmpty()) {
      return denied(instance.refusal(), "cannot be terminated");
    }
    boolean subscription = isPrepaid(instance) && !point.state().equals(CREATE_FAILED);
    boolean ended = !Boolean.parseBoolean(point.note("autoRenew"));
    boolean refuses =
        call.service().equals(ZenlayerCall.VM)
            || desk.behavior().prepaidRefused
            || ended && desk.behavior().endedRefused;
    return subscription && refuses
        ? denied("OPERATION_DENIED_INSTANCE_SUBSCRIPTION", "is a subscription")
        : Optional.empty();
  }

  private void stepTerminate(SimulatedInstance instance) {
    StatePoint point = instance.at(visit.now());
    if (point.state().equals(CREATE_FAILED)) {
      apply(instance, Effect.Kind.DESTROYED, courses.goneAtOnce());
    } else if (!isPrepaid(instance)) {
      apply(instance, Effect.Kind.BINNED, courses.intoBin(instance));
    } else if (Boolean.parseBoolean(point.note("autoRenew"))) {
      apply(instance, Effect.Kind.RENEWAL_OFF, courses.untilExpiry(instance));
    }
    // A subscription whose renewal is off already stays as it is: the answer is 200 all the same.
  }

  private Optional<Refused> checkInBin(String id) {
    Optional<SimulatedInstance> found = find(id);
    if (found.isEmpty()) {
      return Optional.of(ZenlayerErrors.notFound());
    }
    if (found.get().at(visit.now()).standing() != Standing.IN_BIN) {
      return denied("OPERATION_DENIED_INSTANCE_NOT_RECYCLED", "is not in the recycle bin");
    }
    String refusal = found.get().refusal();
    return refusal.isEmpty() ? Optional.empty() : denied(refusal, "cannot be released");
  }

  /** BMC destroys at once, VM takes its time. */
  private void stepRelease(SimulatedInstance instance) {
    boolean atOnce = call.service().equals(ZenlayerCall.BMC);
    apply(
        instance,
        Effect.Kind.DESTROYED,
        atOnce ? courses.goneAtOnce() : courses.destruction(instance));
  }

  private void apply(SimulatedInstance instance, Effect.Kind kind, List<StatePoint> course) {
    desk.fleet().apply(visit, instance, kind, EffectDetail.of(course));
  }

  private static boolean isPrepaid(SimulatedInstance instance) {
    return instance.chargeType().equals("PREPAID");
  }

  private static Optional<Refused> denied(String code, String why) {
    return Optional.of(ZenlayerErrors.denied(code, why));
  }
}
