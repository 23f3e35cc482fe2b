package io.cloudrelease.aliyun;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.CollateralItem.Fate;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.leftover.LeftoverItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What may be done with an instance as a look showed it: ECS documentation, "Release an instance",
 * "Instance lifecycle", "API behavior when an instance is locked for security reasons".
 *
 * <p>There is no recycle bin: a release is final, and both goals are the same.
 */
final class EcsRules {
  static final String LIFT_PROTECTION =
      "if it really is to go, switch its release protection off yourself (ModifyInstanceAttribute,"
          + " DeletionProtection=false); it is never lifted for you";
  static final String GRANT_FORCE = "grant the power FORCE, or stop the instance first";

  // Charge types may stand together in one call as far as is known, and a second DeleteInstances
  // cannot go further than the first.
  private static final Assessment DELETE =
      Assessment.send(new Assessment.Step(EcsCalls.DELETE, 1, "", false));

  // A spot instance that the cloud interrupts is locked so for some minutes, and then gone by
  // itself ("Best practices for preemptible instances").
  private static final Assessment DELETE_WHAT_GOES =
      Assessment.send(DELETE.step()).hint("the cloud is taking it back already");

  private EcsRules() {}

  static Assessment unseen() {
    return DELETE;
  }

  static Assessment assess(Snapshot snapshot, Intent intent) {
    // ECS has no word for leaving and no recycle bin: only these two phases are its own.
    if (snapshot.phase() != LifecyclePhase.STABLE && snapshot.phase() != LifecyclePhase.CHANGING) {
      return refused(
          ErrorCategory.WRONG_STATE,
          "UnrecognizedStatus",
          "its status is '" + snapshot.state() + "', which this version does not know",
          "see the instance in the console");
    }
    if (snapshot.protectedFromRelease()) {
      return refused(
          ErrorCategory.PROTECTED,
          "DeletionProtection",
          "its release protection is on",
          LIFT_PROTECTION);
    }
    // Money before state: waiting for a status to settle does not end a subscription.
    Optional<Assessment> unpayable =
        snapshot.chargeType().equalsIgnoreCase(EcsInstance.PRE_PAID)
            ? subscription(snapshot, intent)
            : Optional.empty();
    if (unpayable.isPresent()) {
      return unpayable.get();
    }
    if (snapshot.phase() == LifecyclePhase.CHANGING) {
      return Assessment.changing();
    }
    if (snapshot.state().equals(EcsInstance.RUNNING) && !intent.grants(Power.FORCE)) {
      return refused(
          ErrorCategory.WRONG_STATE, "RunningWithoutForce", "it is running", GRANT_FORCE);
    }
    // A security lock is no reason to hold back: of two vendor pages one says that a locked
    // instance
    // can be released, the other has an error for it. The cloud decides.
    return isLockedFor(snapshot, "Recycling") ? DELETE_WHAT_GOES : DELETE;
  }

  private static Optional<Assessment> subscription(Snapshot snapshot, Intent intent) {
    boolean over =
        snapshot.expiresAt().map(end -> end.isBefore(snapshot.takenAt())).orElse(false)
            || isLockedFor(snapshot, "financial")
            || isLockedFor(snapshot, "refunded");
    if (!over) {
      String until = snapshot.expiresAt().map(Instant::toString).orElse("a time it does not tell");
      return Optional.of(
          refused(
              ErrorCategory.BILLING,
              "SubscriptionNotExpired",
              "it is prepaid until " + until,
              "refund it, switch it to pay-as-you-go, or wait until it has expired"));
    }
    if (!intent.grants(Power.TERMINATE_SUBSCRIPTION)) {
      return Optional.of(
          refused(
              ErrorCategory.BILLING,
              "SubscriptionNotTerminated",
              "it is prepaid, and its subscription is over",
              "grant the power TERMINATE_SUBSCRIPTION"));
    }
    return Optional.empty();
  }

  /**
   * What goes and what stays, as far as it is known. DeleteInstances has no switch for it: the
   * caller's wish changes nothing, so that every fate stands here as the cloud will have it.
   */
  static List<CollateralItem> collateral(Snapshot snapshot) {
    List<CollateralItem> items = new ArrayList<>();
    items.add(
        isLockedFor(snapshot, "security")
            ? CollateralItem.of(
                "cloud disks (all go with a security-locked instance)", "", Fate.GOES)
            : CollateralItem.of(
                "cloud disks (each as its DeleteWithInstance says)", "", Fate.UNKNOWN));
    String elasticIp = snapshot.attribute(EcsInstance.ELASTIC_IP);
    if (!elasticIp.isEmpty()) {
      items.add(CollateralItem.of("elastic IP address", elasticIp, Fate.STAYS));
    }
    return items;
  }

  /** What a look shows to hang on it: not its disks. */
  static List<LeftoverItem> shown(Snapshot snapshot) {
    List<LeftoverItem> items = new ArrayList<>();
    String id = snapshot.attribute(EcsInstance.ELASTIC_IP_ID);
    String elasticIp = snapshot.attribute(EcsInstance.ELASTIC_IP);
    if (!id.isEmpty()) {
      items.add(LeftoverItem.of(Kind.ADDRESS, id, Fate.STAYS));
    } else if (!elasticIp.isEmpty()) {
      items.add(LeftoverItem.address(elasticIp, Fate.STAYS));
    }
    for (String nic : interfaces(snapshot)) {
      items.add(LeftoverItem.of(Kind.INTERFACE, nic, Fate.UNKNOWN));
    }
    return items;
  }

  /** Its secondary network interfaces. */
  static List<String> interfaces(Snapshot snapshot) {
    String ids = snapshot.attribute(EcsInstance.INTERFACES);
    return ids.isEmpty() ? List.of() : List.of(ids.split(","));
  }

  /** Pages write the reasons with a capital letter and without. */
  private static boolean isLockedFor(Snapshot snapshot, String reason) {
    for (String known : snapshot.attribute(EcsInstance.LOCK_REASONS).split(",")) {
      if (known.equalsIgnoreCase(reason)) {
        return true;
      }
    }
    return false;
  }

  private static Assessment refused(
      ErrorCategory category, String code, String message, String hint) {
    return Assessment.refused(ReleaseError.of(category, code, message).hint(hint));
  }
}
