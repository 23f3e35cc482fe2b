package io.cloudrelease.execution.instance;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What follows for an instance whose call is held back by something that is not its own. */
public final class HeldBack {
  private HeldBack() {}

  /** A guard, the account or the budget holds it back now: nothing more is sent for it. */
  public static Decision by(InstanceLife life, ReleaseError error, Instant now, Terms terms) {
    return life.sent().openness() == Openness.CLOSED
        ? Decision.verdict(life, Verdict.NOT_SENT, error)
        : RefusalRules.standsUnlooked(life, error, now, terms);
  }

  /** What the cloud refused to the account it refused to each of its instances. */
  public static Decision accountRefused(
      InstanceLife life, ReleaseError error, Instant now, Terms terms) {
    InstanceLife refused = life.isUnsent() ? life : life.sent(life.sent().refusedOnce());
    return by(refused, error, now, terms);
  }

  /**
   * Another run has it under way.
   *
   * @param freeIn how long until it is free for certain, where that is known
   */
  public static Decision claimed(
      InstanceLife life, ReleaseError claim, Optional<Duration> freeIn, Terms terms) {
    if (!terms.looks()) {
      return Decision.verdict(life, Verdict.NOT_SENT, claim);
    }
    InstanceLife held = life.trouble(Trouble.claimed(claim));
    Duration usual = Pauses.poll(life.at(Standing.LOOKING), terms);
    Duration pause = freeIn.filter(free -> free.compareTo(usual) < 0).orElse(usual);
    return Decision.look(held, Standing.LOOKING, Next.look(pause));
  }
}
