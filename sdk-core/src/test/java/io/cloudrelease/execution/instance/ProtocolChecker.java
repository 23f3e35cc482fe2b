package io.cloudrelease.execution.instance;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Scope;
import io.cloudrelease.execution.instance.ModelledCloud.Shown;
import io.cloudrelease.execution.instance.ModelledCloud.Stage;
import io.cloudrelease.execution.instance.Truth.Pending;
import io.cloudrelease.execution.instance.Truth.Rare;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.Assessment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks every state that one instance can get into, by the real rules, in one modelled cloud behind
 * a network that does its worst, and holds each step to the promises of {@code docs/verdicts.md}.
 * Breadth first, so that the first breach found is a shortest one.
 *
 * <p>Looks come at any time, not only when they are asked for; the run may end at any time; each
 * look shows any moment within the longest lag, each differently. The bounds, and what they leave
 * out:
 *
 * <ul>
 *   <li>time goes in settling times; the longest lag is two of them, the longest delay one, the
 *       wait for the goal two. Calls and looks take no time: an answered call is carried out at its
 *       end;
 *   <li>a path holds one thing of {@link Truth.Rare}: an act of other hands (release, protection on
 *       or off; nobody restores it), a look that shows nothing, an acknowledged call that fails, a
 *       crash, which is resumed at once. One unanswered call is under way at a time, the newest;
 *   <li>one call has one attempt; batches are of four, and the others in them are not modelled: a
 *       batch waits for them for any time. No dry run, no budget, no waves;
 *   <li>Tencent's pay-as-you-go instances do not stop over in a bin, and no bin empties itself;
 *   <li>with goal DESTROY at most two sends a path (three in {@code verification/run.sh checker});
 *   <li>a run without looks believes what one instance's refusal says; a reason of its own
 *       (protected, unpaid) stands against our earlier calls as well.
 * </ul>
 */
final class ProtocolChecker {
  private static final ReleaseError DEADLINE =
      ReleaseError.of(ErrorCategory.DEADLINE, "DeadlinePassed", "the deadline has passed");
  private static final ReleaseError GUARD =
      ReleaseError.of(ErrorCategory.GUARDED, "Guard", "a guard says no");
  private static final ReleaseError CLAIM =
      ReleaseError.of(ErrorCategory.GUARDED, "ClaimedByOtherRun", "another run has it");
  private static final ReleaseError LOOK_FAILED =
      ReleaseError.of(ErrorCategory.UNAVAILABLE, "LookFailed", "the look failed");

  private static final int BATCH = 4;

  /** A path holds at most so many of the rare things. */
  private static final int MOST_RARE = 1;

  private final Asked asked;
  private final RulesUnderTest rules;
  private final Terms terms;
  private final Terms resumedTerms;
  private final LifeForm form;
  private final Findings findings;

  private final StateTable table = new StateTable();
  private long transitions;

  /** While a story is told: which step of the state is wanted, and what it turned out to be. */
  private int wanted = -1;

  private int step;
  private @Nullable String told;
  private @Nullable State current;
  private int currentIndex;

  /**
   * All that can make a difference.
   *
   * @param journal what a journal would say of it; null once a run was resumed
   * @param inBatch whether it waits for the others of a refused batch
   * @param token whether its open call may be sent again as it was
   */
  record State(
      InstanceLife life,
      @Nullable InstanceLife journal,
      Truth truth,
      boolean inBatch,
      boolean token) {

    State with(Truth next) {
      return new State(life, journal, next, inBatch, token);
    }
  }

  ProtocolChecker(Asked asked, RulesUnderTest rules, Findings findings) {
    this.asked = asked;
    this.rules = rules;
    this.findings = findings;
    this.form = new LifeForm(asked.granted(), told(asked.mostSends()));
    this.terms = rules.terms(asked.terms(false));
    this.resumedTerms = rules.terms(asked.terms(true));
  }

  /** How many sends are to be told apart: one matters to a rule where a bin is left on purpose. */
  private static int told(int mostSends) {
    return mostSends == Integer.MAX_VALUE ? 1 : mostSends;
  }

  long states() {
    return table.size();
  }

  long transitions() {
    return transitions;
  }

  private Terms terms(Truth truth) {
    return truth.crashed() ? resumedTerms : terms;
  }

