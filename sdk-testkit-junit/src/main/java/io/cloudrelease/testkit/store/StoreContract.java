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
import static io.cloudrelease.testkit.store.StoreLines.refused;
import static io.cloudrelease.testkit.store.StoreLines.unanswered;
import static io.cloudrelease.testkit.store.StoreLines.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.ClaimRule;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a store of journals has to keep, whatever it is made of: so that a killed run can be
 * completed truly, and no two runs, wherever they are, step one instance twice. Extend it in a test
 * and say how the store is opened, how a process of it dies, and how time passes for it.
 *
 * <p>Each test begins with an empty store.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class StoreContract {
  /** A dead owner must have been silent for that long, whatever the store. */
  private static final Duration SURELY_DEAD = DELAY.plus(LAG).plusMinutes(1);

  private static final Duration OLDEST_LOOK = ClaimRule.OLDEST_LOOK;

  /** The same id where no such instance is, and another instance that has it on another cloud. */
  private static final InstanceRef ELSEWHERE = InstanceRef.of("prod", "ap-shanghai", "ins-1");

  private static final InstanceRef OF_ANOTHER_CLOUD = InstanceRef.of("metal", "ins-1");

  private static final List<InstanceRef> ALL =
      List.of(ref(1), ref(2), ref(3), ref("under-another-name", 1), ELSEWHERE, OF_ANOTHER_CLOUD);

  /** The store as one more process opens it. */
  protected abstract ReleaseJournal open() throws Exception;

  /** The same, to resume that run. */
  protected abstract ReleaseJournal open(String runId) throws Exception;

  /**
   * Kills the process that has this log open: what it did not make durable may be lost, and it lets
   * go of nothing that its death does not let go of.
   */
  protected abstract void kill(RunLog log) throws Exception;

  /** Lets time pass for all that live, and for whatever the store measures it by. */
  protected abstract void pass(Duration time) throws Exception;

  /** Leaves behind what a process leaves that dies while it writes a line of that run. */
  protected abstract void tear(String runId) throws Exception;

  /** Changes one character of a line, as somebody would who has the rights; lines count from 1. */
  protected abstract void change(String runId, int line) throws Exception;

  /** Removes a line. */
  protected abstract void remove(String runId, int line) throws Exception;

  /**
   * The next line is written, or is not, and no answer of that comes.
   *
   * @return false when that cannot happen to this store: then nothing is asked of it
   */
  protected boolean loseNextAnswer(RunLog log, boolean written) throws Exception {
    return false;
  }

  /** Waits until what was noted is kept, where a store does that a moment later. */
  protected void settle(RunLog log) throws Exception {}

  private RunLog begin(String run) throws Exception {
    return open().begin(StoreLines.run(run, NOW, ALL));
  }

  private void note(RunLog log, JournalEntry entry) throws Exception {
    log.note(entry);
    settle(log);
  }

  private static void assertFree(RunLog log, JournalEntry.BatchIntent intent) throws Exception {
    assertThat(log.intend(intent)).isEmpty();
    log.checkOwner();
  }

  private static Claim claim(RunLog log, JournalEntry.BatchIntent intent) throws Exception {
    return log.intend(intent).values().iterator().next();
  }

  /** A run that sent the first instance and was killed before it knew what became of it. */
  private void killedInTheMidstOf(String run) throws Exception {
    RunLog log = begin(run);
    assertFree(log, intent("b1", ref(1)));
    kill(log);
  }

  private RunLog takeOver(String run) throws Exception {
    return open(run).resume();
  }

  private static List<JournalEntry> intents(List<JournalEntry> history) {
    return history.stream().filter(JournalEntry.BatchIntent.class::isInstance).toList();
  }

  private static List<String> texts(List<JournalEntry> history) {
    List<String> texts = new ArrayList<>();
    history.forEach(entry -> texts.add(entry.toJson()));
    return texts;
  }

  // ---- killed ----

  @Test
  void a_run_killed_between_intent_and_send_is_found_with_its_intent() throws Exception {
    killedInTheMidstOf("r1");
    pass(SURELY_DEAD);
    try (RunLog log = open().resume()) {
      assertThat(log.history()).hasSize(2);
      assertThat(log.history().get(0)).isInstanceOf(JournalEntry.RunStarted.class);
      assertThat(log.history().get(1)).isEqualTo(intent("b1", ref(1)));
    }
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

  // ---- take-over ----

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

  // ---- two runs on one instance ----

  @Test
  void what_one_run_sends_no_other_sends_until_it_knows_that_nothing_left() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", ref(1)));
      assertThat(second.intend(harmless("b1", ref(1), ref(2)))).containsOnlyKeys(ref(1));
      Claim claim = claim(second, intent("b2", ref(1)));
      assertThat(claim.run()).isEqualTo("r1");
      assertThat(claim.freeIn()).isEmpty();
      note(first, notSent("b1"));
      assertFree(second, intent("b3", ref(1)));
    }
  }

  @Test
  void a_call_of_which_one_instance_is_anothers_takes_none_of_the_others() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2");
        RunLog third = begin("r3")) {
      assertFree(first, intent("b1", ref(2)));
      assertThat(second.intend(intent("b1", ref(1), ref(2), ref(3)))).containsOnlyKeys(ref(2));
      assertFree(third, intent("b1", ref(1), ref(3)));
    }
  }

  @Test
  void a_live_run_holds_back_however_long_it_takes() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", ref(1)));
      pass(Duration.ofHours(20));
      assertThat(claim(second, intent("b1", ref(1))).freeIn()).isEmpty();
      assertThat(second.intend(harmless("b2", ref(1)))).isNotEmpty();
    }
  }

  @Test
  void an_instance_is_the_same_under_whichever_account_and_another_in_another_cloud()
      throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", ref(1)));
      assertThat(second.intend(intent("b1", ref("under-another-name", 1)))).hasSize(1);
      assertFree(second, intent("b2", "another-cloud", true, NOW, Duration.ZERO, ref(1)));
      assertThat(second.intend(intent("b3", "", true, NOW, Duration.ZERO, ref(1)))).hasSize(1);
    }
  }

  @Test
  void of_many_runs_that_send_the_same_instances_at_once_each_has_its_own() throws Exception {
    List<InstanceRef> refs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      refs.add(ref(100 + i));
    }
    Map<InstanceRef, String> senders = new ConcurrentHashMap<>();
    List<String> twice = new CopyOnWriteArrayList<>();
    atOnce(
        4,
        number ->
            () -> {
              String run = "r" + number;
              try (RunLog log = open().begin(StoreLines.run(run, NOW, refs))) {
                for (int call = 0; call < 20; call++) {
                  // Calls overlap, and each run begins elsewhere.
                  int at = (call * 2 + number * 9) % (refs.size() - 2);
                  InstanceRef[] batch = refs.subList(at, at + 3).toArray(InstanceRef[]::new);
                  if (log.intend(intent("b" + call, batch)).isEmpty()) {
                    for (InstanceRef ref : batch) {
                      String other = senders.putIfAbsent(ref, run);
                      if (other != null && !other.equals(run)) {
                        twice.add(ref + " by " + other + " and " + run);
                      }
                    }
                    log.note(accepted("b" + call));
                  }
                }
                log.note(ended());
              }
              return Optional.empty();
            });
    assertThat(twice).isEmpty();
    assertThat(senders.keySet()).hasSizeGreaterThan(refs.size() / 2);
  }

  @Test
  void of_many_that_follow_a_run_that_ended_one_has_its_instance() throws Exception {
    for (int round = 0; round < 6; round++) {
      InstanceRef ref = ref(200 + round);
      RunLog ended = open().begin(StoreLines.run("ended-" + round, NOW, List.of(ref)));
      assertFree(ended, intent("b1", ref));
      note(ended, accepted("b1"));
      note(ended, ended());
      ended.close();
      List<RunLog> waiting = new ArrayList<>();
      for (int number = 0; number < 4; number++) {
        String run = "waiting-" + round + "-" + number;
        RunLog log = open().begin(StoreLines.run(run, NOW, List.of(ref)));
        assertThat(log.intend(intent("b1", ref))).hasSize(1);
        waiting.add(log);
      }
      pass(LAG.plus(OLDEST_LOOK).plusSeconds(1));
      List<Optional<Integer>> had =
          atOnce(
              4,
              number ->
                  () ->
                      waiting.get(number).intend(intent("b2", ref)).isEmpty()
                          ? Optional.of(number)
                          : Optional.empty());
      assertThat(had.stream().flatMap(Optional::stream)).hasSize(1);
      for (RunLog log : waiting) {
        log.note(ended());
        log.close();
      }
    }
  }

  // ---- looks that are behind ----

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

  // ---- one id in several places ----

  @Test
  void a_verdict_on_the_same_id_elsewhere_frees_nothing() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", ref(1)));
      note(first, accepted("b1"));
      note(first, verdict(ref(1), Verdict.ACCEPTED));
      note(first, verdict(ELSEWHERE, Verdict.NOT_SENT));
      note(first, verdict(OF_ANOTHER_CLOUD, Verdict.NOT_SENT));
      assertThat(claim(second, intent("b1", ref(1))).run()).isEqualTo("r1");
    }
  }

  @Test
  void a_verdict_on_the_same_id_elsewhere_that_was_called_too_frees_nothing() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", ref(1)));
      note(first, accepted("b1"));
      assertFree(first, harmless("b2", ELSEWHERE));
      note(first, refused("b2"));
      note(first, verdict(ELSEWHERE, Verdict.REJECTED));
      assertThat(claim(second, intent("b1", ref(1))).run()).isEqualTo("r1");
    }
  }

  @Test
  void a_verdict_on_the_same_id_elsewhere_ends_no_call_that_is_under_way() throws Exception {
    try (RunLog first = begin("r1");
        RunLog second = begin("r2")) {
      assertFree(first, intent("b1", ref(1)));
      assertFree(first, harmless("b2", ELSEWHERE));
      note(first, refused("b2"));
      note(first, verdict(ELSEWHERE, Verdict.REJECTED));
      assertFree(first, intent("b3", "another-cloud", false, NOW, Duration.ZERO, OF_ANOTHER_CLOUD));
      note(first, refused("b3"));
      note(first, verdict(OF_ANOTHER_CLOUD, Verdict.REJECTED));
      assertThat(claim(second, harmless("b1", ref(1))).freeIn()).isEmpty();
      note(first, accepted("b1"));
      assertFree(second, harmless("b2", ref(1)));
    }
  }

  // ---- dead runs ----

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

  // ---- clocks apart ----

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

  // ---- lost answers, torn ends, damage ----

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

  // ---- at once ----

  private interface Numbered<T> {
    Callable<Optional<T>> of(int number);
  }

  private static <T> Optional<T> attempt(Callable<T> work) throws Exception {
    try {
      return Optional.of(work.call());
    } catch (JournalException refused) {
      return Optional.empty();
    }
  }

  private static <T> List<Optional<T>> atOnce(int many, Numbered<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      List<Callable<Optional<T>>> all = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        all.add(work.of(i));
      }
      List<Optional<T>> results = new ArrayList<>();
      for (Future<Optional<T>> one : threads.invokeAll(all)) {
        results.add(one.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
