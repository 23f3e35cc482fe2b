package io.cloudrelease.execution.schedule;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Outcome;
import io.cloudrelease.execution.call.Region;
import io.cloudrelease.model.InstanceRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accounts for which nothing more is sent. A denial that can speak of one instance speaks of the
 * account once two instances, each alone in its call, were denied without a success between them;
 * where the cloud names them, once a hundred were. Loop's thread only.
 */
final class AccountTroubles {
  private static final int MANY = 10;

  /** As many as one call names: a batch in which any other may go has had its success by then. */
  private static final int MANY_NAMED = 100;

  private final Map<String, ReleaseError> failed = new HashMap<>();
  private final Map<String, String> denied = new HashMap<>();
  private final Map<String, Set<String>> named = new HashMap<>();
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
    named.remove(account + " " + action);
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
   * One instance alone was denied. The cloud may say which: it may well do so for each of many.
   *
   * @return the error, when it is the second and so the account's; of those named the hundredth
   */
  Optional<ReleaseError> denied(InstanceRef ref, String action, Outcome<?> outcome) {
    String call = ref.provider() + " " + action;
    boolean many;
    if (outcome.culprits().contains(ref.id())) {
      Set<String> all = named.computeIfAbsent(call, c -> new HashSet<>());
      all.add(ref.id());
      many = all.size() >= MANY_NAMED;
    } else {
      String first = denied.putIfAbsent(call, ref.id());
      many = first != null && !first.equals(ref.id());
    }
    return many ? Optional.of(outcome.error()) : Optional.empty();
  }
}