  /** Walks all there is; or until something is found, where that is enough. */
  void walk(boolean untilFound) {
    begin();
    for (int next = 0; next < table.size(); next++) {
      if (untilFound && findings.isAny()) {
        return;
      }
      visit(next);
    }
  }

  private void visit(int index) {
    currentIndex = index;
    State state = table.state(index);
    current = state;
    step = 0;
    try {
      from(state);
    } catch (RuntimeException thrown) {
      if (wanted >= 0) {
        throw thrown;
      }
      breach("a rule threw " + thrown, "(threw)", thrown.toString());
    }
  }

  private void begin() {
    currentIndex = -1;
    InstanceLife unknown = form.of(InstanceLife.NEW, 0);
    List<Truth> truths = new ArrayList<>();
    truths.add(Truth.of(Stage.LIVE, false));
    truths.add(Truth.of(Stage.GONE, false));
    if (asked.cloud().hasBin()) {
      truths.add(Truth.of(Stage.BIN, false));
    }
    if (asked.cloud().canBeLocked()) {
      truths.add(Truth.of(Stage.LIVE, true));
    }
    for (Truth truth : truths) {
      start(unknown, truth);
    }
    // Another run of this process moved it a moment ago, and this one was told.
    Optional<Shown> moved = asked.cloud().applied(truths.get(0).now(), 1);
    if (asked.looks() && moved.isPresent()) {
      Shown shown = moved.get();

      start(
          form.of(unknown.seen(unknown.seen().underWay(LifeForm.NOW)), 0),
          knowing(truths.get(0).byOthers(shown)));
    }
  }

  private void start(InstanceLife life, Truth truth) {
    step = 0;
    State first = new State(life, asked.crashes() ? life : null, truth, false, false);
    if (asked.looks()) {
      table.add(first, -1, 0);
    } else {
      follow("it is sent without a look", null, first, rules.unseen(life, unseen()));
    }
  }

  private Assessment unseen() {
    return Assessment.send(asked.cloud().step(1, asked.goal()));
  }

  // ---- what can happen

  private void from(State state) {
    verdictNow(
        "the run ends",
        null,
        state,
        rules.ended(state.life(), DEADLINE, LifeForm.NOW, terms(state.truth())));
    if (state.life().standing() != Standing.READY) {
      goOn("time passes", null, later(state));
    }
    cloud(state);
    crash(state);
    switch (state.life().standing()) {
      case READY -> ready(state);
      case NEW, LOOKING, WAITING, OPEN -> look(state);
      case ASKING -> {
        if (state.inBatch()) {
          divide(state);
        } else {
          look(state);
        }
      }
      default -> throw new IllegalStateException("nothing is to be done at " + state.life());
    }
  }

  private State later(State state) {
    return new State(
        form.of(state.life(), 1),
        state.journal(),
        state.truth().tick(asked.trueLag()),
        state.inBatch(),
        state.token());
  }

  private void cloud(State state) {
    Truth truth = state.truth();
    truth.further().ifPresent(next -> goOn("the cloud goes on with it", null, state.with(next)));
    Pending before = null;
    for (Pending call : truth.pending()) {
      if (!call.equals(before)) {
        arrives(state, call);
      }
      before = call;
    }
    if (!truth.allows(Rare.OTHER_HANDS, MOST_RARE)) {
      return;
    }
    Shown now = truth.now();
    for (int stage = 1; stage <= 2; stage++) {
      Optional<Shown> moved = asked.cloud().applied(now, stage);
      if (moved.isPresent()) {
        goOn("somebody else releases it", null, state.with(truth.byOthers(moved.get())));
        break;
      }
    }
    if (asked.cloud().canBeLocked() && now.stage() == Stage.LIVE) {
      Shown turned = new Shown(now.stage(), !now.locked(), now.endsLater());
      goOn("somebody else turns its protection", null, state.with(truth.byOthers(turned)));
    }
  }

  private void arrives(State state, Pending call) {
    Truth next = state.truth().arrives(asked.cloud(), call);
    String what = "a call that got no answer arrives late";
    if (!tooFar(what, state.truth(), next, call.informed())) {
      goOn(what, null, state.with(next));
    }
  }

