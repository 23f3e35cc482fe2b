package io.cloudrelease.execution.instance;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.error.Scope;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.util.Optional;

/** What follows from the end of a destructive call, for one instance that it named. */
public final class AfterAnswer {
  private static final ErrorRule LISTED =
      ErrorRule.of(ErrorCategory.UNKNOWN, Applied.NO, Remedy.LOOK_FIRST);
  private static final ReleaseError LISTED_ERROR =
      ReleaseError.of(
          ErrorCategory.UNKNOWN,
          OwnCodes.LISTED_AS_FAILED,
          "the cloud accepted the call but listed this id as failed, without a reason");

  private AfterAnswer() {}

  private static InstanceLife ended(InstanceLife life, CallEnd end) {
    SendRecord sent =
        life.sent().left(end.sends(), end.throttled(), end.untouched(), end.at(), end.requestIds());
    Efforts efforts = end.sends() > 0 ? life.efforts().left() : life.efforts();
    return life.sent(sent)
        .seen(life.seen().afresh())
        .trouble(Trouble.of(end.error(), end.rule(), end.size()))
        .efforts(efforts.lookFailures(0));
  }

  /** The call was accepted, this instance with it. */
  public static Decision accepted(InstanceLife life, CallEnd end, Terms terms) {
    InstanceLife after = ended(life, end).trouble(Trouble.NONE);
    InstanceLife done = after.sent(after.sent().acknowledged(life.step().stage()));
    if (terms.looks() && !terms.waitAtMost().isZero()) {
      // Acknowledgements are as far apart as sends: no jitter has to keep these looks apart.
      return Decision.look(done, Standing.WAITING, Next.look(Pauses.first(terms)));
    }
    boolean half = EndRules.isHalfway(done, terms.intent().goal());
    String hint = half && life.hint().isEmpty() ? EndRules.STAYS : life.hint();
    return Decision.verdict(done, Verdict.ACCEPTED, Optional.empty(), hint);
  }

  /** The call was accepted, and lists this instance as failed. */
  public static Decision listedAsFailed(InstanceLife life, CallEnd end, Terms terms) {
    InstanceLife after = refusedOnce(ended(life, end)).trouble(Trouble.of(LISTED_ERROR, LISTED, 1));
    if (!terms.looks()) {
      return Decision.verdict(after, Verdict.REJECTED, LISTED_ERROR);
    }
    // Without a reason it may as well have failed because it is going already.
    return life.step().escalates()
        ? unsettled(after.trouble(after.trouble().standing(LISTED_ERROR)), Openness.ANSWERED, terms)
        : Decision.look(after, Standing.ASKING, Next.look(Duration.ZERO));
  }

  private static InstanceLife refusedOnce(InstanceLife life) {
    return life.sent(life.sent().refusedOnce())
        .efforts(life.efforts().refused(life.trouble().together() == 1));
  }

  /** It may have been carried out: look. */
  private static Decision unsettled(InstanceLife life, Openness how, Terms terms) {
    InstanceLife open = changesNothing(life, terms) ? life : leftOpen(life, how, terms);
    return Decision.look(open, Standing.OPEN, Next.poll(terms.facts().pollInterval()));
  }

  /**
   * The call was refused.
   *
   * @param named whether the answer blames this instance
   */
  public static Decision refused(InstanceLife life, CallEnd end, boolean named, Terms terms) {
    InstanceLife after = refusedOnce(ended(life, end));
    ErrorRule rule = end.rule();
    if (rule.category() == ErrorCategory.DRY_RUN_PASSED && terms.intent().dryRun()) {
      return Decision.verdict(after, Verdict.DRY_RUN_PASSED);
    }
    InstanceLife known = opened(after, end, named, terms);
    if (rule.scope() != Scope.INSTANCE) {
      return RefusalRules.standsUnlooked(known, end.error(), end.at(), terms);
    }
    return end.size() == 1 ? alone(known, end, terms) : together(known, terms);
  }

  /** What the refusal leaves open of its own call. */
  private static InstanceLife opened(InstanceLife life, CallEnd end, boolean named, Terms terms) {
    boolean alone = end.size() == 1;
    Proof proves = proof(end.rule());
    InstanceLife heard =
        proves == Proof.UNDER_WAY && (alone || named)
            ? life.seen(life.seen().underWay(end.at()))
            : life;
    // Without looks there is only the answer's own word to go by, but where parts of a batch are
    // looked at all the same; a dry run changes nothing.
    boolean looked = terms.looks() || !alone && life.step().escalates();
    if (proves == Proof.ALL || terms.intent().dryRun()) {
      boolean counted = end.rule().proves() != Proof.ALL;
      return counted ? heard.sent(heard.sent().untouchedOnce()) : heard;
    }
    if (!looked) {
      // Others must not take further what it may have reached all the same.
      boolean clear = alone && proves == Proof.OWN;
      return clear ? heard : heard.seen(heard.seen().underWay(end.at()));
    }
    if (proves == Proof.OWN && (alone || named)) {
      InstanceLife untouched = heard.sent(heard.sent().untouchedOnce());
      if (SendRules.mayBeOurDoing(end.rule()) && alone) {
        return untouched.sent(untouched.sent().overBy(end.at()));
      }
      if (!SendRules.isForItself(end.rule())) {
        // A state may be what an earlier send of ours brought about: that explains none of them.
        return untouched;
      }
      // What stands against it now stood against every send before; named among others, only
      // against those that were refused for one of many too.
      boolean explains = alone || untouched.sent().openness() == Openness.TOGETHER;
      return explains ? standing(untouched) : untouched;
    }
    if (proves == Proof.UNDER_WAY && alone && !life.step().escalates()) {
      return heard;
    }
    Openness how = alone || proves == Proof.NOTHING ? Openness.ANSWERED : Openness.TOGETHER;
    return leftOpen(heard, how, terms);
  }

