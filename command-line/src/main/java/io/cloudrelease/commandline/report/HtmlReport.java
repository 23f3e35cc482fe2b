package io.cloudrelease.commandline.report;

import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.model.ReleaseInstancesResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The report of a release as one HTML file, in English and Chinese, that loads nothing: totals,
 * verdicts to search in, what was left behind, calls and waits over time, evidence. Not
 * thread-safe.
 *
 * <p>Text of a cloud is in it as data that no browser takes for markup: inside a JSON block without
 * any {@code <}, from where a script puts it into the page as text. The page forbids every script
 * and style but its own two, by their hashes, and every connection.
 */
public final class HtmlReport {
  /** The languages it can begin in; a reader may switch. */
  public static final List<String> LANGUAGES = List.of("en", "zh");

  private static final Pattern PLACE = Pattern.compile("@([A-Z]+)@");

  private final ReleaseInstancesResult result;
  private List<ReleaseEvent> events = List.of();
  private boolean wholeStory = true;
  private int open;
  private List<String> faults = List.of();

  private HtmlReport(ReleaseInstancesResult result) {
    this.result = Objects.requireNonNull(result, "result");
  }

  /** Of that result and its evidence. */
  public static HtmlReport of(ReleaseInstancesResult result) {
    return new HtmlReport(result);
  }

  /** With what listeners heard, in order; without it there is no timeline. */
  public HtmlReport events(List<ReleaseEvent> heard) {
    events = List.copyOf(heard);
    return this;
  }

  /**
   * With what was written down of the run: its calls, but not every look and wait. The page says
   * so.
   */
  public HtmlReport written(List<ReleaseEvent> told) {
    wholeStory = false;
    return events(told);
  }

  /** Of a run that is not complete: so many of its instances have no verdict yet. */
  public HtmlReport open(int instances) {
    open = instances;
    return this;
  }

  /** With what is wrong with where it comes from, which is not to be trusted then. */
  public HtmlReport faults(List<String> found) {
    faults = List.copyOf(found);
    return this;
  }

  /** The file, beginning in that one of {@link #LANGUAGES}; to be written as UTF-8. */
  public String toHtml(String language) {
    if (!LANGUAGES.contains(language)) {
      throw new IllegalArgumentException("no such language: " + language);
    }
    String style = resource("report.css");
    String script = resource("report.js");
    Map<String, String> parts =
        Map.of(
            "LANGUAGE",
            language.equals("zh") ? "zh-CN" : language,
            "POLICY",
            "default-src 'none'; style-src "
                + hash(style)
                + "; script-src "
                + hash(script)
                + "; base-uri 'none'; form-action 'none'",
            "STYLE",
            style,
            "SCRIPT",
            script,
            "DATA",
            ReportData.of(
                result, events, new ReportData.Source(wholeStory, open, faults), language));
    // Once over the template, so that nothing in the parts is taken for a place.
    return PLACE
        .matcher(resource("report.html"))
        .replaceAll(
            place -> Matcher.quoteReplacement(Objects.requireNonNull(parts.get(place.group(1)))));
  }

  /** As a browser counts it: line ends are line feeds. */
  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
