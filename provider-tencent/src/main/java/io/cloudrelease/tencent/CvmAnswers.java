package io.cloudrelease.tencent;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.spi.listing.PageQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what the two calls answer (CVM API, TerminateInstances and DescribeInstances, output; data
 * type Instance). Never throws for what a server may send.
 */
final class CvmAnswers {

  static final String ISOLATED_SOURCE = "IsolatedSource";
  static final String SHUTDOWN = "SHUTDOWN";

  // No page lists it as a state, only the code InstanceStateIsolating does.
  static final String ISOLATING = "ISOLATING";
  static final String TERMINATING = "TERMINATING";
  static final String MANMADE = "MANMADE";
  static final String DATA_DISKS = "DataDisks";
  static final String SYSTEM_DISK = "SystemDisk";
  static final String PUBLIC_ADDRESSES = "PublicIpAddresses";
  static final String RESTRICT_STATE = "RestrictState";
  static final String LATEST_OPERATION = "LatestOperation";
  private static final String LATEST_OPERATION_STATE = "LatestOperationState";
  private static final String OPERATING = "OPERATING";

  /** How operations begin that leave an instance where it is. */
  private static final List<String> STAYS =
      List.of("Run", "Start", "Stop", "Reboot", "Reset", "Resize", "Renew", "Modify");

  /** How operations begin that no instance on its way out is given. */
  private static final List<String> BACK = List.of("Run", "Start", "Renew");

  private static final List<String> KEPT =
      List.of(
          ISOLATED_SOURCE,
          RESTRICT_STATE,
          LATEST_OPERATION,
          LATEST_OPERATION_STATE,
          "LatestOperationRequestId",
          "RenewFlag");

  /** The answer cannot hold all that was asked for: the same look would fail alike. */
  private static final String TOO_LARGE = "ResponseSizeLimitExceeded";

  private static final ErrorRule ASK_FOR_FEWER =
      ErrorRule.of(ErrorCategory.UNKNOWN, Applied.NO, Remedy.LOOK_FIRST);

  private static final String NOT_FOUND = "ResourceNotFound";

  private static final ErrorRule SOMETHING_NOT_FOUND =
      ErrorRule.of(ErrorCategory.NOT_FOUND, Applied.NO, Remedy.LOOK_FIRST).proves(Proof.NOTHING);

  private CvmAnswers() {}

  /** A success names no id: it means that the call as a whole was accepted. */
  static ReleaseAnswer release(ReleaseBatch batch, HttpResponse http) {
    CvmEnvelope answer = CvmEnvelope.ofRelease(http, batch.ids());
    return answer.read(
        ReleaseAnswer::failed, accepted -> ReleaseAnswer.accepted(answer.requestId()));
  }

  static LookAnswer look(LookQuery query, HttpResponse http) {
    return CvmEnvelope.ofLook(http, query.ids())
        .read(CvmAnswers::notShown, answer -> shown(query, answer));
  }

  private static LookAnswer notShown(CloudFailure failure) {
    if (failure.code().equalsIgnoreCase(TOO_LARGE)) {
      return LookAnswer.failed(failure.means(ASK_FOR_FEWER));
    }
    // An id that is not there is left out without an error: this speaks of something else.
    boolean ofSomethingElse = failure.code().equalsIgnoreCase(NOT_FOUND);
    return LookAnswer.failed(ofSomethingElse ? failure.means(SOMETHING_NOT_FOUND) : failure);
  }

