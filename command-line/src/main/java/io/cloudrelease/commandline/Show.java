package io.cloudrelease.commandline;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.Evidence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Shows what stands in a file of ours: a journal, the evidence of a run, or a result.
 *
 * @param file which
 * @param json whether as JSON
 * @param all whether every row
 */
record Show(Path file, boolean json, boolean all) implements Task {

  Show {
    Objects.requireNonNull(file, "file");
  }

  @Override
  public int run(Session session) throws UsageException {
    byte[] bytes = read();
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    JsonValue first = JsonValue.parse(bytes, 0, end).orElseGet(JsonValue::missing);
    if (first.get("v").isPresent() && first.get("kind").isPresent()) {
      return journal(bytes, session);
    }
    if (first.get("hash").isPresent() && first.get("entry").isPresent()) {
      return evidence(new String(bytes, StandardCharsets.UTF_8), session);
    }
    // A result may have been laid out anew, over many lines.
    JsonValue whole = JsonValue.parse(bytes).orElseGet(JsonValue::missing);
    if (whole.get("verdicts").isArray()) {
      session.print(
          json
              ? new String(bytes, StandardCharsets.UTF_8).strip() + '\n'
              : RunStory.verdicts(whole.get("verdicts").items(), session));
      return ExitCode.GOOD;
    }
    throw new UsageException(Message.of("show.nothing", file));
  }

  private byte[] read() throws UsageException {
    try {
      if (Files.isDirectory(file)) {
        throw new UsageException(Message.of("show.folder", file));
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException missing) {
      throw new UsageException(Message.of("file.missing", file));
    } catch (IOException unreadable) {
      throw new UsageException(
          Message.of("file.unreadable", file, String.valueOf(unreadable.getMessage())));
    }
  }

  private int journal(byte[] bytes, Session session) throws UsageException {
    List<KnownRun> runs = KnownRun.in(file);
    RunStory story = new RunStory(lines(bytes));
    String damage = runs.isEmpty() ? "" : runs.get(0).damage();
    String resume = runs.isEmpty() ? "" : runs.get(0).resumeCommand();
    if (json) {
      session.print(story.json(damage.isEmpty() ? List.of() : List.of(damage)));
    } else {
      session.print(story.shown(session, all));
      if (!resume.isEmpty()) {
        session.print(session.say("show.resume", resume) + '\n');
      }
    }
    return judged(damage.isEmpty() ? List.of() : List.of(damage), session);
  }

  private int evidence(String text, Session session) {
    List<String> faults = Evidence.verify(text);
    List<JsonValue> entries = new ArrayList<>();
    for (JsonValue line : lines(text.getBytes(StandardCharsets.UTF_8))) {
      entries.add(line.get("entry"));
    }
    RunStory story = new RunStory(entries);
    session.print(json ? story.json(faults) : story.shown(session, all));
    if (faults.isEmpty()) {
      session.note("show.whole", entries.size());
    }
    return judged(faults, session);
  }

  /** What was changed is shown all the same, and not trusted. */
  private static int judged(List<String> faults, Session session) {
    faults.forEach(fault -> session.warn(Message.of("show.fault", fault)));
    return faults.isEmpty() ? ExitCode.GOOD : ExitCode.NOT_ALL;
  }

  private static List<JsonValue> lines(byte[] bytes) {
    List<JsonValue> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == '\n') {
        Optional<JsonValue> line = JsonValue.parse(bytes, from, i - from);
        line.filter(JsonValue::isObject).ifPresent(lines::add);
        from = i + 1;
      }
    }
    return lines;
  }
}
