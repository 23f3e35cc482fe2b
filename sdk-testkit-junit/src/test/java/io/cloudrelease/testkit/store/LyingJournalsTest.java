package io.cloudrelease.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract of stores, held to journals that lie: each is the one in files but for one thing.
 * The test that has to go red for a lie stands beside it.
 */
class LyingJournalsTest {
  @TempDir Path temporary;

  enum Lie {
    ANOTHER_REQUEST_IS_KEPT("a_run_killed_between_intent_and_send_is_found_with_its_intent") {
      @Override
      JournalEntry.RunStarted first(JournalEntry.RunStarted s) {
        ReleaseInstancesRequest other =
            ReleaseInstancesRequest.builder()
                .instances(s.request().instances())
                .goal(Goal.DESTROY)
                .collateral(Collateral.RELEASE)
                .build();
        return with(s, other, s.accounts(), s.fromPlan(), s.planned(), s.accountIds());
      }
    },
    KEYS_PLANS_AND_ACCOUNTS_ARE_LOST("every_kind_of_entry_is_read_back_with_all_that_it_says") {
      @Override
      JournalEntry.RunStarted first(JournalEntry.RunStarted s) {
        return with(s, s.request(), Map.of(), false, Map.of(), Map.of());
      }
    },
    WHAT_IS_FOR_PEOPLE_IS_LOST("every_kind_of_entry_is_read_back_with_all_that_it_says") {
      @Override
      void note(RunLog log, JournalEntry entry) throws JournalException {
        if (!(entry instanceof JournalEntry.GuardDecision
            || entry instanceof JournalEntry.RunResumed)) {
          log.note(entry);
        }
      }
    },
    REFUSALS_SAY_NOTHING("every_kind_of_entry_is_read_back_with_all_that_it_says") {
      @Override
      void note(RunLog log, JournalEntry entry) throws JournalException {
        log.note(entry instanceof JournalEntry.BatchOutcome outcome ? bare(outcome) : entry);
      }
    },
    CHARACTERS_OF_FOUR_BYTES_ARE_REFUSED("every_kind_of_entry_is_read_back_with_all_that_it_says") {
      @Override
      void note(RunLog log, JournalEntry entry) throws JournalException {
        refuseIf(entry.toJson().chars().anyMatch(c -> Character.isSurrogate((char) c)));
        log.note(entry);
      }
    },
    LONG_LINES_ARE_REFUSED("a_call_of_a_hundred_with_long_names_is_kept_whole_and_holds_each") {
      @Override
      Map<InstanceRef, Claim> intend(RunLog log, JournalEntry.BatchIntent intent)
          throws JournalException {
        refuseIf(intent.toJson().length() > 4000);
        return log.intend(intent);
      }
    },
    TEN_OF_A_CALL_ARE_KEPT("a_call_of_a_hundred_with_long_names_is_kept_whole_and_holds_each") {
      @Override
      Map<InstanceRef, Claim> intend(RunLog log, JournalEntry.BatchIntent intent)
          throws JournalException {
        return log.intend(intent.instances().size() > 10 ? ofTen(intent) : intent);
      }
    },
    THE_SECOND_THREAD_WRITES_NOTHING("many_threads_write_to_one_log_and_each_line_is_kept") {
      private final AtomicInteger inside = new AtomicInteger();

      @Override
      Map<InstanceRef, Claim> intend(RunLog log, JournalEntry.BatchIntent intent)
          throws JournalException {
        try {
          if (inside.incrementAndGet() > 1) {
            return Map.of();
          }
          LockSupport.parkNanos(200_000);
          return log.intend(intent);
        } finally {
          inside.decrementAndGet();
        }
      }
    },
    WHAT_MAY_NOT_LEAVE_IS_WRITTEN("a_call_that_may_not_leave_is_not_written") {
      @Override
      Map<InstanceRef, Claim> intend(RunLog log, JournalEntry.BatchIntent intent)
          throws JournalException {
        Map<InstanceRef, Claim> taken = log.intend(intent);
        if (!taken.isEmpty()) {
          log.note(intent);
        }
        return taken;
      }
    };

    private final String red;

