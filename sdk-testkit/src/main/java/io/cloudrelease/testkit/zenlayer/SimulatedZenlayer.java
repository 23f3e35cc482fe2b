package io.cloudrelease.testkit.zenlayer;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 *       ReleaseInstances destroys what is in the bin. Terminating a subscription only switches its
 *       renewal off.
 * </ul>
 *
 * <p>Rates are not limited unless {@link #rateLimit} says so. Thread-safe.
 */
public final class SimulatedZenlayer extends SimulatedCloud {
  private static final String ZEC = "zec";
  private static final String BMC = "bmc";
  private static final String VM = "vm";
  private static final String RELEASE = "ReleaseInstances";
  private static final String TERMINATE = "TerminateInstance";
  private static final String DESCRIBE = "DescribeInstances";
  private static final String DESCRIBE_STATUS = "DescribeInstancesStatus";
  private static final String RECYCLE = "RECYCLE";
  private static final String RECYCLING = "RECYCLING";
  private static final String RELEASING = "RELEASING";
  private static final int MOST_IDS = 100;
  private static final long FIRST_ID = 1_300_000_000_000_000_000L;

  private static final Map<String, Set<String>> ACTIONS =
      Map.of(
          ZEC, Set.of(RELEASE, DESCRIBE, DESCRIBE_STATUS),
          BMC, Set.of(TERMINATE, RELEASE, DESCRIBE),
          VM, Set.of(TERMINATE, RELEASE, DESCRIBE, DESCRIBE_STATUS));
  private static final Map<String, Set<String>> VERSIONS =
      Map.of(
          ZEC, Set.of("2025-09-01", "2024-04-01"),
          BMC, Set.of("2026-02-01", "2022-11-20"),
          VM, Set.of("2026-04-01", "2023-03-13"));
  private static final Set<String> ZEC_PASSING =
      Set.of(
          "PENDING",
          "DEPLOYING",
          "REBUILDING",
          "REBOOT",
          "BOOTING",
          "STOPPING",
          "IMAGING",
          "RESIZING",
          RELEASING,
          RECYCLING);
  private static final Set<String> CREATING = Set.of("PENDING", "CREATING", "DEPLOYING");
  private static final Set<String> INSTALLING = Set.of("INSTALLING", "REBUILDING");

  private final Renderings renderings = new Renderings();
  private volatile Duration releasing = Duration.ofSeconds(30);
  private volatile Duration recycling = Duration.ofSeconds(10);
  private volatile Duration inBin = Duration.ofHours(24);
  private volatile boolean prepaidRefused;
  private volatile boolean zecRefusesBatches;

  /** A cloud whose time is that of the clock. */
  public SimulatedZenlayer(InstantSource clock) {
    super("Zenlayer", clock);
  }

  /** Puts a ZEC instance on the cloud; one of the same id takes its place. */
  public SimulatedInstance addZec(Consumer<ZenlayerSpec> describe) {
    return add(ZEC, describe);
  }

  /** Puts so many ZEC instances on the cloud, all alike. */
  public List<SimulatedInstance> addZec(int howMany, Consumer<ZenlayerSpec> describe) {
    return add(howMany, ZEC, describe);
  }

  /** Puts a BMC instance on the cloud; one of the same id takes its place. */
  public SimulatedInstance addBmc(Consumer<ZenlayerSpec> describe) {
    return add(BMC, describe);
  }

  /** Puts so many BMC instances on the cloud, all alike. */
  public List<SimulatedInstance> addBmc(int howMany, Consumer<ZenlayerSpec> describe) {
    return add(howMany, BMC, describe);
  }

  /** Puts a VM instance on the cloud; one of the same id takes its place. */
  public SimulatedInstance addVm(Consumer<ZenlayerSpec> describe) {
    return add(VM, describe);
  }

  /** Puts so many VM instances on the cloud, all alike. */
  public List<SimulatedInstance> addVm(int howMany, Consumer<ZenlayerSpec> describe) {
    return add(howMany, VM, describe);
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
    releasing = time;
  }

  /** How long an instance is shown as RECYCLING; 10 seconds by default. */
  public void recycling(Duration time) {
    recycling = time;
  }

  /** How long an instance stays in the recycle bin; 24 hours by default. */
  public void inBin(Duration time) {
    inBin = time;
  }

  /**
   * Whether terminating a subscription is refused with OPERATION_DENIED_INSTANCE_SUBSCRIPTION, as
   * older BMC pages say; off by default: then it answers 200 and only switches the renewal off.
   */
  public void prepaidRefused(boolean on) {
    prepaidRefused = on;
  }

  /**
   * Whether ZEC refuses a whole batch because of one bad id instead of listing the failed ids in a
   * 200 answer; off by default.
   */
  public void zecRefusesBatches(boolean on) {
    zecRefusesBatches = on;
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
    if (action.equals(TERMINATE)) {
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
            action.equals(RELEASE) || action.equals(TERMINATE),
            request);
    return new Call(call, parameters);
  }

  private static String service(HttpRequest request) {
    String prefix = "/api/v2/";
    String target = request.target();
    String path = target.indexOf('?') < 0 ? target : target.substring(0, target.indexOf('?'));
    return path.startsWith(prefix) ? path.substring(prefix.length()) : "";
  }

  @Override
  protected Refused refusalFor(Trouble trouble) {
    return switch (trouble) {
      case THROTTLED ->
          new Refused(429, "REQUEST_LIMIT_EXCEEDED", "The number of requests exceeds the limit.");
      // No page names a code for a bearer token that ran out.
      case TOKEN_EXPIRED -> new Refused(401, "AUTHFAILURE_TOKEN_EXPIRED", "The token has expired.");
      case CLOCK_SKEWED -> signatureExpired();
      case INTERNAL_ERROR ->
          new Refused(500, "INTERNAL_SERVER_ERROR", "An internal error has occurred.");
    };
  }

  static Refused signatureExpired() {
    return new Refused(
        401, "AUTHFAILURE_SIGNATURE_EXPIRED", "The timestamp is more than five minutes off.");
  }

  @Override
  protected Standing standingOf(SimulatedInstance instance, String state) {
    return switch (state) {
      case RECYCLE, "RECYCLED" -> Standing.IN_BIN;
      case RELEASING, RECYCLING, "SHUTDOWN" -> Standing.LEAVING;
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
      return json(refused.status(), ZenlayerAnswers.error(visit, refused), JSON);
    }

    @Override
    public HttpResponse perform(Visit visit) {
      KeyHolder holder = authenticate(visit);
      visit.authenticated(holder.account());
      checkAddress(holder);
      // Limits are counted for each product on its own.
      spend(visit, holder.account(), call.service(), call.action());
      if (!parameters.isObject()) {
        throw new Refused(400, "INVALID_PARAMETER_TYPE", "The body is not a JSON object.");
      }
      checkIds();
      byte[] answer =
          switch (call.action()) {
            case TERMINATE -> terminate(visit, holder);
            case RELEASE ->
                call.service().equals(ZEC)
                    ? releaseZec(visit, holder)
                    : releaseFromBin(visit, holder);
            default -> describe(visit, holder);
          };
      return json(200, answer, JSON);
    }

    private KeyHolder authenticate(Visit visit) {
      HttpRequest request = call.request();
      String token = ZenlayerSignature.bearer(request);
      if (!token.isEmpty()) {
        KeyHolder holder =
            bearer(token).orElseThrow(() -> ZenlayerSignature.invalid("The token is unknown."));
        if (holder.key().isExpired(visit.cloudTime())) {
          throw refusalFor(Trouble.TOKEN_EXPIRED);
        }
        return holder;
      }
      ZenlayerSignature signature = ZenlayerSignature.of(request);
      signature.checkTime(visit.cloudTime());
      KeyHolder holder =
          keyOf(signature.keyId())
              .filter(found -> !found.key().isDisabled())
              .orElseThrow(
                  () ->
                      new Refused(
                          401, "AUTHFAILURE_SIGNATURE_FAILURE", "The access key is unknown."));
      signature.check(holder.key());
      return holder;
    }

    private void checkAddress(KeyHolder holder) {
      String version = SignedHeaders.text(call.request(), "X-ZC-Version");
      boolean there =
          call.request().method().equals("POST")
              && ACTIONS.getOrDefault(call.service(), Set.of()).contains(call.action())
              && VERSIONS.getOrDefault(call.service(), Set.of()).contains(version);
      if (!there || call.destructive() && !holder.key().mayRelease()) {
        throw new Refused(
            401,
            "AUTHFAILURE_UNAUTHORIZED_OPERATION",
            "The operation is not authorized or does not exist.");
      }
    }

    private void checkIds() {
      if (call.action().equals(TERMINATE)) {
        return;
      }
      JsonValue ids = parameters.get("instanceIds");
      if (ids.isPresent() && !ids.isArray()) {
        throw new Refused(400, "INVALID_PARAMETER_TYPE", "instanceIds must be a list.");
      }
      if (call.ids().size() > MOST_IDS) {
        throw new Refused(
            400,
            "INVALID_PARAMETER_EXCEED_LENGTH",
            "instanceIds must hold at most " + MOST_IDS + " items.");
      }
      if (call.action().equals(RELEASE) && !ids.isPresent()) {
        throw missing("instanceIds");
      }
      if (call.action().equals(RELEASE) && call.ids().isEmpty()) {
        throw new Refused(
            400, "INVALID_PARAMETER_LESS_LENGTH", "instanceIds must hold at least 1 item.");
      }
    }

    private Refused missing(String parameter) {
      return new Refused(400, "MISSING_PARAMETER", "The parameter " + parameter + " is missing.");
    }

    /** The instance as this key sees it: a key without the right to see sees nothing. */
    private Optional<SimulatedInstance> seen(Visit visit, KeyHolder holder, String id) {
      return holder.key().mayDescribe()
          ? find(visit, holder.account(), call.service(), "", id)
          : Optional.empty();
    }

    private byte[] describe(Visit visit, KeyHolder holder) {
      ZenlayerQuery query = new ZenlayerQuery(parameters, call.service().equals(ZEC));
      SimulatedAccount account = holder.account();
      List<SimulatedInstance> all = List.of();
      if (holder.key().mayDescribe()) {
        all =
            call.ids().isEmpty()
                ? lookAtAll(visit, account, call.service(), "")
                : look(visit, account, call.service(), "", call.ids());
      }
      List<SimulatedInstance> fit = query.filter(all, visit.lookAt());
      List<SimulatedInstance> page = query.page(fit);
      return call.action().equals(DESCRIBE)
          ? ZenlayerAnswers.instances(visit, call.service(), fit.size(), page, renderings)
          : ZenlayerAnswers.states(visit, fit.size(), page);
    }

    // ---- ZEC ----

    private byte[] releaseZec(Visit visit, KeyHolder holder) {
      String depend = parameters.text("dependResource");
      if (!depend.isEmpty() && !depend.equals("true") && !depend.equals("false")) {
        throw new Refused(400, "INVALID_PARAMETER_TYPE", "dependResource must be a boolean.");
      }
      List<String> ids = List.copyOf(new LinkedHashSet<>(call.ids()));
      List<String> failed = new ArrayList<>();
      int unknown = 0;
      for (String id : ids) {
        Optional<SimulatedInstance> found = seen(visit, holder, id);
        unknown += found.isEmpty() ? 1 : 0;
        if (checkZec(visit, found).isPresent()) {
          failed.add(id);
        }
      }
      boolean listed = !zecRefusesBatches && unknown < ids.size();
      List<String> good = new ArrayList<>(ids);
      if (listed) {
        good.removeAll(failed);
      }
      carryOut(
          visit,
          good,
          Optional.empty(),
          id -> checkZec(visit, seen(visit, holder, id)),
          id -> seen(visit, holder, id).ifPresent(i -> stepZec(visit, holder.account(), i)));
      return ZenlayerAnswers.released(visit, failed);
    }

    private Optional<Refused> checkZec(Visit visit, Optional<SimulatedInstance> found) {
      if (found.isEmpty()) {
        return Optional.of(notFound());
      }
      if (!found.get().refusal().isEmpty()) {
        return Optional.of(new Refused(403, found.get().refusal(), "It cannot be released."));
      }
      return ZEC_PASSING.contains(found.get().at(visit.now()).state())
          ? Optional.of(
              new Refused(
                  403,
                  "OPERATION_FAILED_FOR_RECYCLE_RESOURCE",
                  "The instance is being changed or recycled."))
          : Optional.empty();
    }

    private void stepZec(Visit visit, SimulatedAccount account, SimulatedInstance instance) {
      boolean bins =
          account.hasRecycleBin() && instance.at(visit.now()).standing() == Standing.PRESENT;
      String depend = parameters.text("dependResource");
      // The server's own default is true.
      boolean all = !depend.equals("false");
      List<String> along = new ArrayList<>();
      for (SimulatedDisk disk : instance.disks()) {
        if (all || disk.deletedWithInstance()) {
          along.add(disk.id());
        }
      }
      if (all) {
        along.addAll(instance.publicAddresses());
      }
      apply(
          visit,
          instance,
          bins ? Effect.Kind.BINNED : Effect.Kind.DESTROYED,
          new EffectDetail(
              bins ? intoBin(visit, instance) : destruction(visit, instance),
              Map.of("dependResource", depend.isEmpty() ? "default" : depend),
              along));
    }

    // ---- BMC and VM ----

    private byte[] terminate(Visit visit, KeyHolder holder) {
      if (call.ids().isEmpty()) {
        throw missing("instanceId");
      }
      carryOut(
          visit,
          call.ids(),
          Optional.empty(),
          id -> checkTerminate(visit, seen(visit, holder, id)),
          id -> seen(visit, holder, id).ifPresent(i -> stepTerminate(visit, i)));
      return ZenlayerAnswers.accepted(visit);
    }

    private Optional<Refused> checkTerminate(Visit visit, Optional<SimulatedInstance> found) {
      if (found.isEmpty()) {
        return Optional.of(notFound());
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
      boolean failed = point.state().equals("CREATE_FAILED");
      return prepaidRefused && isPrepaid(instance) && !failed
          ? denied("OPERATION_DENIED_INSTANCE_SUBSCRIPTION", "is a subscription")
          : Optional.empty();
    }

    private void stepTerminate(Visit visit, SimulatedInstance instance) {
      StatePoint point = instance.at(visit.now());
      if (point.state().equals("CREATE_FAILED")) {
        List<StatePoint> gone = List.of(StatePoint.gone(visit.now()));
        apply(visit, instance, Effect.Kind.DESTROYED, plain(gone));
      } else if (!isPrepaid(instance)) {
        apply(visit, instance, Effect.Kind.BINNED, plain(intoBin(visit, instance)));
      } else if (Boolean.parseBoolean(point.note("autoRenew"))) {
        apply(visit, instance, Effect.Kind.RENEWAL_OFF, plain(untilExpiry(visit, instance)));
      }
      // A subscription whose renewal is off already stays as it is: the answer is 200 all the same.
    }

    private List<StatePoint> untilExpiry(Visit visit, SimulatedInstance instance) {
      Map<String, String> notes = new HashMap<>(instance.at(visit.now()).notes());
      notes.put("autoRenew", "false");
      List<StatePoint> course = new ArrayList<>();
      String state = instance.at(visit.now()).state();
      course.add(new StatePoint(visit.now(), state, Standing.PRESENT, notes));
      instance
          .expiresAt()
          .filter(end -> end.isAfter(visit.now()))
          .ifPresent(
              end -> {
                course.add(new StatePoint(end, RECYCLE, Standing.IN_BIN, notes));
                course.add(StatePoint.gone(end.plus(inBin)));
              });
      return course;
    }

    private byte[] releaseFromBin(Visit visit, KeyHolder holder) {
      carryOut(
          visit,
          List.copyOf(new LinkedHashSet<>(call.ids())),
          Optional.empty(),
          id -> checkInBin(visit, seen(visit, holder, id)),
          id ->
              seen(visit, holder, id)
                  .ifPresent(
                      i -> apply(visit, i, Effect.Kind.DESTROYED, plain(destruction(visit, i)))));
      return ZenlayerAnswers.accepted(visit);
    }

    private Optional<Refused> checkInBin(Visit visit, Optional<SimulatedInstance> found) {
      if (found.isEmpty()) {
        return Optional.of(notFound());
      }
      Standing standing = found.get().at(visit.now()).standing();
      return standing == Standing.IN_BIN
          ? Optional.empty()
          : denied("OPERATION_DENIED_INSTANCE_NOT_RECYCLED", "is not in the recycle bin");
    }

    // ---- courses ----

    private List<StatePoint> intoBin(Visit visit, SimulatedInstance instance) {
      Map<String, String> notes = instance.at(visit.now()).notes();
      Instant settled = visit.now().plus(recycling);
      return List.of(
          new StatePoint(visit.now(), RECYCLING, Standing.LEAVING, notes),
          new StatePoint(settled, RECYCLE, Standing.IN_BIN, notes),
          StatePoint.gone(settled.plus(inBin)));
    }

    private List<StatePoint> destruction(Visit visit, SimulatedInstance instance) {
      if (call.service().equals(BMC)) {
        return List.of(StatePoint.gone(visit.now()));
      }
      Map<String, String> notes = instance.at(visit.now()).notes();
      return List.of(
          new StatePoint(visit.now(), RELEASING, Standing.LEAVING, notes),
          StatePoint.gone(visit.now().plus(releasing)));
    }

    private EffectDetail plain(List<StatePoint> course) {
      return new EffectDetail(course, Map.of(), List.of());
    }

    private boolean isPrepaid(SimulatedInstance instance) {
      return instance.chargeType().equals("PREPAID");
    }

    private Refused notFound() {
      return new Refused(404, "INVALID_INSTANCE_NOT_FOUND", "The instance is not found.");
    }

    private Optional<Refused> denied(String code, String why) {
      return Optional.of(new Refused(403, code, "The instance " + why + '.'));
    }
  }

  private static final String JSON = "application/json; charset=utf-8";
}