  /**
   * The instances among those asked for. The answer is complete if all of them are shown, or if its
   * own count is the number of rows and of different instances shown: a stranger, a repeated row,
   * or an instance of another region makes absence mean nothing. One that is shown here and in
   * another region is not known to be in either.
   */
  private static LookAnswer shown(LookQuery query, JsonValue response) {
    Map<String, InstanceRef> asked = new HashMap<>();
    query.instances().forEach(ref -> asked.put(ref.id(), ref));
    List<Snapshot> shown = new ArrayList<>();
    Set<InstanceRef> elsewhere = new HashSet<>();
    List<JsonValue> rows = response.get("InstanceSet").items();
    for (JsonValue item : rows) {
      InstanceRef ref = asked.get(item.text("InstanceId"));
      if (ref == null) {
        continue;
      }
      if (isElsewhere(item.get("Placement").text("Zone"), query.region())) {
        elsewhere.add(ref);
      } else {
        shown.add(snapshot(ref, query.at(), item));
      }
    }
    shown.removeIf(row -> elsewhere.contains(row.ref()));
    long different = shown.stream().map(Snapshot::ref).distinct().count();
    long total = response.number("TotalCount", -1);
    boolean accounted = total == rows.size() && total == different;
    boolean complete = accounted || different == asked.size();
    return LookAnswer.shows(shown, complete);
  }

  /** Whether a zone ({@code ap-guangzhou-6}) clearly belongs to another region than that. */
  private static boolean isElsewhere(String zone, String region) {
    int dash = zone.lastIndexOf('-');
    if (dash <= 0 || !isNumber(zone, dash + 1)) {
      return false;
    }
    String home = zone.substring(0, dash);
    return home.indexOf('-') > 0 && !home.equals(region) && !home.startsWith(region + '-');
  }

  private static boolean isNumber(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return from < text.length();
  }

  /** A row of a list; empty when it is of another region than its reference. */
  static Optional<Snapshot> row(InstanceRef ref, PageQuery query, JsonValue item) {
    return isElsewhere(item.get("Placement").text("Zone"), ref.region())
        ? Optional.empty()
        : Optional.of(snapshot(ref, query.at(), item));
  }

  private static Snapshot snapshot(InstanceRef ref, Instant at, JsonValue item) {
    Snapshot.Builder builder =
        Snapshot.builder(ref, at, phase(item))
            .state(item.text("InstanceState"))
            .name(item.get("InstanceName").written())
            .chargeType(item.text("InstanceChargeType"))
            .protectedFromRelease(item.isTrue("DisableApiTermination"))
            .zone(item.get("Placement").text("Zone"))
            .vpc(item.get("VirtualPrivateCloud").text("VpcId"))
            .attribute("Zone", item.get("Placement").text("Zone"))
            .attribute(SYSTEM_DISK, systemDisk(item.get(SYSTEM_DISK)))
            .attribute(DATA_DISKS, disks(item.get(DATA_DISKS).items()))
            .attribute(PUBLIC_ADDRESSES, addresses(item.get(PUBLIC_ADDRESSES).items()));
    item.instant("CreatedTime").ifPresent(builder::createdAt);
    // Only a subscription ends; pay as you go may carry the time when it was made.
    if (item.text("InstanceChargeType").equals(CvmRules.PREPAID)) {
      item.instant("ExpiredTime").ifPresent(builder::expiresAt);
    }
    KEPT.forEach(name -> builder.attribute(name, item.text(name)));
    for (JsonValue tag : item.get("Tags").items()) {
      String key = tag.get("Key").written();
      if (!key.isEmpty()) {
        builder.tag(key, tag.get("Value").written());
      }
    }
    return builder.build();
  }

  /** What the state means for a release; the set of states is open. */
  private static LifecyclePhase phase(JsonValue item) {
    boolean operating = item.text(LATEST_OPERATION_STATE).equals(OPERATING);
    String operation = item.text(LATEST_OPERATION);
    String state = item.text("InstanceState");
    if (operating && operation.equals(CvmCalls.TERMINATE)
        || state.equals(TERMINATING)
        || state.equals(ISOLATING)) {
      return LifecyclePhase.LEAVING;
    }
    boolean shutDown = state.equals(SHUTDOWN) || state.equals("STOPPED") && isOver(item);
    boolean returned = item.text(ISOLATED_SOURCE).equals(MANMADE);
    if ((shutDown || returned) && operating && isBroughtBack(operation)) {
      return LifecyclePhase.CHANGING;
    }
    if (shutDown) {
      return shutDown(item, operating);
    }
    if (returned) {
      // By a caller and not yet shown in the bin: a first call has taken effect.
      return LifecyclePhase.LEAVING;
    }
    return switch (state) {
      case "PENDING",
          "STARTING",
          "STOPPING",
          "REBOOTING",
          "ENTER_RESCUE_MODE",
          "EXIT_RESCUE_MODE",
          "ENTER_SERVICE_LIVE_MIGRATE",
          "EXIT_SERVICE_LIVE_MIGRATE" ->
          LifecyclePhase.CHANGING;
      case "STOPPED", "RUNNING", "RESCUE_MODE", "SERVICE_LIVE_MIGRATE", "LAUNCH_FAILED" ->
          operating ? underWay(operation) : LifecyclePhase.STABLE;
      default -> LifecyclePhase.UNRECOGNIZED;
    };
  }

