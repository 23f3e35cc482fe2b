package io.cloudrelease.execution.find;

import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.find.LeftoverCheck.Seen;
import io.cloudrelease.model.CollateralItem.Fate;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.remains.Leftover;
import io.cloudrelease.spi.leftover.LeftoverItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stays by a look alone: whether it is still there nobody was asked. */
public final class ShownLeftovers {
  private ShownLeftovers() {}

  /** What an instance leaves behind by the look before it. */
  public static List<Leftover> of(
      Account account, InstanceVerdict verdict, Optional<Snapshot> before, Intent intent) {
    if (before.isEmpty() || !UnknownLeftovers.mayFollow(verdict)) {
      return List.of();
    }
    Belongings belongings = Belongings.unasked(account, before, intent);
    List<Leftover> left = new ArrayList<>(1);
    for (LeftoverItem item : belongings.items()) {
      if (item.fate() != Fate.GOES) {
        left.add(
            new Remnant(account, verdict.ref(), item, belongings.why(item))
                .leftover(Seen.NOT_ASKED));
      }
    }
    return left;
  }
}
