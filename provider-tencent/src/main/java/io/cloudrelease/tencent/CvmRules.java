package io.cloudrelease.tencent;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.CollateralItem.Fate;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.leftover.LeftoverItem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What to do with an instance, and what goes with it. Pure functions. */
final class CvmRules {

  static final String PREPAID = "PREPAID";
  private static final String PUBLIC_ADDRESS = "public address";
  private static final String POSTPAID = "POSTPAID_BY_HOUR";

  /**
   * The kinds that one call destroys directly (CVM API, TerminateInstances, section 1: pay as you
   * go). For all others a second call is taken to go further than the first; dedicated hosts and
   * clusters are not mentioned on the page, so the worst is assumed of them.
   */
  private static final Set<String> DESTROYED_AT_ONCE = Set.of(POSTPAID, "SPOTPAID");

  /** How long what a caller returned can be taken out of the bin again (CVM, recycle bin). */
  private static final Duration PREPAID_RETENTION = Duration.ofDays(7);

  private static final Duration POSTPAID_RETENTION = Duration.ofHours(2);

  private static final String BILLED_IN_BIN =
      "in the recycle bin disks and hourly network are billed";

  private CvmRules() {}

  /** Whether one call destroys an instance that is paid for in that way. */
  static boolean isPaidByUse(String chargeType) {
    return DESTROYED_AT_ONCE.contains(chargeType);
  }

  /** By the source of its isolation; where none is told, by its restriction. */
  static boolean isInArrears(String source, String restriction) {
    return source.isEmpty() ? restriction.equals("PROTECTIVELY_ISOLATED") : source.equals("ARREAR");
  }

  /** How long it stays in the bin; for arrears the pages give different times, so none is told. */
  static Optional<Duration> retention(Snapshot snapshot) {
    if (isInArrears(
        snapshot.attribute(CvmAnswers.ISOLATED_SOURCE),
        snapshot.attribute(CvmAnswers.RESTRICT_STATE))) {
      return Optional.empty();
    }
    return switch (snapshot.chargeType()) {
      case PREPAID -> Optional.of(PREPAID_RETENTION);
      case POSTPAID -> Optional.of(POSTPAID_RETENTION);
      default -> Optional.empty();
    };
  }

  static Assessment assess(Snapshot snapshot, Intent intent) {
    boolean recycled = snapshot.phase() == LifecyclePhase.RECYCLED;
    // What is already so is said first: protection does not undo it.
    if (recycled && intent.goal() == Goal.RELEASE) {
      return Assessment.atGoal().hint(BILLED_IN_BIN);
    }
    if (snapshot.phase() == LifecyclePhase.LEAVING) {
      return isEnteringBin(snapshot) ? Assessment.leavingIntoBin() : Assessment.leaving();
    }
    if (snapshot.protectedFromRelease()) {
      return refuseProtected();
    }
    return switch (snapshot.phase()) {
      case RECYCLED -> send(2, snapshot.chargeType(), false, true);
      case CHANGING -> Assessment.changing();
      case STABLE -> stable(snapshot, intent);
      // What is being done to it has no name that is known, but it ends.
      default -> CvmAnswers.isOperating(snapshot) ? Assessment.changing() : refuseState(snapshot);
    };
  }

  /**
   * Shown as what lies there is, as on its way there, or as returned by a caller. While only its
   * latest operation tells that it leaves, all but what is paid by use goes there, and that too
   * where the operation is a return.
   */
  private static boolean isEnteringBin(Snapshot snapshot) {
    return switch (snapshot.state()) {
      case CvmAnswers.SHUTDOWN, CvmAnswers.ISOLATING -> true;
      case CvmAnswers.TERMINATING -> false;
      default ->
          snapshot.attribute(CvmAnswers.ISOLATED_SOURCE).equals(CvmAnswers.MANMADE)
              || !isPaidByUse(snapshot.chargeType())
              || CvmAnswers.isReturn(snapshot.attribute(CvmAnswers.LATEST_OPERATION));
    };
  }

  static Assessment assessUnseen(Intent intent) {
    return send(1, "", intent.goal() == Goal.RELEASE, true);
  }

  private static Assessment stable(Snapshot snapshot, Intent intent) {
    if (snapshot.state().equals("LAUNCH_FAILED")) {
      return refuseState(snapshot);
    }
    boolean further = !isPaidByUse(snapshot.chargeType());
    // Shut down for arrears it is shown as what is in the bin is shown.
    boolean bin = further || snapshot.state().equals(CvmAnswers.SHUTDOWN);
    return send(1, snapshot.chargeType(), intent.goal() == Goal.RELEASE && further, bin);
  }

