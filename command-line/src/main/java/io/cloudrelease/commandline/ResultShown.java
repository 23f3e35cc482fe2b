package io.cloudrelease.commandline;

import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesResult;
import java.util.List;
import java.util.StringJoiner;

/** A result for people: in English as the library prints it, and in the other language alike. */
final class ResultShown {
  private ResultShown() {}

  static String of(ReleaseInstancesResult result, Session session) {
    VerdictTable table = new VerdictTable(result.intent().goal());
    result.verdicts().forEach(verdict -> table.add(verdict, why(verdict, session)));
    return table.shown(session) + ToldLeftovers.of(result.leftovers(), session);
  }

  /** The error, the hint and the end of the time in the bin. */
  static String why(InstanceVerdict verdict, Session session) {
    StringJoiner why = new StringJoiner("; ");
    for (String part :
        List.of(
            verdict.error().map(session.words()::summary).orElse(""),
            verdict.hint(),
            verdict
                .restorableUntil()
                .map(until -> session.say("verdicts.restorable", Times.shown(until)))
                .orElse(""))) {
      if (!part.isEmpty()) {
        why.add(part);
      }
    }
    return why.toString();
  }
}
