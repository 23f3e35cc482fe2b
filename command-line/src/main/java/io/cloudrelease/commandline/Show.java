package io.cloudrelease.commandline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloudrelease.commandline.report.HtmlReport;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.json.ChainedLines;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.Evidence;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.plan.KeptPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shows what stands in a file of ours: a plan, a journal, the evidence of a run, or a result.
 *
 * @param file which
 * @param form how
 * @param clouds names the configuration file, for commands that go on with it
 */
record Show(Path file, ShowForm form, CloudOptions clouds) implements Task {
  private static final Pattern CHAINED =
      Pattern.compile("\\{\"hash\":\"[0-9a-f]{64}\",\"entry\":(.*)}");

  /** It stands in memory several times over, as bytes, lines and what they say. */
  private static final long MOST_BYTES = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);

  Show {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(form, "form");
    Objects.requireNonNull(clouds, "clouds");
  }

  @Override
  public int run(Session session) throws UsageException {
    form.check();
    new NamedFiles()
        .read("show", file)
        .read(CloudOptions.CONFIG, clouds.config())
        .written(ShowForm.HTML, form.html(), OwnForm.HTML)
        .check(session);
    byte[] read = read();
    byte[] bytes = unmarked(read);
    if (PlanFile.isMeant(bytes)) {
      return plan(session);
    }
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    JsonValue first = JsonValue.parse(bytes, 0, end).orElseGet(JsonValue::missing);
    if (first.get("v").isPresent() && first.get("kind").isPresent()) {
      return journal(bytes, session);
    }
    if (first.get("hash").isPresent() && first.get("entry").isPresent()) {
      return evidence(new String(read, UTF_8), session);
    }
    // A result may have been laid out anew, over many lines.
    JsonValue whole = JsonValue.parse(bytes).orElseGet(JsonValue::missing);
    ReleaseInstancesResult result =
        ToldResult.of(whole)
            .orElseThrow(() -> new UsageException(Message.of("show.nothing", file)));
    if (form.html().isPresent() && !whole.get("run").isObject()) {
      throw new UsageException(Message.of("show.no-run", file));
    }
    session.list(
        form.json() ? new String(bytes, UTF_8).strip() + '\n' : ResultShown.of(result, session));
    boolean written = form.html().isEmpty() || form.write(HtmlReport.of(result), session);
    return ExitCode.printed(written, ExitCode.GOOD);
  }

  /** Without a byte order mark, which editors and shells put in front. */
  private static byte[] unmarked(byte[] bytes) {
    boolean marked = new String(bytes, 0, Math.min(3, bytes.length), UTF_8).equals("\uFEFF");
    return marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
  }

  private byte[] read() throws UsageException {
    try {
      if (Files.isDirectory(file)) {
        throw new UsageException(Message.of("show.folder", file));
      }
      return WholeFile.read(file, MOST_BYTES, file);
    } catch (NoSuchFileException missing) {
      throw new UsageException(Message.of("file.missing", file));
    } catch (IOException unreadable) {
      throw new UsageException(Message.unreadable(file, unreadable));
    }
  }

  private int plan(Session session) throws UsageException {
    form.refuseHtml(file);
    KeptPlan kept;
    try {
      kept = KeptPlan.read(file);
    } catch (InvalidRequestException changed) {
      // Not even shown: what was changed in it could be anything.
      String fault = String.valueOf(changed.getMessage());
      return Tool.fail(session, List.of(Message.of("show.fault", fault)), ExitCode.NOT_ALL, true);
    } catch (IOException unreadable) {
      throw new UsageException(Message.unreadable(file, unreadable));
    }
    if (form.json()) {
      session.list(PlanJson.of(kept.plan(), Optional.of(kept)) + '\n');
    } else {
      session.list(PlanFile.shown(kept, file, session, form.all()));
      boolean holds = !session.surroundings().clock().instant().isAfter(kept.validUntil());
      if (holds && !kept.plan().instances().isEmpty()) {
        session.list(
            session.say("plan.approve", PlanShown.apply(kept, file, clouds.again())) + '\n');
        session.list(session.say("again.typed") + '\n');
      }
    }
    return ExitCode.GOOD;
  }

  private int journal(byte[] bytes, Session session) throws UsageException {
    List<KnownRun> runs = KnownRun.in(file, clouds.again());
    List<String> texts = new String(bytes, UTF_8).lines().toList();
    String damage = runs.isEmpty() ? "" : runs.get(0).damage();
    String resume = runs.isEmpty() ? "" : runs.get(0).resumeCommand();
    List<String> faults = damage.isEmpty() ? List.of() : List.of(damage);
    boolean written = form.show(texts, faults, file, session);
    if (!form.json() && !resume.isEmpty()) {
      session.list(session.say("show.resume", resume) + '\n' + session.say("again.typed") + '\n');
    }
    return ExitCode.printed(written, ShowForm.judged(faults, session));
  }

  private int evidence(String text, Session session) throws UsageException {
    List<String> faults = Evidence.verify(text);
    List<String> texts = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher chained = CHAINED.matcher(line);
      if (chained.matches()) {
        texts.add(chained.group(1));
      }
    }
    boolean written = form.show(texts, faults, file, session);
    if (faults.equals(List.of(ChainedLines.NO_END))) {
      // Nothing tells a run that goes on, or was killed, from lines that were taken away.
      session.warn(Message.of("show.no-end"));
      return ExitCode.NOT_ALL;
    }
    if (faults.isEmpty()) {
      session.note("show.whole", texts.size());
    }
    return ExitCode.printed(written, ShowForm.judged(faults, session));
  }
}
