package io.cloudrelease.zenlayer;

import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.Assessment;
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
}