  private void crash(State state) {
    if (state.journal() == null || !state.truth().allows(Rare.CRASH, MOST_RARE)) {
      return;
    }
    resumed(
        "the process dies, and its run is resumed", state, state.journal(), state.truth(), false);
  }

  private void resumed(
      String what, State state, InstanceLife journal, Truth truth, boolean interrupted) {
    InstanceLife life = asResumed(journal);
    // What only looks had shown is forgotten; nobody can know it any more.
    boolean knows = truth.knew() && journal.seen().underWayAt() != null;
    boolean token = interrupted && asked.cloud().hasToken();
    goOn(
        what,
        null,
        new State(form.of(life, 0), null, truth.crashedNow().knowing(knows), false, token));
  }

  /** As the reader of a journal leaves it. */
  private static InstanceLife asResumed(InstanceLife journal) {
    return journal.isUnsent()
        ? journal.at(Standing.NEW).trouble(Trouble.NONE)
        : journal.at(standing(journal.sent()));
  }

  private static Standing standing(SendRecord sent) {
    if (sent.openness() != Openness.CLOSED) {
      return Standing.OPEN;
    }
    return sent.acknowledged() > 0 ? Standing.WAITING : Standing.LOOKING;
  }

  // ---- looks

  private void look(State state) {
    Truth truth = state.truth();
    Terms now = terms(truth);
    for (Shown shown : truth.visible()) {
      if (shown.stage() == Stage.GONE) {
        absent("a look does not show it", state);
      } else {
        shown(state, shown);
      }
    }
    if (truth.now().stage() != Stage.GONE && truth.allows(Rare.FALSE_ABSENCE, MOST_RARE)) {
      absent(
          "a look does not show it, for once, although it is there",
          state.with(truth.rare(Rare.FALSE_ABSENCE)));
    }
    follow(
        "a look fails",
        null,
        state,
        rules.failed(state.life(), LOOK_FAILED, Scope.REQUEST, LifeForm.NOW, now));
    follow(
        "a look is incomplete",
        null,
        state,
        rules.failed(state.life(), LOOK_FAILED, Scope.INSTANCE, LifeForm.NOW, now));
    outage(state, Scope.REQUEST);
    outage(state, Scope.ACCOUNT);
  }

  /** Looks fail until that has a consequence, or not. */
  private void outage(State state, Scope scope) {
    InstanceLife life = state.life();
    for (int i = 0; i < 6; i++) {
      Decision decision =
          rules.failed(life, LOOK_FAILED, scope, LifeForm.NOW, terms(state.truth()));
      if (decision.next().kind() == Next.Kind.VERDICT) {
        verdictNow("looks fail again and again", scope, state, decision);
        return;
      }
      life = decision.life();
    }
  }

  private void shown(State state, Shown shown) {
    Truth truth = state.truth();
    boolean moved = shown.stage() != Stage.LIVE;
    State known = moved ? state.with(knowing(truth)) : state;
    Decision decision = shownTo(state.life(), state, shown);
    InstanceLife again = decision.life();
    for (int i = 0; isHasty(decision); i++) {
      if (i == 5) {
        breach("d: it is looked at again and again without a pause", "looks", shown.toString());
        return;
      }
      Decision next = shownTo(again, state, shown);
      if (!isHasty(next)) {
        break;
      }
      again = next.life();
    }
    follow("a look shows it", shown, known, decision);
  }

  private Truth knowing(Truth truth) {
    return asked.goal() == Goal.RELEASE ? truth.knowing(true) : truth;
  }

  private static boolean isHasty(Decision decision) {
    return decision.next().kind() == Next.Kind.LOOK && decision.next().after().isZero();
  }

  private Decision shownTo(InstanceLife life, State state, Shown shown) {
    Snapshot snapshot = LifeForm.snapshot(asked.cloud().phase(shown), 0);
    return rules.withinWait(
        rules.shown(
            life,
            snapshot,
            asked.cloud().assess(shown, asked.goal()),
            LifeForm.NOW,
            state.token(),
            terms(state.truth())),
        LifeForm.NOW,
        terms(state.truth()));
  }

  private void absent(String what, State state) {
    follow(
        what,
        null,
        state,
        rules.absent(
            state.life(),
            LifeForm.snapshot(LifecyclePhase.ABSENT, 0),
            LifeForm.NOW,
            terms(state.truth())));
  }

