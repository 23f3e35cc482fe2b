package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.testkit.Effect;
import io.cloudrelease.testkit.EffectDetail;
import io.cloudrelease.testkit.Gatekeeper.KeyHolder;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedDisk;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Standing;
import io.cloudrelease.testkit.StatePoint;
import io.cloudrelease.testkit.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One DeleteInstances. */
final class AliyunDeletion {
  private static final int LONGEST_TOKEN = 64;
  private static final String INCORRECT_STATUS = "IncorrectInstanceStatus";
  private static final String INITIALIZING = INCORRECT_STATUS + ".Initializing";
  private static final String STOPPED_ALREADY =
      "Status of the specified instance is Stopped but the expected status is in (Running).";
  private static final List<String> FLAGS =
      List.of("Force", "ForceStop", "TerminateSubscription", "DryRun");

  private final SimulatedCall call;
  private final AliyunRequest parts;
  private final AliyunDesk desk;
  private final Visit visit;
  private final KeyHolder holder;

  AliyunDeletion(
      SimulatedCall call, AliyunRequest parts, AliyunDesk desk, Visit visit, KeyHolder holder) {
    this.call = call;
    this.parts = parts;
    this.desk = desk;
    this.visit = visit;
    this.holder = holder;
  }

  HttpResponse answer() {
    checkParameters();
    KeyRights rights = desk.behavior().rights(call.accessKeyId());
    boolean oneIsDenied =
        call.ids().stream().flatMap(id -> find(id).stream()).anyMatch(rights.releases());
    if (!holder.key().mayRelease() || oneIsDenied) {
      throw AliyunErrors.denied();
    }
    if (parts.isTrue("DryRun")) {
      throw new Refused(
          400,
          desk.behavior().dryRunCode,
          "Request validation has been passed with DryRun flag set.");
    }
    String token = parts.get("ClientToken");
    return AliyunAnswers.accepted(parts, token.isEmpty() ? carryOut() : carryOutOnce(token));
  }

  private void checkParameters() {
    if (call.ids().isEmpty()) {
      throw AliyunErrors.missing("InstanceId");
    }
    if (call.ids().size() > AliyunCall.MOST_IDS) {
      throw AliyunErrors.tooManyIds(AliyunCall.MOST_IDS);
    }
    for (String flag : FLAGS) {
      String value = parts.get(flag).toLowerCase(Locale.ROOT);
      if (parts.all().containsKey(flag) && !value.equals("true") && !value.equals("false")) {
        throw AliyunErrors.invalid(flag);
      }
    }
    String token = parts.get("ClientToken");
    if (token.length() > LONGEST_TOKEN || !token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw AliyunErrors.invalid("ClientToken");
    }
  }

  /** Gives the request id to answer with: of the first call, if this one repeats it. */
  private String carryOutOnce(String token) {
    String scope = holder.account().name() + ' ' + token;
    ClientTokens tokens = desk.tokens();
    AliyunBehavior behavior = desk.behavior();
    Optional<String> first =
        tokens.replay(
            scope, parts.meaning(), visit.now(), behavior.tokenMemory, behavior.tokenRunning);
    if (first.isPresent()) {
      return first.get();
    }
    try {
      String requestId = carryOut();
      tokens.remember(scope, parts.meaning(), visit.now(), requestId, Optional.empty());
      return requestId;
    } catch (Refused refused) {
      if (behavior.remembersRefusals) {
        tokens.remember(
            scope, parts.meaning(), visit.now(), visit.requestId(), Optional.of(refused));
      }
      throw refused;
    }
  }

  private String carryOut() {
    if (holder.account().isUnpaid()) {
      throw new Refused(400, "InsufficientBalance", "Your account does not have enough balance.");
    }
    List<String> ids = List.copyOf(new LinkedHashSet<>(call.ids()));
    desk.fleet()
        .carryOut(
            visit,
            ids,
            crossRegion(ids),
            id -> check(id, ids.size()),
            id -> find(id).ifPresent(this::step));
    for (String id : ids) {
      boolean misreports =
          find(id)
              .filter(i -> i.note(AliyunSpec.UNDER_FORCE).equals(AliyunSpec.APPLIED))
              .isPresent();
      if (misreports && parts.isTrue("Force") && desk.behavior().misreported.add(id)) {
        throw new Refused(403, INCORRECT_STATUS, STOPPED_ALREADY);
      }
    }
    return visit.requestId();
  }

  private Optional<SimulatedInstance> find(String id) {
    return desk.fleet().find(visit, holder.account(), SimulatedAliyun.SERVICE, call.region(), id);
  }

  private Optional<Refused> crossRegion(List<String> ids) {
    boolean here = ids.stream().anyMatch(id -> find(id).isPresent());
    boolean elsewhere =
        ids.stream().anyMatch(id -> desk.fleet().isElsewhere(holder.account(), call.region(), id));
    return here && elsewhere
        ? refusal(
            400,
            "InvalidParameter.CrossRegionNotSupport",
            "The specified instances are in several regions.")
        : Optional.empty();
  }

