package io.cloudrelease.execution.find;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.find.LeftoverCheck.Seen;
import io.cloudrelease.execution.find.LeftoverCheck.Thing;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.outcome.FoundLeftover;
import io.cloudrelease.remains.Leftover;
import io.cloudrelease.remains.Leftover.Existence;
import io.cloudrelease.spi.leftover.LeftoverItem;
import io.cloudrelease.spi.leftover.LeftoverListing;
import java.util.Optional;

/** Something of an instance; without id or address what could not be looked up. */
record Remnant(
    Account account, InstanceRef instance, LeftoverItem item, Optional<ReleaseError> why) {

  boolean hasId() {
    return !item.id().isEmpty();
  }

  Thing thing() {
    return new Thing(new Home(account, instance.region()), item.kind(), item.id());
  }

  Leftover leftover(Seen seen) {
    return new FoundLeftover(
        item.kind(),
        item.name(),
        instance,
        seen.exists(),
        seen.state(),
        freedBy(),
        seen.why().or(() -> seen.exists() == Existence.NOT_KNOWN ? why : Optional.empty()));
  }

  private String freedBy() {
    try {
      return listing(account)
          .map(listing -> Extension.ask(() -> listing.freedBy(item.kind())))
          .orElse("");
    } catch (RuntimeException broken) {
      return "";
    }
  }

  static Optional<LeftoverListing> listing(Account account) {
    return account.provider() instanceof LeftoverListing listing
        ? Optional.of(listing)
        : Optional.empty();
  }

  static ReleaseError cannotAsk(Account account) {
    return ReleaseError.of(
        ErrorCategory.INVALID_REQUEST,
        OwnCodes.CANNOT_ASK,
        "the provider of " + account.name() + " cannot tell what is left behind");
  }
}
