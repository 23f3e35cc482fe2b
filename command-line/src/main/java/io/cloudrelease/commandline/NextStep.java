package io.cloudrelease.commandline;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What to type next, after a result that leaves something open. */
final class NextStep {
  private static final int MOST_REFS = 10;

  private NextStep() {}

  /**
   * Says it, on stderr.
   *
   * @param again what has to be typed again
   * @param recording where the run was written down: the next one belongs beside it
   */
  static void say(
      ReleaseInstancesResult result, List<String> again, Recording recording, Session session) {
    List<String> unknown = new ArrayList<>();
    List<String> notSent = new ArrayList<>();
    for (InstanceVerdict verdict : result.verdicts()) {
      if (verdict.verdict() == Verdict.UNKNOWN) {
        unknown.add(verdict.ref().toString());
      } else if (verdict.verdict() == Verdict.NOT_SENT && mayPass(verdict)) {
        notSent.add(verdict.ref().toString());
      }
    }
    say("next.unknown", unknown, command("plan", again), result.intent(), session);
    List<String> release = command("release", again);
    release.addAll(recording.again());
    say("next.not-sent", notSent, release, result.intent(), session);
  }

  private static List<String> command(String name, List<String> again) {
    List<String> args = new ArrayList<>(List.of(name));
    args.addAll(again);
    return args;
  }

  /** What a wrong reference held back is the same the next time. */
  private static boolean mayPass(InstanceVerdict verdict) {
    return verdict
        .error()
        .filter(error -> error.category() == ErrorCategory.INVALID_REQUEST)
        .isEmpty();
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