  // ---- sends

  private void ready(State state) {
    InstanceLife life = state.life();
    Truth truth = state.truth();
    Terms now = terms(truth);
    follow("its look grew old", null, state, rules.lookFirst(life));
    Snapshot last = life.seen().last();
    if (now.looks() && last != null && LifeForm.age(last.takenAt()) > 0) {
      return;
    }
    follow("a guard holds it back", null, state, rules.heldBack(life, GUARD, LifeForm.NOW, now));
    if (now.looks() && life.sent().openness() != Openness.CLOSED) {
      truth.visible().stream()
          .filter(shown -> shown.stage() != Stage.GONE)
          .forEach(shown -> heldForGood(state, shown));
    }
    follow("another run has claimed it", null, state, rules.claimed(life, CLAIM, now));
    State sending =
        new State(life.at(Standing.SENDING), state.journal(), truth, false, state.token());
    boolean alone = life.efforts().together() == 1 || asked.cloud().isSentAlone(life.step());
    int most = alone ? 1 : BATCH;
    notSent(sending);
    if (!life.isUnsent() && life.sent().sends() - life.sent().turnedAway() >= asked.mostSends()) {
      return;
    }
    accepted(sending);
    for (int size = 1; size <= most; size += BATCH - 1) {
      lost(sending, size);
      for (Answer answer : Answer.values()) {
        if (answer.fits(truth)) {
          answered(sending, answer, size);
        }
      }
    }
  }

  /** A guard that stays must not have it looked at without a pause, and nothing learnt by it. */
  private void heldForGood(State state, Shown shown) {
    Terms terms = terms(state.truth());
    InstanceLife life = state.life();
    for (int i = 0; i < 5; i++) {
      Decision held = rules.heldBack(life, GUARD, LifeForm.NOW, terms);
      if (!isHasty(held)) {
        return;
      }
      Decision seen = shownTo(held.life(), state, shown);
      if (seen.next().kind() != Next.Kind.SEND) {
        return;
      }
      life = seen.life();
    }
    breach("d: held back and looked at without a pause", "a guard", shown.toString());
  }

  private void notSent(State state) {
    for (Answer answer : List.of(Answer.CONNECTION_REFUSED, Answer.STOPPED)) {
      boolean passing = answer == Answer.CONNECTION_REFUSED;
      CallEnd end = answer.end(1, false);
      InstanceLife journal =
          written(state, false, (life, t) -> rules.notSent(life, answer.end(1, true), true, t));
      follow(
          "the call does not leave: " + answer,
          null,
          new State(state.life(), journal, state.truth(), false, false),
          rules.notSent(state.life(), end, passing, terms(state.truth())));
    }
  }

  /** The rules as a journal's reader applies them. */
  private interface Replay {
    Decision of(InstanceLife life, Terms terms);
  }

  private @Nullable InstanceLife written(State state, boolean accepted, Replay replay) {
    InstanceLife journal = state.journal();
    if (journal == null) {
      return null;
    }
    return form.of(asResumed(replay.of(intended(state, accepted), resumedTerms).life()), 0);
  }

  /** As a journal's reader has it when it comes to that call. */
  private InstanceLife intended(State state, boolean accepted) {
    InstanceLife journal = java.util.Objects.requireNonNull(state.journal());
    return rules
        .toldAsSent(journal, state.life().step())
        .at(Standing.SENDING)
        .seen(journal.seen().remembered(state.life().seen().last(), accepted));
  }

  private void accepted(State state) {
    Truth left = state.truth().leftNow();
    int stage = state.life().step().stage();
    InstanceLife journal =
        written(state, true, (life, t) -> rules.accepted(life, Answer.ACCEPTED.end(1, true), t));
    Decision decision =
        rules.accepted(state.life(), Answer.ACCEPTED.end(1, false), terms(state.truth()));
    State after = new State(state.life(), journal, left, false, false);
    Truth done = left.applied(asked.cloud(), stage);
    boolean moves = !done.equals(left);
    boolean onItsWay = left.now().stage() == Stage.TO_BIN || left.now().stage() == Stage.TO_NOTHING;
    if (moves || onItsWay) {
      String what = "the call is accepted";
      if (!tooFar(what, left, done, left.knew())) {
        follow(what, null, after.with(done.acknowledgedNow()), decision);
      }
    }
    if (moves && left.allows(Rare.FAILED_LATER, MOST_RARE)) {
      follow(
          "the call is accepted, and fails later",
          null,
          after.with(left.acknowledgedNow().rare(Rare.FAILED_LATER)),
          decision);
    }
    InstanceLife listed =
        written(
            state,
            true,
            (life, t) -> rules.listedAsFailed(life, Answer.ACCEPTED.end(BATCH, true), t));
    ends(
        "the call is accepted, but lists it as failed",
        new State(state.life(), listed, left, false, false),
        left.knew(),
        done,
        moves && isDoubted(state, false, false),
        rules.listedAsFailed(
            state.life(), Answer.ACCEPTED.end(BATCH, false), terms(state.truth())));
  }

