package io.cloudrelease.testkit.store;

import static io.cloudrelease.testkit.store.StoreLines.DELAY;
import static io.cloudrelease.testkit.store.StoreLines.LAG;
import static io.cloudrelease.testkit.store.StoreLines.NOW;
import static io.cloudrelease.testkit.store.StoreLines.accepted;
import static io.cloudrelease.testkit.store.StoreLines.intent;
import static io.cloudrelease.testkit.store.StoreLines.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.RunLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A run has one owner, and one that is dead is followed. */
abstract class RunOwners extends KeptLines {
  @Test
  void a_run_whose_process_lives_is_not_taken_over() throws Exception {
    try (RunLog log = begin("r1")) {
      assertFree(log, intent("b1", ref(1)));
      assertThatThrownBy(() -> takeOver("r1"))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("used by another process");
      assertThatThrownBy(() -> open().resume()).isInstanceOf(JournalException.class);
      assertFree(log, intent("b2", ref(2)));
    }
  }

  @Test
  void of_many_that_take_a_run_over_at_once_one_does() throws Exception {
    killedInTheMidstOf("r1");
    pass(SURELY_DEAD);
    List<RunLog> had = new ArrayList<>();
    for (Optional<RunLog> one : atOnce(6, number -> () -> attempt(() -> takeOver("r1")))) {
      one.ifPresent(had::add);
    }
    assertThat(had).hasSize(1);
    assertFree(had.get(0), intent("b2", ref(2)));
    had.get(0).close();
  }

  @Test
  void a_process_that_was_replaced_sends_and_writes_nothing_more() throws Exception {
    RunLog old = begin("r1");
    assertFree(old, intent("b1", ref(1)));
    kill(old);
    pass(SURELY_DEAD);
    try (RunLog owner = takeOver("r1")) {
      assertThatThrownBy(() -> old.intend(intent("b2", ref(2))))
          .isInstanceOf(JournalException.class);
      assertThatThrownBy(old::checkOwner).isInstanceOf(JournalException.class);
      assertThatThrownBy(
              () -> {
                old.note(accepted("b1"));
                old.close();
              })
          .isInstanceOf(JournalException.class);
      assertFree(owner, intent("b3", ref(3)));
    }
    pass(SURELY_DEAD);
    try (RunLog last = takeOver("r1")) {
      assertThat(intents(last.history()))
          .containsExactly(intent("b1", ref(1)), intent("b3", ref(3)));
      assertThat(last.history()).doesNotContain(accepted("b1"));
    }
  }

  @Test
  void a_run_that_was_taken_over_and_killed_again_is_taken_over_again() throws Exception {
    killedInTheMidstOf("r1");
    for (int i = 2; i < 5; i++) {
      pass(SURELY_DEAD);
      RunLog log = takeOver("r1");
      assertThat(intents(log.history())).hasSize(i - 1);
      assertFree(log, intent("b" + i, ref(2)));
      kill(log);
    }
  }

  @Test
  void a_dead_run_holds_its_instances_until_looks_must_show_what_it_did() throws Exception {
    killedInTheMidstOf("r1");
    try (RunLog second = begin("r2")) {
      assertThat(second.intend(intent("b1", ref(1)))).hasSize(1);
      pass(DELAY.plus(LAG));
      assertThat(second.intend(intent("b2", ref(1)))).hasSize(1);
      pass(Duration.ofMinutes(2));
      assertFree(second, intent("b3", ref(1)));
      note(second, accepted("b3"));
    }
    try (RunLog read = takeOver("r2")) {
      assertThat(read.history())
          .anySatisfy(
              entry ->
                  assertThat(entry)
                      .isEqualTo(new JournalEntry.AdoptedClaims(NOW, "r1", List.of(ref(1)))));
    }
  }

  @Test
  void an_instance_that_was_adopted_is_the_new_owners_and_nobody_elses() throws Exception {
    killedInTheMidstOf("r1");
    try (RunLog second = begin("r2");
        RunLog third = begin("r3")) {
      // Seen by both, and then no more.
      second.intend(intent("b1", ref(1)));
      third.intend(intent("b1", ref(1)));
      pass(SURELY_DEAD.plusMinutes(1));
      assertFree(second, intent("b2", ref(1)));
      assertThat(claim(third, intent("b2", ref(1))).run()).isEqualTo("r2");
    }
  }

  @Test
  void an_owner_that_slept_sends_nothing_more_once_its_call_was_adopted() throws Exception {
    RunLog asleep = begin("r1");
    assertFree(asleep, intent("b1", ref(1)));
    kill(asleep);
    try (RunLog second = begin("r2")) {
      // Seen, and then no more.
      second.intend(intent("b1", ref(1)));
      pass(SURELY_DEAD.plusMinutes(1));
      assertFree(second, intent("b2", ref(1)));
      assertThatThrownBy(() -> asleep.intend(intent("b2", ref(2))))
          .isInstanceOf(JournalException.class);
      assertThatThrownBy(asleep::checkOwner).isInstanceOf(JournalException.class);
      second.checkOwner();
    }
  }
}
