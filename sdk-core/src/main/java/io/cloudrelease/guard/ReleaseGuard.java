package io.cloudrelease.guard;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.text.NamePattern;
import io.cloudrelease.text.Spans;
import io.cloudrelease.text.TagPattern;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Says of an instance that it must not be sent. Asked when an instance stands ready, after each
 * look that made it so, and for a plan, one instance after the other: the run waits for its answer.
 * Thread-safe. A guard that throws, or has not answered at the end of the run, holds the instance
 * back.
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

  /**
   * Holds these back; without any, none. The id alone decides, without regard to letter case: one
   * account can have two names, and a wrong region or a misspelt name here must not let an instance
   * go.
   */
  static ReleaseGuard denyInstances(Collection<InstanceRef> refs) {
    Map<String, InstanceRef> denied = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    refs.forEach(ref -> denied.put(ref.id(), ref));
    return candidate -> {
      InstanceRef entry = denied.get(candidate.ref().id());
      return entry == null
          ? yes()
          : no(OwnCodes.DENY_INSTANCES, "its id is on the deny list, as " + entry);
    };
  }

  /** Lets only these go; without any, none. */
  static ReleaseGuard allowInstances(Collection<InstanceRef> refs) {
    refs.forEach(ref -> Objects.requireNonNull(ref, "ref"));
    Set<InstanceRef> allowed = Set.copyOf(refs);
    return candidate ->
        allowed.contains(candidate.ref())
            ? yes()
            : no(OwnCodes.ALLOW_INSTANCES, "it is not on the allow list of " + allowed.size());
  }

  /**
   * Holds back what has a tag of that key, whatever its value.
   *
   * @param key {@code *} stands for any text; letter case counts
   * @throws ConfigurationException when blank
   */
  static ReleaseGuard denyTag(String key) {
    return denyTag(key, "*");
  }

  /**
   * Holds back what has that tag with that value.
   *
   * @param key {@code *} stands for any text; letter case counts
   * @param value likewise
   * @throws ConfigurationException when the key is blank
   */
  static ReleaseGuard denyTag(String key, String value) {
    TagPattern denied = new TagPattern(said("denies a tag whose key", key), value);
    return seen(
        OwnCodes.DENY_TAG,
        snapshot ->
            denied
                .firstOf(snapshot.tags())
                .flatMap(
                    tag ->
                        no(
                            OwnCodes.DENY_TAG,
                            "it has the tag " + tag + ", which matches " + key + "=" + value)));
  }

  /**
   * Lets only go what has this tag with this value, both as they stand here: {@code *} stands for
   * itself.
   *
   * @throws ConfigurationException when the key is blank
   */
  static ReleaseGuard requireTag(String key, String value) {
    said("requires a tag whose key", key);
    Objects.requireNonNull(value, "value");
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
   * @throws ConfigurationException when blank
   */
  static ReleaseGuard denyName(String pattern) {
    NamePattern names = new NamePattern(said("denies a name that", pattern));
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
   * @throws ConfigurationException when blank
   */
  static ReleaseGuard requireName(String pattern) {
    NamePattern names = new NamePattern(said("requires a name that", pattern));
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
   *
   * @throws ConfigurationException when there is none, or one is blank
   */
  static ReleaseGuard denyState(String... states) {
    Set<String> denied = new TreeSet<>();
    for (String state : states) {
      denied.add(said("denies a state that", state).toLowerCase(Locale.ROOT));
    }
    if (denied.isEmpty()) {
      throw new ConfigurationException("a guard denies no state; name at least one");
    }
    return seen(
        OwnCodes.DENY_STATE,
        snapshot ->
            denied.contains(snapshot.state().toLowerCase(Locale.ROOT))
                ? no(OwnCodes.DENY_STATE, "its state is " + snapshot.state())
                : yes());
  }

  /**
   * Lets only go what was made at least so long ago; holds back what does not say when.
   *
   * @throws ConfigurationException when negative
   */
  static ReleaseGuard olderThan(Duration age) {
    return aged(OwnCodes.OLDER_THAN, "older", age, true);
  }

  /**
   * Lets only go what was made at most so long ago; holds back what does not say when.
   *
   * @throws ConfigurationException when negative
   */
  static ReleaseGuard youngerThan(Duration age) {
    return aged(OwnCodes.YOUNGER_THAN, "younger", age, false);
  }

  private static ReleaseGuard aged(String guard, String word, Duration age, boolean older) {
    if (age.isNegative()) {
      throw new ConfigurationException(
          "a guard lets go what is " + word + " than " + age + "; it must not be negative");
    }
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
                      : no(
                          guard,
                          "it is "
                              + Spans.age(real)
                              + " old; it must be "
                              + word
                              + " than "
                              + Spans.age(age));
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

  /** What is blank fits nothing, and holds nothing back. */
  private static String said(String what, String text) {
    if (text.isBlank()) {
      throw new ConfigurationException("a guard " + what + " is blank");
    }
    return text;
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
