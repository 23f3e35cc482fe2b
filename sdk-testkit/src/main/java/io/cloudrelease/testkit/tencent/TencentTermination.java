package io.cloudrelease.testkit.tencent;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.Effect;
import io.cloudrelease.testkit.EffectDetail;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedDisk;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Standing;
import io.cloudrelease.testkit.StatePoint;
import io.cloudrelease.testkit.Visit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One TerminateInstances. */
final class TencentTermination {
  private static final String PREPAID = "PREPAID";

  /** States that refuse with a code of their own name. */
  private static final Set<String> REFUSED_STATES =
      Set.of(
          "PENDING",
          "STARTING",
          "STOPPING",
          "REBOOTING",
          "ENTER_RESCUE_MODE",
          "EXIT_RESCUE_MODE",
          "ENTER_SERVICE_LIVE_MIGRATE",
          "EXIT_SERVICE_LIVE_MIGRATE",
          TencentCourses.ISOLATING,
          TencentCourses.TERMINATING,
          "TERMINATED",
          "BANNING",
          "FREEZING",
          "LAUNCH_FAILED");

  private final SimulatedCall call;
  private final JsonValue parameters;
  private final TencentDesk desk;
  private final Visit visit;
  private final SimulatedAccount account;

  TencentTermination(
      SimulatedCall call,
      JsonValue parameters,
      TencentDesk desk,
      Visit visit,
      SimulatedAccount account) {
    this.call = call;
    this.parameters = parameters;
    this.desk = desk;
    this.visit = visit;
    this.account = account;
  }

  byte[] carryOut() {
    if (account.isUnpaid()) {
      throw TencentErrors.refused("InvalidAccount.UnpaidOrder", "The account has unpaid orders.");
    }
    List<String> ids = List.copyOf(new LinkedHashSet<>(call.ids()));
    if (ids.isEmpty()) {
      throw TencentErrors.missing("InstanceIds");
    }
    for (String id : ids) {
      if (!TencentIds.isWellFormed(id)) {
        throw refusal("InvalidInstanceId.Malformed", id, "is malformed");
      }
    }
    desk.fleet()
        .carryOut(visit, ids, mixedPricing(ids), this::check, id -> find(id).ifPresent(this::step));
    return TencentAnswers.accepted(visit);
  }

  private Optional<SimulatedInstance> find(String id) {
    return desk.fleet().find(visit, account, SimulatedTencent.SERVICE, call.region(), id);
  }

  private Optional<Refused> mixedPricing(List<String> ids) {
    boolean prepaid = false;
    boolean other = false;
    for (String id : ids) {
      Optional<SimulatedInstance> found = find(id);
      if (found.isEmpty()) {
        // An unknown instance is noticed first: the answer is then that it is not found.
        return Optional.empty();
      }
      boolean isPrepaid = found.get().chargeType().equals(PREPAID);
      prepaid |= isPrepaid;
      other |= !isPrepaid;
    }
    return prepaid && other
        ? Optional.of(
            TencentErrors.refused(
                "UnsupportedOperation.InstanceMixedPricingModel",
                "Instances of different charge types cannot be operated together."))
        : Optional.empty();
  }

  private Optional<Refused> check(String id) {
    Optional<SimulatedInstance> found = find(id);
    if (found.isEmpty()) {
      return Optional.of(refusal("InvalidInstanceId.NotFound", id, "does not exist"));
    }
    SimulatedInstance instance = found.get();
    StatePoint point = instance.at(visit.now());
    if (!instance.refusal().isEmpty()) {
      return Optional.of(refusal(instance.refusal(), id, "cannot be terminated"));
    }
    if (instance.isProtectedFromRelease()) {
      return Optional.of(refusal("UnsupportedOperation.InstancesProtected", id, "is protected"));
    }
    String state = TencentCourses.trueState(point);
    if (REFUSED_STATES.contains(state)) {
      String code = "UnsupportedOperation.InstanceState" + TencentIds.camel(state);
      return Optional.of(refusal(code, id, "is " + state));
    }
    if (!point.note("LatestOperationState").equals("OPERATING")) {
      return Optional.empty();
    }
    if (desk.behavior().refusesWhileIsolating && point.standing() != Standing.PRESENT) {
      return Optional.of(refusal("UnsupportedOperation.InstanceStateIsolating", id, "is isolated"));
    }
    return desk.behavior().busyWhileOperating
        ? Optional.of(
            TencentErrors.refused(
                "OperationDenied.InstanceOperationInProgress",
                "The instance `['"
                    + id
                    + "']` already has operation in progress. Please try again later."))
        : Optional.empty();
  }

  private Refused refusal(String code, String id, String trouble) {
    String which = desk.behavior().namesCulprits ? "The instance `" + id + "` " : "An instance ";
    return TencentErrors.refused(code, which + trouble + '.');
  }

  private void step(SimulatedInstance instance) {
    StatePoint before = instance.at(visit.now());
    boolean bins =
        (instance.chargeType().equals(PREPAID) || desk.behavior().postpaidBins)
            && before.standing() == Standing.PRESENT
            && !before.state().equals(TencentCourses.SHUTDOWN);
    boolean addresses = parameters.isTrue("ReleaseAddress");
    boolean allDisks = parameters.isTrue("ReleasePrepaidDataDisks");
    Map<String, String> options =
        Map.of(
            "ReleaseAddress", Boolean.toString(addresses),
            "ReleasePrepaidDataDisks", Boolean.toString(allDisks));
    List<String> along = new ArrayList<>();
    for (SimulatedDisk disk : instance.disks()) {
      if (allDisks || disk.deletedWithInstance()) {
        along.add(disk.id());
      }
    }
    if (addresses && !instance.note("releasableAddress").isEmpty()) {
      along.add(instance.note("releasableAddress"));
    }
    desk.fleet()
        .apply(
            visit,
            instance,
            bins ? Effect.Kind.BINNED : Effect.Kind.DESTROYED,
            new EffectDetail(course(instance, bins), options, along));
  }

  private List<StatePoint> course(SimulatedInstance instance, boolean bins) {
    StatePoint point = instance.at(visit.now());
    StatePoint before = new StatePoint(visit.now(), point.state(), point.standing(), point.notes());
    TencentCourses courses = new TencentCourses(desk.behavior());
    return bins
        ? courses.intoBin(before, visit.requestId(), keptInBin(instance))
        : courses.destruction(before, visit.requestId());
  }

  private Duration keptInBin(SimulatedInstance instance) {
    return instance.chargeType().equals(PREPAID)
        ? desk.behavior().inBin
        : desk.behavior().postpaidInBin;
  }
}
