package io.cloudrelease.testkit.tencent;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.RateLimit;
import io.cloudrelease.testkit.Reading;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Standing;
import io.cloudrelease.testkit.StatePoint;
import io.cloudrelease.testkit.Trouble;
import io.cloudrelease.testkit.wire.Renderings;
import io.cloudrelease.testkit.wire.SignedHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tencent Cloud CVM, simulated: TerminateInstances, DescribeInstances and DescribeInstancesStatus
 * of version 2017-03-12 under TC3-HMAC-SHA256 (Tencent Cloud API documentation, product CVM).
 *
 * <p>Pay-as-you-go instances go TERMINATING and vanish. A subscription (PREPAID) goes to SHUTDOWN,
 * which is the recycle bin, at the first call; a second call destroys it, also while the first is
 * still OPERATING. What is paid by use can be in the bin too: shut down for arrears it comes back
 * when the bill is paid, so there it counts as present. A key may be limited to some instances:
 * then lists are cut without a word, and a call that names another one is refused as a whole, by a
 * denial that names it. Calls are limited to the documented 10 and 40 a second for each key and
 * access host, whatever regions they are about. Beside it, on whatever host: which regions there
 * are (DescribeRegions of the service region), who is a member of an auto scaling group or a node
 * of a cluster, disks, snapshots, addresses and network interfaces, and what would be paid back.
 * Thread-safe.
 */
public final class SimulatedTencent extends SimulatedCloud {
  static final String SERVICE = "cvm";
  private static final Duration MOMENT = Duration.ofMillis(200);

  private final TencentBehavior behavior = new TencentBehavior();
  private final TencentDesk desk = new TencentDesk(fleet(), gate(), behavior, new Renderings());

  /** A cloud whose time is that of the clock. */
  public SimulatedTencent(InstantSource clock) {
    super("Tencent CVM", clock);
    rateLimit(TencentCall.TERMINATE, RateLimit.perSecond(10));
    rateLimit(TencentCall.DESCRIBE, RateLimit.perSecond(40));
    rateLimit(TencentCall.DESCRIBE_STATUS, RateLimit.perSecond(40));
  }

  /** Puts an instance on the cloud; one of the same id takes its place. */
  public SimulatedInstance add(Consumer<TencentSpec> describe) {
    TencentSpec spec = new TencentSpec();
    describe.accept(spec);
    spec.fill(spec.id().isEmpty() ? TencentIds.instance(nextIdNumber()) : spec.id());
    Map<String, String> notes = new HashMap<>();
    if (spec.chargeType().equals("PREPAID")) {
      notes.put(
          "RenewFlag", spec.renewsItself() ? "NOTIFY_AND_AUTO_RENEW" : "NOTIFY_AND_MANUAL_RENEW");
    }
    String source = spec.notes().getOrDefault("IsolatedSource", "");
    if (source.isEmpty() && spec.state().equals("SHUTDOWN")) {
      source = "MANMADE";
    }
    if (!source.isEmpty()) {
      notes.put("IsolatedSource", source);
    }
    // What was shut down for arrears comes back when the bill is paid.
    boolean prepaid = spec.chargeType().equals("PREPAID");
    boolean arrears = source.equals("ARREAR") && !prepaid;
    // A subscription that has expired is in the bin, also where it is shown as stopped.
    boolean over = source.equals("EXPIRE") && prepaid;
    return put(
        SERVICE,
        spec,
        notes,
        state -> {
          if (over && state.equals("STOPPED")) {
            return Standing.IN_BIN;
          }
          return arrears && state.equals("SHUTDOWN")
              ? Standing.PRESENT
              : SimulatedTencent.standing(state);
        });
  }

  /** Puts so many instances on the cloud, all alike. */
  public List<SimulatedInstance> add(int howMany, Consumer<TencentSpec> describe) {
    List<SimulatedInstance> added = new ArrayList<>(howMany);
    for (int i = 0; i < howMany; i++) {
      added.add(add(describe));
    }
    return List.copyOf(added);
  }

  /** How long a destroyed instance is shown as TERMINATING; 20 seconds by default. */
  public void terminating(Duration time) {
    behavior.terminating = time;
  }

  /** How long the way of a subscription into the bin is OPERATING; 5 seconds by default. */
  public void isolating(Duration time) {
    behavior.isolating = time;
  }

  /**
   * Shows instances on their way for a fifth of a second only, where the real cloud takes seconds
   * to minutes: for tests whose time is real. What it answers stays the same.
   */
  public void shortTransitions() {
    terminating(MOMENT);
    isolating(MOMENT);
  }

  /** How long a subscription stays in the recycle bin; 7 days by default. */
  public void inBin(Duration time) {
    behavior.inBin = time;
  }

  /**
   * Whether what is paid by use goes to the recycle bin first, for 2 hours, as it does from the
   * console; off by default: then one call destroys it.
   */
  public void postpaidGoesToBin(boolean on) {
    behavior.postpaidBins = on;
  }

