package io.cloudrelease.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.digest.Hashes;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.GivenVerdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each line vouches for the one before it. */
class JournalLinesTest {
  @TempDir Path folder;

  private Path written() throws Exception {
    Path file = Files.createDirectories(folder.resolve("runs")).resolve("run.jsonl");
    Files.deleteIfExists(file);
    for (String run : List.of("old", "last")) {
      try (RunLog log =
          FileJournal.at(file).begin(Entries.run(run, Entries.NOW, Entries.ONE, Entries.TWO))) {
        log.intend(Entries.intent("b1", Entries.TWO));
        log.note(Entries.outcome("b1", JournalEntry.BatchOutcome.Kind.NOT_SENT, 0));
        log.note(new JournalEntry.RunEnded(Entries.NOW));
      }
    }
    return file;
  }

  private static List<JournalEntry> resume(Path file) throws JournalException {
    try (RunLog log = FileJournal.at(file).resume()) {
      return log.history();
    }
  }

  @Test
  void a_stranger_can_write_and_read_them() throws Exception {
    List<JournalEntry> entries = new ArrayList<>(List.of(Entries.started()));
    entries.add(Entries.intent("b1", Entries.ONE));
    entries.addAll(Entries.further());
    String before = JournalLines.START;
    StringBuilder text = new StringBuilder();
    for (JournalEntry entry : entries) {
      String line = JournalLines.encode(entry, before);
      assertThat(JournalLines.decode(line, before)).isPresent();
      before = JournalLines.sumOf(line).orElseThrow();
      text.append(line).append('\n');
    }
    Path file = Files.writeString(folder.resolve("made.jsonl"), text);
    assertThat(resume(file).stream().map(JournalEntry::toJson).toList())
        .isEqualTo(entries.stream().map(JournalEntry::toJson).toList());
  }

  @Test
  void a_run_that_sends_once_is_known_as_such_when_it_is_resumed() throws Exception {
    JournalEntry.RunStarted usual = Entries.started();
    assertThat(usual.toJson()).doesNotContain("sendsOnce");
    JournalEntry.RunStarted once =
        new JournalEntry.RunStarted(
            usual.at(),
            usual.runId(),
            usual.request().toBuilder().sendsOnce(true).build(),
            usual.accounts(),
            usual.fromPlan(),
            usual.planned(),
            usual.accountIds(),
            usual.clouds(),
            usual.fence());
    String line = JournalLines.encode(once, JournalLines.START);
    assertThat(JournalLines.decode(line, JournalLines.START))
        .get()
        .isInstanceOfSatisfying(
            JournalEntry.RunStarted.class, read -> assertThat(read.request().sendsOnce()).isTrue());
  }

  @Test
  void that_it_may_stay_in_a_bin_is_read_as_it_was_written() throws Exception {
    for (boolean stays : new boolean[] {true, false}) {
      GivenVerdict given =
          GivenVerdict.builder(Entries.ONE, Verdict.ACCEPTED).mayStayInBin(stays).build();
      String line =
          JournalLines.encode(
              new JournalEntry.VerdictGiven(Instant.EPOCH, given), JournalLines.START);
      assertThat(JournalLines.decode(line, JournalLines.START))
          .get()
          .isInstanceOfSatisfying(
              JournalEntry.VerdictGiven.class,
              read -> {
                assertThat(read.verdict().isGoodFor(Goal.DESTROY)).isEqualTo(!stays);
                assertThat(read.verdict().isGoodFor(Goal.RELEASE)).isTrue();
              });
    }
  }

  @Test
  void a_name_or_tag_that_is_the_word_null_is_read_as_it_was_written() {
    JournalEntry.BatchIntent intent = Entries.intent("b1", Entries.ONE);
    String written =
        intent
            .toJson()
            .replace("\"env\":\"test\"", "\"env\":\"null\",\"null\":\"x\"")
            .replaceFirst("\"name\":\"[^ü]*üñ\"", "\"name\":\"null\"");
    JournalEntry read =
        EntryReader.read(JsonValue.parse(Hashes.utf8(written)).orElseThrow()).orElseThrow();
    assertThat(read.toJson()).isEqualTo(written).contains("\"name\":\"null\"");
  }

  /** The intent of a call for that instance, which looked like that. */
  private static JournalEntry.BatchIntent seeing(Snapshot look) {
    JournalEntry.BatchIntent usual = Entries.intent("b1", look.ref());
    return new JournalEntry.BatchIntent(
        usual.at(),
        usual.batchId(),
        usual.provider(),
        usual.cloud(),
        usual.region(),
        usual.action(),
        usual.stage(),
        usual.group(),
        usual.escalates(),
        usual.bin(),
        usual.token(),
        usual.settling(),
        usual.delay(),
        usual.lag(),
        usual.instances(),
        Map.of(look.ref(), look));
  }

