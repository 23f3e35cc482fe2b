package io.cloudrelease.simulation;

import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultPlan;
import io.cloudrelease.testkit.Faults;
import io.cloudrelease.testkit.SimulatedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The faults of one cloud in one run, drawn call by call, with a note of each. */
final class Weather implements FaultPlan {

  /**
   * A fault that struck.
   *
   * @param staleness how old a look was made by it
   * @param spoils whether it took the right answer away
   */
  record Blow(Fault fault, Duration staleness, boolean spoils) {}

  private final Draw draw;
  private final double destructiveShare;
  private final double lookShare;
  private final List<Fault> destructive;
  private final List<Fault> looks;
  private final int mostStale;
  private final Instant end;
  private final Map<Integer, Blow> blows = new HashMap<>();

  private Weather(
      Draw draw,
      double destructiveShare,
      double lookShare,
      List<Fault> destructive,
      List<Fault> looks,
      int mostStale,
      Instant end) {
    this.draw = draw;
    this.destructiveShare = destructiveShare;
    this.lookShare = lookShare;
    this.destructive = destructive;
    this.looks = looks;
    this.mostStale = mostStale;
    this.end = end;
  }

  static Weather fine() {
    return new Weather(new Draw(0), 0, 0, List.of(), List.of(), 0, Instant.MIN);
  }

  /**
   * A draw of kinds and shares.
   *
   * @param settling no look is staler than that
   * @param end after that time everything works
   */
  static Weather draw(Draw draw, Kind kind, Duration settling, boolean partial, Instant end) {
    List<Fault> all = new ArrayList<>();
    for (Fault fault : Faults.destructive()) {
      boolean cuts = fault.toString().startsWith("applied to");
      // A page that blocks the machine ends an account: seldom, or nothing else would be seen.
      boolean ends = fault.toString().startsWith("challenge");
      if ((!cuts || partial) && (!ends || draw.chance(0.1))) {
        all.add(fault);
      }
    }
    all.addAll(Odd.answers(kind));
    if (partial) {
      all.add(Fault.partlyApplied(draw.between(2, 60)));
    }
    List<Fault> reads = new ArrayList<>();
    for (Fault fault : Faults.looks()) {
      boolean ends = fault.toString().startsWith("challenge");
      if (!fault.toString().startsWith("stale") && (!ends || draw.chance(0.1))) {
        reads.add(fault);
      }
    }
    double force = draw.oneOf(0.05, 0.2, 0.5, 0.9);
    return new Weather(
        draw.branch(),
        draw.chance(0.15) ? 0 : force * draw.share(),
        draw.chance(0.3) ? 0 : draw.oneOf(0.05, 0.2, 0.5, 0.8) * draw.share(),
        draw.someOf(all, draw.oneOf(1, 2, 5, 40)),
        draw.someOf(reads, draw.oneOf(1, 2, 5, 40)),
        draw.chance(0.4) ? (int) settling.toMillis() : 0,
        end);
  }

  @Override
  public Optional<Fault> faultFor(SimulatedCall call) {
    if (!call.at().isBefore(end)) {
      return Optional.empty();
    }
    boolean isSend = call.request().destructive();
    if (draw.chance(isSend ? destructiveShare : lookShare)) {
      Fault fault = draw.oneOf(isSend ? destructive : looks);
      boolean spoils = !fault.toString().startsWith("slow");
      blows.put(call.number(), new Blow(fault, Duration.ZERO, spoils));
      return Optional.of(fault);
    }
    if (!isSend && mostStale > 0 && draw.chance(0.5)) {
      Duration age = draw.millis(0, mostStale);
      Fault fault = Fault.staleLook(age);
      blows.put(call.number(), new Blow(fault, age, false));
      return Optional.of(fault);
    }
    return Optional.empty();
  }

  Optional<Blow> blow(int request) {
    return Optional.ofNullable(blows.get(request));
  }

  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "sends %.0f %% %s, looks %.0f %% %s, stale up to %d ms, until %s",
        destructiveShare * 100,
        destructiveShare > 0 ? destructive : "",
        lookShare * 100,
        lookShare > 0 ? looks : "",
        mostStale,
        end);
  }

  /** Answers beside the common ones, in each cloud's own words. */
  private static final class Odd {
    private Odd() {}

    static List<Fault> answers(Kind kind) {
      return switch (kind) {
        case TENCENT ->
            List.of(
                Fault.code(200, "FailedOperation.Odd", "Something failed.").afterEffect(),
                Fault.code(200, "FailedOperation.Odd", "Something failed."),
                Fault.code(200, "NeverHeardOf", "What?").afterEffect(),
                Fault.code(200, "NeverHeardOf", "What?"),
                Fault.code(200, "LimitExceeded.UserReturnQuota", "Enough for today."),
                Fault.code(200, "MutexOperation.TaskRunning", "Another task is running."),
                Fault.code(200, "AuthFailure.TokenFailure", "The token has expired."));
        case ZEC, BMC, VM ->
            List.of(
                Fault.code(503, "SERVICE_TEMPORARY_UNAVAILABLE", "Later.").afterEffect(),
                Fault.code(503, "SERVICE_TEMPORARY_UNAVAILABLE", "Later."),
                Fault.code(503, "REQUEST_TIMED_OUT", "Too slow.").afterEffect(),
                Fault.code(500, "NEVER_HEARD_OF", "What?").afterEffect(),
                Fault.code(400, "NEVER_HEARD_OF", "What?"),
                Fault.code(401, "NEVER_HEARD_OF", "Who?"));
        case ALIYUN ->
            List.of(
                Fault.code(503, "ServiceUnavailable", "Later.").afterEffect(),
                Fault.code(503, "ServiceUnavailable", "Later."),
                Fault.code(400, "UnknownError", "What?").afterEffect(),
                Fault.code(400, "UnknownError", "What?"),
                Fault.code(409, "OperationConflict", "Busy."),
                Fault.code(400, "InvalidSecurityToken.Expired", "Expired."),
                Fault.code(500, "NeverHeardOf", "What?").afterEffect());
      };
    }
  }
}
