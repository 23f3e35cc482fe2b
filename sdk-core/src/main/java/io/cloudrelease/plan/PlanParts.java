package io.cloudrelease.plan;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.GivenVerdict;
import io.cloudrelease.outcome.MadePlan;
import io.cloudrelease.outcome.PlanMaker;
import io.cloudrelease.outcome.PlannedBatch;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was read of a plan so far. */
final class PlanParts {
  /** More instances than these no plan has. */
  static final int MOST_INSTANCES = 1_000_000;

  /** So many different words are kept once: states, zones and tags repeat all through a plan. */
  private static final int MOST_WORDS = 10_000;

  private final JsonValue head;
  private final @Nullable InstanceRef[] places;
  private final Map<String, String> words = new HashMap<>();
  private final List<PlannedBatch> batches = new ArrayList<>();
  private final List<InstanceRef> waiting = new ArrayList<>();
  private final List<InstanceVerdict> stays = new ArrayList<>();
  private final Map<InstanceRef, Snapshot> seen = new HashMap<>();
  private final Map<InstanceRef, List<CollateralItem>> attached = new HashMap<>();

  /** The call whose instances are being read, without them. */
  private @Nullable PlannedBatch call;

  private int callSize;
  private List<InstanceRef> called = new ArrayList<>();

  /** It does not hold what a plan must hold. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable(String why) {
      super(why);
    }
  }

  private PlanParts(JsonValue head, int instances) {
    this.head = head;
    this.places = new @Nullable InstanceRef[instances];
  }

  /** A plan of that head. */
  static PlanParts of(String head) {
    JsonValue json = json(head);
    long instances = json.number("instances", 0);
    if (instances < 1 || instances > MOST_INSTANCES) {
      throw new Unreadable("a plan has 1 to " + MOST_INSTANCES + " instances");
    }
    return new PlanParts(json, (int) instances);
  }

  private static JsonValue json(String text) {
    return JsonValue.parse(text.getBytes(StandardCharsets.UTF_8))
        .orElseThrow(() -> new Unreadable("it is not JSON"));
  }

  /**
   * Adds what a row says.
   *
   * @return the row as it is written
   */
  String add(String row) {
    return reading(() -> add(json(row)));
  }

  private String add(JsonValue row) {
    String kind = text(row, "row");
    boolean inCall = callSize > called.size();
    if (inCall != kind.equals(PlanRows.SENT)) {
      throw new Unreadable("it is not the row that must follow");
    }
    return switch (kind) {
      case PlanRows.CALL -> call(row);
      case PlanRows.SENT, PlanRows.WAITING -> instance(row, kind);
      case PlanRows.STAYS -> stays(row);
      default -> throw new Unreadable("a plan has no such row");
    };
  }

  private String call(JsonValue row) {
    long size = row.number("size", 0);
    if (size < 1 || size > places.length || !waiting.isEmpty() || !stays.isEmpty()) {
      throw new Unreadable("it is not the row that must follow");
    }
    endCall();
    callSize = (int) size;
    call =
        new PlannedBatch(
            word(row, "account"),
            word(row, "region"),
            word(row, "action"),
            word(row, "group"),
            List.of(),
            row.isTrue("escalates"));
    return PlanRows.call(call, callSize);
  }

  private void endCall() {
    if (call != null) {
      batches.add(call.of(called));
      call = null;
      callSize = 0;
      called = new ArrayList<>();
    }
  }

  private String instance(JsonValue row, String kind) {
    InstanceRef ref = placed(row);
    Snapshot look = row.get("seen").isObject() ? seen(row.get("seen"), ref) : null;
    List<CollateralItem> items = new ArrayList<>();
    for (JsonValue item : row.get("attached").items()) {
      items.add(
          CollateralItem.of(
              word(item, "kind"),
              text(item, "id"),
              CollateralItem.Fate.valueOf(text(item, "fate"))));
    }
    if (kind.equals(PlanRows.SENT)) {
      called.add(ref);
    } else if (stays.isEmpty()) {
      waiting.add(ref);
    } else {
      throw new Unreadable("it is not the row that must follow");
    }
    if (look != null) {
      seen.put(ref, look);
    }
    if (!items.isEmpty()) {
      attached.put(ref, items);
    }
    return PlanRows.instance(kind, (int) row.number("place", -1), ref, look, items);
  }

