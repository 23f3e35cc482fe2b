package io.cloudrelease.execution.schedule;

import io.cloudrelease.model.Snapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which accounts were seen to have a recycle bin: for all that is theirs, or for what is paid for
 * in one way. Not thread-safe.
 */
final class KnownBins {
  private static final String ALL = "all that is theirs";

  /** What lands there, by name of the account; the names of one account share one set. */
  private final Map<String, Set<String>> byName = new HashMap<>();

  /**
   * For all that is theirs.
   *
   * @return whether that is news
   */
  boolean learn(String account) {
    return of(account).add(ALL);
  }

  /** For what is paid for in that way. */
  void learn(String account, String chargeType) {
    of(account).add(chargeType);
  }

  /** Both names were seen to have the same instance, so they are one account's. */
  void same(String one, String other) {
    Set<String> of = of(one);
    Set<String> alias = of(other);
    if (of != alias) {
      of.addAll(alias);
      byName.replaceAll((name, kinds) -> kinds == alias ? of : kinds);
    }
  }

  /** Whether no account was seen to have one: the ordinary case, asked before every call. */
  boolean isEmpty() {
    return byName.isEmpty();
  }

  /** Whether that account has one for what was shown; null when no look showed it. */
  boolean has(String account, @Nullable Snapshot shown) {
    Set<String> of = of(account);
    return of.contains(ALL) || (shown != null && of.contains(shown.chargeType()));
  }

  private Set<String> of(String account) {
    return byName.computeIfAbsent(account, name -> new HashSet<>());
  }
}