  /** A call that ended, with and without having been carried out. */
  private void ends(
      String what, State state, boolean knew, Truth done, boolean moves, Decision decision) {
    follow(what, "not carried out", state, decision);
    if (moves && !tooFar(what, state.truth(), done, knew)) {
      follow(what, "and carried out all the same", state.with(done), decision);
    }
  }

  private void lost(State state, int size) {
    int stage = state.life().step().stage();
    Truth left = state.truth().leftNow();
    Truth under = left.underWay(stage, asked.trueDelay());
    InstanceLife journal =
        written(state, false, (life, t) -> rules.open(life, Answer.NONE.end(size, true), t));
    follow(
        size == 1 ? "the call gets no answer" : "the call for it and others gets no answer",
        null,
        new State(state.life(), journal, under, false, false),
        rules.open(state.life(), Answer.NONE.end(size, false), terms(state.truth())));
    verdictNow(
        "the run ends during the call",
        null,
        state.with(under),
        rules.ended(state.life(), DEADLINE, LifeForm.NOW, terms(state.truth())));
    if (size == 1 && state.journal() != null && left.allows(Rare.CRASH, MOST_RARE)) {
      InstanceLife open =
          rules.interrupted(intended(state, false), Answer.interrupted(1), resumedTerms);
      resumed("the process dies during the call, and its run is resumed", state, open, under, true);
    }
  }

  private void answered(State state, Answer answer, int size) {
    switch (answer) {
      case NONE, CONNECTION_REFUSED, STOPPED, ACCEPTED -> {}
      case OUTAGE, GARBAGE -> ambiguous(state, answer, size);
      case MIXED_BATCH -> {
        if (size > 1) {
          refused(state, answer, size, false);
        }
      }
      case THROTTLED, KEY_DENIED -> {
        if (size == 1) {
          refused(state, answer, size, false);
        }
      }
      default -> {
        refused(state, answer, size, false);
        if (size > 1 && answer.rule().proves() == Proof.OWN) {
          refused(state, answer, size, true);
        }
      }
    }
  }

  private void ambiguous(State state, Answer answer, int size) {
    Truth left = state.truth().leftNow();
    Truth done = left.applied(asked.cloud(), state.life().step().stage());
    InstanceLife journal =
        written(state, false, (life, t) -> rules.open(life, answer.end(size, true), t));
    ends(
        "the call is answered with " + answer + (size > 1 ? " (with others)" : ""),
        new State(state.life(), journal, left, false, false),
        left.knew(),
        done,
        !done.equals(left),
        rules.open(state.life(), answer.end(size, false), terms(state.truth())));
  }

  private void refused(State state, Answer answer, int size, boolean named) {
    Truth truth = state.truth();
    Proof proves = answer == Answer.KEY_DENIED ? Proof.ALL : answer.rule().proves();
    Truth left = answer == Answer.THROTTLED ? truth : truth.leftNow();
    boolean alone = size == 1;
    if (proves == Proof.UNDER_WAY && alone && truth.now().stage() != Stage.LIVE) {
      left = knowing(left);
    }
    if (answer == Answer.UNPAID && (alone || named) || answer == Answer.ENDED && alone) {
      // It stands against what is still on its way as well.
      left = left.nothingPending();
    }
    Truth done = left.applied(asked.cloud(), state.life().step().stage());
    boolean may =
        switch (proves) {
          case ALL -> false;
          case OWN -> !alone && !named && isDoubted(state, true, true);
          case UNDER_WAY -> isDoubted(state, !alone, !alone);
          case NOTHING -> isDoubted(state, true, !alone);
        };
    InstanceLife journal =
        written(state, false, (life, t) -> rules.refused(life, answer.end(size, true), named, t));
    ends(
        "the call is refused with "
            + answer
            + (alone ? "" : named ? " and its name" : " together with others"),
        new State(state.life(), journal, left, false, false),
        truth.knew(),
        done,
        may && !done.equals(left),
        rules.refused(state.life(), answer.end(size, false), named, terms(truth)));
  }

