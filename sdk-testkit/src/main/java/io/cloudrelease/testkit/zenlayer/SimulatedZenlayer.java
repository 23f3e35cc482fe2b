package io.cloudrelease.testkit.zenlayer;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.json.JsonValue;
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
import java.util.Map;
import java.util.function.Consumer;

/**
 * Zenlayer's ZEC, BMC and VM, simulated on one host: ReleaseInstances, TerminateInstance,
 * DescribeInstances and DescribeInstancesStatus under ZC2-HMAC-SHA256 or a bearer token (Zenlayer
 * Cloud API 2.0).
 *
 * <ul>
 *   <li>ZEC ReleaseInstances goes RELEASING and vanishes; on an account with a recycle bin it goes
 *       RECYCLING, RECYCLE, and the same call on an instance in RECYCLE destroys it. Ids that fail
 *       are listed in a 200 answer; when none of the ids is known the answer is 404.
 *   <li>BMC and VM TerminateInstance goes RECYCLING, RECYCLE and after 24 hours vanishes;
 *       ReleaseInstances destroys what is in the bin. Terminating a BMC subscription only switches
 *       its renewal off; VM refuses it.
 *   <li>A key may be limited to some instances: it sees nothing of those it may not see, and a call
 *       that names one it may not release is refused as a whole.
 * </ul>
 *
 * <p>Disks, snapshots, addresses and network interfaces can be asked for too. Rates are not limited
 * unless {@link #rateLimit} says so. Thread-safe.
 */
public final class SimulatedZenlayer extends SimulatedCloud {
  private static final Duration MOMENT = Duration.ofMillis(200);
  private static final long FIRST_ID = 1_300_000_000_000_000_000L;

  private final ZenlayerBehavior behavior = new ZenlayerBehavior();
  private final ZenlayerDesk desk = new ZenlayerDesk(fleet(), gate(), behavior, new Renderings());

  /** A cloud whose time is that of the clock. */
  public SimulatedZenlayer(InstantSource clock) {
    super("Zenlayer", clock);
  }

  /** Puts a ZEC instance on the cloud; one of the same id takes its place. */
  public SimulatedInstance addZec(Consumer<ZenlayerSpec> describe) {
    return add(ZenlayerCall.ZEC, describe);
  }

  /** Puts so many ZEC instances on the cloud, all alike. */
  public List<SimulatedInstance> addZec(int howMany, Consumer<ZenlayerSpec> describe) {
    return add(howMany, ZenlayerCall.ZEC, describe);
  }

  /** Puts a BMC instance on the cloud; one of the same id takes its place. */
  public SimulatedInstance addBmc(Consumer<ZenlayerSpec> describe) {
    return add(ZenlayerCall.BMC, describe);
  }

  /** Puts so many BMC instances on the cloud, all alike. */
  public List<SimulatedInstance> addBmc(int howMany, Consumer<ZenlayerSpec> describe) {
    return add(howMany, ZenlayerCall.BMC, describe);
  }

  /** Puts a VM instance on the cloud; one of the same id takes its place. */
  public SimulatedInstance addVm(Consumer<ZenlayerSpec> describe) {
    return add(ZenlayerCall.VM, describe);
  }

  /** Puts so many VM instances on the cloud, all alike. */
  public List<SimulatedInstance> addVm(int howMany, Consumer<ZenlayerSpec> describe) {
    return add(howMany, ZenlayerCall.VM, describe);
  }

  private List<SimulatedInstance> add(
      int howMany, String service, Consumer<ZenlayerSpec> describe) {
    List<SimulatedInstance> added = new ArrayList<>(howMany);
    for (int i = 0; i < howMany; i++) {
      added.add(add(service, describe));
    }
    return List.copyOf(added);
  }

  private SimulatedInstance add(String service, Consumer<ZenlayerSpec> describe) {
    ZenlayerSpec spec = new ZenlayerSpec();
    describe.accept(spec);
    spec.fill(spec.id().isEmpty() ? Long.toString(FIRST_ID + nextIdNumber()) : spec.id());
    return put(service, spec, Map.of("autoRenew", Boolean.toString(spec.renewsItself())));
  }

  /**
   * How long a ZEC or VM instance is shown as RELEASING; 30 seconds by default. BMC goes at once.
   */
  public void releasing(Duration time) {
    behavior.releasing = time;
  }

  /** How long an instance is shown as RECYCLING; 10 seconds by default. */
  public void recycling(Duration time) {
    behavior.recycling = time;
  }

  /**
   * The state shown instead of RECYCLING and RELEASING, as one that came after this version; empty
   * for those two, as by default.
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
    recycling(MOMENT);
  }

  /** How long an instance stays in the recycle bin; 24 hours by default. */
  public void inBin(Duration time) {
    behavior.inBin = time;
  }

  /**
   * Whether BMC refuses to terminate a subscription with OPERATION_DENIED_INSTANCE_SUBSCRIPTION, as
   * its older pages say; off by default: then it answers 200 and only switches the renewal off. VM
   * always refuses.
   */
  public void prepaidRefused(boolean on) {
    behavior.prepaidRefused = on;
  }

  /**
   * Whether TerminateInstance of a subscription whose renewal has ended already is refused with
   * {@code OPERATION_DENIED_INSTANCE_SUBSCRIPTION}; off by default: then it is accepted again.
   */
  public void endedRefused(boolean on) {
    behavior.endedRefused = on;
  }

  /**
   * Whether ZEC refuses a whole batch because of one bad id instead of listing the failed ids in a
   * 200 answer; off by default.
   */
  public void zecRefusesBatches(boolean on) {
    behavior.zecRefusesBatches = on;
  }

  @Override
  public boolean recognizes(HttpRequest request) {
    return request.target().startsWith("/api/v2/") || request.header("X-ZC-Action").isPresent();
  }

  @Override
  protected Reading read(HttpRequest request, int number, Instant at) {
    JsonValue parameters = JsonValue.parse(request.body().bytes()).orElse(JsonValue.missing());
    String action = SignedHeaders.text(request, "X-ZC-Action");
    List<String> ids = new ArrayList<>();
    if (action.equals(ZenlayerCall.TERMINATE)) {
      if (!parameters.text("instanceId").isEmpty()) {
        ids.add(parameters.text("instanceId"));
      }
    } else {
      for (JsonValue id : parameters.get("instanceIds").items()) {
        ids.add(id.text());
      }
    }
    SimulatedCall call =
        new SimulatedCall(
            number,
            at,
            service(request),
            action,
            "",
            ZenlayerSignature.keyId(request),
            ids,
            action.equals(ZenlayerCall.RELEASE) || action.equals(ZenlayerCall.TERMINATE),
            request);
    ZenlayerCall reading = new ZenlayerCall(call, parameters, desk);
    return ZenlayerRemains.knows(call.service(), action)
        ? new ZenlayerRemains(reading, parameters, desk)
        : reading;
  }

  private static String service(HttpRequest request) {
    String prefix = "/api/v2/";
    String target = request.target();
    String path = target.indexOf('?') < 0 ? target : target.substring(0, target.indexOf('?'));
    return path.startsWith(prefix) ? path.substring(prefix.length()) : "";
  }

  @Override
  protected Refused refusalFor(Trouble trouble) {
    return ZenlayerErrors.of(trouble);
  }

  @Override
  protected Standing standingOf(String state) {
    return ZenlayerCourses.standing(state);
  }
}
