package io.cloudrelease.guard;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.text.NamePattern;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Says of an instance that it must not be sent. Asked when an instance stands ready, after each
 * look that made it so, and for a plan; never blocks. Thread-safe. A guard that throws holds the
 * instance back.
 *
 * <p>Where several guards are registered, one objection is enough. A guard that needs a look holds
 * back what was not looked at.
 */
@FunctionalInterface
public interface ReleaseGuard {

  /**
   * Why it must not be sent; empty when this guard lets it go. The code names the guard; {@link
   * #no} makes one.
   */
  Optional<ReleaseError> objection(Candidate candidate);

  /** Holds these back. */
  static ReleaseGuard denyInstances(Collection<InstanceRef> refs) {
    Set<InstanceRef> denied = Set.copyOf(refs);
    return candidate ->
        denied.contains(candidate.ref())
            ? no(OwnCodes.DENY_INSTANCES, "it is on the deny list")
            : yes();
  }

  /** Lets only these go. */
  static ReleaseGuard allowInstances(Collection<InstanceRef> refs) {
    Set<InstanceRef> allowed = Set.copyOf(refs);
    return candidate ->
        allowed.contains(candidate.ref())
            ? yes()
            : no(OwnCodes.ALLOW_INSTANCES, "it is not on the allow list of " + allowed.size());
  }

  /** Holds back what has this tag, whatever its value. */
  static ReleaseGuard denyTag(String key) {
    return seen(
        OwnCodes.DENY_TAG,
        snapshot ->
            snapshot.tags().containsKey(key)
                ? no(OwnCodes.DENY_TAG, "it has the tag " + key + "=" + snapshot.tags().get(key))
                : yes());
  }

  /** Holds back what has this tag with this value. */
  static ReleaseGuard denyTag(String key, String value) {
    return seen(
        OwnCodes.DENY_TAG,
        snapshot ->
            value.equals(snapshot.tags().get(key))
                ? no(OwnCodes.DENY_TAG, "it has the tag " + key + "=" + value)
                : yes());
  }

  /** Lets only go what has this tag with this value. */
  static ReleaseGuard requireTag(String key, String value) {
    return seen(
        OwnCodes.REQUIRE_TAG,
        snapshot ->
            value.equals(snapshot.tags().get(key))
                ? yes()
                : no(
                    OwnCodes.REQUIRE_TAG,
                    "it needs the tag "
                        + key
                        + "="
                        + value
                        + ", and has "
                        + snapshot.tags().getOrDefault(key, "none of that key")));
  }

  /**
   * Holds back what is named so.
   *
   * @param pattern the name, where {@code *} stands for any text; letter case counts
   */
  static ReleaseGuard denyName(String pattern) {
    NamePattern names = new NamePattern(pattern);
    return seen(
        OwnCodes.DENY_NAME,
        snapshot ->
            names.matches(snapshot.name())
                ? no(OwnCodes.DENY_NAME, "its name " + snapshot.name() + " matches " + pattern)
                : yes());
  }

  /**
   * Lets only go what is named so.
   *
   * @param pattern the name, where {@code *} stands for any text; letter case counts
   */
  static ReleaseGuard requireName(String pattern) {
    NamePattern names = new NamePattern(pattern);
    return seen(
        OwnCodes.REQUIRE_NAME,
        snapshot ->
            names.matches(snapshot.name())
                ? yes()
                : no(
                    OwnCodes.REQUIRE_NAME, "its name '" + snapshot.name() + "' is not " + pattern));
  }

  /**
   * Holds back what is in one of these states, in the cloud's own words; letter case is ignored.
   */
  static ReleaseGuard denyState(String... states) {
    Set<String> denied = new TreeSet<>();
    for (String state : states) {
      denied.add(state.toLowerCase(Locale.ROOT));
    }
    return seen(
        OwnCodes.DENY_STATE,
        snapshot ->
            denied.contains(snapshot.state().toLowerCase(Locale.ROOT))
                ? no(OwnCodes.DENY_STATE, "its state is " + snapshot.state())
                : yes());
  }

  /** Lets only go what was made at least so long ago; holds back what does not say when. */
  static ReleaseGuard olderThan(Duration age) {
    return aged(OwnCodes.OLDER_THAN, "older", age, true);
  }

  /** Lets only go what was made at most so long ago; holds back what does not say when. */
  static ReleaseGuard youngerThan(Duration age) {
    return aged(OwnCodes.YOUNGER_THAN, "younger", age, false);
  }

  private static ReleaseGuard aged(String guard, String word, Duration age, boolean older) {
    return candidate ->
        seen(
                guard,
                snapshot -> {
                  Optional<Instant> created = snapshot.createdAt();
                  if (created.isEmpty()) {
                    return no(guard, "it does not say when it was made");
                  }
                  Duration real = Duration.between(created.get(), candidate.at());
                  boolean fits = older ? real.compareTo(age) >= 0 : real.compareTo(age) <= 0;
                  return fits
                      ? yes()
                      : no(guard, "it is " + real + " old; it must be " + word + " than " + age);
                })
            .objection(candidate);
  }

  private static ReleaseGuard seen(String guard, Function<Snapshot, Optional<ReleaseError>> rule) {
    return candidate ->
        candidate
            .snapshot()
            .map(rule)
            .orElseGet(() -> no(guard, "it was not looked at, and this guard needs a look"));
  }

  private static Optional<ReleaseError> yes() {
    return Optional.empty();
  }

  /**
   * An objection.
   *
   * @param guard the guard's name, which becomes the code of the verdict's error
   * @param reason for people; names the value that decided
   */
  static Optional<ReleaseError> no(String guard, String reason) {
    return Optional.of(ReleaseError.of(ErrorCategory.GUARDED, guard, reason));
  }
}
