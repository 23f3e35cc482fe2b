package io.cloudrelease.commandline;

import io.cloudrelease.commandline.report.HtmlReport;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.ReleaseInstancesResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How something is shown.
 *
 * @param json whether as JSON
 * @param all whether every row
 * @param html a file for a report of a run; empty for none
 */
record ShowForm(boolean json, boolean all, Optional<Path> html) {
  static final String HTML = "--html";

  ShowForm {
    Objects.requireNonNull(html, "html");
  }

  void check() throws UsageException {
    if (html.isPresent()) {
      ReportFile.check(HTML, html.get());
    }
  }

  /** Only of a run there is a report. */
  void refuseHtml(Object of) throws UsageException {
    if (html.isPresent()) {
      throw noHtml(of);
    }
  }

  private static UsageException noHtml(Object of) {
    return new UsageException(Message.of("show.no-html", of));
  }

  /**
   * Shows a run.
   *
   * @param texts its entries, as they are written
   * @param faults what is wrong with them
   * @param of what holds them
   * @return whether the report stands where it is wanted
   */
  boolean show(List<String> texts, List<String> faults, Object of, Session session)
      throws UsageException {
    RunStory story = new RunStory(entries(texts));
    Optional<ReleaseInstancesResult> result =
        html.isPresent() ? story.result(texts) : Optional.empty();
    // Before anything is printed: with --json there is one document, of what is wrong or of the
    // run.
    if (html.isPresent() && result.isEmpty()) {
      throw noHtml(of);
    }
    session.list(json ? story.json(faults) : story.shown(session, all));
    return result.isEmpty()
        || write(
            HtmlReport.of(result.get()).written(story.events()).open(story.open()).faults(faults),
            session);
  }

  /** Whether it could be written where it is wanted. */
  boolean write(HtmlReport report, Session session) {
    return html.isEmpty()
        || ReportFile.write(
            HTML, html.get(), OwnForm.HTML, report.toHtml(session.manner().language()), session);
  }

  /** What was changed is shown all the same, and not trusted. */
  static int judged(List<String> faults, Session session) {
    faults.forEach(fault -> session.warn(Message.of("show.fault", fault)));
    return faults.isEmpty() ? ExitCode.GOOD : ExitCode.NOT_ALL;
  }

  private static List<JsonValue> entries(List<String> texts) {
    List<JsonValue> entries = new ArrayList<>();
    for (String text : texts) {
      JsonValue.parse(text.getBytes(StandardCharsets.UTF_8))
          .filter(JsonValue::isObject)
          .ifPresent(entries::add);
    }
    return entries;
  }
}
