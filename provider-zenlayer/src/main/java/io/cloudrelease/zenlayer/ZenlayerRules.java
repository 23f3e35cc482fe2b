package io.cloudrelease.zenlayer;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.zenlayer.ZenlayerBuilder.RecycleBin;
import java.util.List;

/** How a product's instances get from their state to the goal. */
interface ZenlayerRules {

  /** The destructive actions. */
  List<ActionFacts> actions();

  /** For an instance that is settled and not in the recycle bin. */
  Assessment settled(Snapshot snapshot, Intent intent);

  /** For an instance in the recycle bin that shall be destroyed. */
  Assessment binned(Intent intent);

  /** For an instance that was not looked at. */
  Assessment unseen(Intent intent);

  /**
   * ZEC: one action for everything. On an account with a recycle bin a second ReleaseInstances
   * destroys what the first had only put into the bin, and no call tells which kind an account is.
   *
   * @param canKeepDependants whether the API version has {@code dependResource}
   * @param bin what the caller knows of the account's recycle bin
   */
  record Zec(boolean canKeepDependants, RecycleBin bin) implements ZenlayerRules {
    private static final String FINAL_UNLESS =
        "it is released for good at once, unless the account has a recycle bin";

    @Override
    public List<ActionFacts> actions() {
      return List.of(ZenlayerProvider.write(ZenlayerCalls.RELEASE, ZenlayerCalls.MAX_IDS));
    }

    @Override
    public Assessment settled(Snapshot snapshot, Intent intent) {
      return unseen(intent);
    }

    @Override
    public Assessment binned(Intent intent) {
      return send(new Assessment.Step(ZenlayerCalls.RELEASE, 2, "", false, true), "", intent);
    }

    @Override
    public Assessment unseen(Intent intent) {
      boolean mayHaveBin = bin != RecycleBin.NO;
      boolean escalates = mayHaveBin && intent.goal() == Goal.RELEASE;
      Assessment.Step step =
          new Assessment.Step(ZenlayerCalls.RELEASE, 1, "", escalates, mayHaveBin);
      return send(step, bin == RecycleBin.UNKNOWN ? FINAL_UNLESS : "", intent);
    }

    private Assessment send(Assessment.Step step, String hint, Intent intent) {
      if (!canKeepDependants && intent.collateral() == Collateral.KEEP) {
        return Assessment.refused(cannotKeep());
      }
      return Assessment.send(step).hint(hint);
    }

    private static ReleaseError cannotKeep() {
      return ReleaseError.of(
              ErrorCategory.INVALID_REQUEST,
              "",
              "this version of the ZEC API cannot be told to keep disks, addresses and interfaces")
          .hint("use ZenlayerApiVersion.CURRENT, or ask for Collateral.RELEASE");
    }
  }

  /**
   * BMC and VM: TerminateInstance into the recycle bin, ReleaseInstances out of it. Neither goes
   * further when it is applied twice: the first answers that the instance is in the bin, the second
   * that there is none.
   *
   * <p>For a prepaid BMC instance TerminateInstance only ends the renewal ({@code autoRenew}
   * becomes false); after that there is nothing more to send. VM refuses it for a prepaid instance,
   * so it is not even sent. An instance that was never created is deleted by TerminateInstance
   * however it is paid for.
   *
   * @param product BMC or VM
   */
  record WithBin(Product product) implements ZenlayerRules {
    private static final String PREPAID = "PREPAID";

    /** Pricing, stages of a subscription. */
    private static final String AFTERWARDS = ", and is kept suspended for up to 24 hours then";

    private static final Assessment.Step TERMINATE =
        new Assessment.Step(ZenlayerCalls.TERMINATE, 1, "", false, true);

    @Override
    public List<ActionFacts> actions() {
      return List.of(
          ZenlayerProvider.write(ZenlayerCalls.TERMINATE, 1),
          ZenlayerProvider.write(ZenlayerCalls.RELEASE, ZenlayerCalls.MAX_IDS));
    }

    @Override
    public Assessment settled(Snapshot snapshot, Intent intent) {
      boolean prepaid = PREPAID.equalsIgnoreCase(snapshot.chargeType());
      boolean created = !ZenlayerInstance.CREATE_FAILED.equalsIgnoreCase(snapshot.state());
      if (prepaid && created && product == Product.VM) {
        return Assessment.refused(
            ReleaseError.of(
                    ErrorCategory.BILLING,
                    "instanceChargeType",
                    "VM does not terminate prepaid instances")
                .hint(staysOn(snapshot)));
      }
      if (prepaid && created && isRenewalEnded(snapshot)) {
        return Assessment.endsLater(runsOn(snapshot));
      }
      return prepaid && created
          ? Assessment.send(TERMINATE).hint(runsOn(snapshot))
          : Assessment.send(TERMINATE);
    }

    private static boolean isRenewalEnded(Snapshot snapshot) {
      return "false".equalsIgnoreCase(snapshot.attribute(ZenlayerInstance.AUTO_RENEW));
    }

    /**
     * What becomes of one that cannot be terminated: only without renewal does it end by itself.
     */
    private static String staysOn(Snapshot snapshot) {
      return isRenewalEnded(snapshot) || isOver(snapshot)
          ? term(snapshot, "it runs")
          : "unless its renewal is switched off in the console it is renewed "
              + end(snapshot)
              + " and billed on";
    }

    private static String runsOn(Snapshot snapshot) {
      return "prepaid, not renewed: " + term(snapshot, "it runs and is billed");
    }

    private static String term(Snapshot snapshot, String untilThen) {
      return isOver(snapshot)
          ? "its term is over: it ended "
              + end(snapshot)
              + ", and is kept suspended for up to 24 hours from then"
          : untilThen + " until it expires " + end(snapshot) + AFTERWARDS;
    }

    private static boolean isOver(Snapshot snapshot) {
      return snapshot.expiresAt().filter(t -> t.isBefore(snapshot.takenAt())).isPresent();
    }

    private static String end(Snapshot snapshot) {
      return snapshot.expiresAt().map(t -> "at " + t).orElse("at the end of its paid period");
    }

    @Override
    public Assessment binned(Intent intent) {
      return Assessment.send(new Assessment.Step(ZenlayerCalls.RELEASE, 2, "", false, true));
    }

    @Override
    public Assessment unseen(Intent intent) {
      return product == Product.VM
          ? Assessment.send(TERMINATE)
          : Assessment.send(TERMINATE)
              .hint(
                  "a prepaid instance is only not renewed: it runs and is billed until it expires");
    }
  }
}