  /**
   * The state is still the one of before, and what is being done will change it. What a return to
   * the bin is called meanwhile is not documented; Lighthouse calls it IsolateInstances. So any
   * name that is not known to be another thing may be it.
   */
  private static LifecyclePhase underWay(String operation) {
    if (isReturn(operation) || operation.startsWith("Terminate")) {
      return LifecyclePhase.LEAVING;
    }
    return STAYS.stream().anyMatch(operation::startsWith)
        ? LifecyclePhase.CHANGING
        : LifecyclePhase.UNRECOGNIZED;
  }

  /** Out of the bin, or out of its arrears; a stop may be a part of the way into it. */
  private static boolean isBroughtBack(String operation) {
    return BACK.stream().anyMatch(operation::startsWith);
  }

  static boolean isOperating(Snapshot snapshot) {
    return snapshot.attribute(LATEST_OPERATION_STATE).equals(OPERATING);
  }

  /** Whether an operation leads into the bin, by its name. */
  static boolean isReturn(String operation) {
    return operation.startsWith("Isolate") || operation.startsWith("Return");
  }

  /**
   * Whether it is a subscription that has expired: it is kept in the bin, shown as shut down or as
   * stopped, and a call would destroy it there.
   */
  private static boolean isOver(JsonValue item) {
    boolean expired =
        item.text(ISOLATED_SOURCE).equals("EXPIRE") || item.text(RESTRICT_STATE).equals("EXPIRED");
    return expired && !CvmRules.isPaidByUse(item.text("InstanceChargeType"));
  }

  /**
   * In the bin only when the way there is over; what that operation is called is not documented
   * (the vendor's Terraform provider waits for the same). Pay as you go that was shut down for
   * arrears comes back to life when the bill is paid, so it is released as any other.
   */
  private static LifecyclePhase shutDown(JsonValue item, boolean operating) {
    if (operating) {
      return LifecyclePhase.LEAVING;
    }
    boolean comesBack =
        CvmRules.isInArrears(item.text(ISOLATED_SOURCE), item.text(RESTRICT_STATE))
            && CvmRules.isPaidByUse(item.text("InstanceChargeType"));
    return comesBack ? LifecyclePhase.STABLE : LifecyclePhase.RECYCLED;
  }

  /** The id of a system disk that is one of the cloud's; a local one is a part of the host. */
  private static String systemDisk(JsonValue disk) {
    return disk.text("DiskType").startsWith("LOCAL_") ? "" : disk.text("DiskId");
  }

  /** The disks in the cloud's own words, cut to what the collateral needs; empty for none. */
  private static String disks(List<JsonValue> disks) {
    JsonWriter out = new JsonWriter().array();
    for (JsonValue disk : disks) {
      out.object();
      for (String name : List.of("DiskId", "DiskType", "DeleteWithInstance")) {
        out.textOrNull(name, disk.text(name));
      }
      out.end();
    }
    return disks.isEmpty() ? "" : out.end().toText();
  }

  private static String addresses(List<JsonValue> addresses) {
    List<String> texts = new ArrayList<>();
    for (JsonValue address : addresses) {
      if (!address.text().isEmpty()) {
        texts.add(address.text());
      }
    }
    return String.join(",", texts);
  }
}