  /**
   * What LatestOperation is called on the way into the bin; TerminateInstances by default. No page
   * says what it is called there.
   */
  public void isolatingOperation(String name) {
    behavior.isolatingOperation = name;
  }

  /**
   * Whether a terminate call for an instance on its way into the bin is refused with {@code
   * InstanceStateIsolating}. Off by default: then a second call destroys it however soon it comes.
   */
  public void refusesWhileIsolating(boolean on) {
    behavior.refusesWhileIsolating = on;
  }

  /** Regions that do not exist; calls that name one are refused with InvalidParameterValue. */
  public void unknownRegions(String... regions) {
    behavior.unknownRegions = Set.of(regions);
  }

  /**
   * Has the regions of the real cloud and those that instances were put in; calls that name any
   * other are refused. Without it all regions exist but the {@link #unknownRegions}.
   */
  public void onlyRealRegions() {
    behavior.onlyRealRegions = true;
  }

  /** Which regions DescribeRegions names; those of the account's instances by default. */
  public void regions(String... existing) {
    behavior.regions = List.of(existing);
  }

  /** Regions that have neither auto scaling nor clusters: both refuse with UnsupportedRegion. */
  public void regionsWithoutGroups(String... without) {
    behavior.regionsWithoutGroups = List.of(without);
  }

  /** Denies everybody the calls that say who is a member of a group; off by default. */
  public void deniesGroups(boolean on) {
    behavior.deniesGroups = on;
  }

  /** The state shown on the way into the bin; SHUTDOWN by default, ISOLATING is hinted by codes. */
  public void passingState(String state) {
    behavior.passingState = state;
    behavior.passingUntold = false;
  }

  /**
   * As {@link #passingState}, and IsolatedSource tells of it only when it is in the bin. What is
   * being destroyed is shown so too, both under the name of {@link #isolatingOperation}.
   *
   * @param state empty for the state that the instance had
   */
  public void passingUntold(String state) {
    behavior.passingState = state;
    behavior.passingUntold = true;
  }

  /**
   * Whether a terminate call is refused as long as an earlier one is OPERATING. Off by default:
   * then a second call destroys a subscription however soon it comes.
   */
  public void busyWhileOperating(boolean on) {
    behavior.busyWhileOperating = on;
  }

  /** Whether messages of refused batches name the instances; off by default. */
  public void namesCulprits(boolean on) {
    behavior.namesCulprits = on;
  }

  /**
   * Whether a credential scope may name any service. Off by default; the vendor's own SDK takes the
   * service from the first label of the host, so it needs this on a loopback address.
   */
  public void anyCredentialScope(boolean on) {
    behavior.anyScope = on;
  }

  @Override
  public boolean recognizes(HttpRequest request) {
    return request.header("X-TC-Action").isPresent()
        || SignedHeaders.text(request, "Authorization").startsWith(TencentSignature.ALGORITHM);
  }

  @Override
  protected Reading read(HttpRequest request, int number, Instant at) {
    Optional<JsonValue> body = JsonValue.parse(request.body().bytes());
    JsonValue parameters = body.orElse(JsonValue.missing());
    List<String> ids = new ArrayList<>();
    for (JsonValue id : parameters.get("InstanceIds").items()) {
      ids.add(id.text());
    }
    String action = SignedHeaders.text(request, "X-TC-Action");
    SimulatedCall call =
        new SimulatedCall(
            number,
            at,
            TencentRemains.knows(action)
                ? TencentRemains.serviceOf(action)
                : TencentGroups.serviceOf(action, SERVICE),
            action,
            SignedHeaders.text(request, "X-TC-Region"),
            TencentSignature.keyId(request),
            ids,
            action.equals(TencentCall.TERMINATE),
            request);
    if (TencentRemains.knows(action)) {
      return new TencentRemains(call, parameters, desk);
    }
    return call.service().equals(SERVICE)
        ? new TencentCall(call, parameters, desk)
        : new TencentGroups(call, parameters, desk);
  }

  @Override
  protected Refused refusalFor(Trouble trouble) {
    return TencentErrors.of(trouble);
  }

  @Override
  protected Standing standingOf(String state) {
    return standing(state);
  }

  /** Into the bin in the words that were chosen for that way. */
  @Override
  protected StatePoint moved(StatePoint before, String state) {
    TencentCourses courses = new TencentCourses(behavior);
    boolean isolating = state.equals(TencentCourses.ISOLATING);
    if (!courses.isHidden() || !isolating && !state.equals(TencentCourses.SHUTDOWN)) {
      return super.moved(before, state);
    }
    return isolating
        ? courses.passing(before, "by-another-hand")
        : courses.inBin(before, before.at());
  }

  static Standing standing(String state) {
    return switch (state) {
      case "SHUTDOWN" -> Standing.IN_BIN;
      case "TERMINATING", "ISOLATING" -> Standing.LEAVING;
      default -> Standing.PRESENT;
    };
  }
}
