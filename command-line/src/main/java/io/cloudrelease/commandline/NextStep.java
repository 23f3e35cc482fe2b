package io.cloudrelease.commandline;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.plan.KeptPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What to type next, after a result that leaves something open. Who copies it must not release by
 * it what was held back: a command has every guard of the one before, and nothing that somebody
 * decided against stands in one that sends.
 */
final class NextStep {
  private static final int MOST_REFS = 10;

  /** What our own guards hold back that nobody decided: it passes by itself, or is mended. */
  private static final Set<String> PASSING =
      Set.of(OwnCodes.CLAIMED_BY_OTHER_RUN, OwnCodes.JOURNAL);

  /** What says that nobody approved the plan as it wants it, or approved another one. */
  private static final Set<String> UNAPPROVED =
      Set.of(OwnCodes.NOT_APPROVED, OwnCodes.NEEDS_APPROVAL);

  private static final Set<String> JOURNAL = Set.of(OwnCodes.JOURNAL);

  /** What only a plan that is kept goes on with: there was none whose digest could be approved. */
  private static final Set<String> NEVER_PLANNED = Set.of(OwnCodes.NEEDS_APPROVAL);

  /** What only a new plan goes on with. */
  private static final Set<String> REPLANNED =
      Set.of(OwnCodes.STALE_PLAN, OwnCodes.CHANGED_SINCE_PLAN, OwnCodes.NOT_APPROVED);

  private final List<String> again;
  private final Recording recording;
  private final boolean releases;
  private final Predicate<InstanceRef> meant;

  /** The commands that show the plan, and that carry it out with its approval, if there is one. */
  private final List<String> approval;

  private NextStep(
      List<String> again,
      Recording recording,
      boolean releases,
      Predicate<InstanceRef> meant,
      List<String> approval) {
    this.again = List.copyOf(again);
    this.recording = recording;
    this.releases = releases;
    this.meant = meant;
    this.approval = List.copyOf(approval);
  }

  /**
   * After a {@code release}.
   *
   * @param again what has to be typed again, all guards included
   * @param recording where the run was written down: the next one belongs beside it
   */
  static NextStep afterRelease(List<String> again, Recording recording) {
    return new NextStep(again, recording, true, ref -> true, List.of());
  }

  /** After an {@code apply}: not past the review of a plan, and not what the plan excluded. */
  static NextStep afterApply(List<String> again, Recording recording, KeptPlan plan, Path file) {
    Set<InstanceRef> planned = Set.copyOf(plan.plan().instances());
    List<String> approval =
        List.of(Shell.command("show", file.toString()), PlanShown.apply(plan, file, again));
    return new NextStep(again, recording, false, planned::contains, approval);
  }

  /** After a {@code resume}: what else the run had been told is not known. */
  static NextStep afterResume(List<String> again, Recording recording) {
    return new NextStep(again, recording, false, ref -> true, List.of());
  }

  /** Says it, on stderr. */
  void say(ReleaseInstancesResult result, Session session) {
    List<String> unknown = new ArrayList<>();
    List<String> released = new ArrayList<>();
    List<String> planned = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    List<InstanceVerdict> unapproved = new ArrayList<>();
    for (InstanceVerdict verdict : result.verdicts()) {
      String ref = verdict.ref().toString();
      if (verdict.verdict() == Verdict.UNKNOWN) {
        unknown.add(ref);
      } else if (verdict.verdict() == Verdict.NOT_SENT && meant.test(verdict.ref())) {
        if (!approval.isEmpty() && isOf(UNAPPROVED, verdict)) {
          unapproved.add(verdict);
        } else if (isOf(NEVER_PLANNED, verdict)) {
          kept.add(ref);
        } else if (isOf(REPLANNED, verdict)) {
          planned.add(ref);
        } else if (mayPass(verdict)) {
          (releases ? released : planned).add(ref);
        }
      }
    }
    Optional<KnownRun> open = unfinished(result, session);
    int held = released.size() + planned.size() + kept.size();
    if (open.isPresent()) {
      // It stands in a journal: what else were sent now would come between it and its end.
      session.warn(Message.of("next.resume", held, open.get().resumeCommand()));
      released.clear();
      planned.clear();
      kept.clear();
    }
    say("next.unknown", unknown, command("plan", again), result.intent(), session);
    say("next.plan", planned, command("plan", again), result.intent(), session);
    List<String> out = command("plan", again);
    out.addAll(List.of(PlanCommand.OUT, "PLAN"));
    say("next.plan-kept", kept, out, result.intent(), session);
    approve(unapproved, session);
    List<String> beside = command("release", again);
    beside.addAll(recording.again());
    say("next.not-sent", released, beside, result.intent(), session);
    int notFound = result.counts().getOrDefault(Verdict.NOT_FOUND, 0);
    if (notFound > 0) {
      session.note("next.not-found", notFound, runs());
    }
    if (!releases && unknown.size() + planned.size() + kept.size() > 0) {
      session.note("again.typed");
    }
  }