    Lie(String red) {
      this.red = red;
    }

    JournalEntry.RunStarted first(JournalEntry.RunStarted started) {
      return started;
    }

    Map<InstanceRef, Claim> intend(RunLog log, JournalEntry.BatchIntent intent)
        throws JournalException {
      return log.intend(intent);
    }

    void note(RunLog log, JournalEntry entry) throws JournalException {
      log.note(entry);
    }
  }

  private static JournalEntry.RunStarted with(
      JournalEntry.RunStarted started,
      ReleaseInstancesRequest request,
      Map<String, String> accounts,
      boolean fromPlan,
      Map<InstanceRef, String> planned,
      Map<String, String> accountIds) {
    return new JournalEntry.RunStarted(
        started.at(),
        started.runId(),
        request,
        accounts,
        fromPlan,
        planned,
        accountIds,
        started.clouds(),
        started.fence());
  }

  private static JournalEntry bare(JournalEntry.BatchOutcome outcome) {
    return new JournalEntry.BatchOutcome(
        outcome.at(),
        outcome.batchId(),
        outcome.kind(),
        outcome.requestIds(),
        outcome.sends(),
        0,
        outcome.answered(),
        List.of(),
        outcome.proves(),
        ReleaseError.of(ErrorCategory.UNKNOWN, "", ""));
  }

  private static JournalEntry.BatchIntent ofTen(JournalEntry.BatchIntent intent) {
    InstanceRef[] ten = intent.instances().subList(0, 10).toArray(InstanceRef[]::new);
    return FullLines.intent(intent.batchId(), ten);
  }

  private static void refuseIf(boolean unfit) throws JournalException {
    if (unfit) {
      throw new JournalException("the column does not take that", "");
    }
  }

  private record LyingJournal(Lie lie, ReleaseJournal inner) implements ReleaseJournal {
    @Override
    public RunLog begin(JournalEntry.RunStarted started) throws JournalException {
      return new LyingLog(lie, inner.begin(lie.first(started)));
    }

    @Override
    public RunLog resume() throws JournalException {
      return new LyingLog(lie, inner.resume());
    }
  }

  private record LyingLog(Lie lie, RunLog inner) implements RunLog {
    @Override
    public List<JournalEntry> history() {
      return inner.history();
    }

    @Override
    public Map<InstanceRef, Claim> intend(JournalEntry.BatchIntent intent) throws JournalException {
      return lie.intend(inner, intent);
    }

    @Override
    public void checkOwner() throws JournalException {
      inner.checkOwner();
    }

    @Override
    public void note(JournalEntry entry) throws JournalException {
      lie.note(inner, entry);
    }

    @Override
    public void close() throws JournalException {
      inner.close();
    }
  }

  private static final class LyingStore extends FileJournalStoreTest {
    private final Lie lie;

    LyingStore(Lie lie, Path temporary) {
      this.lie = lie;
      this.temporary = temporary;
    }

    @Override
    protected ReleaseJournal open() {
      return new LyingJournal(lie, super.open());
    }

    @Override
    protected ReleaseJournal open(String runId) {
      return new LyingJournal(lie, super.open(runId));
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_contract_notices(Lie lie) throws ReflectiveOperationException {
    assertThat(failure(new LyingStore(lie, temporary), named(lie.red))).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void without_the_lie_it_is_green(Lie lie) throws ReflectiveOperationException {
    FileJournalStoreTest honest = new FileJournalStoreTest();
    honest.temporary = temporary;
    assertThat(failure(honest, named(lie.red))).isEmpty();
  }

  private static Method named(String test) {
    Class<?> contract = StoreContract.class;
    while (contract != Object.class) {
      for (Method method : contract.getDeclaredMethods()) {
        if (method.getName().equals(test)) {
          return method;
        }
      }
      contract = contract.getSuperclass();
    }
    throw new IllegalArgumentException(test);
  }

  private static Optional<Throwable> failure(StoreContract store, Method test)
      throws IllegalAccessException {
    try {
      test.setAccessible(true);
      test.invoke(store);
      return Optional.empty();
    } catch (InvocationTargetException red) {
      return Optional.of(red.getCause());
    }
  }
}
