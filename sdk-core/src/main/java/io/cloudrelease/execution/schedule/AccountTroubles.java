package io.cloudrelease.execution.schedule;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Region;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Accounts for which nothing more is sent. A denial that can speak of one instance speaks of the
 * account once two instances, each alone in its call, were denied without a success between them.
 * Loop's thread only.
 */
final class AccountTroubles {
  private static final int MANY = 10;

  private final Map<String, ReleaseError> failed = new HashMap<>();
  private final Map<String, String> denied = new HashMap<>();
  private final Map<Region, Integer> spoiled = new HashMap<>();

  void failed(String account, ReleaseError error) {
    failed.putIfAbsent(account, error);
  }

  @Nullable ReleaseError of(String account) {
    return failed.get(account);
  }

  /** A call of that action was accepted. */
  void succeeded(String account, String action) {
    denied.remove(account + " " + action);
  }

  /** A look at one instance alone, of that region, failed for a reason of that instance. */
  void spoiled(Region region) {
    spoiled.merge(region, 1, Integer::sum);
  }

  /** A look of that region could be read. */
  void unspoiled(Region region) {
    spoiled.remove(region);
  }

  /** Whether so many looks failed so in a row that it is not one of many that spoils them. */
  boolean allSpoiled(Region region) {
    return spoiled.getOrDefault(region, 0) >= MANY;
  }

  /**
   * One instance alone was denied.
   *
   * @return the error, when it is the second and so the account's
   */
  Optional<ReleaseError> denied(String account, String action, String id, ReleaseError error) {
    String first = denied.putIfAbsent(account + " " + action, id);
    return first == null || first.equals(id) ? Optional.empty() : Optional.of(error);
  }
}
