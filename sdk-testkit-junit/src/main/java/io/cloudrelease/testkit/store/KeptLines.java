package io.cloudrelease.testkit.store;

import static io.cloudrelease.testkit.store.StoreLines.NOW;
import static io.cloudrelease.testkit.store.StoreLines.accepted;
import static io.cloudrelease.testkit.store.StoreLines.ended;
import static io.cloudrelease.testkit.store.StoreLines.harmless;
import static io.cloudrelease.testkit.store.StoreLines.intent;
import static io.cloudrelease.testkit.store.StoreLines.ref;
import static io.cloudrelease.testkit.store.StoreLines.unanswered;
import static io.cloudrelease.testkit.store.StoreLines.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a run wrote is read back, also where its process died or somebody touched it. */
abstract class KeptLines extends StoreUnderTest {
  @Test
  void a_run_killed_between_intent_and_send_is_found_with_its_intent() throws Exception {
    killedInTheMidstOf("r1");
    pass(SURELY_DEAD);
    try (RunLog log = open().resume()) {
      assertThat(texts(log.history()))
          .isEqualTo(texts(List.of(StoreLines.run("r1", NOW, ALL), intent("b1", ref(1)))));
    }
  }

  @Test
  void every_kind_of_entry_is_read_back_with_all_that_it_says() throws Exception {
    killedInTheMidstOf("dead");
    JournalEntry.RunStarted started = FullLines.run("r1", ALL);
    JournalEntry.BatchIntent follows = intent("b1", ref(1));
    JournalEntry.BatchIntent full = FullLines.intent("b2", ref(2), ref(3));
    List<JournalEntry> notes =
        List.of(
            FullLines.outcome("b2", ref(2)),
            new JournalEntry.GuardDecision(NOW, "waves 😀", "wave 1 of 3 may go"),
            new JournalEntry.RunResumed(NOW),
            FullLines.verdict(ref(1)),
            ended());
    try (RunLog log = open().begin(started)) {
      // Seen, and then no more.
      assertThat(log.intend(follows)).hasSize(1);
      pass(SURELY_DEAD.plusMinutes(1));
      assertFree(log, follows);
      assertFree(log, full);
      for (JournalEntry entry : notes) {
        note(log, entry);
      }
    }
    List<JournalEntry> written = new ArrayList<>(List.of(started, follows, full));
    written.addAll(notes);
    try (RunLog log = takeOver("r1")) {
      List<JournalEntry> history = new ArrayList<>(log.history());
      assertThat(history.stream().map(Object::getClass))
          .as("kinds of entries that are read back, and those there are")
          .containsOnly(JournalEntry.class.getPermittedSubclasses());
      history.removeIf(JournalEntry.AdoptedClaims.class::isInstance);
      assertThat(texts(history)).isEqualTo(texts(written));
    }
  }

  @Test
  void a_call_of_a_hundred_with_long_names_is_kept_whole_and_holds_each() throws Exception {
    InstanceRef[] hundred = numbered(100);
    JournalEntry.BatchIntent intent = FullLines.intent("b1", hundred);
    RunLog first = open().begin(StoreLines.run("r1", NOW, List.of(hundred)));
    assertFree(first, intent);
    try (RunLog second = open().begin(StoreLines.run("r2", NOW, List.of(hundred)))) {
      assertThat(second.intend(harmless("b1", hundred))).containsOnlyKeys(hundred);
    }
    kill(first);
    pass(SURELY_DEAD);
    try (RunLog read = takeOver("r1")) {
      assertThat(read.history()).hasSize(2).contains(intent);
    }
  }

  @Test
  void many_threads_write_to_one_log_and_each_line_is_kept() throws Exception {
    InstanceRef[] refs = numbered(80);
    RunLog log = open().begin(StoreLines.run("r1", NOW, List.of(refs)));
    atOnce(
        8,
        number ->
            () -> {
              for (int i = number; i < refs.length; i += 8) {
                assertFree(log, intent("b" + i, refs[i]));
                log.note(unanswered("b" + i));
              }
              return Optional.empty();
            });
    settle(log);
    try (RunLog other = open().begin(StoreLines.run("r2", NOW, List.of(refs)))) {
      assertThat(other.intend(intent("b1", refs))).containsOnlyKeys(refs);
    }
    kill(log);
    pass(SURELY_DEAD);
    try (RunLog read = takeOver("r1")) {
      assertThat(read.history()).hasSize(1 + 2 * refs.length);
      for (int i = 0; i < refs.length; i++) {
        assertThat(read.history())
            .containsSubsequence(intent("b" + i, refs[i]), unanswered("b" + i));
      }
    }
  }