  /** Another run may lift what stands against it while a call of ours is still on its way. */
  private static InstanceLife standing(InstanceLife life) {
    SendRecord sent = life.sent();
    return sent.openness() == Openness.CLOSED
        ? life
        : life.sent(sent.closed()).seen(life.seen().underWay(sent.openUntil()));
  }

  /** A dry run changes nothing, unless the cloud took none of its calls for one. */
  private static boolean changesNothing(InstanceLife life, Terms terms) {
    return terms.intent().dryRun() && life.trouble().rule().scope() != Scope.ACCOUNT;
  }

  private static InstanceLife leftOpen(InstanceLife life, Openness how, Terms terms) {
    Duration delay = terms.facts().longestDelay();
    return life.sent(life.sent().leftOpen(life.step().stage(), how, delay));
  }

  /** A refusal of the account or of the request as a whole was none of an instance. */
  private static Proof proof(ErrorRule rule) {
    return rule.scope() != Scope.INSTANCE && rule.proves() == Proof.OWN ? Proof.ALL : rule.proves();
  }

  private static Decision alone(InstanceLife life, CallEnd end, Terms terms) {
    ErrorRule rule = end.rule();
    if (!terms.looks()) {
      return blind(life, end, terms);
    }
    if (rule.remedy() == Remedy.GIVE_UP || SendRules.mayBeOurDoing(rule)) {
      return RefusalRules.standsUnlooked(life, end.error(), end.at(), terms);
    }
    if (life.sent().openness().compareTo(Openness.TOGETHER) > 0) {
      return Decision.look(life, Standing.OPEN, Next.poll(terms.facts().pollInterval()));
    }
    return Decision.look(
        life,
        Standing.ASKING,
        life.trouble().passes()
            ? Next.look(Pauses.afterRefusal(life, terms))
            : Next.look(Duration.ZERO));
  }

  private static Decision blind(InstanceLife life, CallEnd end, Terms terms) {
    boolean gone = end.rule().proves() == Proof.UNDER_WAY;
    if (gone && end.rule().category() == ErrorCategory.NOT_FOUND) {
      return Decision.verdict(life, Verdict.NOT_FOUND, end.error());
    }
    // The code may mean the recycle bin, and only a look could tell; that is no destruction.
    boolean done =
        end.rule().remedy() == Remedy.ALREADY_DONE && terms.intent().goal() == Goal.RELEASE;
    return Decision.verdict(life, done ? Verdict.ALREADY_DONE : life.refusal(), end.error());
  }

  private static Decision together(InstanceLife life, Terms terms) {
    // Sending parts of it again must not take those further that it reached all the same.
    boolean look =
        terms.looks()
            || life.trouble().rule().remedy() == Remedy.REGROUP
            || life.step().escalates();
    if (!look) {
      return Decision.look(life, Standing.ASKING, Next.askBatch());
    }
    boolean soon = life.sent().openness() == Openness.CLOSED || !life.step().escalates();
    Duration pause =
        soon && life.trouble().rule().category() != ErrorCategory.BUSY
            ? Duration.ZERO
            : terms.facts().pollInterval();
    return Decision.look(life, Standing.ASKING, Next.look(pause));
  }

  /** The call got no answer, or one that does not tell whether it was carried out. */
  public static Decision open(InstanceLife life, CallEnd end, Terms terms) {
    InstanceLife after = divided(ended(life, end), life, end);
    Openness how = end.answered() ? Openness.ANSWERED : Openness.UNANSWERED;
    if (!terms.looks()) {
      return Decision.verdict(
          leftOpen(after, how, terms),
          Verdict.UNKNOWN,
          end.error().hint("looks are switched off; look at it before you send anything"));
    }
    return unsettled(after, how, terms);
  }

  /** Answered so a second time, or not understood: one of its instances may be to blame. */
  private static InstanceLife divided(InstanceLife after, InstanceLife before, CallEnd end) {
    if (!end.answered() || end.size() == 1) {
      return after;
    }
    boolean again = before.efforts().together() <= end.size();
    boolean strange = end.rule().category() == ErrorCategory.UNKNOWN;
    return after.together(again || strange ? end.size() / 2 : end.size());
  }

  /**
   * The call did not leave this machine this time.
   *
   * @param passing whether it may leave later
   */
  public static Decision notSent(InstanceLife life, CallEnd end, boolean passing, Terms terms) {
    InstanceLife after = ended(life, end);
    if (passing && !after.isUnsent() && terms.looks()) {
      return Decision.look(
          after, Standing.LOOKING, Next.poll(Pauses.poll(after, terms).multipliedBy(2)));
    }
    // That another run has it explains more than that time is up.
    boolean held =
        life.isUnsent()
            && life.trouble().isClaim()
            && end.error().category() == ErrorCategory.DEADLINE;
    return HeldBack.by(after, held ? life.trouble().error() : end.error(), end.at(), terms);
  }

  /** It was not sent for a reason that is not its own: the look at it grew old, or its company. */
  public static Decision lookFirst(InstanceLife life) {
    return Decision.look(life, Standing.LOOKING, Next.look(Duration.ZERO));
  }

  /** As {@link #lookFirst(InstanceLife)}, after attempts that were all turned away. */
  public static Decision lookFirst(InstanceLife life, CallEnd end) {
    return lookFirst(end.sends() == 0 ? life : ended(life, end));
  }

  /** Its call of a dead process cannot be sent again as it was: the usual rules hold. */
  public static Decision settleFirst(InstanceLife life) {
    return Decision.look(life, Standing.OPEN, Next.look(Duration.ZERO));
  }
}
