package io.cloudrelease.simulation;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.testkit.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * UNKNOWN is allowed only where looking was impossible or ambiguous to the end. In so many words:
 *
 * <ol>
 *   <li>a destructive request that names it reached the cloud, and
 *   <li>looks were switched off, or it was never shown; or
 *   <li>no readable look came that must show the last request's effect (one that shows the truth of
 *       a time after the request ended): the run ended before, or looks failed for good; or
 *   <li>such a look shows it unchanged, and sending again was forbidden (it could go further than
 *       the goal and that was not granted; the answer is not understood; it was sent often enough;
 *       the run ended).
 * </ol>
 */
final class UnknownPromise {
  private static final int OFTEN_ENOUGH = 8;

  private final Aftermath after;
  private final Evidence e;
  private final InstanceVerdict v;
  private final BiConsumer<String, String> breach;

  UnknownPromise(
      Aftermath after, Evidence e, InstanceVerdict v, BiConsumer<String, String> breach) {
    this.after = after;
    this.e = e;
    this.v = v;
    this.breach = breach;
  }

  void check() {
    if (e.sends.isEmpty()) {
      breach.accept("UNKNOWN: a request left", v.toString());
      return;
    }
    if (!after.world().settings.looks() || !shown()) {
      return;
    }
    List<Evidence.Look> telling = tellingLooks();
    if (moved(showingLooks())) {
      breach.accept("UNKNOWN: looks do not tell", v + " but one shows " + e.effects);
      return;
    }
    if (telling.isEmpty()) {
      boolean over = Promises.endedEarly(after) || e.looks.isEmpty() || lookFailedLast();
      if (!over) {
        breach.accept("UNKNOWN: looking was impossible", v + " looks " + e.looks.size());
      }
      return;
    }
    boolean endedBeforeItWasThere =
        (Promises.endedEarly(after) || e.looksFailedForGood()) && refusedAllTheSame();
    if (moved(telling) && !endedBeforeItWasThere) {
      breach.accept("UNKNOWN: looks do not tell", v + " but they show " + e.effects);
      return;
    }
    boolean forbidden =
        Promises.escalates(after, e) && !Promises.granted(after)
            || Promises.notUnderstood(v)
            || resends() >= (Promises.escalates(after, e) ? 1 : OFTEN_ENOUGH)
            || accountFailed()
            || e.looksFailedForGood()
            || e.member.trait() == Member.Trait.LEAVING
            || Promises.endedEarly(after);
    if (!forbidden) {
      breach.accept("UNKNOWN: sending again was forbidden", v.toString());
    }
  }

  /** How often it was sent again, the attempts of one call (Aliyun's token) counted once. */
  private int resends() {
    Duration settling = after.world().providers.get(v.ref().provider()).facts().settlingTime();
    int count = 0;
    for (int i = 1; i < e.sends.size(); i++) {
      Instant before = e.sends.get(i - 1).exchange().endedAt();
      boolean settled = !e.sends.get(i).exchange().startedAt().isBefore(before.plus(settling));
      count += settled ? 1 : 0;
    }
    return count;
  }

  private boolean shown() {
    return e.looks.stream().anyMatch(e::shows);
  }

  /** Looks made so long after the last request that they must show what it did. */
  private List<Evidence.Look> tellingLooks() {
    Duration settling = after.world().providers.get(v.ref().provider()).facts().settlingTime();
    Instant from = e.sends.get(e.sends.size() - 1).exchange().endedAt().plus(settling);
    return e.looks.stream().filter(l -> !l.request().call().at().isBefore(from)).toList();
  }

  /** Looks that show what the one request did that did anything: no older request explains it. */
  private List<Evidence.Look> showingLooks() {
    Instant last = e.sends.get(e.sends.size() - 1).exchange().endedAt();
    boolean first =
        e.effects.size() == 1
            && e.sends.size() == 1
            && !refusedAllTheSame()
            && !e.effects.get(0).from().equals("RECYCLE")
            && !e.effects.get(0).from().equals("SHUTDOWN");
    return first ? e.looks.stream().filter(l -> !l.at().isBefore(last)).toList() : List.of();
  }

  /** Whether the last request, or a later hand, changed it and a telling look shows that. */
  private boolean moved(List<Evidence.Look> telling) {
    int last = e.sends.get(e.sends.size() - 1).request().number();
    boolean ours = e.effects.stream().map(Effect::request).anyMatch(number -> number == last);
    long absent = telling.stream().filter(l -> !e.shows(l)).count();
    // One look that leaves it out proves nothing; a run that goes on looks a second time.
    boolean gone = absent > 1 || absent == 1 && !Promises.endedEarly(after);
    boolean seen = telling.stream().anyMatch(e::shows);
    return seen && ours && visibly() && !binnedByOneOfSeveral() || gone;
  }

  /**
   * Where one action does both steps, of several requests a late one may take it out of the bin.
   */
  private boolean binnedByOneOfSeveral() {
    boolean binned = e.effects.stream().allMatch(effect -> effect.kind() == Effect.Kind.BINNED);
    return binned && e.sends.size() > 1;
  }

  /** A refusal after which it moves says nothing about who moved it. */
  private boolean refusedAllTheSame() {
    Evidence.Sent last = e.sends.get(e.sends.size() - 1);
    return after.world().settings.partial() && last.answered() && !last.acknowledged();
  }

  /** On Aliyun what is being released looks like what somebody stops. */
  private boolean visibly() {
    return e.member.house().kind() != Kind.ALIYUN;
  }

  /** Whether nothing more could be sent for its account. */
  private boolean accountFailed() {
    House house = e.member.house();
    return !house.mayRelease() || house.account().isUnpaid() || isAboutAccount();
  }

  private boolean isAboutAccount() {
    return v.error()
        .filter(
            error ->
                error.category() == ErrorCategory.FORBIDDEN
                    || error.category() == ErrorCategory.UNAUTHENTICATED
                    || error.category() == ErrorCategory.CLOCK_SKEW)
        .isPresent();
  }

  private boolean lookFailedLast() {
    return !e.member.house().maySee() || e.looksFailedForGood();
  }
}
