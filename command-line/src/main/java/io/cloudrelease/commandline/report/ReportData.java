package io.cloudrelease.commandline.report;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.remains.Leftover;
import io.cloudrelease.text.TerminalText;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the page shows, as JSON that can stand inside HTML. */
final class ReportData {
  private final JsonWriter json = new JsonWriter();

  private ReportData() {}

  /**
   * Where it all comes from.
   *
   * @param wholeStory whether every event of the run was heard
   * @param open how many instances have no verdict yet
   * @param faults what is wrong with it
   */
  record Source(boolean wholeStory, int open, List<String> faults) {}

  static String of(
      ReleaseInstancesResult result, List<ReleaseEvent> events, Source source, String language) {
    ReportData data = new ReportData();
    data.json.object().member("language", language);
    data.words();
    data.whole(result, events);
    data.json.array("rows");
    result.verdicts().forEach(verdict -> data.row(verdict, tone(verdict, result.intent().goal())));
    data.json.end().array("leftovers");
    result.leftovers().forEach(data::leftover);
    data.json.end().member("wholeStory", source.wholeStory()).array("events");
    // Verdicts are the rows.
    events.stream().filter(event -> event.kind() != ReleaseEvent.Kind.VERDICT).forEach(data::event);
    data.json.end();
    // As it is, so that it can be saved and verified; the page makes it visible line by line.
    data.json.member("evidence", result.evidence().toJsonLines());
    data.json.member("head", result.evidence().head());
    data.json.member("open", source.open());
    data.json.member("faults", source.faults().stream().map(TerminalText::of).toList());
    return insideHtml(data.json.end().toText());
  }

  /**
   * The same JSON without any {@code <}, so that nothing ends its block or begins a comment, and
   * without what turns the direction of writing for whoever reads the file in an editor. Both are
   * only ever in texts, where JSON has escapes for them.
   */
  private static String insideHtml(String json) {
    StringBuilder out = new StringBuilder(json.length() + 64);
    json.codePoints()
        .forEach(
            c -> {
              if (c == '<' || Character.getType(c) == Character.FORMAT) {
                for (char half : Character.toChars(c)) {
                  out.append(String.format(Locale.ROOT, "\\u%04x", (int) half));
                }
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  private void words() {
    Properties words = words("words.properties");
    json.object("words");
    for (String language : HtmlReport.LANGUAGES) {
      json.object(language);
      for (String key : new TreeSet<>(words.stringPropertyNames())) {
        if (key.startsWith(language + ".")) {
          json.member(key.substring(language.length() + 1), words.getProperty(key));
        }
      }
      json.end();
    }
    json.end();
  }

  static Properties words(String resource) {
    Properties words = new Properties();
    try {
      words.load(new StringReader(HtmlReport.resource(resource)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return words;
  }

  private void whole(ReleaseInstancesResult result, List<ReleaseEvent> events) {
    Goal goal = result.intent().goal();
    json.member("goal", goal.name())
        .member("allGood", result.allGood())
        .member("startedAt", result.startedAt().toEpochMilli())
        .member("took", result.took().toMillis());
    text(
        "run",
        Stream.concat(Stream.of(result.runId()), events.stream().map(ReleaseEvent::runId))
            .filter(id -> !id.isEmpty())
            .findFirst()
            .orElse(""));
    json.array("counts");
    result
        .counts()
        .forEach(
            (verdict, count) -> {
              if (count > 0) {
                json.object()
                    .member("verdict", verdict.name())
                    .member("count", count)
                    .member("tone", tone(verdict, result))
                    .end();
              }
            });
    json.end();
  }

  /** Of all with that verdict: one that is short of the goal must not hide among the good. */
  private static String tone(Verdict verdict, ReleaseInstancesResult result) {
    return result.verdicts().stream()
        .filter(given -> given.verdict() == verdict)
        .map(given -> tone(given, result.intent().goal()))
        .filter(tone -> !tone.equals("good"))
        .findFirst()
        .orElse("good");
  }

  /** Good, short of the goal, or nothing to pass over. */
  private static String tone(InstanceVerdict verdict, Goal goal) {
    if (verdict.isGoodFor(goal)) {
      return "good";
    }
    return switch (verdict.verdict()) {
      case UNKNOWN, REJECTED -> "bad";
      default -> "short";
    };
  }

  private void row(InstanceVerdict verdict, String tone) {
    json.object().member("tone", tone);
    text("instance", verdict.ref().toString());
    text("name", name(verdict));
    json.member("verdict", verdict.verdict().name()).member("sends", verdict.sends());
    text("why", joined(verdict.error().map(ReleaseError::summary).orElse(""), verdict.hint()));
    verdict.restorableUntil().ifPresent(until -> json.member("restorable", until.toEpochMilli()));
    text("requests", String.join(" ", verdict.requestIds()));
    text("seen", seen(verdict));
    text(
        "attached",
        verdict.collateral().stream()
            .map(item -> item.kind() + " " + item.id() + " " + item.fate())
            .collect(Collectors.joining("; ")));
    json.end();
  }

  private static String name(InstanceVerdict verdict) {
    return Stream.of(verdict.before(), verdict.last())
        .flatMap(snapshot -> snapshot.map(Snapshot::name).stream())
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** The state before and the last one. */
  private static String seen(InstanceVerdict verdict) {
    String before = verdict.before().map(ReportData::state).orElse("");
    String last = verdict.last().map(ReportData::state).orElse("");
    return before.isEmpty() || before.equals(last) ? last : before + " → " + last;
  }

  private static String state(Snapshot snapshot) {
    return snapshot.state().isEmpty() ? snapshot.phase().name() : snapshot.state();
  }

  private static String joined(String... parts) {
    return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
  }

  private void leftover(Leftover leftover) {
    json.object();
    text("instance", leftover.instance().toString());
    json.member("kind", leftover.kind().name());
    text("id", leftover.id());
    // Nothing to be there, where it was not even looked up.
    json.member("exists", leftover.id().isEmpty() ? "" : leftover.exists().name());
    text("state", leftover.state());
    text("freedBy", leftover.exists() == Leftover.Existence.NO ? "" : leftover.freedBy());
    text("why", leftover.why().map(ReleaseError::summary).orElse(""));
    json.end();
  }

  private void event(ReleaseEvent event) {
    Instant at = event.at();
    json.object()
        .member("kind", event.kind().name())
        .member("at", at.toEpochMilli())
        .member("took", event.took().map(Duration::toMillis).orElse(-1L))
        .member("attempt", event.attempt())
        .member("instances", event.instances().size());
    text("lane", event.lane());
    text("detail", event.detail());
    text("requests", String.join(" ", event.requestIds()));
    json.end();
  }

  /** Of a cloud: what cannot be seen in it stands as an escape. */
  private void text(String name, String value) {
    json.member(name, TerminalText.of(value));
  }
}