  private static InstanceRef[] numbered(int many) {
    return IntStream.rangeClosed(1, many).mapToObj(StoreLines::ref).toArray(InstanceRef[]::new);
  }

  @Test
  void what_a_run_wrote_is_read_back_in_order_and_goes_on_after_it() throws Exception {
    RunLog first = begin("r1");
    assertFree(first, intent("b1", ref(1)));
    note(first, accepted("b1"));
    assertFree(first, intent("b2", ref(2)));
    kill(first);
    pass(SURELY_DEAD);
    List<String> written;
    try (RunLog second = takeOver("r1")) {
      written = texts(second.history());
      assertThat(second.history().subList(1, 4))
          .containsExactly(intent("b1", ref(1)), accepted("b1"), intent("b2", ref(2)));
      second.note(verdict(ref(1), Verdict.RECYCLED));
      second.note(ended());
    }
    try (RunLog third = takeOver("r1")) {
      written.add(verdict(ref(1), Verdict.RECYCLED).toJson());
      written.add(ended().toJson());
      assertThat(texts(third.history())).isEqualTo(written);
    }
  }

  @Test
  void a_run_that_ended_is_not_resumed_by_chance() throws Exception {
    try (RunLog log = begin("r1")) {
      log.note(ended());
    }
    pass(SURELY_DEAD);
    assertThatThrownBy(() -> open().resume()).isInstanceOf(JournalException.class);
  }

  @Test
  void two_runs_of_one_id_do_not_begin() throws Exception {
    try (RunLog log = begin("r1")) {
      assertThat(log.history()).isEmpty();
      assertThatThrownBy(() -> begin("r1")).isInstanceOf(JournalException.class);
    }
  }

  @Test
  void an_intent_whose_answer_was_lost_is_there_once_and_holds() throws Exception {
    for (boolean written : new boolean[] {true, false}) {
      String run = "r-" + written;
      InstanceRef ref = ref(written ? 1 : 2);
      RunLog log = begin(run);
      if (!loseNextAnswer(log, written)) {
        log.close();
        return;
      }
      assertFree(log, intent("b1", ref));
      try (RunLog other = begin("other-" + written)) {
        assertThat(other.intend(intent("b1", ref))).hasSize(1);
      }
      note(log, accepted("b1"));
      kill(log);
      pass(SURELY_DEAD);
      try (RunLog read = takeOver(run)) {
        assertThat(read.history().subList(1, read.history().size()))
            .containsExactly(intent("b1", ref), accepted("b1"));
      }
    }
  }

  @Test
  void a_line_that_was_being_written_when_its_process_died_counts_for_nothing() throws Exception {
    killedInTheMidstOf("r1");
    tear("r1");
    pass(SURELY_DEAD);
    RunLog log = takeOver("r1");
    assertThat(log.history()).hasSize(2);
    assertFree(log, intent("b2", ref(2)));
    kill(log);
    pass(SURELY_DEAD);
    try (RunLog read = takeOver("r1")) {
      assertThat(read.history()).hasSize(3);
    }
  }

  @Test
  void a_line_that_was_changed_is_named_and_the_run_not_resumed() throws Exception {
    threeCalls("r1");
    change("r1", 3);
    assertThatThrownBy(() -> takeOver("r1"))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("line 3");
  }

  @Test
  void a_line_that_was_taken_out_is_named_and_the_run_not_resumed() throws Exception {
    threeCalls("r1");
    remove("r1", 3);
    assertThatThrownBy(() -> takeOver("r1"))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("line 3");
  }

  private void threeCalls(String run) throws Exception {
    RunLog log = begin(run);
    for (int i = 1; i <= 3; i++) {
      assertFree(log, intent("b" + i, ref(i)));
    }
    kill(log);
    pass(SURELY_DEAD);
  }
}