  private Optional<Refused> check(String id, int batchSize) {
    Optional<SimulatedInstance> found = find(id);
    if (found.isEmpty()) {
      String code = batchSize == 1 ? "InvalidInstanceId.NotFound" : "InvalidInstanceIds.NotFound";
      return refusal(404, code, "The specified InstanceIds are not found.");
    }
    SimulatedInstance instance = found.get();
    if (!instance.refusal().isEmpty()) {
      int status = instance.refusal().equals("InternalError") ? 500 : 403;
      return refusal(status, instance.refusal(), "The instance cannot be deleted.");
    }
    if (instance.isProtectedFromRelease() && !isPrepaid(instance)) {
      return refusal(
          403,
          "InvalidOperation.DeletionProtection",
          "The operation is not allowed due to deletion protection.");
    }
    if (isLocked(instance, "security") && desk.behavior().securityLockRefuses) {
      return refusal(
          403,
          "InstanceLockedForSecurity",
          "The specified operation is denied as your instance is locked for security reasons.");
    }
    if (isPrepaid(instance) && !mayEnd(instance)) {
      return refusal(
          403,
          "ChargeTypeViolation",
          "The operation is not permitted due to charge type of the instance.");
    }
    if (isInitializing(instance)) {
      return refusal(403, INITIALIZING, "The instance is being initialized.");
    }
    boolean wronglyRefused =
        parts.isTrue("Force")
            && instance.note(AliyunSpec.UNDER_FORCE).equals(AliyunSpec.UNTOUCHED)
            && desk.behavior().misreported.add(id);
    return wronglyRefused
        ? refusal(403, INCORRECT_STATUS, STOPPED_ALREADY)
        : checkStatus(instance.at(visit.now()));
  }

  /** For some time after it was put on the cloud, whatever looks show. */
  private boolean isInitializing(SimulatedInstance instance) {
    String time = instance.note(AliyunSpec.INITIALIZING);
    return !time.isEmpty()
        && visit.now().isBefore(instance.at(Instant.MIN).at().plus(Duration.parse(time)));
  }

  private boolean mayEnd(SimulatedInstance instance) {
    boolean over =
        instance.expiresAt().filter(end -> !end.isAfter(visit.now())).isPresent()
            || isLocked(instance, "refunded");
    return over && parts.isTrue("TerminateSubscription");
  }

  private Optional<Refused> checkStatus(StatePoint point) {
    if (point.state().equals("Pending")) {
      return refusal(403, INITIALIZING, "The instance is being initialized.");
    }
    boolean ready =
        point.state().equals("Stopped") || point.state().equals("Running") && parts.isTrue("Force");
    return ready && point.standing() == Standing.PRESENT
        ? Optional.empty()
        : refusal(
            403,
            INCORRECT_STATUS,
            "The current status of the resource does not support this operation.");
  }

  private void step(SimulatedInstance instance) {
    StatePoint before = instance.at(visit.now());
    boolean running = before.state().equals("Running");
    boolean graceful = running && parts.get("ForceStop").equalsIgnoreCase("false");
    Duration stop = graceful ? desk.behavior().gracefulStop : Duration.ZERO;
    Instant end = visit.now().plus(desk.behavior().releasing).plus(stop);
    String usual = running ? "Stopping" : "Stopped";
    String passing = desk.behavior().passingState;
    String state = passing.isEmpty() ? usual : passing;
    Map<String, String> options = new TreeMap<>();
    for (String flag : FLAGS) {
      options.put(flag, parts.get(flag).isEmpty() ? "default" : parts.get(flag));
    }
    List<StatePoint> course =
        List.of(
            new StatePoint(visit.now(), state, Standing.LEAVING, before.notes()),
            StatePoint.gone(end));
    desk.fleet()
        .apply(
            visit,
            instance,
            Effect.Kind.DESTROYED,
            new EffectDetail(course, options, along(instance)));
  }

  /** A security lock takes every disk along. */
  private static List<String> along(SimulatedInstance instance) {
    List<String> along = new ArrayList<>();
    for (SimulatedDisk disk : instance.disks()) {
      if (disk.deletedWithInstance() || isLocked(instance, "security")) {
        along.add(disk.id());
      }
    }
    return along;
  }

  private static boolean isLocked(SimulatedInstance instance, String reason) {
    return instance.note("LockReason").equals(reason);
  }

  private static boolean isPrepaid(SimulatedInstance instance) {
    return instance.chargeType().equals("PrePaid");
  }

  private static Optional<Refused> refusal(int status, String code, String message) {
    return Optional.of(new Refused(status, code, message));
  }
}
