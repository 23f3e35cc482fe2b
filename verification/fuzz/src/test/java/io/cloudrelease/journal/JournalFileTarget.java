package io.cloudrelease.journal;

import static io.cloudrelease.fuzz.Target.must;

import io.cloudrelease.fuzz.Damage;
import io.cloudrelease.fuzz.Draws;
import io.cloudrelease.fuzz.Scratch;
import io.cloudrelease.fuzz.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Reads and resumes journals that were damaged. What is read is what some run wrote, from its
 * beginning on without a gap; damage is refused, or was in the end that was torn; and where damage
 * lies in an earlier run, nothing is sent any more.
 */
public final class JournalFileTarget implements Target {
  private final List<GenuineJournals.Genuine> journals;
  private final Path file;

  public JournalFileTarget() throws Exception {
    GenuineJournals genuine = new GenuineJournals();
    journals = List.of(genuine.unfinished(), genuine.second(), genuine.begun(), genuine.resumed());
    file = Scratch.folder("journal").resolve("run.jsonl");
  }

  @Override
  public void feed(byte[] input) throws Exception {
    Draws draws = new Draws(input);
    int kind = draws.below(8);
    GenuineJournals.Genuine genuine = draws.oneOf(journals);
    switch (kind) {
      case 0 -> read(draws.rest());
      case 1, 2, 3 -> {
        byte[] damaged = Damage.oneByte(genuine.bytes(), draws);
        vouchedFor(genuine, damaged, read(damaged));
      }
      case 4 -> {
        byte[] damaged = Damage.cut(genuine.bytes(), draws);
        vouchedFor(genuine, damaged, read(damaged));
      }
      case 5, 6 -> {
        // What is not bound by a chain can be changed and cut off from what vouched for it.
        if (genuine.unchained() == 0) {
          byte[] donor = draws.oneOf(journals.subList(0, 3)).bytes();
          byte[] damaged = Damage.several(genuine.bytes(), donor, draws);
          vouchedFor(genuine, damaged, read(damaged));
        }
      }
      default -> resumed(genuine, Damage.oneByte(genuine.bytes(), draws));
    }
  }

  private List<String> read(byte[] bytes) throws Exception {
    Files.write(file, bytes);
    try {
      LastRun last = LastRun.read(file);
      must(last.length() <= bytes.length, "longer than it is");
      must(last.length() > 0 || text(bytes).indexOf('\n') < 0, "would cut whole lines off");
      return last.entries().stream().map(JournalEntry::toJson).toList();
    } catch (JournalException refused) {
      return List.of();
    }
  }

  private void vouchedFor(GenuineJournals.Genuine genuine, byte[] damaged, List<String> entries) {
    if (entries.size() <= genuine.unchained()) {
      return;
    }
    boolean prefix =
        journals.stream()
            .flatMap(journal -> journal.runs().stream())
            .anyMatch(
                run ->
                    run.size() >= entries.size() && run.subList(0, entries.size()).equals(entries));
    if (!prefix) {
      throw new AssertionError(
          "names what no chain vouches for\n" + text(damaged) + "\nread: " + entries);
    }
  }

  /** By the front door, as a process does that takes a dead one's run up. */
  private void resumed(GenuineJournals.Genuine genuine, byte[] damaged) throws Exception {
    Files.write(file, damaged);
    try (RunLog log = FileJournal.at(file).resume()) {
      List<String> history = log.history().stream().map(JournalEntry::toJson).toList();
      vouchedFor(genuine, damaged, history);
      int at = Arrays.mismatch(genuine.bytes(), damaged);
      boolean earlier = at >= 0 && at < genuine.lastRun();
      boolean sendable;
      try {
        sendable = log.intend(GenuineJournals.intent("b9", GenuineJournals.FREE)).isEmpty();
      } catch (JournalException refused) {
        sendable = false;
      }
      must(!earlier || !sendable, "sends though an earlier run cannot be read", text(damaged));
    } catch (JournalException refused) {
      must(Arrays.mismatch(genuine.bytes(), damaged) >= 0, "refuses what is whole", refused);
    }
    Files.deleteIfExists(file);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
