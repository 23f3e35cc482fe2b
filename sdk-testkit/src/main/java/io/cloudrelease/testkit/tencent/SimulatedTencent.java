package io.cloudrelease.testkit.tencent;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Effect;
import io.cloudrelease.testkit.RateLimit;
import io.cloudrelease.testkit.Reading;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedDisk;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Standing;
import io.cloudrelease.testkit.StatePoint;
import io.cloudrelease.testkit.Trouble;
import io.cloudrelease.testkit.Visit;
import io.cloudrelease.testkit.wire.Renderings;
import io.cloudrelease.testkit.wire.SignedHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
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
 * still OPERATING. Calls are limited to the documented 10 and 40 a second for each account and
 * region. Thread-safe.
 */
public final class SimulatedTencent extends SimulatedCloud {
  private static final String SERVICE = "cvm";
  private static final String VERSION = "2017-03-12";
  private static final String TERMINATE = "TerminateInstances";
  private static final String DESCRIBE = "DescribeInstances";
  private static final String DESCRIBE_STATUS = "DescribeInstancesStatus";
  private static final int MOST_IDS = 100;

  /** The parameters each action knows; anything else is UnknownParameter. */
  private static final Map<String, Set<String>> PARAMETERS =
      Map.of(
          TERMINATE, Set.of("InstanceIds", "ReleaseAddress", "ReleasePrepaidDataDisks"),
          DESCRIBE, Set.of("InstanceIds", "Filters", "Offset", "Limit"),
          DESCRIBE_STATUS, Set.of("InstanceIds", "Offset", "Limit"));

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
          "ISOLATING",
          "TERMINATING",
          "TERMINATED",
          "BANNING",
          "FREEZING",
          "LAUNCH_FAILED");

  private final Renderings renderings = new Renderings();
  private volatile Duration terminating = Duration.ofSeconds(20);
  private volatile Duration isolating = Duration.ofSeconds(5);
  private volatile Duration inBin = Duration.ofDays(7);
  private volatile String passingState = "SHUTDOWN";
  private volatile boolean busyWhileOperating;
  private volatile boolean namesCulprits;
  private volatile boolean anyScope;

  /** A cloud whose time is that of the clock. */
  public SimulatedTencent(InstantSource clock) {
    super("Tencent CVM", clock);
    rateLimit(TERMINATE, RateLimit.perSecond(10));
    rateLimit(DESCRIBE, RateLimit.perSecond(40));
    rateLimit(DESCRIBE_STATUS, RateLimit.perSecond(40));
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
      source = spec.chargeType().equals("PREPAID") ? "MANMADE" : "ARREAR";
    }
    if (!source.isEmpty()) {
      notes.put("IsolatedSource", source);
    }
    return put(SERVICE, spec, notes);
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
    terminating = time;
  }

  /** How long the way of a subscription into the bin is OPERATING; 5 seconds by default. */
  public void isolating(Duration time) {
    isolating = time;
  }

  /** How long an instance stays in the recycle bin; 7 days by default. */
  public void inBin(Duration time) {
    inBin = time;
  }

  /** The state shown on the way into the bin; SHUTDOWN by default, ISOLATING is hinted by codes. */
  public void passingState(String state) {
    passingState = state;
  }

  /**
   * Whether a terminate call is refused as long as an earlier one is OPERATING. Off by default:
   * then a second call destroys a subscription however soon it comes.
   */
  public void busyWhileOperating(boolean on) {
    busyWhileOperating = on;
  }

  /** Whether messages of refused batches name the instances; off by default. */
  public void namesCulprits(boolean on) {
    namesCulprits = on;
  }

  /**
   * Whether a credential scope may name any service. Off by default; the vendor's own SDK takes the
   * service from the first label of the host, so it needs this on a loopback address.
   */
  public void anyCredentialScope(boolean on) {
    anyScope = on;
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
    return new Call(
        new SimulatedCall(
            number,
            at,
            SERVICE,
            action,
            SignedHeaders.text(request, "X-TC-Region"),
            TencentSignature.keyId(request),
            ids,
            action.equals(TERMINATE),
            request),
        parameters);
  }

  @Override
  protected Refused refusalFor(Trouble trouble) {
    return switch (trouble) {
      case THROTTLED ->
          new Refused(
              200,
              "RequestLimitExceeded",
              "Your current request times equals to `11` in a second, which exceeds the frequency"
                  + " limit `10` for a second. Please reduce the frequency of calls.");
      case TOKEN_EXPIRED ->
          new Refused(200, "AuthFailure.TokenFailure", "The token is invalid or has expired.");
      case CLOCK_SKEWED -> signatureExpired();
      case INTERNAL_ERROR -> new Refused(200, "InternalError", "An internal error has occurred.");
    };
  }

  static Refused signatureExpired() {
    return new Refused(
        200,
        "AuthFailure.SignatureExpire",
        "The provided credentials could not be validated because of exceeding request timestamp"
            + " limit.");
  }

  @Override
  protected Standing standingOf(SimulatedInstance instance, String state) {
    return switch (state) {
      case "SHUTDOWN" -> Standing.IN_BIN;
      case "TERMINATING", "ISOLATING" -> Standing.LEAVING;
      default -> Standing.PRESENT;
    };
  }

  private final class Call implements Reading {
    private final SimulatedCall call;
    private final JsonValue parameters;

    Call(SimulatedCall call, JsonValue parameters) {
      this.call = call;
      this.parameters = parameters;
    }

    @Override
    public SimulatedCall call() {
      return call;
    }

    @Override
    public HttpResponse refuse(Visit visit, Refused refused) {
      return json(refused.status(), TencentAnswers.error(visit, refused), "application/json");
    }

    @Override
    public HttpResponse perform(Visit visit) {
      checkAddress();
      KeyHolder holder = authenticate(visit);
      visit.authenticated(holder.account());
      checkRegion();
      spend(visit, holder.account(), call.region(), call.action());
      checkParameters();
      boolean allowed = call.destructive() ? holder.key().mayRelease() : holder.key().mayDescribe();
      if (!allowed) {
        throw new Refused(
            200,
            "UnauthorizedOperation",
            "[request id:"
                + visit.requestId()
                + "]you are not authorized to perform operation ("
                + "cvm:"
                + call.action()
                + ")");
      }
      byte[] answer =
          call.destructive()
              ? terminate(visit, holder.account())
              : describe(visit, holder.account());
      return json(200, answer, "application/json");
    }

    private void checkAddress() {
      if (!call.request().method().equals("POST")) {
        throw new Refused(200, "UnsupportedProtocol", "Use POST.");
      }
      if (call.action().isEmpty()) {
        throw TencentSignature.missing("X-TC-Action");
      }
      if (!PARAMETERS.containsKey(call.action())) {
        throw new Refused(
            200, "InvalidAction", "The action `" + call.action() + "` does not exist.");
      }
      String version = SignedHeaders.text(call.request(), "X-TC-Version");
      if (version.isEmpty()) {
        throw TencentSignature.missing("X-TC-Version");
      }
      if (!version.equals(VERSION)) {
        throw new Refused(200, "NoSuchVersion", "The version `" + version + "` does not exist.");
      }
    }

    private KeyHolder authenticate(Visit visit) {
      TencentSignature signature = TencentSignature.of(call.request());
      if (!anyScope) {
        signature.checkScope(SERVICE);
      }
      signature.checkTime(visit.cloudTime());
      KeyHolder holder =
          keyOf(signature.keyId())
              .filter(found -> !found.key().isDisabled())
              .orElseThrow(
                  () ->
                      new Refused(
                          200, "AuthFailure.SecretIdNotFound", "The SecretId is not found."));
      checkToken(holder.key(), visit);
      signature.check(holder.key());
      return holder;
    }

    private void checkToken(AccessKey key, Visit visit) {
      String token = SignedHeaders.text(call.request(), "X-TC-Token");
      if (!token.equals(key.token()) || key.isExpired(visit.cloudTime())) {
        throw refusalFor(Trouble.TOKEN_EXPIRED);
      }
    }

    private void checkRegion() {
      if (call.region().isEmpty()) {
        throw TencentSignature.missing("X-TC-Region");
      }
      String host = call.request().header("Host").orElse(call.request().endpoint().host());
      boolean finance = call.region().endsWith("-fsi");
      boolean financeHost = host.contains("-fsi.");
      boolean general = host.equals("cvm.tencentcloudapi.com");
      if (finance && general || financeHost && !host.contains('.' + call.region() + '.')) {
        throw new Refused(
            200,
            "UnsupportedRegion",
            "The region `" + call.region() + "` is not supported by this endpoint.");
      }
    }

    private void checkParameters() {
      if (!parameters.isObject()) {
        throw new Refused(200, "InvalidParameter", "The body is not a JSON object.");
      }
      Set<String> known = PARAMETERS.getOrDefault(call.action(), Set.of());
      for (String name : parameters.members().keySet()) {
        if (!known.contains(name)) {
          throw new Refused(
              200, "UnknownParameter", "The parameter `" + name + "` is not recognized.");
        }
      }
      JsonValue ids = parameters.get("InstanceIds");
      if (ids.isPresent() && !ids.isArray()) {
        throw new Refused(
            200, "InvalidParameter", "The parameter `InstanceIds` must be a list of strings.");
      }
      if (call.ids().size() > MOST_IDS) {
        throw new Refused(
            200,
            "InvalidParameterValue.LimitExceeded",
            "The number of `InstanceIds` exceeds the limit `" + MOST_IDS + "`.");
      }
    }

    private byte[] describe(Visit visit, SimulatedAccount account) {
      List<JsonValue> filters = parameters.get("Filters").items();
      if (!filters.isEmpty() && !call.ids().isEmpty()) {
        throw new Refused(
            200, "InvalidParameter", "`InstanceIds` and `Filters` cannot be given together.");
      }
      TencentFilters.check(filters);
      long offset = parameters.number("Offset", 0);
      long limit = parameters.number("Limit", 20);
      if (offset < 0 || limit < 1 || limit > MOST_IDS) {
        throw new Refused(
            200, "InvalidParameterValue", "`Limit` must be 1 to 100, `Offset` not negative.");
      }
      List<SimulatedInstance> all =
          call.ids().isEmpty()
              ? lookAtAll(visit, account, SERVICE, call.region())
              : look(visit, account, SERVICE, call.region(), call.ids());
      List<SimulatedInstance> fit =
          filters.isEmpty()
              ? all
              : all.stream().filter(i -> TencentFilters.fits(filters, i, visit.lookAt())).toList();
      int from = (int) Math.min(offset, fit.size());
      int to = (int) Math.min(offset + limit, fit.size());
      return call.action().equals(DESCRIBE)
          ? TencentAnswers.instances(visit, fit.size(), fit.subList(from, to), renderings)
          : TencentAnswers.states(visit, fit.size(), fit.subList(from, to));
    }

    private byte[] terminate(Visit visit, SimulatedAccount account) {
      if (account.isUnpaid()) {
        throw new Refused(200, "InvalidAccount.UnpaidOrder", "The account has unpaid orders.");
      }
      List<String> ids = List.copyOf(new LinkedHashSet<>(call.ids()));
      if (ids.isEmpty()) {
        throw TencentSignature.missing("InstanceIds");
      }
      for (String id : ids) {
        if (!TencentIds.isWellFormed(id)) {
          throw refusal("InvalidInstanceId.Malformed", id, "is malformed");
        }
      }
      carryOut(
          visit,
          ids,
          mixedPricing(visit, account, ids),
          id -> check(visit, account, id),
          id -> find(visit, account, SERVICE, call.region(), id).ifPresent(i -> step(visit, i)));
      return TencentAnswers.accepted(visit);
    }

    private Optional<Refused> mixedPricing(
        Visit visit, SimulatedAccount account, List<String> ids) {
      boolean prepaid = false;
      boolean other = false;
      for (String id : ids) {
        Optional<SimulatedInstance> found = find(visit, account, SERVICE, call.region(), id);
        if (found.isEmpty()) {
          // An unknown instance is noticed first: the answer is then that it is not found.
          return Optional.empty();
        }
        boolean isPrepaid = found.get().chargeType().equals("PREPAID");
        prepaid |= isPrepaid;
        other |= !isPrepaid;
      }
      return prepaid && other
          ? Optional.of(
              new Refused(
                  200,
                  "UnsupportedOperation.InstanceMixedPricingModel",
                  "Instances of different charge types cannot be operated together."))
          : Optional.empty();
    }

    private Optional<Refused> check(Visit visit, SimulatedAccount account, String id) {
      Optional<SimulatedInstance> found = find(visit, account, SERVICE, call.region(), id);
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
      if (REFUSED_STATES.contains(point.state())) {
        String code = "UnsupportedOperation.InstanceState" + TencentIds.camel(point.state());
        return Optional.of(refusal(code, id, "is " + point.state()));
      }
      if (busyWhileOperating && point.note("LatestOperationState").equals("OPERATING")) {
        return Optional.of(
            refusal("OperationDenied.InstanceOperationInProgress", id, "has a running operation"));
      }
      return Optional.empty();
    }

    private Refused refusal(String code, String id, String trouble) {
      String which = namesCulprits ? "The instance `" + id + "` " : "An instance ";
      return new Refused(200, code, which + trouble + '.');
    }

    private void step(Visit visit, SimulatedInstance instance) {
      boolean bins =
          instance.chargeType().equals("PREPAID")
              && instance.at(visit.now()).standing() == Standing.PRESENT;
      List<String> along = new ArrayList<>();
      boolean allDisks = parameters.isTrue("ReleasePrepaidDataDisks");
      for (SimulatedDisk disk : instance.disks()) {
        if (allDisks || disk.deletedWithInstance()) {
          along.add(disk.id());
        }
      }
      if (parameters.isTrue("ReleaseAddress") && !instance.note("releasableAddress").isEmpty()) {
        along.add(instance.note("releasableAddress"));
      }
      apply(
          visit,
          instance,
          bins ? Effect.Kind.BINNED : Effect.Kind.DESTROYED,
          new EffectDetail(
              bins ? intoBin(visit, instance) : destruction(visit, instance), options(), along));
    }

    private Map<String, String> options() {
      return Map.of(
          "ReleaseAddress", Boolean.toString(parameters.isTrue("ReleaseAddress")),
          "ReleasePrepaidDataDisks",
              Boolean.toString(parameters.isTrue("ReleasePrepaidDataDisks")));
    }

    private List<StatePoint> intoBin(Visit visit, SimulatedInstance instance) {
      Instant settled = visit.now().plus(isolating);
      Map<String, String> operating = notes(visit, instance, "OPERATING");
      operating.put("IsolatedSource", "MANMADE");
      Map<String, String> success = new HashMap<>(operating);
      success.put("LatestOperationState", "SUCCESS");
      Standing passing = standingOf(instance, passingState);
      return List.of(
          new StatePoint(visit.now(), passingState, passing, operating),
          new StatePoint(settled, "SHUTDOWN", Standing.IN_BIN, success),
          StatePoint.gone(settled.plus(inBin)));
    }

    private List<StatePoint> destruction(Visit visit, SimulatedInstance instance) {
      Map<String, String> operating = notes(visit, instance, "OPERATING");
      return List.of(
          new StatePoint(visit.now(), "TERMINATING", Standing.LEAVING, operating),
          StatePoint.gone(visit.now().plus(terminating)));
    }

    private Map<String, String> notes(Visit visit, SimulatedInstance instance, String state) {
      Map<String, String> notes = new HashMap<>(instance.at(visit.now()).notes());
      notes.put("LatestOperation", TERMINATE);
      notes.put("LatestOperationState", state);
      notes.put("LatestOperationRequestId", visit.requestId());
      return notes;
    }
  }
}
