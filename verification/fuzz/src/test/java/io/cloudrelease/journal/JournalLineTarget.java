package io.cloudrelease.journal;

import static io.cloudrelease.fuzz.Target.must;

import io.cloudrelease.fuzz.Damage;
import io.cloudrelease.fuzz.Draws;
import io.cloudrelease.fuzz.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decodes single lines: as they were written, after the line that they were written after. */
public final class JournalLineTarget implements Target {
  private record Line(String text, String before, String entry) {}

  private final List<Line> lines = new ArrayList<>();

  public JournalLineTarget() throws Exception {
    GenuineJournals journals = new GenuineJournals();
    String before = JournalLines.START;
    for (String line : text(journals.second().bytes()).lines().toList()) {
      JournalEntry entry = JournalLines.decode(line, before).orElseThrow();
      lines.add(new Line(line, before, entry.toJson()));
      before = JournalLines.sumOf(line).orElseThrow();
    }
  }

  @Override
  public void feed(byte[] input) {
    Draws draws = new Draws(input);
    int kind = draws.below(5);
    Line line = draws.oneOf(lines);
    Line other = draws.oneOf(lines);
    byte[] bytes = line.text().getBytes(StandardCharsets.UTF_8);
    String damaged =
        switch (kind) {
          case 0 -> text(draws.rest());
          case 1, 2 -> text(Damage.oneByte(bytes, draws));
          case 3 ->
              text(Damage.several(bytes, other.text().getBytes(StandardCharsets.UTF_8), draws));
          default -> other.text();
        };
    String before = draws.below(8) == 7 ? "" : line.before();
    Optional<JournalEntry> read;
    try {
      read = JournalLines.decode(damaged, before);
    } catch (JournalException refused) {
      must(!damaged.equals(line.text()) || before.isEmpty(), "refuses what is whole", refused);
      return;
    }
    boolean written = damaged.equals(line.text());
    boolean begins = before.isEmpty() && lines.stream().anyMatch(l -> l.text().equals(damaged));
    must(written || begins, "reads what was not written there", damaged, before);
    must(read.isPresent(), "does not know what it wrote", damaged);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
