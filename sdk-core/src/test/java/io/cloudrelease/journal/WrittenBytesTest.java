package io.cloudrelease.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is written stays the same byte for byte: sums of lines, of journals and of evidence are made
 * of it. The file was written by the build before Jackson's generator.
 */
class WrittenBytesTest {
  @TempDir Path folder;

  static List<JournalEntry> entries() {
    StringBuilder odd =
        new StringBuilder("\"\\/<>&'\u007f\u0080\u00ff\u0131\u07ff\u0800\u2028\uffff");
    for (char c = 0; c < ' '; c++) {
      odd.append(c);
    }
    List<JournalEntry> entries = new ArrayList<>(List.of(Entries.started()));
    entries.add(Entries.intent("b1", Entries.ONE));
    entries.add(
        new JournalEntry.GuardDecision(Entries.NOW, "odd", odd + "\u4f60\u597d \ud83d\ude80"));
    entries.addAll(Entries.further());
    return entries;
  }

  static String lines() {
    StringBuilder text = new StringBuilder();
    String before = JournalLines.START;
    for (JournalEntry entry : entries()) {
      String line = JournalLines.encode(entry, before);
      before = JournalLines.sumOf(line).orElseThrow();
      text.append(line).append('\n');
    }
    return text.toString();
  }

  @Test
  void lines_are_written_as_they_were() throws Exception {
    assertThat(lines()).isEqualTo(new String(written(), StandardCharsets.UTF_8));
  }

  @Test
  void a_journal_that_was_written_by_the_build_before_is_resumed() throws Exception {
    Path file = Files.write(folder.resolve("run.jsonl"), written());
    try (RunLog log = FileJournal.at(file).resume()) {
      assertThat(log.history()).hasSize(entries().size());
    }
  }

  private static byte[] written() throws IOException {
    try (InputStream in =
        WrittenBytesTest.class.getResourceAsStream("version-2/every-kind.jsonl")) {
      return in.readAllBytes();
    }
  }
}
