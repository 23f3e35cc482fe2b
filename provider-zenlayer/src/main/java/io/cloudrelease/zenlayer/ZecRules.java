package io.cloudrelease.zenlayer;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.Assessment;
import java.util.List;

/**
 * ZEC: one action for everything. On an account with a recycle bin a second ReleaseInstances
 * destroys what the first had only put into the bin, and nothing tells which kind an account is.
 *
 * @param canKeepDependants whether the API version has {@code dependResource}
 */
record ZecRules(boolean canKeepDependants) implements ReleaseRules {

  @Override
  public List<ActionFacts> actions() {
    return List.of(ZenlayerProvider.write(Calls.RELEASE, Calls.MAX_IDS));
  }

  @Override
  public Assessment settled(Snapshot snapshot, Intent intent) {
    return unseen(intent);
  }

  @Override
  public Assessment binned(Intent intent) {
    return send(2, false, intent);
  }

  @Override
  public Assessment unseen(Intent intent) {
    return send(1, intent.goal() == Goal.RELEASE, intent);
  }

  private Assessment send(int stage, boolean escalates, Intent intent) {
    if (!canKeepDependants && intent.collateral() == Collateral.KEEP) {
      return Assessment.refused(cannotKeep());
    }
    return Assessment.send(new Assessment.Step(Calls.RELEASE, stage, "", escalates, true));
  }

  private static ReleaseError cannotKeep() {
    return ReleaseError.of(
            ErrorCategory.INVALID_REQUEST,
            "",
            "this version of the ZEC API cannot be told to keep disks, addresses and interfaces")
        .hint("use ZenlayerApiVersion.CURRENT, or ask for Collateral.RELEASE");
  }
}
