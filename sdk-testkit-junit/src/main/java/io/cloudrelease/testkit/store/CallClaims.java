package io.cloudrelease.testkit.store;

import static io.cloudrelease.testkit.store.StoreLines.LAG;
import static io.cloudrelease.testkit.store.StoreLines.NOW;
import static io.cloudrelease.testkit.store.StoreLines.accepted;
import static io.cloudrelease.testkit.store.StoreLines.ended;
import static io.cloudrelease.testkit.store.StoreLines.harmless;
import static io.cloudrelease.testkit.store.StoreLines.intent;
import static io.cloudrelease.testkit.store.StoreLines.notSent;
import static io.cloudrelease.testkit.store.StoreLines.ref;
import static io.cloudrelease.testkit.store.StoreLines.refused;
import static io.cloudrelease.testkit.store.StoreLines.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** No two runs have one instance in flight. */
abstract class CallClaims extends RunOwners {
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
  void a_call_that_may_not_leave_is_not_written() throws Exception {
    try (RunLog first = begin("r1")) {
      RunLog second = begin("r2");
      assertFree(first, intent("b1", ref(1)));
      assertThat(second.intend(intent("b1", ref(1), ref(2)))).isNotEmpty();
      kill(second);
      pass(SURELY_DEAD);
      try (RunLog read = takeOver("r2")) {
        assertThat(read.history()).hasSize(1);
      }
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
}
