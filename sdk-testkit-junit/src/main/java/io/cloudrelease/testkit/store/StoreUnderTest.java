package io.cloudrelease.testkit.store;

import static io.cloudrelease.testkit.store.StoreLines.DELAY;
import static io.cloudrelease.testkit.store.StoreLines.LAG;
import static io.cloudrelease.testkit.store.StoreLines.NOW;
import static io.cloudrelease.testkit.store.StoreLines.intent;
import static io.cloudrelease.testkit.store.StoreLines.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.ClaimRule;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.InstanceRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How a store is opened, dies and sees time pass, and what the tests of it have in common. */
abstract class StoreUnderTest {
  /** A dead owner must have been silent for that long, whatever the store. */
  static final Duration SURELY_DEAD = DELAY.plus(LAG).plusMinutes(1);

  static final Duration OLDEST_LOOK = ClaimRule.OLDEST_LOOK;

  /** The same id where no such instance is, and another instance that has it on another cloud. */
  static final InstanceRef ELSEWHERE = InstanceRef.of("prod", "ap-shanghai", "ins-1");

  static final InstanceRef OF_ANOTHER_CLOUD = InstanceRef.of("metal", "ins-1");

  static final List<InstanceRef> ALL =
      List.of(ref(1), ref(2), ref(3), ref("under-another-name", 1), ELSEWHERE, OF_ANOTHER_CLOUD);

  /** The store as one more process opens it. */
  protected abstract ReleaseJournal open() throws Exception;

  /** The same, to resume that run, or to read it where it ended. */
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

  RunLog begin(String run) throws Exception {
    return open().begin(StoreLines.run(run, NOW, ALL));
  }

  void note(RunLog log, JournalEntry entry) throws Exception {
    log.note(entry);
    settle(log);
  }

  static void assertFree(RunLog log, JournalEntry.BatchIntent intent) throws Exception {
    assertThat(log.intend(intent)).isEmpty();
    log.checkOwner();
  }

  static Claim claim(RunLog log, JournalEntry.BatchIntent intent) throws Exception {
    return log.intend(intent).values().iterator().next();
  }

  /** A run that sent the first instance and was killed before it knew what became of it. */
  void killedInTheMidstOf(String run) throws Exception {
    RunLog log = begin(run);
    assertFree(log, intent("b1", ref(1)));
    kill(log);
  }

  RunLog takeOver(String run) throws Exception {
    return open(run).resume();
  }

  static List<JournalEntry> intents(List<JournalEntry> history) {
    return history.stream().filter(JournalEntry.BatchIntent.class::isInstance).toList();
  }

  /** Whatever owner a store says wrote the first. */
  static List<String> texts(List<JournalEntry> history) {
    List<String> texts = new ArrayList<>();
    for (JournalEntry entry : history) {
      texts.add(
          entry instanceof JournalEntry.RunStarted started
              ? withoutFence(started).toJson()
              : entry.toJson());
    }
    return texts;
  }

  private static JournalEntry withoutFence(JournalEntry.RunStarted started) {
    return new JournalEntry.RunStarted(
        started.at(),
        started.runId(),
        started.request(),
        started.accounts(),
        started.fromPlan(),
        started.planned(),
        started.accountIds(),
        started.clouds(),
        OptionalLong.empty());
  }

  interface Numbered<T> {
    Callable<Optional<T>> of(int number);
  }

  static <T> Optional<T> attempt(Callable<T> work) throws Exception {
    try {
      return Optional.of(work.call());
    } catch (JournalException refused) {
      return Optional.empty();
    }
  }

  static <T> List<Optional<T>> atOnce(int many, Numbered<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(many);
    CyclicBarrier start = new CyclicBarrier(many);
    try {
      List<Callable<Optional<T>>> all = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        Callable<Optional<T>> one = work.of(i);
        all.add(
            () -> {
              start.await();
              return one.call();
            });
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
