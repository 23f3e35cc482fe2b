package io.cloudrelease.execution.call;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.execution.instance.CallEnd;
import io.cloudrelease.spi.ReleaseAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended, all its attempts taken together.
 *
 * @param kind what is known
 * @param answer the readable answer, for ACCEPTED
 * @param error what went wrong, for the others
 * @param rule what the table says of the last failure
 * @param culprits ids the last failure blames
 * @param tally what its attempts came to
 * @param withheld why it was kept back, for WITHHELD
 * @param endedAt when the last attempt ended
 * @param signedAt the time that the last attempt was signed with
 */
public record Outcome<A>(
    Kind kind,
    @Nullable A answer,
    ReleaseError error,
    ErrorRule rule,
    List<String> culprits,
    Tally tally,
    Optional<Withheld> withheld,
    Instant endedAt,
    Instant signedAt) {

  static final ErrorRule NO_RULE = ErrorRule.of(ErrorCategory.UNKNOWN, Applied.NO, Remedy.GIVE_UP);

  public Outcome {
    culprits = List.copyOf(culprits);
  }

  /**
   * What the attempts of a call came to.
   *
   * @param sends attempts of which a byte may have left
   * @param throttled how many of those were throttled
   * @param untouched how many of those were refused before anything was looked at
   * @param answered whether each that left was answered
   * @param requestIds of all that had one
   */
  public record Tally(
      int sends, int throttled, int untouched, boolean answered, List<String> requestIds) {
    public Tally {
      requestIds = List.copyOf(requestIds);
    }
  }

  public Optional<A> readable() {
    return Optional.ofNullable(answer);
  }

  public int sends() {
    return tally.sends();
  }

  public List<String> requestIds() {
    return tally.requestIds();
  }

  /** The ids that a readable answer to a release says were not done. */
  public List<String> refusedIds() {
    return answer instanceof ReleaseAnswer release ? release.refusedIds() : List.of();
  }

  /** What went wrong; empty for a success. */
  public Optional<ReleaseError> trouble() {
    return kind == Kind.ACCEPTED
        ? Optional.empty()
        : Optional.of(withheld.map(Withheld::error).orElse(error));
  }

  /** In a few words: the kind, the code, and of what another run has, who that is. */
  public String told() {
    if (kind == Kind.ACCEPTED) {
      return kind.name();
    }
    return withheld.stream()
        .flatMap(kept -> kept.claims().values().stream())
        .findFirst()
        .map(claim -> kind + " " + OwnCodes.CLAIMED_BY_OTHER_RUN + ": " + claim.why())
        .orElseGet(() -> kind + " " + error.code());
  }

  /** This end as an instance's rules hear of it. */
  public CallEnd end(int size) {
    return new CallEnd(
        endedAt,
        size,
        tally.sends(),
        tally.throttled(),
        tally.untouched(),
        tally.answered(),
        tally.requestIds(),
        error,
        rule);
  }

  /** What is known after a call. */
  public enum Kind {
    /** A success was answered. */
    ACCEPTED,
    /** The cloud refused. */
    REFUSED,
    /** Something may have been done. */
    AMBIGUOUS,
    /** No byte left this machine, and trying went wrong. */
    NOT_SENT,
    /** Kept back before it was tried: what it was decided on may have changed. */
    WITHHELD
  }
}
