package io.cloudrelease.execution;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Proof;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.call.RetryQuestion;
import io.cloudrelease.execution.find.LeftoverWatch;
import io.cloudrelease.execution.instance.InstanceLife;
import io.cloudrelease.execution.instance.Openness;
import io.cloudrelease.execution.instance.Terms;
import io.cloudrelease.execution.instance.Trouble;
import io.cloudrelease.execution.record.ClaimedError;
import io.cloudrelease.execution.record.PastRun;
import io.cloudrelease.execution.schedule.InterruptedBatch;
import io.cloudrelease.execution.schedule.Membership;
import io.cloudrelease.execution.schedule.PlanCheck;
import io.cloudrelease.execution.schedule.RunContext;
import io.cloudrelease.execution.schedule.Safety;
import io.cloudrelease.execution.schedule.Schedule;
import io.cloudrelease.execution.schedule.TrackedInstance;
import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.JournalEntry.BatchIntent;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.retry.RetryDecision;
import io.cloudrelease.retry.RetryPolicy;
import io.cloudrelease.transport.SendPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a run together: its instances with what is known of them, and its schedule. */
final class RunBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(RunBuilder.class);

  /** Clouds remember tokens for minutes; with an older one the usual rules hold. */
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

  private final RunContext context;
  private final ReleaseInstancesRequest request;
  private final String runId;
  private final Accounts accounts;
  private final Safety safety;
  private final Optional<PlanCheck> plan;
  private final LeftoverWatch leftovers;
  private final Schedule schedule;
  private final Map<Account, Terms> terms = new HashMap<>();
  private final List<TrackedInstance> instances = new ArrayList<>();

  RunBuilder(
      RunContext context,
      ReleaseInstancesRequest request,
      String runId,
      Accounts accounts,
      Safety safety,
      Membership members,
      Optional<PlanCheck> plan) {
    this.context = context;
    this.request = request;
    this.runId = runId;
    this.accounts = accounts;
    this.safety = safety;
    this.plan = plan;
    this.leftovers = new LeftoverWatch(context, safety.checkLeftovers());
    this.schedule =
        new Schedule(
            context,
            runId,
            safety.guards(),
            plan,
            safety.memory(),
            members,
            request.instances().size(),
            leftovers::settled);
  }

  List<TrackedInstance> instances() {
    return instances;
  }

  /** A run of which nothing was done yet. */
  Run fresh() {
    for (InstanceRef ref : request.instances()) {
      Account account = accounts.of(ref);
      InstanceLife known = plan.map(p -> p.known(InstanceLife.NEW, ref)).orElse(InstanceLife.NEW);
      instances.add(new TrackedInstance(ref, account, terms(account), remembered(known, ref)));
    }
    return run();
  }

  private Run run() {
    return new Run(context, request, instances, schedule, leftovers);
  }

  /** A run that goes on where a dead process left it; every instance is looked at first. */
  Run resumed(PastRun past) {
    Instant now = context.control().now();
    Instant wall = context.parts().clock().instant();
    Map<InstanceRef, TrackedInstance> byRef = new HashMap<>();
    for (InstanceRef ref : request.instances()) {
      Account account = accounts.of(ref);
      InstanceLife life = remembered(past.life(ref, now, terms(account)), ref);
      TrackedInstance instance = new TrackedInstance(ref, account, terms(account), life);
      past.touchedAt(ref, terms(account)).ifPresent(at -> instance.touchedBefore(at, wall, now));
      instances.add(instance);
      byRef.put(ref, instance);
      Optional<InstanceVerdict> verdict = past.verdict(ref);
      if (verdict.isPresent()) {
        schedule.keep(instance, verdict.get());
        leftovers.settled(instance);
      } else if (life.isUnsent()) {
        schedule.look(instance);
      } else {
        schedule.lookOn(instance);
      }
    }
    interrupted(past, byRef).forEach(schedule::resume);
    // Last: from here on nothing fails, and each is let go of with its verdict.
    for (TrackedInstance instance : instances) {
      if (!instance.life().isUnsent() && past.verdict(instance.ref()).isEmpty()) {
        safety.memory().takenUp(runId, instance, now);
      }
    }
    return run();
  }

  /** Others of this process may have sent it, or seen it leaving, a moment ago. */
  private InstanceLife remembered(InstanceLife life, InstanceRef ref) {
    Optional<Instant> moving =
        safety
            .memory()
            .movingAt(accounts.of(ref).facts().cloud(), ref.id(), context.control().now());
    if (moving.isEmpty() || request.intent().dryRun()) {
      return life;
    }
    InstanceLife known = life.seen(life.seen().underWay(moving.get()));
    return life.isUnsent()
        ? known.trouble(
            Trouble.claimed(
                ClaimedError.of(
                    Claim.of(
                        "",
                        "another request of this process sent it, or saw it leaving, a moment ago"))))
        : known;
  }

  /** What a plan saw is remembered as what a run saw. */
  void rememberAll() {
    Instant now = context.control().now();
    instances.forEach(instance -> safety.memory().over(runId, instance, now));
  }

  /** The batches that a token allows to be sent again as they were. */
  private List<InterruptedBatch> interrupted(
      PastRun past, Map<InstanceRef, TrackedInstance> byRef) {
    List<InterruptedBatch> batches = new ArrayList<>();
    past.unfinished()
        .forEach(
            (intent, open) -> {
              Duration age = Duration.between(intent.at(), context.parts().clock().instant());
              Duration left = TOKEN_LIFE.minus(age);
              // An age below zero is none: a clock was set. Where waves are wanted they begin anew.
              if (safety.guards().waves().isNone()
                  && !age.isNegative()
                  && !left.isNegative()
                  && mayGoAgain(intent, open)) {
                List<TrackedInstance> members = open.stream().map(byRef::get).toList();
                Instant until = context.control().now().plus(left);
                batches.add(new InterruptedBatch(intent.token(), until, members));
              }
            });
    return batches;
  }

  private boolean mayGoAgain(BatchIntent intent, List<InstanceRef> open) {
    boolean whole = open.size() == intent.instances().size();
    return whole
        && !intent.escalates()
        && accounts.of(open.get(0)).facts().releaseActions().stream()
            .anyMatch(a -> a.name().equals(intent.action()) && a.idempotencyToken());
  }

  private Terms terms(Account account) {
    return terms.computeIfAbsent(
        account,
        a ->
            new Terms(
                request.intent(),
                request.lookFirst(),
                request.waitAtMost(),
                request.sendsOnce() || signsNothing(a),
                a.facts(),
                this::mayResend));
  }

  /** A bearer token tells no cloud until when a call may be carried out. */
  private static boolean signsNothing(Account account) {
    try {
      return account.keys().isBearer();
    } catch (RuntimeException none) {
      // The call itself will say what is wrong with them.
      return false;
    }
  }

  /** Asks the retry policy about an instance that looks show unchanged after the settling time. */
  private boolean mayResend(InstanceLife life) {
    boolean proven = life.sent().openness() == Openness.CLOSED;
    ErrorRule seen = life.trouble().rule();
    ErrorRule rule =
        ErrorRule.of(seen.category(), Applied.MAYBE, seen.remedy())
            .proves(Proof.NOTHING)
            .scope(seen.scope())
            .hint(seen.hint());
    RetryQuestion question =
        new RetryQuestion(
            true,
            SendPhase.NO_ANSWER,
            rule,
            Math.max(1, life.sent().sends()),
            false,
            life.step().escalates() && !proven,
            true,
            request.intent().grants(Power.RESEND_WHEN_UNCHANGED),
            false,
            false,
            Optional.empty(),
            context.control().timeLeft());
    try {
      RetryPolicy policy = context.parts().retryPolicy();
      RetryDecision decision = Extension.ask(() -> policy.decide(question));
      return decision.action() == RetryDecision.Action.SEND_AGAIN;
    } catch (Extension.BrokenException broken) {
      LOG.warn("the retry policy threw {}; nothing is sent again", broken.getMessage());
      return false;
    }
  }
}
