package io.cloudrelease.testkit.store;

import static io.cloudrelease.testkit.store.StoreLines.CLOUD;
import static io.cloudrelease.testkit.store.StoreLines.DELAY;
import static io.cloudrelease.testkit.store.StoreLines.LAG;
import static io.cloudrelease.testkit.store.StoreLines.NOW;
import static io.cloudrelease.testkit.store.StoreLines.accepted;
import static io.cloudrelease.testkit.store.StoreLines.ended;
import static io.cloudrelease.testkit.store.StoreLines.harmless;
import static io.cloudrelease.testkit.store.StoreLines.intent;
import static io.cloudrelease.testkit.store.StoreLines.notSent;
import static io.cloudrelease.testkit.store.StoreLines.ref;
import static io.cloudrelease.testkit.store.StoreLines.unanswered;
import static io.cloudrelease.testkit.store.StoreLines.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What was sent, and what was seen leaving, holds others back until looks must show it. */
abstract class LateLooks extends CallClaims {
  @Test
  void what_was_accepted_is_free_once_no_look_can_be_behind_it() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", ref(1)));
      note(first, accepted("b1"));
      assertThat(claim(second, intent("b1", ref(1))).freeIn()).isPresent();
      pass(LAG.plus(OLDEST_LOOK).minusSeconds(5));
      assertThat(claim(second, intent("b2", ref(1))).freeIn()).isPresent();
      pass(Duration.ofSeconds(6));
      assertFree(second, intent("b3", ref(1)));
    }
  }

  @Test
  void what_got_no_answer_is_free_once_it_cannot_be_carried_out_any_more() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", ref(1)));
      note(first, unanswered("b1"));
      assertThat(second.intend(intent("b1", ref(1)))).hasSize(1);
      pass(DELAY.plus(LAG).plus(OLDEST_LOOK).minusSeconds(5));
      assertThat(second.intend(intent("b2", ref(1)))).hasSize(1);
      pass(Duration.ofSeconds(6));
      assertFree(second, intent("b3", ref(1)));
    }
  }

  @Test
  void a_look_from_before_that_time_does_not_count_after_it() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", ref(1)));
      note(first, accepted("b1"));
      assertThat(second.intend(intent("b1", ref(1)))).hasSize(1);
      pass(LAG.plusSeconds(40));
      Duration old = Duration.ofSeconds(90);
      assertThat(second.intend(intent("b2", CLOUD, true, NOW, old, ref(1)))).hasSize(1);
      assertFree(second, intent("b3", ref(1)));
    }
  }

  @Test
  void a_call_that_cannot_go_too_far_waits_only_while_another_is_open() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, harmless("b1", ref(1)));
      assertThat(second.intend(harmless("b1", ref(1)))).hasSize(1);
      note(first, unanswered("b1"));
      assertFree(second, harmless("b2", ref(1)));
    }
  }

  @Test
  void verdicts_leave_what_the_rule_says() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", ref(1), ref(2), ref(3)));
      note(first, accepted("b1"));
      note(first, verdict(ref(1), Verdict.RELEASED));
      note(first, verdict(ref(2), Verdict.RECYCLED));
      note(first, verdict(ref(3), Verdict.UNKNOWN));
      assertFree(second, intent("b1", ref(1)));
      assertThat(second.intend(intent("b2", ref(2)))).hasSize(1);
      assertThat(second.intend(intent("b3", ref(3)))).hasSize(1);
      pass(LAG.plus(OLDEST_LOOK).plusSeconds(1));
      assertFree(second, intent("b4", ref(2), ref(3)));
    }
  }

  @Test
  void what_another_run_left_outlives_the_verdict_of_one_that_followed() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2");
        RunLog third = begin("r3")) {
      assertFree(first, intent("b1", ref(1)));
      note(first, unanswered("b1"));
      // A step that cannot go too far need not wait for the first one.
      assertFree(second, harmless("b1", ref(1)));
      note(second, accepted("b1"));
      note(second, verdict(ref(1), Verdict.REJECTED));
      assertThat(third.intend(intent("b1", ref(1)))).hasSize(1);
    }
  }

  /** Moved by other hands: no call of any run named it. */
  @Test
  void what_a_run_saw_leaving_or_in_a_bin_holds_others_back() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      note(first, verdict(ref(1), Verdict.ALREADY_DONE, LifecyclePhase.RECYCLED));
      note(first, verdict(ref(2), Verdict.UNKNOWN, LifecyclePhase.LEAVING));
      note(first, verdict(ref(3), Verdict.NOT_SENT, LifecyclePhase.STABLE));
      assertThat(second.intend(intent("b1", ref(1), ref(2), ref(3))))
          .containsOnlyKeys(ref(1), ref(2));
      assertFree(second, intent("b2", "another-cloud", true, NOW, Duration.ZERO, ref(1)));
      assertFree(second, harmless("b3", ref(2)));
      note(second, notSent("b3"));
      note(first, ended());
      pass(LAG.plus(OLDEST_LOOK).minusSeconds(5));
      Claim claim = claim(second, intent("b4", ref(1)));
      assertThat(claim.run()).isEqualTo("r1");
      assertThat(claim.freeIn()).isPresent();
      pass(Duration.ofSeconds(6));
      assertFree(second, intent("b5", ref(1), ref(2), ref(3)));
    }
  }

  @Test
  void what_a_run_saw_leaving_holds_back_one_that_had_a_call_of_its_own_open() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(second, intent("b1", ref(1)));
      note(first, verdict(ref(1), Verdict.ALREADY_DONE, LifecyclePhase.RECYCLED));
      note(second, notSent("b1"));
      assertThat(claim(second, intent("b2", ref(1))).run()).isEqualTo("r1");
      pass(LAG.plus(OLDEST_LOOK).plusSeconds(1));
      assertFree(second, intent("b3", ref(1)));
    }
  }

  @Test
  void what_a_run_saw_leaving_counts_anew_beside_what_it_sent() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", ref(1)));
      note(first, accepted("b1"));
      assertFree(first, intent("b2", ref(2)));
      note(first, unanswered("b2"));
      assertThat(second.intend(intent("b0", ref(1), ref(2)))).hasSize(2);
      pass(DELAY.plus(LAG).plus(OLDEST_LOOK).plusSeconds(1));
      // By now the first one is another run's.
      assertFree(second, intent("b1", ref(1)));
      note(second, notSent("b1"));
      note(first, verdict(ref(1), Verdict.UNKNOWN, LifecyclePhase.LEAVING));
      note(first, verdict(ref(2), Verdict.UNKNOWN, LifecyclePhase.LEAVING));
      assertThat(second.intend(intent("b2", ref(1), ref(2)))).containsOnlyKeys(ref(1), ref(2));
      pass(LAG.plus(OLDEST_LOOK).plusSeconds(1));
      assertThat(second.intend(intent("b3", ref(1), ref(2)))).containsOnlyKeys(ref(2));
      pass(DELAY);
      assertFree(second, intent("b4", ref(1), ref(2)));
    }
  }

  @Test
  void a_run_that_ends_with_an_open_call_leaves_it_in_doubt() throws Exception {
    try (RunLog second = begin("r2")) {
      try (RunLog first = begin("r1")) {
        assertFree(first, intent("b1", ref(1)));
        first.note(ended());
      }
      assertThat(claim(second, intent("b1", ref(1))).freeIn()).isPresent();
      assertFree(second, harmless("b2", ref(1)));
    }
  }

  @Test
  void stamps_of_machines_whose_clocks_differ_free_nothing_and_hold_nothing() throws Exception {
    Instant ahead = NOW.plus(Duration.ofMinutes(10));
    try (RunLog first = open().begin(StoreLines.run("r1", ahead, ALL));
        RunLog second = open().begin(StoreLines.run("r2", NOW, ALL))) {
      assertFree(first, intent("b1", CLOUD, true, ahead, Duration.ZERO, ref(1)));
      note(first, accepted("b1"));
      assertThat(second.intend(intent("b1", ref(1)))).hasSize(1);
      assertFree(second, intent("b2", ref(2)));
      note(second, accepted("b2"));
      assertThat(first.intend(intent("b2", CLOUD, true, ahead, Duration.ZERO, ref(2)))).hasSize(1);
      pass(LAG.plus(OLDEST_LOOK).plusSeconds(1));
      assertFree(second, intent("b3", ref(1)));
      assertFree(first, intent("b3", CLOUD, true, ahead, Duration.ZERO, ref(2)));
    }
  }
}
