package io.cloudrelease.zenlayer;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.zenlayer.ZenlayerOptions.RecycleBin;
import java.util.List;

/**
 * ZEC: one action for everything. On an account with a recycle bin a second ReleaseInstances
 * destroys what the first had only put into the bin, and no call tells which kind an account is.
 *
 * @param canKeepDependants whether the API version has {@code dependResource}
 * @param bin what the caller knows of the account's recycle bin
 */
record ZecRules(boolean canKeepDependants, RecycleBin bin) implements ZenlayerRules {
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
    Assessment.Step step = new Assessment.Step(ZenlayerCalls.RELEASE, 1, "", escalates, mayHaveBin);
    return send(step, bin == RecycleBin.UNKNOWN ? FINAL_UNLESS : "", intent);
  }

  private Assessment send(Assessment.Step step, String hint, Intent intent) {
    if (!canKeepDependants && intent.collateral() == Collateral.KEEP) {
      return Assessment.refused(cannotKeep());
    }
    return Assessment.send(step, hint);
  }

  private static ReleaseError cannotKeep() {
    return ReleaseError.of(
            ErrorCategory.INVALID_REQUEST,
            "",
            "this version of the ZEC API cannot be told to keep disks, addresses and interfaces")
        .hint("use ZenlayerApiVersion.CURRENT, or ask for Collateral.RELEASE");
  }
}
