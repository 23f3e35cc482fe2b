package io.cloudrelease.commandline;

import io.cloudrelease.remains.Leftover;
import io.cloudrelease.text.TerminalText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What instances left behind, for people in their language. */
final class ToldLeftovers {
  private ToldLeftovers() {}

  /** A line each; what could not be looked up is summed up by its reason. */
  static String of(List<Leftover> leftovers, Session session) {
    StringBuilder out = new StringBuilder();
    Map<Gap, Integer> gaps = new LinkedHashMap<>();
    for (Leftover left : leftovers) {
      if (left.id().isEmpty()) {
        gaps.merge(new Gap(kind(left, session), why(left, session)), 1, Integer::sum);
      } else {
        out.append(TerminalText.of(line(left, session))).append('\n');
      }
    }
    gaps.forEach(
        (gap, count) -> {
          String key = count == 1 ? "left.gap.one" : "left.gap";
          out.append(TerminalText.of(session.say(key, count, gap.kind(), gap.why()))).append('\n');
        });
    return out.toString();
  }

  private record Gap(String kind, String why) {}

  private static String line(Leftover left, Session session) {
    StringBuilder line =
        new StringBuilder(
            session.say(
                "left.of",
                left.instance(),
                kind(left, session),
                left.id(),
                session.say("left." + left.exists().name())));
    if (left.exists() == Leftover.Existence.YES && !left.state().isEmpty()) {
      line.append(" (").append(left.state()).append(')');
    }
    if (left.exists() != Leftover.Existence.NO && !left.freedBy().isEmpty()) {
      line.append(session.say("left.freed", left.freedBy()));
    }
    String why = why(left, session);
    return why.isEmpty() ? line.toString() : line.append(" (").append(why).append(')').toString();
  }

  private static String kind(Leftover left, Session session) {
    return session.say("left.kind." + left.kind().name());
  }

  private static String why(Leftover left, Session session) {
    return left.why().map(session.words()::summary).orElse("");
  }
}