  /**
   * Whether a "no" may be wrong. It may where a second send could go too far, and always where it
   * was said to others as well, or proves nothing; but a run without looks has only the answers to
   * go by.
   */
  private boolean isDoubted(State state, boolean proof, boolean together) {
    boolean escalates = state.life().step().escalates();
    return terms(state.truth()).looks() ? escalates || proof : escalates && together;
  }

  private void divide(State state) {
    InstanceLife life = state.life();
    State out = new State(life, state.journal(), state.truth(), false, state.token());
    follow(
        "its batch was refused too often",
        null,
        out,
        rules.heldBack(life, life.trouble().error(), LifeForm.NOW, terms(state.truth())));
    for (int survivors : new int[] {1, BATCH - 1, BATCH}) {
      Division.Refused batch = new Division.Refused(BATCH, survivors, 1, 0);
      follow("its batch is taken apart", survivors, out, rules.divided(life, batch, false));
    }
  }

  // ---- what follows

  private void follow(String what, @Nullable Object detail, State state, Decision decided) {
    Terms now = terms(state.truth());
    Decision decision = rules.withinWait(decided, LifeForm.NOW, now);
    switch (decision.next().kind()) {
      case VERDICT -> verdictNow(what, detail, state, decision);
      case SEND -> send(what, detail, state, decision);
      case LOOK -> moveOn(what, detail, state, decision, false);
      case ASK_BATCH -> moveOn(what, detail, state, decision, true);
    }
  }

  private void moveOn(
      String what, @Nullable Object detail, State state, Decision decision, boolean inBatch) {
    boolean token = state.token() && decision.life().standing() == Standing.OPEN;
    goOn(
        what,
        detail,
        new State(form.of(decision.life(), 0), state.journal(), state.truth(), inBatch, token),
        decision);
  }

  private void send(String what, @Nullable Object detail, State state, Decision decision) {
    SendReason reason = decision.next().reason();
    Truth truth = state.truth();
    findings.reached("sent: " + reason);
    boolean open = truth.touched() || truth.mayBeTouched(asked.cloud());
    boolean vouched = reason == SendReason.GRANTED || reason == SendReason.SAME_TOKEN;
    if (open && decision.life().step().escalates() && !vouched && !truth.granted()) {
      breach(
          "b: sent again (" + reason + ") while an earlier send was, or may yet be, carried out",
          what,
          detail);
      return;
    }
    if (reason == SendReason.GRANTED && truth.leftByGrant()) {
      breach("b: sent a second time by a leave that holds once", what, detail);
      return;
    }
    Truth next = truth.next(reason == SendReason.GRANTED);
    goOn(
        what,
        detail,
        new State(
            form.of(decision.life(), 0),
            state.journal(),
            next,
            false,
            reason == SendReason.SAME_TOKEN),
        decision);
  }

  /** Whether that application of a call of ours went beyond the goal, where it must not. */
  private boolean tooFar(String what, Truth before, Truth after, boolean informed) {
    boolean out = before.now().stage() == Stage.BIN && after.now().stage() == Stage.TO_NOTHING;
    if (!out || asked.goal() == Goal.DESTROY) {
      return false;
    }
    if (before.granted()) {
      findings.reached("destroyed by the caller's grant");
      return false;
    }
    if (before.ours()) {
      breach("a: two of our own sends took it beyond the goal", what, null);
      return true;
    }
    if (informed) {
      breach("a: sent although it was known to have been moved by others", what, null);
      return true;
    }
    findings.reached("destroyed with others, and nobody could know");
    return false;
  }