  private static Assessment send(int stage, String group, boolean escalates, boolean bin) {
    return Assessment.send(new Assessment.Step(CvmCalls.TERMINATE, stage, group, escalates, bin));
  }

  private static Assessment refuseProtected() {
    return Assessment.refused(
        ReleaseError.of(
                ErrorCategory.PROTECTED,
                "DisableApiTermination",
                "its termination protection is on")
            .hint("switch the protection off yourself if the instance may go"));
  }

  private static Assessment refuseState(Snapshot snapshot) {
    String state = snapshot.state().isEmpty() ? "(none)" : snapshot.state();
    return Assessment.refused(
        ReleaseError.of(
                ErrorCategory.WRONG_STATE,
                "InstanceState",
                "it cannot be released in its state " + state)
            .hint("look at it in the console"));
  }

  private static List<JsonValue> dataDisks(Snapshot snapshot) {
    byte[] disks = snapshot.attribute(CvmAnswers.DATA_DISKS).getBytes(StandardCharsets.UTF_8);
    return JsonValue.parse(disks).orElse(JsonValue.missing()).items();
  }

  /** Its disks that are disks of the cloud: those of which there may be snapshots. */
  static List<String> disks(Snapshot snapshot) {
    List<String> disks = new ArrayList<>();
    disks.add(snapshot.attribute(CvmAnswers.SYSTEM_DISK));
    dataDisks(snapshot).stream()
        .filter(disk -> !isLocal(disk))
        .forEach(disk -> disks.add(disk.text("DiskId")));
    disks.removeIf(String::isEmpty);
    return disks;
  }

  private static boolean isLocal(JsonValue disk) {
    return disk.text("DiskType").startsWith("LOCAL_");
  }

  /** What a look shows to hang on it. */
  static List<LeftoverItem> shown(Snapshot snapshot, Intent intent) {
    List<LeftoverItem> items = new ArrayList<>();
    String system = snapshot.attribute(CvmAnswers.SYSTEM_DISK);
    if (!system.isEmpty()) {
      items.add(LeftoverItem.of(Kind.DISK, system, Fate.GOES));
    }
    for (JsonValue disk : dataDisks(snapshot)) {
      if (!isLocal(disk) && !disk.text("DiskId").isEmpty()) {
        items.add(LeftoverItem.of(Kind.DISK, disk.text("DiskId"), fate(disk, snapshot, intent)));
      }
    }
    addresses(snapshot).forEach(address -> items.add(LeftoverItem.address(address, Fate.UNKNOWN)));
    return items;
  }

  static List<CollateralItem> collateral(Snapshot snapshot, Intent intent) {
    List<CollateralItem> items = new ArrayList<>();
    for (JsonValue disk : dataDisks(snapshot)) {
      items.add(CollateralItem.of("data disk", disk.text("DiskId"), fate(disk, snapshot, intent)));
    }
    addresses(snapshot)
        .forEach(address -> items.add(CollateralItem.of(PUBLIC_ADDRESS, address, Fate.UNKNOWN)));
    return items;
  }

  /**
   * Its public addresses. An ordinary one goes, an elastic one stays, but for a few types that go
   * when asked to; DescribeInstances does not say which it is.
   */
  private static List<String> addresses(Snapshot snapshot) {
    String addresses = snapshot.attribute(CvmAnswers.PUBLIC_ADDRESSES);
    return addresses.isEmpty() ? List.of() : List.of(addresses.split(","));
  }

  private static Fate fate(JsonValue disk, Snapshot snapshot, Intent intent) {
    if (isLocal(disk)) {
      return Fate.GOES; // part of the host
    }
    boolean keep = intent.collateral() == Collateral.KEEP;
    return switch (disk.text("DeleteWithInstance")) {
      // A setting of the disk that no member of the call lifts. It is for disks paid by the hour
      // only (CVM API, data type DataDisk); on a subscription the disk may be of another kind.
      case "true" -> keep && !isPaidByUse(snapshot.chargeType()) ? Fate.UNKNOWN : Fate.GOES;
      // Released on request only if it is a subscription disk, which is not shown.
      case "false" -> keep ? Fate.STAYS : Fate.UNKNOWN;
      default -> Fate.UNKNOWN;
    };
  }
}
