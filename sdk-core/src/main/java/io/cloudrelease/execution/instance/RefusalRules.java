package io.cloudrelease.execution.instance;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Snapshot;
import java.time.Duration;
import java.time.Instant;

/**
 * When a refusal is the last word: it may stand only where nothing that was sent was carried out.
 */
final class RefusalRules {
  private RefusalRules() {}

  /** The refusal stands, once it is settled that nothing that was sent was carried out. */
  static Decision stands(InstanceLife life, ReleaseError error, Instant at, Terms terms) {
    if (life.sent().openness() == Openness.CLOSED) {
      return Decision.verdict(life, life.refusal(), error);
    }
    InstanceLife standing = life.trouble(life.trouble().standing(error)).at(Standing.OPEN);
    return unlessProven(standing, at, terms);
  }

  /**
   * As {@link #stands}, without a look that would show whether it was: only looks prove anything.
   */
  static Decision standsUnlooked(InstanceLife life, ReleaseError error, Instant now, Terms terms) {
    if (life.sent().openness() == Openness.CLOSED) {
      return Decision.verdict(life, life.refusal(), error);
    }
    InstanceLife standing = life.trouble(life.trouble().standing(error)).at(Standing.OPEN);
    Instant proven = SendRules.clearFrom(standing, terms);
    if (now.isBefore(proven)) {
      return Decision.look(standing, Standing.OPEN, Pauses.pollUntil(standing, now, proven, terms));
    }
    Snapshot last = standing.seen().last();
    return last == null || last.takenAt().isBefore(proven)
        ? Decision.look(standing, Standing.OPEN, Next.look(Duration.ZERO))
        : SendRules.untouched(standing, standing.step().escalates(), terms);
  }

  /** As {@link #stands}, for what is known to be open. */
  static Decision unlessProven(InstanceLife life, Instant at, Terms terms) {
    Instant proven = SendRules.clearFrom(life, terms);
    if (at.isBefore(proven)) {
      return Decision.look(life, Standing.OPEN, Pauses.pollUntil(life, at, proven, terms));
    }
    // Who wants one send at most does not trust the bound of lag that the proof rests on.
    return life.step().escalates() && terms.once()
        ? Decision.verdict(life, EndRules.UNSETTLED, EndRules.unsettled(life))
        : Decision.verdict(life.sent(life.sent().closed()), life.refused(), life.trouble().error());
  }
}