  private String stays(JsonValue row) {
    InstanceRef ref = placed(row);
    GivenVerdict.Builder verdict =
        GivenVerdict.builder(ref, Verdict.valueOf(text(row, "verdict"))).hint(text(row, "note"));
    JsonValue error = row.get("error");
    if (error.isObject()) {
      verdict.error(
          Optional.of(
              ReleaseError.of(
                      ErrorCategory.valueOf(text(error, "category")),
                      text(error, "code"),
                      text(error, "message"))
                  .hint(text(error, "hint"))));
    }
    if (row.get("seen").isObject()) {
      verdict.last(Optional.of(seen(row.get("seen"), ref)));
    }
    InstanceVerdict built = verdict.build();
    stays.add(built);
    return PlanRows.stays((int) row.number("place", -1), built);
  }

  private InstanceRef placed(JsonValue row) {
    long place = row.number("place", -1);
    if (place < 0 || place >= places.length || places[(int) place] != null) {
      throw new Unreadable("its place is not one of the request's, or taken");
    }
    InstanceRef parsed = InstanceRef.parse(text(row, "instance"));
    InstanceRef ref =
        InstanceRef.of(shared(parsed.provider()), shared(parsed.region()), parsed.id());
    places[(int) place] = ref;
    return ref;
  }

  private Snapshot seen(JsonValue json, InstanceRef ref) {
    Snapshot.Builder snapshot =
        Snapshot.builder(
                ref, Instant.parse(text(json, "at")), LifecyclePhase.valueOf(text(json, "phase")))
            .state(word(json, "state"))
            .name(text(json, "name"))
            .chargeType(word(json, "chargeType"))
            .zone(word(json, "zone"))
            .protectedFromRelease(json.isTrue("protected"));
    json.get("vpcs").items().forEach(vpc -> snapshot.vpc(shared(vpc.written())));
    json.instant("createdAt").ifPresent(snapshot::createdAt);
    json.instant("expiresAt").ifPresent(snapshot::expiresAt);
    json.get("tags").items().forEach(tag -> snapshot.tag(word(tag, "key"), word(tag, "value")));
    return snapshot.build();
  }

  /** The plan, once all rows were added. */
  MadePlan plan() {
    return reading(this::whole);
  }

  private MadePlan whole() {
    if (callSize > called.size()) {
      throw new Unreadable("rows are missing");
    }
    endCall();
    ReleaseInstancesRequest.Builder request =
        ReleaseInstancesRequest.builder()
            .goal(Goal.valueOf(text(head, "goal")))
            .collateral(Collateral.valueOf(text(head, "collateral")))
            .dryRun(head.isTrue("dryRun"))
            .lookFirst(head.isTrue("lookFirst"))
            .waitAtMost(Duration.parse(text(head, "wait")))
            .deadline(Duration.parse(text(head, "deadline")))
            .maxInstances((int) head.number("maxInstances", 0))
            .sendsOnce(head.isTrue("sendsOnce"));
    head.get("powers").items().forEach(power -> request.grant(Power.valueOf(power.written())));
    for (InstanceRef ref : places) {
      if (ref == null) {
        throw new Unreadable("rows are missing");
      }
      request.instance(ref);
    }
    Map<String, String> accounts = new HashMap<>();
    Map<String, PlanMaker> makers = new HashMap<>();
    head.get("accounts")
        .members()
        .forEach(
            (name, account) -> {
              accounts.put(name, text(account, "is"));
              if (account.get("cloud").isPresent()) {
                makers.put(name, maker(account));
              }
            });
    return new MadePlan(
        request.build(),
        Instant.parse(text(head, "madeAt")),
        batches,
        waiting,
        stays,
        seen,
        attached,
        accounts,
        Duration.parse(text(head, "callTime")),
        KeptPlan.checked(Duration.parse(text(head, "validFor"))),
        makers);
  }

  private static PlanMaker maker(JsonValue account) {
    return new PlanMaker(
        text(account, "cloud"), text(account, "madeBy"), account.instant("cloudTime"));
  }

  private static String text(JsonValue json, String name) {
    return json.get(name).written();
  }

  private String word(JsonValue json, String name) {
    return shared(text(json, name));
  }

  private String shared(String word) {
    String known = words.get(word);
    if (known == null && words.size() < MOST_WORDS) {
      words.put(word, word);
    }
    return known == null ? word : known;
  }

  private static <T> T reading(Supplier<T> read) {
    try {
      return read.get();
    } catch (DateTimeException
        | ArithmeticException
        | IllegalArgumentException
        | InvalidRequestException wrong) {
      throw new Unreadable("it does not say what a plan must say: " + wrong.getMessage());
    }
  }
}
