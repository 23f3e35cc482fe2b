package io.cloudrelease.journal;

import static io.cloudrelease.journal.Entries.CLOUD;
import static io.cloudrelease.journal.Entries.DELAY;
import static io.cloudrelease.journal.Entries.LAG;
import static io.cloudrelease.journal.Entries.NOW;
import static io.cloudrelease.journal.Entries.ONE;
import static io.cloudrelease.journal.Entries.ONE_ELSEWHERE;
import static io.cloudrelease.journal.Entries.TWO;
import static io.cloudrelease.journal.Entries.intent;
import static io.cloudrelease.journal.Entries.outcome;
import static io.cloudrelease.journal.Entries.run;
import static io.cloudrelease.journal.Entries.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.cloudrelease.digest.Hashes;
import io.cloudrelease.journal.JournalEntry.BatchOutcome.Kind;
import io.cloudrelease.model.Verdict;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose journals lie in one folder. */
class ClaimsTest {
  private static final Duration FRESH = ClaimRule.OLDEST_LOOK;

  @TempDir Path temporary;
  private Path folder;
  private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);

  @BeforeEach
  void make_a_folder() {
    folder = temporary.resolve("runs");
  }

  /** A journal object of its own, as another process has. */
  private FileJournal inFolder() {
    return FileJournal.inFolder(folder).steadyClock(nanos::get);
  }

  private FileJournal at(String file) {
    return FileJournal.at(folder.resolve(file)).steadyClock(nanos::get);
  }

  private RunLog begin(String run) throws JournalException {
    return begin(run, NOW);
  }

  private RunLog begin(String run, Instant at) throws JournalException {
    return inFolder().begin(run(run, at, ONE, TWO, ONE_ELSEWHERE));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static Claim claim(RunLog log, JournalEntry.BatchIntent intent) throws JournalException {
    return log.intend(intent).values().iterator().next();
  }

  private static void assertFree(RunLog log, JournalEntry.BatchIntent intent)
      throws JournalException {
    assertThat(log.intend(intent)).isEmpty();
  }

  /** A run that sent the first instance, and whose process is dead. */
  private void dead(String run) throws JournalException {
    try (RunLog log = begin(run)) {
      assertFree(log, intent("b1", ONE));
    }
  }

  @Test
  void an_open_intent_keeps_other_runs_off_and_one_that_was_not_sent_does_not() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", ONE));
      assertThat(second.intend(intent("b1", ONE, TWO))).containsOnlyKeys(ONE);
      Claim claim = claim(second, intent("b1", CLOUD, false, NOW, ONE));
      assertThat(claim.run()).isEqualTo("r1");
      assertThat(claim.freeIn()).isEmpty();
      assertFree(second, intent("b2", TWO));
      first.note(outcome("b1", Kind.NOT_SENT, 0));
      assertFree(second, intent("b3", ONE));
    }
  }

  /** Those around a run that is about to begin. */
  private Claims claims() throws IOException {
    return new Claims(
        folder.toRealPath().resolve("own.jsonl"),
        run("r2", NOW, ONE),
        false,
        nanos::get,
        new FirstReadings());
  }

  @Test
  void what_was_read_before_the_folder_was_held_counts() throws Exception {
    dead("r1");
    Claims ahead = claims();
    ahead.readAhead();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    ahead.read();

    assertThat(ahead.against(intent("b1", ONE))).containsOnlyKeys(ONE);
  }

  @Test
  void what_cannot_be_read_ahead_is_told_when_it_is_read() throws Exception {
    dead("r1");
    Path broken = folder.toRealPath().resolve("broken.jsonl");
    Files.writeString(broken, "no journal\n");
    Claims ahead = claims();
    ahead.readAhead();

    assertThatThrownBy(ahead::read).isInstanceOf(JournalException.class);
  }

  @Test
  void a_line_of_a_later_version_is_told_as_one_however_often_it_is_read() throws Exception {
    dead("r1");
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      file = files.filter(each -> each.toString().endsWith(".jsonl")).findFirst().orElseThrow();
    }
    List<String> lines = Files.readAllLines(file);
    String before = JournalLines.sumOf(lines.get(lines.size() - 1)).orElseThrow();
    String body =
        "{\"v\":2,\"kind\":\"outcome\",\"at\":\""
            + NOW
            + "\",\"batchId\":\"b1\",\"outcome\":\"LATER\"";
    MessageDigest sum = Hashes.sha256();
    sum.update(before.getBytes(StandardCharsets.US_ASCII));
    String end = JournalLines.cut(sum.digest(body.getBytes(StandardCharsets.UTF_8)));
    Files.writeString(file, body + ",\"sum\":\"" + end + "\"}\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> begin("r2")).hasMessageContaining("what this version cannot read");
  }

  @Test
  void a_live_run_that_says_nothing_blocks_however_long_it_takes() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", ONE));
      pass(Duration.ofDays(2));
      assertThat(claim(second, intent("b1", ONE)).freeIn()).isEmpty();
    }
  }

  @Test
  void what_was_accepted_is_free_after_the_longest_lag_from_our_first_reading() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", ONE));
      first.note(outcome("b1", Kind.ACCEPTED, 1));
      // However long ago that was: it is read now.
      pass(Duration.ofHours(1));
      assertThat(claim(second, intent("b1", ONE)).freeIn()).contains(LAG.plus(FRESH));
      pass(LAG.plus(FRESH).minusMillis(1));
      assertThat(claim(second, intent("b1", ONE)).freeIn()).contains(Duration.ofMillis(1));
      pass(Duration.ofMillis(1));
      assertFree(second, intent("b1", ONE));
    }
  }

  @Test
  void a_look_from_before_that_time_does_not_count_after_it() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", ONE));
      first.note(outcome("b1", Kind.ACCEPTED, 1));
      assertThat(claim(second, intent("b1", ONE)).freeIn()).isPresent();
      pass(LAG.plusSeconds(40));
      JournalEntry.BatchIntent now = intent("b1", CLOUD, true, NOW.plusSeconds(340), ONE);
      JournalEntry.BatchIntent resting =
          new JournalEntry.BatchIntent(
              NOW.plusSeconds(340),
              "b1",
              now.provider(),
              now.cloud(),
              now.region(),
              now.action(),
              1,
              "",
              true,
              true,
              "",
              now.settling(),
              now.delay(),
              now.lag(),
              now.instances(),
              java.util.Map.of(ONE, Entries.snapshot(ONE, NOW.plusSeconds(299))));
      assertThat(claim(second, resting).freeIn()).contains(Duration.ZERO);
      assertFree(second, now);
    }
  }

  @Test
  void a_lost_answer_holds_for_the_longest_delay_as_well_and_only_what_escalates()
      throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", ONE));
      first.note(outcome("b1", Kind.AMBIGUOUS, 1, List.of()));
      assertThat(claim(second, intent("b1", ONE)).freeIn()).contains(DELAY.plus(LAG).plus(FRESH));
      assertFree(second, intent("b1", CLOUD, false, NOW, ONE));
    }
  }

  @Test
  void clocks_that_are_apart_change_nothing() throws Exception {
    Instant ahead = NOW.plus(Duration.ofHours(2));
    try (RunLog first = begin("r1", ahead);
        RunLog second = begin("r2", NOW.minus(Duration.ofHours(2)))) {
      assertFree(first, intent("b1", CLOUD, true, ahead, ONE));
      first.note(outcome("b1", Kind.ACCEPTED, 1));
      Instant behind = NOW.minus(Duration.ofHours(2));
      assertThat(claim(second, intent("b1", CLOUD, true, behind, ONE)).freeIn())
          .contains(LAG.plus(FRESH));
      assertThat(claim(second, intent("b1", CLOUD, true, behind.plusSeconds(9000), ONE)).freeIn())
          .contains(LAG.plus(FRESH));
    }
  }

  @Test
  void one_instance_under_two_names_of_an_account_is_one() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", ONE));
      assertThat(second.intend(intent("b1", ONE_ELSEWHERE))).containsOnlyKeys(ONE_ELSEWHERE);
      assertFree(second, intent("b2", "another-cloud", true, NOW, ONE_ELSEWHERE));
    }
  }

  @Test
  void where_a_cloud_is_not_known_the_id_alone_counts() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", "", true, NOW, ONE));
      assertThat(second.intend(intent("b1", ONE_ELSEWHERE))).containsOnlyKeys(ONE_ELSEWHERE);
    }
  }

  @Test
  void a_verdict_tells_how_much_longer_to_wait() throws Exception {
    assertThat(freeAfter(Verdict.RELEASED)).isEmpty();
    assertThat(freeAfter(Verdict.RECYCLED)).contains(LAG.plus(FRESH));
    assertThat(freeAfter(Verdict.UNKNOWN)).contains(DELAY.plus(LAG).plus(FRESH).minusSeconds(100));
    assertThat(freeAfter(Verdict.REJECTED)).contains(DELAY.plus(LAG).plus(FRESH).minusSeconds(100));
  }

  /** After a call without an answer that was read 100 s before the verdict. */
  private Optional<Duration> freeAfter(Verdict verdict) throws Exception {
    String name = verdict.name();
    folder = temporary.resolve(name);
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", ONE));
      first.note(outcome("b1", Kind.AMBIGUOUS, 1, List.of()));
      claim(second, intent("b1", ONE));
      pass(Duration.ofSeconds(100));
      first.note(verdict(ONE, verdict));
      return second.intend(intent("b1", ONE)).values().stream().findFirst().flatMap(Claim::freeIn);
    }
  }

  @Test
  void a_dead_run_blocks_for_a_time_and_is_then_taken_over_in_writing() throws Exception {
    dead("r1");
    try (RunLog second = begin("r2")) {
      // The time counts from when it was found dead, at the beginning of this run.
      pass(Duration.ofSeconds(60));
      Duration left = DELAY.plus(LAG).plus(FRESH).minusSeconds(60);
      assertThat(claim(second, intent("b1", ONE)).freeIn()).contains(left);
      pass(left);
      assertFree(second, intent("b1", ONE));
      second.note(outcome("b1", Kind.ACCEPTED, 1));
    }
    Path file = folder.resolve("run-r2.jsonl");
    assertThat(Files.readAllLines(file))
        .satisfiesExactly(
            run -> assertThat(run).contains("\"kind\":\"run\""),
            adopted ->
                assertThat(adopted)
                    .contains("\"kind\":\"adopted\"", "\"run\":\"r1\"", "ins-1\"")
                    .doesNotContain("zec"),
            intent -> assertThat(intent).contains("\"kind\":\"intent\""),
            outcome -> assertThat(outcome).contains("\"kind\":\"outcome\""));
  }

  @Test
  void a_run_that_was_found_dead_is_not_waited_for_anew_by_each_run_of_a_process()
      throws Exception {
    dead("r1");
    FileJournal journal = inFolder();
    Duration all = DELAY.plus(LAG).plus(FRESH);
    try (RunLog second = journal.begin(run("r2", NOW, ONE))) {
      assertThat(claim(second, intent("b1", ONE)).freeIn()).contains(all);
      second.note(new JournalEntry.RunEnded(NOW));
    }
    pass(all);
    try (RunLog third = journal.begin(run("r3", NOW, ONE))) {
      assertFree(third, intent("b1", ONE));
    }
  }

  @Test
  void what_a_dead_run_sent_does_not_hold_back_what_cannot_go_too_far() throws Exception {
    dead("r1");
    try (RunLog second = begin("r2")) {
      assertFree(second, intent("b1", CLOUD, false, NOW, ONE));
    }
    assertThat(Files.readString(folder.resolve("run-r2.jsonl"))).doesNotContain("adopted");
  }

  @Test
  void a_dead_run_that_is_resumed_lives_again_and_counts_anew_if_it_dies_again() throws Exception {
    dead("r1");
    try (RunLog second = begin("r2")) {
      pass(DELAY.plus(LAG));
      try (RunLog resumed = at("run-r1.jsonl").resume()) {
        assertThat(resumed.history()).hasSize(2);
        assertThat(claim(second, intent("b1", ONE)).freeIn()).isEmpty();
      }
      assertThat(claim(second, intent("b1", ONE)).freeIn()).contains(DELAY.plus(LAG).plus(FRESH));
    }
  }

  @Test
  void a_dead_run_that_was_resumed_and_died_between_two_looks_counts_anew() throws Exception {
    dead("r1");
    try (RunLog second = begin("r2")) {
      pass(DELAY.plus(LAG).plus(FRESH));
      try (RunLog resumed = at("run-r1.jsonl").resume()) {
        resumed.note(new JournalEntry.RunResumed(NOW));
      }
      assertThat(claim(second, intent("b1", ONE)).freeIn()).contains(DELAY.plus(LAG).plus(FRESH));
    }
  }

  @Test
  void journals_that_are_named_singly_see_those_beside_them_whatever_they_are_called()
      throws Exception {
    Files.createDirectories(folder);
    try (RunLog first = at("first").begin(run("r1", NOW, ONE));
        RunLog second = at("second.journal").begin(run("r2", NOW, ONE));
        RunLog third = begin("r3")) {
      assertFree(first, intent("b1", ONE));
      assertThat(second.intend(intent("b1", ONE))).containsOnlyKeys(ONE);
      assertThat(third.intend(intent("b1", ONE))).containsOnlyKeys(ONE);
    }
  }

  @Test
  void earlier_runs_of_the_same_file_count() throws Exception {
    Files.createDirectories(folder);
    try (RunLog first = at("runs").begin(run("r1", NOW, ONE))) {
      assertFree(first, intent("b1", ONE));
      first.note(outcome("b1", Kind.ACCEPTED, 1));
      first.note(verdict(ONE, Verdict.ACCEPTED));
      first.note(new JournalEntry.RunEnded(NOW));
    }
    FileJournal journal = at("runs");
    try (RunLog second = journal.begin(run("r2", NOW, ONE))) {
      Claim claim = claim(second, intent("b1", ONE));
      assertThat(claim.run()).isEqualTo("r1");
      assertThat(claim.freeIn()).contains(LAG.plus(FRESH));
      pass(Duration.ofMinutes(2));
      second.note(new JournalEntry.RunEnded(NOW));
    }
    // A process that has read it does not begin to wait anew with its next run.
    try (RunLog third = journal.begin(run("r3", NOW, ONE))) {
      assertThat(claim(third, intent("b1", ONE)).freeIn())
          .contains(LAG.plus(FRESH).minusMinutes(2));
    }
  }

  @Test
  void what_this_process_wrote_itself_counts_from_when_it_was_written() throws Exception {
    Files.createDirectories(folder);
    FileJournal journal = at("runs");
    try (RunLog first = journal.begin(run("r1", NOW, ONE))) {
      assertFree(first, intent("b1", ONE));
      first.note(outcome("b1", Kind.ACCEPTED, 1));
      first.note(new JournalEntry.RunEnded(NOW));
    }
    pass(LAG.plus(FRESH));
    try (RunLog second = journal.begin(run("r2", NOW, ONE))) {
      assertFree(second, intent("b1", ONE));
    }
  }

  @Test
  void runs_that_were_over_a_day_before_are_not_asked() throws Exception {
    try (RunLog first = begin("r1")) {
      assertFree(first, intent("b1", ONE));
      first.note(outcome("b1", Kind.ACCEPTED, 1));
      first.note(new JournalEntry.RunEnded(NOW));
    }
    Instant day = NOW.plus(ClaimRule.LONG_OVER);
    try (RunLog second = begin("r2", day)) {
      assertThat(second.intend(intent("b1", CLOUD, true, day, ONE))).containsOnlyKeys(ONE);
    }
    try (RunLog third = begin("r3", day.plusMillis(1))) {
      assertFree(third, intent("b1", CLOUD, true, day, ONE));
    }
  }

  @Test
  void a_run_is_not_passed_over_because_of_an_end_that_nothing_vouches_for() throws Exception {
    dead("r1");
    try (RunLog again = at("run-r1.jsonl").resume()) {
      again.note(new JournalEntry.RunEnded(NOW));
    }
    Path file = folder.resolve("run-r1.jsonl");
    String text = Files.readString(file);
    int end = text.lastIndexOf("2026");
    Files.writeString(file, text.substring(0, end) + "2006" + text.substring(end + 4));
    assertThatThrownBy(() -> begin("r2"))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("line 3");
  }

  @Test
  void a_dead_run_is_asked_however_old_its_stamps_are() throws Exception {
    dead("r1");
    Instant later = NOW.plus(Duration.ofDays(30));
    try (RunLog second = begin("r2", later)) {
      assertThat(second.intend(intent("b1", CLOUD, true, later, ONE))).containsOnlyKeys(ONE);
    }
  }

  @Test
  void a_damaged_neighbour_is_named_and_nothing_is_sent() throws Exception {
    dead("r1");
    Path file = folder.resolve("run-r1.jsonl");
    try (RunLog second = begin("r2")) {
      Files.writeString(file, "no line of ours\n", StandardOpenOption.APPEND);
      for (int again = 0; again < 2; again++) {
        assertThatThrownBy(() -> second.intend(intent("b1", TWO)))
            .hasMessageContaining(file.toString())
            .hasMessageContaining("damaged: line 3");
      }
    }
    assertThatThrownBy(() -> begin("r3")).hasMessageContaining(file.toString());
  }

  @Test
  void a_neighbour_that_became_shorter_is_named() throws Exception {
    dead("r1");
    Path file = folder.resolve("run-r1.jsonl");
    try (RunLog second = begin("r2")) {
      Files.writeString(file, Files.readAllLines(file).get(0) + "\n");
      assertThatThrownBy(() -> second.intend(intent("b1", ONE)))
          .hasMessageContaining(file.toString())
          .hasMessageContaining("was cut");
    }
  }

  @Test
  void a_run_can_be_resumed_beside_a_damaged_neighbour_but_not_send() throws Exception {
    dead("r1");
    Files.writeString(folder.resolve("other.jsonl"), "no journal\n");
    Files.createFile(folder.resolve("other.jsonl.lock"));
    try (RunLog resumed = at("run-r1.jsonl").resume()) {
      assertThat(resumed.history()).hasSize(2);
      assertThatThrownBy(() -> resumed.intend(intent("b1", TWO)))
          .hasMessageContaining("other.jsonl");
    }
  }

  @Test
  void behind_a_damaged_run_of_the_same_file_a_run_can_be_resumed_but_not_send() throws Exception {
    Files.createDirectory(folder);
    Path file = folder.resolve("own.jsonl");
    try (RunLog first = at("own.jsonl").begin(run("r1", NOW, ONE, TWO))) {
      assertFree(first, intent("b1", ONE));
      first.note(outcome("b1", Kind.ACCEPTED, 1));
      first.note(new JournalEntry.RunEnded(NOW));
    }
    at("own.jsonl").begin(run("r2", NOW, ONE, TWO)).close();
    Files.writeString(file, Files.readString(file).replaceFirst("PREPAID", "PREPAIE"));
    try (RunLog again = at("own.jsonl").resume()) {
      assertThat(again.history()).hasSize(1);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> again.intend(intent("b1", TWO)))
            .isInstanceOf(JournalException.class)
            .hasMessageContaining("line 2");
      }
    }
  }

  @Test
  void beside_a_single_file_other_files_may_lie_that_are_no_journals() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("evidence.jsonl"), "{\"hash\":\"0\"}\n");
    Files.writeString(folder.resolve("notes.jsonl"), "{\"note\":\"0\"}\n");
    try (RunLog log = at("run").begin(run("r1", NOW, ONE))) {
      assertFree(log, intent("b1", ONE));
    }
    assertThatThrownBy(() -> begin("r2")).hasMessageContaining("notes.jsonl");
  }

  @Test
  void a_journal_that_was_removed_still_counts_for_those_who_read_it() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", ONE));
      assertThat(second.intend(intent("b1", ONE))).containsOnlyKeys(ONE);
      Files.delete(folder.resolve("run-r1.jsonl"));
      assertThat(second.intend(intent("b1", ONE))).containsOnlyKeys(ONE);
    }
  }

  @Test
  void a_late_outcome_counts_from_when_it_came() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", ONE));
      first.note(verdict(ONE, Verdict.UNKNOWN));
      claim(second, intent("b1", ONE));
      pass(Duration.ofSeconds(50));
      first.note(outcome("b1", Kind.AMBIGUOUS, 1, List.of()));
      assertThat(claim(second, intent("b1", ONE)).freeIn()).contains(DELAY.plus(LAG).plus(FRESH));
    }
  }

  @Test
  void a_run_line_torn_at_any_byte_takes_nothing_from_the_runs_before_it() throws Exception {
    Files.createDirectories(folder);
    Path file = folder.resolve("run.jsonl");
    try (RunLog log = at("run.jsonl").begin(run("r1", NOW, ONE, TWO))) {
      assertFree(log, intent("b1", ONE));
      log.note(outcome("b1", Kind.AMBIGUOUS, 1, List.of()));
      log.note(verdict(ONE, Verdict.UNKNOWN));
      log.note(new JournalEntry.RunEnded(NOW));
    }
    try (RunLog log = at("run.jsonl").begin(run("r2", NOW, TWO))) {
      log.note(verdict(TWO, Verdict.RELEASED));
      log.note(new JournalEntry.RunEnded(NOW));
    }
    byte[] two = Files.readAllBytes(file);
    at("run.jsonl").begin(run("r3", NOW, ONE)).close();
    byte[] whole = Files.readAllBytes(file);
    for (int length = two.length; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(at("run.jsonl").runs())
          .as("listed when it is torn at byte %d", length)
          .extracting(FileRun::runId, FileRun::state)
          .containsExactly(tuple("r2", FileRun.State.ENDED));
      try (RunLog log = at("run.jsonl").begin(run("r4", NOW, ONE))) {
        assertThat(claim(log, intent("b1", ONE)).run()).isEqualTo("r1");
      }
      assertThat(Files.readAllBytes(file)).as("kept at byte %d", length).startsWith(two);
    }
    Files.write(file, Arrays.copyOf(whole, two.length + 60));
    try (RunLog log = at("run.jsonl").resume()) {
      assertThat(log.history().get(0)).extracting("runId").isEqualTo("r2");
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(two);
  }

  /** A resume cuts a torn end, and what it writes may be exactly as long. */
  @Test
  void a_file_as_long_as_before_is_read_anew_where_its_end_was_torn() throws Exception {
    begin("r1").close();
    Path dead = folder.resolve("run-r1.jsonl");
    byte[] whole = Files.readAllBytes(dead);
    try (RunLog log = at("run-r1.jsonl").resume()) {
      assertFree(log, intent("b1", ONE));
    }
    int more = (int) Files.size(dead) - whole.length;
    Files.write(dead, whole);
    Files.writeString(dead, "{" + "x".repeat(more - 1), StandardOpenOption.APPEND);
    try (RunLog other = begin("r2");
        RunLog resumed = at("run-r1.jsonl").resume()) {
      assertFree(resumed, intent("b1", ONE));
      assertThat(Files.size(dead)).isEqualTo(whole.length + more);
      assertThat(claim(other, intent("b1", ONE)).run()).isEqualTo("r1");
    }
  }

  /** The disk was full, and its first line was cut off again. */
  @Test
  void a_run_whose_beginning_was_taken_back_keeps_nobody_from_sending() throws Exception {
    Path file = folder.resolve("run.jsonl");
    try (RunLog other = begin("r2")) {
      for (int runs = 0; runs < 2; runs++) {
        long before = runs == 0 ? 0 : Files.size(file);
        at("run.jsonl").begin(run("r1", NOW, ONE)).close();
        assertFree(other, intent("b" + runs, TWO));
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
          cut.setLength(before);
        }
        assertFree(other, intent("c" + runs, TWO));
        RunLog again = at("run.jsonl").begin(run("r3", NOW, ONE));
        assertFree(again, intent("b1", ONE));
        assertThat(claim(other, intent("d" + runs, ONE)).run()).isEqualTo("r3");
        again.note(outcome("b1", Kind.NOT_SENT, 0));
        again.note(new JournalEntry.RunEnded(NOW));
        again.close();
      }
    }
  }
}
