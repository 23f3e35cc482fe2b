package io.cloudrelease.commandline;

import io.cloudrelease.commandline.report.HtmlReport;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.model.ReleaseInstancesResult;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The report of a run, in the form that the name of its file says. */
final class RunReport {
  private static final List<String> ENDINGS = List.of(".html", ".md", ".csv");

  private RunReport() {}

  /** A file whose name says in which form it is to be written. */
  static Path path(String text) {
    Path file = Values.written(text);
    if (ENDINGS.stream().noneMatch(name(file)::endsWith)) {
      throw new Values.Refused(Message.of("report.form", text));
    }
    return file;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }

  static OwnForm form(Path file) {
    String name = name(file);
    return name.endsWith(".html")
        ? OwnForm.HTML
        : name.endsWith(".csv") ? OwnForm.CSV : OwnForm.MARKDOWN;
  }

  static boolean isHtml(Path file) {
    return form(file) == OwnForm.HTML;
  }

  /** Writes it; that it cannot be written is said, and changes nothing of how the run ended. */
  static void write(
      Path file, ReleaseInstancesResult result, List<ReleaseEvent> events, Session session) {
    try {
      ReportFile.write(
          OutputOptions.REPORT, file, form(file), text(file, result, events, session), session);
    } catch (UncheckedIOException evidenceLost) {
      session.warn(Message.of("file.not-written", file, String.valueOf(evidenceLost.getMessage())));
    }
  }

  private static String text(
      Path file, ReleaseInstancesResult result, List<ReleaseEvent> events, Session session) {
    if (isHtml(file)) {
      return HtmlReport.of(result).events(events).toHtml(session.manner().language());
    }
    return form(file) == OwnForm.CSV ? result.toCsv() : result.toMarkdown();
  }
}
