package io.cloudrelease.outcome;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.remains.Leftover;
import io.cloudrelease.remains.Leftover.Existence;
import io.cloudrelease.text.TerminalText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes what was left behind, for people and for programs. */
public final class LeftoverTable {

  private LeftoverTable() {}

  /** A line each; what could not be looked up is summed up by its reason. */
  static String of(List<Leftover> leftovers) {
    StringBuilder out = new StringBuilder();
    rows(leftovers)
        .forEach(
            row ->
                out.append(TerminalText.of("left by " + row.by() + ": " + row.what()))
                    .append('\n'));
    return out.toString();
  }

  /**
   * A line of what was left behind.
   *
   * @param by the instance, or how many of them
   * @param what what that left, as text of clouds
   */
  record Row(String by, String what) {}

  /** Each of them; what could not be looked up is summed up by its reason. */
  static List<Row> rows(List<Leftover> leftovers) {
    List<Row> rows = new ArrayList<>();
    Map<String, Integer> gaps = new LinkedHashMap<>();
    for (Leftover leftover : leftovers) {
      if (leftover.id().isEmpty()) {
        gaps.merge(what(leftover), 1, Integer::sum);
      } else {
        rows.add(new Row(leftover.instance().toString(), what(leftover)));
      }
    }
    gaps.forEach((why, count) -> rows.add(new Row(Counted.of(count, "instance"), why)));
    return rows;
  }

  /** What is left; where it was not even looked up, why not. */
  static String what(Leftover leftover) {
    if (leftover.id().isEmpty()) {
      return word(leftover)
          + " not looked up: "
          + leftover.why().map(ReleaseError::summary).orElse("");
    }
    StringBuilder line =
        new StringBuilder(word(leftover))
            .append(' ')
            .append(leftover.id())
            .append(", ")
            .append(existence(leftover));
    if (leftover.exists() != Existence.NO && !leftover.freedBy().isEmpty()) {
      line.append(", freed by ").append(leftover.freedBy());
    }
    leftover.why().ifPresent(why -> line.append(" (").append(why.summary()).append(')'));
    return line.toString();
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

  /** Writes them as the member {@code leftovers}. */
  public static void write(JsonWriter json, List<Leftover> leftovers) {
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
