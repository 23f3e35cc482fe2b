package io.cloudrelease.testkit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Knows the keys of a simulated cloud and counts calls: what kinds of clouds let requests in with.
 *
 * <p>Guarded by the cloud's lock: use it while a request is being served only.
 */
public final class Gatekeeper {
  private final Map<String, KeyHolder> keys = new HashMap<>();
  private final Map<String, RateLimit> limits = new HashMap<>();
  private final Map<Lane, CallCount> counts = new HashMap<>();

  private final Set<String> denied = new HashSet<>();

  private record Lane(String caller, String where, String action) {}

  /**
   * Whose key it is.
   *
   * @param key the key
   * @param account its account
   */
  public record KeyHolder(AccessKey key, SimulatedAccount account) {}

  Gatekeeper() {}

  void add(SimulatedAccount account, AccessKey key) {
    keys.put(key.lookupName(), new KeyHolder(key, account));
  }

  void remove(AccessKey key) {
    keys.remove(key.lookupName());
  }

  void limit(String action, RateLimit limit) {
    limits.put(action, limit);
    counts.keySet().removeIf(lane -> lane.action().equals(action));
  }

  void deny(Set<String> actions) {
    denied.clear();
    denied.addAll(actions);
  }

  /** Whether that action is denied to everybody. */
  public boolean denies(String action) {
    return denied.contains(action);
  }

  void noLimit(String action) {
    limits.remove(action);
  }

  /** The key of that id, with its account. */
  public Optional<KeyHolder> key(String accessKeyId) {
    return accessKeyId.isEmpty() ? Optional.empty() : Optional.ofNullable(keys.get(accessKeyId));
  }

  /** The bearer token's key, with its account. */
  public Optional<KeyHolder> bearer(String token) {
    return Optional.ofNullable(keys.get(AccessKey.bearer(token).lookupName()));
  }

  /**
   * Counts a call; a call that is refused does not count. What is left then is told by {@link
   * Visit#left}.
   *
   * @param caller for whom limits are counted: an account, or one of its keys
   * @param where what they are counted for besides: a region, a host, a product
   * @param tooMany what to refuse with
   * @throws Refused when the caller is above the rate
   */
  public void count(
      Visit visit, String caller, String where, String action, Supplier<Refused> tooMany) {
    RateLimit limit = limits.get(action);
    if (limit == null) {
      return;
    }
    CallCount count =
        counts.computeIfAbsent(
            new Lane(caller, where, action), any -> CallCount.of(limit, visit.cloudTime()));
    boolean taken = count.take(visit.cloudTime());
    count.left(visit.cloudTime()).ifPresent(visit::left);
    if (!taken) {
      throw tooMany.get();
    }
  }
}
