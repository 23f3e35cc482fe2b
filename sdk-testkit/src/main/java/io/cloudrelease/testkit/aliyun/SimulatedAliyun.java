package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Effect;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Alibaba Cloud ECS, simulated: DeleteInstances and DescribeInstances of version 2014-05-26 under
 * ACS3-HMAC-SHA256 or the older RPC HMAC-SHA1, by GET or POST, in query or form (Alibaba Cloud ECS
 * API documentation).
 *
 * <p>Answers are XML unless JSON is asked for. Running instances need Force, subscriptions are
 * released after their end and with TerminateSubscription only, and what is released is gone for
 * good. A nonce is taken once. Rates are not limited unless {@link #rateLimit} says so.
 * Thread-safe.
 */
public final class SimulatedAliyun extends SimulatedCloud {
  private static final String SERVICE = "ecs";
  private static final String VERSION = "2014-05-26";
  private static final String DELETE = "DeleteInstances";
  private static final String DESCRIBE = "DescribeInstances";
  private static final int MOST_IDS = 100;
  private static final int LONGEST_TOKEN = 64;
  private static final Duration NONCE_MEMORY = Duration.ofMinutes(30);
  private static final Set<String> BOOLEANS =
      Set.of("Force", "ForceStop", "TerminateSubscription", "DryRun");

  private final Renderings renderings = new Renderings();
  private final ClientTokens tokens = new ClientTokens();
  private final Map<String, Instant> nonces = new HashMap<>();
  private volatile Duration releasing = Duration.ofSeconds(10);
  private volatile Duration gracefulStop = Duration.ofMinutes(2);
  private volatile Duration tokenMemory = Duration.ofMinutes(30);
  private volatile Duration tokenRunning = Duration.ZERO;
  private volatile boolean remembersRefusals;
  private volatile boolean securityLockRefuses;
  private volatile String dryRunCode = "DRYRUN.SUCCESS";
  private volatile int throttleStatus = 400;
  private volatile boolean noncesOnce = true;

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
    releasing = time;
  }

  /** How much longer that takes with ForceStop=false; 2 minutes by default. */
  public void gracefulStop(Duration time) {
    gracefulStop = time;
  }

  /** How long a ClientToken is remembered; 30 minutes by default. */
  public void tokenMemory(Duration time) {
    tokenMemory = time;
  }

  /**
   * How long a call under a ClientToken runs, so that its repetition is LastTokenProcessing; none.
   */
  public void tokenRunning(Duration time) {
    tokenRunning = time;
  }

  /** Whether a refusal is remembered under its ClientToken as well; off by default. */
  public void remembersRefusals(boolean on) {
    remembersRefusals = on;
  }

  /** Whether a security-locked instance is refused, as the code list hints; off by default. */
  public void securityLockRefuses(boolean on) {
    securityLockRefuses = on;
  }

  /** How a passed dry run is said: DRYRUN.SUCCESS by default, DryRunOperation on an older page. */
  public void dryRunCode(String code) {
    dryRunCode = code;
  }

  /** The HTTP status of Throttling: 400 by default, 429 elsewhere. */
  public void throttleStatus(int status) {
    throttleStatus = status;
  }

  /** Whether a nonce used before is refused; on by default. */
  public void checksNonces(boolean on) {
    noncesOnce = on;
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
        action.equals(DELETE) ? parts.repeatedIds() : parts.listedIds().orElse(List.of());
    return new Call(
        new SimulatedCall(
            number,
            at,
            SERVICE,
            action,
            parts.get("RegionId"),
            parts.accessKeyId(),
            ids,
            action.equals(DELETE) && !parts.isTrue("DryRun"),
            request),
        parts);
  }

  @Override
  protected Refused refusalFor(Trouble trouble) {
    return switch (trouble) {
      case THROTTLED ->
          new Refused(
              throttleStatus, "Throttling.User", "Request was denied due to user flow control.");
      case TOKEN_EXPIRED ->
          new Refused(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
      case CLOCK_SKEWED -> timestampExpired();
      case INTERNAL_ERROR ->
          new Refused(
              500,
              "InternalError",
              "The request processing has failed due to some unknown error, exception or failure.");
    };
  }

  static Refused timestampExpired() {
    return new Refused(
        400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
  }

  static Refused missing(String parameter) {
    return new Refused(
        400,
        "MissingParameter",
        "The input parameter \""
            + parameter
            + "\" that is mandatory for processing this request is"
            + " not supplied.");
  }

  /** A released instance is shown as Stopping or Stopped until it vanishes; nothing is binned. */
  @Override
  protected Standing standingOf(SimulatedInstance instance, String state) {
    return Standing.PRESENT;
  }

  private final class Call implements Reading {
    private final SimulatedCall call;
    private final AliyunRequest parts;

    Call(SimulatedCall call, AliyunRequest parts) {
      this.call = call;
      this.parts = parts;
    }

    @Override
    public SimulatedCall call() {
      return call;
    }

    @Override
    public HttpResponse refuse(Visit visit, Refused refused) {
      return AliyunAnswers.error(parts, visit.requestId(), refused);
    }

    @Override
    public HttpResponse perform(Visit visit) {
      checkAddress();
      KeyHolder holder = authenticate(visit);
      visit.authenticated(holder.account());
      spend(visit, holder.account(), call.region(), call.action());
      if (call.region().isEmpty()) {
        throw missing("RegionId");
      }
      return call.action().equals(DELETE) ? delete(visit, holder) : describe(visit, holder);
    }

    private void checkAddress() {
      String method = call.request().method();
      if (!method.equals("POST") && !method.equals("GET")) {
        throw new Refused(403, "UnsupportedHTTPMethod", "This http method is not supported.");
      }
      if (call.action().isEmpty()) {
        throw missing("Action");
      }
      if (!call.action().equals(DELETE) && !call.action().equals(DESCRIBE)) {
        throw new Refused(
            404,
            "InvalidAction.NotFound",
            "Specified api is not found, please check your url and method.");
      }
      if (!parts.version().equals(VERSION)) {
        throw parts.version().isEmpty()
            ? missing("Version")
            : new Refused(404, "InvalidApi.NotFound", "Specified api version is not found.");
      }
    }

    private KeyHolder authenticate(Visit visit) {
      AliyunSignature.checkComplete(parts);
      AliyunSignature.checkTime(parts, visit.cloudTime());
      KeyHolder holder =
          keyOf(call.accessKeyId())
              .orElseThrow(
                  () ->
                      new Refused(
                          404,
                          "InvalidAccessKeyId.NotFound",
                          "Specified access key is not found."));
      if (holder.key().isDisabled()) {
        throw new Refused(400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled.");
      }
      checkToken(holder.key(), visit);
      AliyunSignature.check(parts, holder.key());
      checkNonce(visit);
      return holder;
    }

    private void checkToken(AccessKey key, Visit visit) {
      String token = parts.token();
      if (token.isEmpty() && !key.token().isEmpty()) {
        throw new Refused(
            400, "MissingSecurityToken", "SecurityToken is mandatory for this action.");
      }
      if (!token.equals(key.token())) {
        throw new Refused(
            400,
            "InvalidSecurityToken.MismatchWithAccessKey",
            "Specified SecurityToken mismatch with the AccessKey.");
      }
      if (key.isExpired(visit.cloudTime())) {
        throw refusalFor(Trouble.TOKEN_EXPIRED);
      }
    }

    private void checkNonce(Visit visit) {
      if (!noncesOnce) {
        return;
      }
      Instant now = visit.now();
      if (nonces.size() > 4096) {
        nonces.values().removeIf(used -> used.plus(NONCE_MEMORY).isBefore(now));
      }
      if (nonces.putIfAbsent(call.accessKeyId() + ' ' + parts.nonce(), now) != null) {
        throw new Refused(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
      }
    }

    // ---- DescribeInstances ----

    private HttpResponse describe(Visit visit, KeyHolder holder) {
      String list = parts.get("InstanceIds");
      boolean byIds = !list.isEmpty();
      if (byIds && parts.listedIds().isEmpty()) {
        throw new Refused(
            400, "InvalidParameter", "The specified InstanceIds is not a JSON array.");
      }
      if (call.ids().size() > MOST_IDS) {
        throw tooManyIds();
      }
      List<SimulatedInstance> all = List.of();
      if (holder.key().mayDescribe()) {
        all =
            byIds
                ? look(visit, holder.account(), SERVICE, call.region(), call.ids())
                : lookAtAll(visit, holder.account(), SERVICE, call.region());
      }
      List<SimulatedInstance> fit =
          all.stream().filter(i -> AliyunFilters.fits(parts, i, visit.lookAt())).toList();
      AliyunPage page = AliyunPage.of(parts, fit.size());
      return AliyunAnswers.instances(parts, visit, page, page.cut(fit), renderings);
    }

    private Refused tooManyIds() {
      return new Refused(
          403,
          "InvalidParameter.TooManyInstanceIds",
          "The number of instances exceeds the limit " + MOST_IDS + '.');
    }

    // ---- DeleteInstances ----

    private HttpResponse delete(Visit visit, KeyHolder holder) {
      checkDeleteParameters();
      if (!holder.key().mayRelease()) {
        throw new Refused(403, "Forbidden.RAM", "User not authorized to operate.");
      }
      if (parts.isTrue("DryRun")) {
        throw new Refused(
            400, dryRunCode, "Request validation has been passed with DryRun flag set.");
      }
      String token = parts.get("ClientToken");
      String scope = holder.account().name() + ' ' + token;
      if (!token.isEmpty()) {
        Optional<String> first =
            tokens.replay(scope, parts.meaning(), visit.now(), tokenMemory, tokenRunning);
        if (first.isPresent()) {
          return AliyunAnswers.accepted(parts, first.get());
        }
      }
      try {
        carryOutDelete(visit, holder.account());
      } catch (Refused refused) {
        boolean remember = remembersRefusals && !token.isEmpty();
        if (remember) {
          tokens.remember(
              scope, parts.meaning(), visit.now(), visit.requestId(), Optional.of(refused));
        }
        throw refused;
      }
      if (!token.isEmpty()) {
        tokens.remember(scope, parts.meaning(), visit.now(), visit.requestId(), Optional.empty());
      }
      return AliyunAnswers.accepted(parts, visit.requestId());
    }

    private void checkDeleteParameters() {
      if (call.ids().isEmpty()) {
        throw missing("InstanceId");
      }
      if (call.ids().size() > MOST_IDS) {
        throw tooManyIds();
      }
      for (String flag : BOOLEANS) {
        String value = parts.get(flag).toLowerCase(Locale.ROOT);
        if (parts.all().containsKey(flag) && !value.equals("true") && !value.equals("false")) {
          throw new Refused(
              400, "InvalidParameter", "The specified parameter \"" + flag + "\" is not valid.");
        }
      }
      String token = parts.get("ClientToken");
      if (token.length() > LONGEST_TOKEN || !token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
        throw new Refused(
            400, "InvalidParameter", "The specified parameter \"ClientToken\" is not valid.");
      }
    }

    private void carryOutDelete(Visit visit, SimulatedAccount account) {
      if (account.isUnpaid()) {
        throw new Refused(400, "InsufficientBalance", "Your account does not have enough balance.");
      }
      List<String> ids = List.copyOf(new LinkedHashSet<>(call.ids()));
      carryOut(
          visit,
          ids,
          crossRegion(account, ids),
          id -> check(visit, account, id, ids.size()),
          id -> find(visit, account, SERVICE, call.region(), id).ifPresent(i -> step(visit, i)));
    }

    private Optional<Refused> crossRegion(SimulatedAccount account, List<String> ids) {
      boolean here = false;
      boolean elsewhere = false;
      for (String id : ids) {
        Optional<SimulatedInstance> instance =
            ledger().instance(id).filter(found -> found.account() == account);
        boolean inRegion = instance.filter(i -> i.region().equals(call.region())).isPresent();
        here |= inRegion;
        elsewhere |= instance.isPresent() && !inRegion;
      }
      return here && elsewhere
          ? Optional.of(
              new Refused(
                  400,
                  "InvalidParameter.CrossRegionNotSupport",
                  "The specified instances are in several regions."))
          : Optional.empty();
    }

    private Optional<Refused> check(
        Visit visit, SimulatedAccount account, String id, int batchSize) {
      Optional<SimulatedInstance> found = find(visit, account, SERVICE, call.region(), id);
      if (found.isEmpty()) {
        String code = batchSize == 1 ? "InvalidInstanceId.NotFound" : "InvalidInstanceIds.NotFound";
        return refusal(404, code, "The specified InstanceIds are not found.");
      }
      SimulatedInstance instance = found.get();
      if (!instance.refusal().isEmpty()) {
        return refusal(403, instance.refusal(), "The instance cannot be deleted.");
      }
      if (instance.isProtectedFromRelease() && !isPrepaid(instance)) {
        return refusal(
            403,
            "InvalidOperation.DeletionProtection",
            "The operation is not allowed due to deletion protection.");
      }
      if (securityLockRefuses && instance.note("LockReason").equals("security")) {
        return refusal(
            403,
            "InstanceLockedForSecurity",
            "The specified operation is denied as your instance is locked for security reasons.");
      }
      if (isPrepaid(instance) && !mayEnd(instance, visit)) {
        return refusal(
            403,
            "ChargeTypeViolation",
            "The operation is not permitted due to charge type of the instance.");
      }
      return checkStatus(instance.at(visit.now()));
    }

    private boolean mayEnd(SimulatedInstance instance, Visit visit) {
      boolean over =
          AliyunAnswers.isExpired(instance, visit.now())
              || instance.note("LockReason").equals("refunded");
      return over && parts.isTrue("TerminateSubscription");
    }

    private Optional<Refused> checkStatus(StatePoint point) {
      boolean ready =
          point.state().equals("Stopped")
              || point.state().equals("Running") && parts.isTrue("Force");
      if (point.state().equals("Pending")) {
        return refusal(
            403, "IncorrectInstanceStatus.Initializing", "The instance is being initialized.");
      }
      return ready && point.standing() == Standing.PRESENT
          ? Optional.empty()
          : refusal(
              403,
              "IncorrectInstanceStatus",
              "The current status of the resource does not support this operation.");
    }

    private Optional<Refused> refusal(int status, String code, String message) {
      return Optional.of(new Refused(status, code, message));
    }

    private boolean isPrepaid(SimulatedInstance instance) {
      return instance.chargeType().equals("PrePaid");
    }

    private void step(Visit visit, SimulatedInstance instance) {
      boolean running = instance.at(visit.now()).state().equals("Running");
      boolean graceful = running && parts.get("ForceStop").equalsIgnoreCase("false");
      Instant end = visit.now().plus(releasing).plus(graceful ? gracefulStop : Duration.ZERO);
      String state = running ? "Stopping" : "Stopped";
      Map<String, String> notes = instance.at(visit.now()).notes();
      boolean locked = instance.note("LockReason").equals("security");
      List<String> along = new ArrayList<>();
      for (SimulatedDisk disk : instance.disks()) {
        if (disk.deletedWithInstance() || locked) {
          along.add(disk.id());
        }
      }
      Map<String, String> options = new HashMap<>();
      for (String flag : BOOLEANS) {
        options.put(flag, parts.get(flag).isEmpty() ? "default" : parts.get(flag));
      }
      apply(
          visit,
          instance,
          Effect.Kind.DESTROYED,
          new EffectDetail(
              List.of(
                  new StatePoint(visit.now(), state, Standing.LEAVING, notes),
                  StatePoint.gone(end)),
              options,
              along));
    }
  }
}
