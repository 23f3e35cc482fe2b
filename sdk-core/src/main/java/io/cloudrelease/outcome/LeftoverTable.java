package io.cloudrelease.outcome;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.remains.Leftover;
import io.cloudrelease.remains.Leftover.Existence;
import io.cloudrelease.text.TerminalText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes what was left behind, for people and for programs. */
final class LeftoverTable {

  private LeftoverTable() {}

  /** A line each; what could not be looked up is summed up by its reason. */
  static String of(List<Leftover> leftovers) {
    StringBuilder out = new StringBuilder();
    Map<String, Integer> gaps = new LinkedHashMap<>();
    for (Leftover leftover : leftovers) {
      if (leftover.id().isEmpty()) {
        String why = leftover.why().map(ReleaseError::summary).orElse("");
        gaps.merge(word(leftover) + " not looked up: " + why, 1, Integer::sum);
      } else {
        out.append(line(leftover)).append('\n');
      }
    }
    gaps.forEach(
        (why, count) ->
            out.append(TerminalText.of("left by " + Counted.of(count, "instance") + ": " + why))
                .append('\n'));
    return out.toString();
  }

  private static String line(Leftover leftover) {
    StringBuilder line =
        new StringBuilder("left by ")
            .append(leftover.instance())
            .append(": ")
            .append(word(leftover))
            .append(' ')
            .append(leftover.id())
            .append(", ")
            .append(existence(leftover));
    if (leftover.exists() != Existence.NO && !leftover.freedBy().isEmpty()) {
      line.append(", freed by ").append(leftover.freedBy());
    }
    leftover.why().ifPresent(why -> line.append(" (").append(why.summary()).append(')'));
    return TerminalText.of(line.toString());
  }

  private static String word(Leftover leftover) {
    return leftover.kind().name().toLowerCase(Locale.ROOT);
  }

  private static String existence(Leftover leftover) {
    String state = leftover.state().isEmpty() ? "" : " (" + leftover.state() + ")";
    return switch (leftover.exists()) {
      case YES -> "still there" + state;
      case NO -> "gone since";
      case NOT_KNOWN -> "may still be there";
    };
  }

  static void write(JsonWriter json, List<Leftover> leftovers) {
    json.array("leftovers");
    for (Leftover leftover : leftovers) {
      Optional<ReleaseError> why = leftover.why();
      json.object()
          .member("kind", leftover.kind().name())
          .textOrNull("id", leftover.id())
          .member("account", leftover.instance().provider())
          .textOrNull("region", leftover.instance().region())
          .member("instance", leftover.instance().toString())
          .member("exists", leftover.exists().name())
          .textOrNull("state", leftover.state())
          .textOrNull("freedBy", leftover.freedBy())
          .textOrNull("category", why.map(e -> e.category().name()).orElse(""))
          .textOrNull("code", why.map(ReleaseError::code).orElse(""))
          .textOrNull("message", why.map(ReleaseError::summary).orElse(""))
          .end();
    }
    json.end();
  }
}
