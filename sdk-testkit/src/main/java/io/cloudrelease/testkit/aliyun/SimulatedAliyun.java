package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.testkit.Reading;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Standing;
import io.cloudrelease.testkit.Trouble;
import io.cloudrelease.testkit.wire.Renderings;
import io.cloudrelease.testkit.wire.SignedHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Alibaba Cloud ECS, simulated: DeleteInstances and DescribeInstances of version 2014-05-26 under
 * ACS3-HMAC-SHA256 or the older RPC HMAC-SHA1, by GET or POST, in query or form (Alibaba Cloud ECS
 * API documentation).
 *
 * <p>Answers are XML unless JSON is asked for. Running instances need Force, subscriptions are
 * released after their end and with TerminateSubscription only, and what is released is gone for
 * good. A key without a right is denied with Forbidden.RAM, also when it looks (since 2025-12-20),
 * and a denial does not name the instance it is about. A nonce is taken once. Beside it, on
 * whatever host: which regions there are, who is a member of a scaling group, disks, snapshots,
 * addresses and network interfaces, and what would be paid back. Rates are not limited unless
 * {@link #rateLimit} says so. Thread-safe.
 */
public final class SimulatedAliyun extends SimulatedCloud {
  static final String SERVICE = "ecs";
  private static final Duration MOMENT = Duration.ofMillis(200);

  private final AliyunBehavior behavior = new AliyunBehavior();
  private final AliyunDesk desk =
      new AliyunDesk(fleet(), gate(), behavior, new Renderings(), new ClientTokens(), new Nonces());

  /** A cloud whose time is that of the clock. */
  public SimulatedAliyun(InstantSource clock) {
    super("Aliyun ECS", clock);
  }

  /** Puts an instance on the cloud; one of the same id takes its place. */
  public SimulatedInstance add(Consumer<AliyunSpec> describe) {
    AliyunSpec spec = new AliyunSpec();
    describe.accept(spec);
    spec.fill(
        spec.id().isEmpty() ? String.format(Locale.ROOT, "i-bp1%017d", nextIdNumber()) : spec.id());
    return put(SERVICE, spec, Map.of());
  }

  /** Puts so many instances on the cloud, all alike. */
  public List<SimulatedInstance> add(int howMany, Consumer<AliyunSpec> describe) {
    List<SimulatedInstance> added = new ArrayList<>(howMany);
    for (int i = 0; i < howMany; i++) {
      added.add(add(describe));
    }
    return List.copyOf(added);
  }

  /** How long a released instance stays listed; 10 seconds by default. */
  public void releasing(Duration time) {
    behavior.releasing = time;
  }

  /** How much longer that takes with ForceStop=false; 2 minutes by default. */
  public void gracefulStop(Duration time) {
    behavior.gracefulStop = time;
  }

  /**
   * The status shown of what is being released instead of Stopping or Stopped, as one that came
   * after this version; empty for those two, as by default.
   */
  public void passingState(String state) {
    behavior.passingState = state;
  }

  /**
   * Shows instances on their way for a fifth of a second only, where the real cloud takes seconds
   * to minutes: for tests whose time is real. What it answers stays the same.
   */
  public void shortTransitions() {
    releasing(MOMENT);
    gracefulStop(MOMENT);
  }

  /** How long a ClientToken is remembered; 30 minutes by default. */
  public void tokenMemory(Duration time) {
    behavior.tokenMemory = time;
  }

  /**
   * How long a call under a ClientToken runs, so that its repetition is LastTokenProcessing; none.
   */
  public void tokenRunning(Duration time) {
    behavior.tokenRunning = time;
  }

  /** Whether a refusal is remembered under its ClientToken as well; off by default. */
  public void remembersRefusals(boolean on) {
    behavior.remembersRefusals = on;
  }

  /** Whether a security-locked instance is refused, as the code list hints; off by default. */
  public void securityLockRefuses(boolean on) {
    behavior.securityLockRefuses = on;
  }

  /** How a passed dry run is said: DRYRUN.SUCCESS by default, DryRunOperation on an older page. */
  public void dryRunCode(String code) {
    behavior.dryRunCode = code;
  }

  /** The HTTP status of Throttling: 400 by default, 429 elsewhere. */
  public void throttleStatus(int status) {
    behavior.throttleStatus = status;
  }

  /**
   * Whether answers of actions with a {@link io.cloudrelease.testkit.RateLimit#perMinute limit by
   * the minute} tell what is left of it, as X-RateLimit-User-API; off by default.
   */
  public void rateHeader(boolean on) {
    behavior.rateHeader = on;
  }

  /** Whether their throttling answers carry x-acs-retry-after; off by default. */
  public void retryAfterHeader(boolean on) {
    behavior.retryAfterHeader = on;
  }

  /** Whether a nonce used before is refused; on by default. */
  public void checksNonces(boolean on) {
    behavior.noncesOnce = on;
  }

  /**
   * Has the regions of the real cloud and those that instances were put in; a call to any other is
   * InvalidRegionId.NotFound. DescribeRegions names those of the account's instances all the same.
   */
  public void onlyRealRegions() {
    behavior.onlyRealRegions = true;
  }

  /** Which regions exist; without one all do. A call to another is InvalidRegionId.NotFound. */
  public void regions(String... existing) {
    behavior.regions = Set.of(existing);
  }

  /**
   * The most rows that a page by token shows, whatever is asked for; without limit by default. Only
   * an empty token is the end of a list.
   */
  public void mostPerPage(int rows) {
    behavior.mostPerPage = rows;
  }

  /** Denies everybody the call that says who is a member of a group; off by default. */
  public void deniesGroups(boolean on) {
    behavior.deniesGroups = on;
  }

  /** Denies releases of such instances to that key; a call that names one is denied as a whole. */
  public void deniesReleases(String accessKeyId, Predicate<SimulatedInstance> denied) {
    behavior.rights(accessKeyId, r -> new KeyRights(denied, r.looks(), r.hidden(), r.tag()));
  }

  /** Denies looks at such instances to that key; a look that names one is denied as a whole. */
  public void deniesLooks(String accessKeyId, Predicate<SimulatedInstance> denied) {
    behavior.rights(accessKeyId, r -> new KeyRights(r.releases(), denied, r.hidden(), r.tag()));
  }

  /** Leaves such instances out of what looks show to that key, without a word. */
  public void hides(String accessKeyId, Predicate<SimulatedInstance> hidden) {
    behavior.rights(accessKeyId, r -> new KeyRights(r.releases(), r.looks(), hidden, r.tag()));
  }

  /** Denies that key every look that does not filter by this tag. */
  public void looksNeedTag(String accessKeyId, String key, String value) {
    behavior.rights(
        accessKeyId, r -> new KeyRights(r.releases(), r.looks(), r.hidden(), Map.of(key, value)));
  }

  /** What denials say of themselves: ImplicitDeny of AccountLevelIdentityBasedPolicy by default. */
  public void denialsSay(String noPermissionType, String policyType) {
    behavior.noPermissionType = noPermissionType;
    behavior.policyType = policyType;
  }

  /** How far each look lags behind the truth, by its number from 1; in place of one lag for all. */
  public void lookLags(IntFunction<Duration> lagOfLook) {
    behavior.lagOfLook = Optional.of(lagOfLook);
  }

  /** So many of the next looks show nothing at all. */
  public void emptyLooks(int howMany) {
    behavior.emptyLooks.set(howMany);
  }

  /** So many of the next looks at two or more instances show one twice and lose another. */
  public void repeatingLooks(int howMany) {
    behavior.repeatingLooks.set(howMany);
  }

  @Override
  public boolean recognizes(HttpRequest request) {
    return request.header("x-acs-action").isPresent()
        || SignedHeaders.text(request, "Authorization").startsWith("ACS3-")
        || request.target().startsWith("/?")
        || request.body().text().contains("Signature=");
  }

  /** In upper case, as ECS writes them. */
  @Override
  protected String requestId(int number) {
    return super.requestId(number).toUpperCase(Locale.ROOT);
  }

  @Override
  protected Reading read(HttpRequest request, int number, Instant at) {
    AliyunRequest parts = new AliyunRequest(request);
    String action = parts.action();
    List<String> ids =
        action.equals(AliyunCall.DELETE) || action.equals(AliyunGroups.MEMBERS)
            ? parts.repeatedIds()
            : parts.listedIds().orElse(List.of());
    SimulatedCall call =
        new SimulatedCall(
            number,
            at,
            AliyunRemains.knows(action)
                ? AliyunRemains.serviceOf(action)
                : AliyunGroups.serviceOf(action, SERVICE),
            action,
            parts.get("RegionId"),
            parts.accessKeyId(),
            ids,
            action.equals(AliyunCall.DELETE) && !parts.isTrue("DryRun"),
            request);
    AliyunCall reading = new AliyunCall(call, parts, desk);
    if (AliyunRemains.knows(action)) {
      return new AliyunRemains(reading, parts, desk);
    }
    return AliyunGroups.knows(action) ? new AliyunGroups(reading, parts, desk) : reading;
  }

  @Override
  protected Refused refusalFor(Trouble trouble) {
    return AliyunErrors.of(trouble, behavior);
  }

  /** A released instance is shown as Stopping or Stopped until it vanishes; nothing is binned. */
  @Override
  protected Standing standingOf(String state) {
    return Standing.PRESENT;
  }
}
