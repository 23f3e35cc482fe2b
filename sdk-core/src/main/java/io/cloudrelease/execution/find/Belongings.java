package io.cloudrelease.execution.find;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.schedule.Broken;
import io.cloudrelease.model.CollateralItem.Fate;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.spi.leftover.LeftoverCall;
import io.cloudrelease.spi.leftover.LeftoverCall.By;
import io.cloudrelease.spi.leftover.LeftoverItem;
import io.cloudrelease.spi.leftover.LeftoverListing;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What hangs on one instance, as far as it is known, and what could not be asked. */
final class Belongings {
  private final Map<String, LeftoverItem> items = new LinkedHashMap<>();

  /** Those of the items that a call named. */
  private final Set<String> named = new HashSet<>();

  private final Map<Kind, ReleaseError> gaps = new EnumMap<>(Kind.class);
  private final Set<Open> open = new HashSet<>();

  /** What calls about addresses named: they tell of these, and of no other address. */
  private final Set<String> askedAbout = new HashSet<>();

  /** Addresses that a call was asked about and does not know: nothing is told of them. */
  private final Set<String> notShown = new HashSet<>();

  private boolean askedByInstance;

  /** A name that a call was not answered for yet. */
  private record Open(LeftoverCall call, String subject) {}

  /** What a look shows. */
  static Belongings byLook(LeftoverListing listing, Snapshot look, Intent intent) {
    Belongings belongings = new Belongings();
    try {
      belongings.shown(Extension.ask(() -> listing.shown(look, intent)));
    } catch (RuntimeException broken) {
      belongings.gap(Kind.OTHER, Broken.error(broken));
    }
    return belongings;
  }

  /** What a look shows, where there was one; nothing else was looked up, and it is said so. */
  static Belongings unasked(Account account, Optional<Snapshot> look, Intent intent) {
    Optional<LeftoverListing> listing = Remnant.listing(account);
    Belongings belongings =
        listing
            .flatMap(asked -> look.map(before -> byLook(asked, before, intent)))
            .orElseGet(Belongings::new);
    belongings.gap(
        Kind.OTHER,
        listing.isPresent() ? UnknownLeftovers.NOT_COLLECTED : Remnant.cannotAsk(account));
    return belongings;
  }

  void shown(List<LeftoverItem> byLook) {
    byLook.forEach(item -> items.putIfAbsent(key(item), item));
  }

  /** What a call found; of a fate it does not tell, the look's word stays. */
  void found(LeftoverItem item) {
    if (item.id().isEmpty()) {
      notShown.add(item.address());
    }
    named.add(key(item));
    items.merge(key(item), item, (old, now) -> now.fate() == Fate.UNKNOWN ? old : now);
  }

  /**
   * What a later look shows, before the send. What the first one alone showed, and this one does
   * not, was moved elsewhere since.
   */
  void shownLater(List<LeftoverItem> byLook) {
    Map<String, LeftoverItem> later = new LinkedHashMap<>();
    byLook.forEach(item -> later.put(key(item), item));
    items.keySet().removeIf(key -> !named.contains(key) && !later.containsKey(key));
    later.forEach(
        (key, item) -> items.merge(key, item, (old, now) -> named.contains(key) ? old : now));
  }

  private static String key(LeftoverItem item) {
    return item.kind() + " " + item.name();
  }

  /** That call names this for it. */
  void waitsFor(LeftoverCall call, String subject) {
    open.add(new Open(call, subject));
    if (call.kind() == Kind.ADDRESS) {
      askedByInstance |= call.by() == By.INSTANCE;
      askedAbout.add(subject);
    }
  }

  void answered(LeftoverCall call, String subject) {
    open.remove(new Open(call, subject));
  }

  void gap(Kind kind, ReleaseError why) {
    gaps.putIfAbsent(kind, why);
  }

  /** What was not answered by now never will be. */
  void close(ReleaseError why) {
    open.forEach(waiting -> gap(waiting.call().kind(), why));
    open.clear();
  }

  Map<Kind, ReleaseError> gaps() {
    return gaps;
  }

  /** Why not all is known of that. */
  Optional<ReleaseError> why(LeftoverItem item) {
    return item.id().isEmpty() && notShown.contains(item.address())
        ? Optional.of(UnknownLeftovers.NOT_SHOWN)
        : Optional.ofNullable(gaps.get(item.kind()));
  }

  /**
   * All of it. An address of which a look shows no id is named by what a call found; where calls
   * about its instance, or about itself, found nothing, it is one that goes with its instance;
   * unless such a call says that it does not know it.
   */
  List<LeftoverItem> items() {
    List<LeftoverItem> all = new ArrayList<>(items.size());
    for (LeftoverItem item : items.values()) {
      if (!item.id().isEmpty() || !isTold(item.address()) && !isNamed(item.address())) {
        all.add(item);
      }
    }
    return all;
  }

  private boolean isNamed(String address) {
    return items.values().stream()
        .anyMatch(item -> !item.id().isEmpty() && item.address().equals(address));
  }

  private boolean isTold(String address) {
    return !gaps.containsKey(Kind.ADDRESS)
        && !notShown.contains(address)
        && (askedByInstance || askedAbout.contains(address));
  }
}