  private void verdictNow(String what, @Nullable Object detail, State state, Decision decision) {
    step++;
    transitions++;
    if (wanted >= 0) {
      tell(what, detail, state.truth(), decision);
      return;
    }
    Verdict verdict = decision.next().verdict();
    findings.verdict(verdict);
    String wrong = Promises.broken(verdict, state.truth(), asked);
    if (wrong == null && !rules.halfway(decision.life(), asked.goal())) {
      wrong = Promises.halfway(verdict, state.truth(), asked);
    }
    if (wrong != null) {
      step--;
      String code = decision.next().error().map(ReleaseError::code).orElse("");
      breach("c: " + verdict + " " + code + " although " + wrong, what, detail, decision);
    } else if (verdict == Verdict.UNKNOWN) {
      knowable(what, detail, decision);
    }
  }

  private void knowable(String what, @Nullable Object detail, Decision decision) {
    InstanceLife life = decision.life();
    Snapshot last = life.seen().last();
    if (life.sent().state() == SendRecord.State.UNTOUCHED) {
      findings.unknown("UNKNOWN although nothing is open: " + life.trouble().error().code());
    } else if (last != null
        && last.phase() != LifecyclePhase.ABSENT
        && !last.takenAt().isBefore(SendRules.clearFrom(life, terms))) {
      findings.unknown("UNKNOWN although a look that cannot be behind showed it: " + last.phase());
    }
  }

  private void goOn(String what, @Nullable Object detail, State next) {
    goOn(what, detail, next, null);
  }

  private void goOn(String what, @Nullable Object detail, State next, @Nullable Decision decision) {
    step++;
    transitions++;
    if (wanted >= 0) {
      tell(what, detail, next.truth(), decision);
    } else {
      table.add(next, currentIndex, step);
      findings.reached(what);
    }
  }

  // ---- stories

  private void tell(
      String what, @Nullable Object detail, Truth truth, @Nullable Decision decision) {
    if (step == wanted) {
      told = line(what, detail, truth, decision);
    }
  }

  private static String line(
      String what, @Nullable Object detail, Truth truth, @Nullable Decision decision) {
    String event = what + (detail == null ? "" : " (" + detail + ")");
    String follows =
        decision == null ? "" : "  ->  " + decision.life().standing() + ", " + decision.next();
    return event
        + "\n        truth: "
        + truth
        + (follows.isEmpty() ? "" : "\n        rules:" + follows);
  }

  private void breach(String promise, String what, @Nullable Object detail) {
    breach(promise, what, detail, null);
  }

  private void breach(
      String promise, String what, @Nullable Object detail, @Nullable Decision decision) {
    if (wanted >= 0) {
      step++;
      return;
    }
    step++;
    Truth truth = current == null ? Truth.of(Stage.LIVE, false) : current.truth();
    if (findings.isNew(asked, promise)) {
      int at = currentIndex;
      int stepThen = step;
      State currentThen = current;
      List<String> story = story(at);
      story.add(line(what, detail, truth, decision));
      currentIndex = at;
      step = stepThen;
      current = currentThen;
      findings.breach(asked, promise, story);
    } else {
      findings.breach(asked, promise, List.of());
    }
  }

  private List<String> story(int index) {
    List<String> lines = new ArrayList<>();
    int at = index;
    while (at >= 0 && table.parent(at) >= 0) {
      wanted = table.step(at);
      told = null;
      int child = at;
      at = table.parent(at);
      try {
        visit(at);
      } finally {
        wanted = -1;
      }
      lines.add(
          0,
          (told == null ? "?" : told) + "\n        life:  " + describe(table.state(child).life()));
    }
    lines.add(0, asked + "; it is truly " + (at < 0 ? "?" : table.state(at).truth()));
    return lines;
  }

  private static String describe(InstanceLife life) {
    SendRecord sent = life.sent();
    return life.standing()
        + ", sends "
        + sent.state()
        + (sent.openness() == Openness.CLOSED
            ? ""
            : " " + sent.openness() + " until " + LifeForm.age(sent.openUntil()) + " ago")
        + (life.seen().movingAt().equals(java.time.Instant.EPOCH)
            ? ""
            : ", seen moving " + LifeForm.age(life.seen().movingAt()) + " ago")
        + (life.trouble() == Trouble.NONE
            ? ""
            : ", trouble "
                + life.trouble().error().code()
                + (life.trouble().stands() ? " (stands)" : ""));
  }
}