  /** The run itself, where its journal could not be written to the end. */
  private Optional<KnownRun> unfinished(ReleaseInstancesResult result, Session session) {
    if (result.verdicts().stream().noneMatch(verdict -> isOf(JOURNAL, verdict))) {
      return Optional.empty();
    }
    List<String> guards = new ArrayList<>(again);
    int most = guards.indexOf(Wish.MAX_INSTANCES);
    if (most >= 0) {
      // Of how many there are the journal knows.
      guards.subList(most, most + 2).clear();
    }
    return KnownRun.find(result.runId(), recording, guards, session)
        .filter(run -> !run.resumeBy().isEmpty());
  }

  /** Nobody is to approve blindly: a wrong digest is not answered with the right one. */
  private void approve(List<InstanceVerdict> unapproved, Session session) {
    if (unapproved.isEmpty()) {
      return;
    }
    boolean wrong = isOf(Set.of(OwnCodes.NOT_APPROVED), unapproved.get(0));
    if (wrong) {
      session.note("next.other-digest", unapproved.size(), approval.get(0));
    } else {
      session.note("next.approve", unapproved.size(), approval.get(0), approval.get(1));
    }
  }

  /** Those beside which this one was written down: the configuration may say where, too. */
  private String runs() {
    List<String> args = new ArrayList<>(List.of("runs"));
    for (int i = 0; i < again.size(); i++) {
      if (again.get(i).equals(CloudOptions.CONFIG)) {
        args.addAll(again.subList(i, i + 2));
      } else if (again.get(i).startsWith(CloudOptions.CONFIG + "=")) {
        args.add(again.get(i));
      }
    }
    args.addAll(recording.around());
    return Shell.command(args.toArray(String[]::new));
  }

  private static List<String> command(String name, Collection<String> again) {
    List<String> args = new ArrayList<>(List.of(name));
    args.addAll(again);
    return args;
  }

  /** What a wrong reference, a guard or another account held back is the same the next time. */
  private static boolean mayPass(InstanceVerdict verdict) {
    ErrorCategory category =
        verdict.error().map(ReleaseError::category).orElse(ErrorCategory.UNKNOWN);
    return category == ErrorCategory.GUARDED
        ? isOf(PASSING, verdict)
        : category != ErrorCategory.INVALID_REQUEST
            && !isOf(Set.of(OwnCodes.OTHER_ACCOUNT, OwnCodes.ACCOUNT_NOT_CONFIRMED), verdict);
  }

  private static boolean isOf(Set<String> codes, InstanceVerdict verdict) {
    return verdict.error().map(ReleaseError::code).filter(codes::contains).isPresent();
  }

  private static void say(
      String key, List<String> refs, List<String> begin, Intent intent, Session session) {
    if (refs.isEmpty()) {
      return;
    }
    List<String> args = new ArrayList<>(begin);
    if (intent.goal() != Goal.RELEASE) {
      args.addAll(List.of("--goal", intent.goal().name().toLowerCase(Locale.ROOT)));
    }
    if (intent.collateral() != Collateral.KEEP) {
      args.addAll(List.of("--collateral", intent.collateral().name().toLowerCase(Locale.ROOT)));
    }
    intent.powers().stream().sorted().map(Wish::option).forEach(args::add);
    boolean few = refs.size() <= MOST_REFS;
    args.addAll(few ? refs : List.of("--file", "FILE"));
    String command = Shell.command(args.toArray(String[]::new));
    session.note(few ? key : key + ".many", refs.size(), command);
  }
}
