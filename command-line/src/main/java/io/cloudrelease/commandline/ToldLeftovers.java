package io.cloudrelease.commandline;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.text.TerminalText;
import java.util.List;
import java.util.Locale;

/** What instances left behind, as a result tells of it. */
final class ToldLeftovers {
  private ToldLeftovers() {}

  /** A line each. */
  static String of(List<JsonValue> leftovers, Session session) {
    StringBuilder out = new StringBuilder();
    for (JsonValue left : leftovers) {
      String exists = left.text("exists");
      String key = List.of("YES", "NO").contains(exists) ? "left." + exists : "left.NOT_KNOWN";
      out.append(
              TerminalText.of(
                  session.say(
                      key,
                      left.text("instance"),
                      left.text("kind").toLowerCase(Locale.ROOT),
                      left.text("id"),
                      left.text("freedBy"),
                      left.text("message"))))
          .append('\n');
    }
    return out.toString();
  }
}