  @Test
  void a_tag_whose_key_holds_half_a_character_is_read_back_as_it_was() throws Exception {
    Snapshot odd =
        Snapshot.builder(Entries.ONE, Entries.NOW, LifecyclePhase.STABLE)
            .tag("env", "test")
            .tag("owner \ud83d", "x\ude00")
            .tag("owner ?", "another")
            .build();
    String line = JournalLines.encode(seeing(odd), JournalLines.START);
    assertThat(JournalLines.decode(line, JournalLines.START))
        .get()
        .isInstanceOfSatisfying(
            JournalEntry.BatchIntent.class,
            read ->
                assertThat(read.seen().get(Entries.ONE).tags())
                    .containsOnly(
                        Map.entry("env", "test"),
                        Map.entry("owner ?", "another"),
                        Map.entry("owner \ud83d", "x\ude00")));
  }

  @Test
  void a_line_torn_behind_a_tag_that_is_called_sum_is_no_whole_line_with_more_behind_it() {
    Snapshot tagged =
        Snapshot.builder(Entries.ONE, Entries.NOW, LifecyclePhase.STABLE)
            .tag("env", "test")
            .tag("sum", "d41d8cd98f00b204e9800998ecf8427e")
            .build();
    byte[] line =
        JournalLines.encode(seeing(tagged), JournalLines.START).getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length <= line.length; length++) {
      assertThat(JournalLines.holdsMoreThanALine(Arrays.copyOf(line, length)))
          .as("torn at %d", length)
          .isFalse();
    }
    byte[] reserved = Arrays.copyOf(line, line.length + 9);
    assertThat(JournalLines.holdsMoreThanALine(reserved)).isFalse();
    reserved[line.length] = '{';
    assertThat(JournalLines.holdsMoreThanALine(reserved)).isTrue();
  }

  @Test
  void a_flipped_bit_anywhere_in_the_last_run_stops_the_resume_and_is_named() throws Exception {
    Path file = written();
    byte[] whole = Files.readAllBytes(file);
    int line = 5;
    List<Integer> beginnings = new ArrayList<>();
    for (int i = 0; i < whole.length; i++) {
      if (i == 0 || whole[i - 1] == '\n') {
        beginnings.add(i);
      }
    }
    assertThat(beginnings).hasSize(8);
    for (int i = beginnings.get(4); i < whole.length; i++) {
      line = i >= beginnings.get(line) && line < 7 ? line + 1 : line;
      int bit = 1 << (i % 8);
      byte[] flipped = whole.clone();
      flipped[i] ^= (byte) bit;
      Files.write(file, flipped);
      assertThatThrownBy(() -> resume(file))
          .as("bit %s of byte %d: %s", Integer.toBinaryString(bit), i, around(flipped, i))
          .isInstanceOf(JournalException.class)
          .message()
          .matches(".*(line [5-8]).*");
    }
  }

  private static String around(byte[] bytes, int at) {
    return new String(
        Arrays.copyOfRange(bytes, Math.max(0, at - 10), Math.min(bytes.length, at + 10)),
        StandardCharsets.ISO_8859_1);
  }

  @Test
  void the_line_that_is_named_is_the_one_that_was_changed() throws Exception {
    Path file = written();
    List<String> lines = Files.readAllLines(file);
    lines.set(5, lines.get(5).replace("ap-guangzhou", "ap-guangzhov").replace("zec:2", "zec:3"));
    Files.write(file, lines);
    assertThatThrownBy(() -> resume(file)).hasMessageContaining("damaged: line 6:");
  }

  @Test
  void another_instance_in_the_line_of_the_run_is_noticed() throws Exception {
    Path file = written();
    List<String> lines = Files.readAllLines(file);
    lines.set(4, lines.get(4).replace("ins-1", "ins-3"));
    Files.write(file, lines);
    assertThatThrownBy(() -> resume(file)).hasMessageContaining("damaged: line 5:");
    assertThatThrownBy(() -> FileJournal.at(file).begin(Entries.started()))
        .hasMessageContaining("damaged: line 5:");
  }

  @Test
  void a_line_that_is_missing_and_one_that_was_put_in_between_are_named() throws Exception {
    for (int at : new int[] {5, 6}) {
      List<String> lines = new ArrayList<>(Files.readAllLines(written()));
      lines.remove(at);
      Path cut = Files.write(folder.resolve("cut.jsonl"), lines);
      assertThatThrownBy(() -> resume(cut)).hasMessageContaining("damaged: line " + (at + 1));
    }
    for (String foreign :
        List.of("# a note", "", new JournalEntry.RunEnded(Entries.NOW).toJson())) {
      List<String> lines = new ArrayList<>(Files.readAllLines(written()));
      lines.add(6, foreign);
      Path added = Files.write(folder.resolve("added.jsonl"), lines);
      assertThatThrownBy(() -> resume(added)).hasMessageContaining("damaged: line 7");
    }
    Path file = written();
    Files.writeString(file, "{\"v\":1,\"kind\":\"ended\"}\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> resume(file)).hasMessageContaining("damaged: line 9");
  }

  @Test
  void a_line_that_was_cut_out_between_two_runs_is_noticed() throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(written()));
    lines.remove(3);
    Path cut = Files.write(folder.resolve("cut.jsonl"), lines);
    assertThatThrownBy(() -> resume(cut)).hasMessageContaining("damaged: line 4");
  }

  @Test
  void the_last_run_is_read_whatever_became_of_those_before_it() throws Exception {
    Path file = written();
    List<String> lines = Files.readAllLines(file);
    lines.set(1, "{\"v\":1}");
    Files.write(file, lines);
    assertThat(resume(file)).hasSize(4);
  }

  @Test
  void kinds_and_members_that_are_not_known_are_passed_over_and_vouched_for() throws Exception {
    Path file = folder.resolve("run.jsonl");
    FileJournal.at(file).begin(Entries.started()).close();
    String first = Files.readAllLines(file).get(0);
    String sum = JournalLines.sumOf(first).orElseThrow();
    String kind = chained("{\"v\":2,\"kind\":\"weather\",\"at\":\"2027-01-01T00:00:00Z\"", sum);
    String member =
        chained(
            "{\"v\":2,\"kind\":\"resumed\",\"at\":\"2027-01-01T00:00:00Z\",\"mood\":\"good\"",
            JournalLines.sumOf(kind).orElseThrow());
    Files.writeString(file, kind + "\n" + member + "\n", StandardOpenOption.APPEND);
    assertThat(resume(file)).hasSize(2);
    Files.write(file, List.of(first, kind.replace("weather", "wether"), member));
    assertThatThrownBy(() -> resume(file)).hasMessageContaining("damaged: line 2");
  }

  private static String chained(String body, String before) {
    String hash = JournalLines.digest((before + body).getBytes(StandardCharsets.UTF_8));
    return body + ",\"sum\":\"" + hash + "\"}";
  }

  @Test
  void a_line_that_holds_what_only_a_later_release_knows_is_named() throws Exception {
    Path file = folder.resolve("run.jsonl");
    FileJournal.at(file).begin(Entries.started()).close();
    String first = Files.readAllLines(file).get(0);
    String sum = JournalLines.sumOf(first).orElseThrow();
    String line =
        chained(
            "{\"v\":2,\"kind\":\"outcome\",\"at\":\"2027-01-01T00:00:00Z\",\"outcome\":\"MAGIC\"",
            sum);
    Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> resume(file))
        .hasMessageContaining("line 2")
        .hasMessageContaining("cannot read");
    assertThatThrownBy(() -> JournalLines.decode(line, sum)).isInstanceOf(JournalException.class);
  }

  @Test
  void a_single_line_is_refused_after_another_than_its_own() throws Exception {
    String run = JournalLines.encode(Entries.started(), JournalLines.START);
    String sum = JournalLines.sumOf(run).orElseThrow();
    String next = JournalLines.encode(new JournalEntry.RunEnded(Entries.NOW), sum);
    assertThat(JournalLines.decode(run, "")).isPresent();
    assertThatThrownBy(() -> JournalLines.decode(run, sum)).isInstanceOf(JournalException.class);
    assertThatThrownBy(() -> JournalLines.decode(next, "")).isInstanceOf(JournalException.class);
    assertThatThrownBy(() -> JournalLines.decode(next, JournalLines.START))
        .isInstanceOf(JournalException.class);
    assertThatThrownBy(() -> JournalLines.decode("{\"v\":3,\"kind\":\"run\"}", sum))
        .hasMessageContaining("later version");
  }

  @Test
  void a_line_follows_the_sum_of_another() {
    for (String wrong : new String[] {"", "0", "A".repeat(32), "0".repeat(31) + '"'}) {
      assertThatThrownBy(() -> JournalLines.encode(Entries.started(), wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "'" + wrong + "' is no sum of a line; it must be 32 hex digits in lower case");
    }
  }
}
