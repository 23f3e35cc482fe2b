package io.cloudrelease.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.pace.BlastBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

@Timeout(60)
class JdbcBudgetTest {
  private static final Instant WHENEVER = Instant.EPOCH;

  private PGSimpleDataSource database;
  private UnsureSource unsure;
  private final List<JdbcStore> stores = new ArrayList<>();

  @BeforeEach
  void make_a_database() throws Exception {
    database = Postgres.schema();
    unsure = new UnsureSource(database);
  }

  @AfterEach
  void close_the_stores() {
    stores.forEach(JdbcStore::close);
  }

  private BlastBudget budget(int most) {
    JdbcStore store = JdbcStore.on(unsure.asDataSource());
    stores.add(store);
    return store.budgetPerHour(most);
  }

  @Test
  void what_one_machine_took_no_other_gets() {
    BlastBudget one = budget(100);
    BlastBudget other = budget(100);
    assertThat(one.take("prod", 70, WHENEVER)).isEqualTo(70);
    assertThat(other.take("prod", 70, WHENEVER)).isEqualTo(30);
    assertThat(one.take("prod", 1, WHENEVER)).isZero();
    assertThat(one.take("another", 70, WHENEVER)).isEqualTo(70);
  }

  @Test
  void what_is_given_back_is_granted_again() {
    BlastBudget one = budget(100);
    BlastBudget other = budget(100);
    one.take("prod", 60, WHENEVER);
    one.take("prod", 40, WHENEVER);
    one.giveBack("prod", 50, WHENEVER);
    assertThat(other.take("prod", 100, WHENEVER)).isEqualTo(50);
    // Only what it took itself.
    one.giveBack("prod", 100, WHENEVER);
    assertThat(other.take("prod", 100, WHENEVER)).isEqualTo(50);
  }

  @Test
  void an_hour_after_it_was_taken_it_is_there_again_by_the_databases_clock() throws Exception {
    BlastBudget budget = budget(100);
    budget.take("prod", 100, WHENEVER);
    Postgres.execute(
        database, "update cloudrelease_charge set charged = charged - interval '59 minutes'");
    assertThat(budget.take("prod", 1, WHENEVER)).isZero();
    Postgres.execute(
        database, "update cloudrelease_charge set charged = charged - interval '2 minutes'");
    assertThat(budget.take("prod", 1, WHENEVER)).isEqualTo(1);
  }

  @Test
  void what_is_given_back_leaves_the_later_charges_in_their_hour() throws Exception {
    BlastBudget budget = budget(100);
    budget.take("prod", 50, WHENEVER);
    Postgres.execute(
        database, "update cloudrelease_charge set charged = charged - interval '13 minutes'");
    budget.take("prod", 50, WHENEVER.plus(Duration.ofMinutes(13)));
    // The first fifty were refused after all.
    budget.giveBack("prod", 50, WHENEVER.plus(Duration.ofMinutes(14)));
    Postgres.execute(
        database, "update cloudrelease_charge set charged = charged - interval '48 minutes'");
    assertThat(budget.take("prod", 100, WHENEVER.plus(Duration.ofMinutes(62)))).isEqualTo(50);
  }

  @Test
  void many_that_take_at_once_never_get_more_than_there_is() throws Exception {
    List<Callable<Integer>> takers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      BlastBudget budget = budget(500);
      takers.add(
          () -> {
            int had = 0;
            for (int j = 0; j < 10; j++) {
              int granted = budget.take("prod", 17, WHENEVER);
              had += granted;
              if (granted == 17 && j % 3 == 0) {
                budget.giveBack("prod", 5, WHENEVER);
                had -= 5;
              }
            }
            return had;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(takers.size());
    int sum = 0;
    for (Future<Integer> had : threads.invokeAll(takers)) {
      sum += had.get();
    }
    threads.shutdown();
    assertThat(sum).isLessThanOrEqualTo(500).isGreaterThan(480);
    assertThat(Postgres.ask(database, "select sum(amount) from cloudrelease_charge"))
        .isEqualTo(Integer.toString(sum));
  }

  @Test
  void a_lost_answer_charges_once() throws Exception {
    BlastBudget budget = budget(100);
    unsure.lose(UnsureSource.Loss.AFTER);
    assertThat(budget.take("prod", 40, WHENEVER)).isEqualTo(40);
    unsure.lose(UnsureSource.Loss.BEFORE);
    assertThat(budget.take("prod", 40, WHENEVER)).isEqualTo(40);
    assertThat(budget.take("prod", 40, WHENEVER)).isEqualTo(20);
  }

  @Test
  void what_cannot_be_given_back_is_waited_for_once_and_stays_charged() throws Exception {
    JdbcStore store =
        JdbcStore.builder(unsure.asDataSource()).patience(Duration.ofMillis(300)).build();
    stores.add(store);
    BlastBudget budget = store.budgetPerHour(100);
    budget.take("prod", 60, WHENEVER);
    budget.take("prod", 40, WHENEVER);
    unsure.down = true;
    assertThatThrownBy(() -> budget.giveBack("prod", 10, WHENEVER))
        .isInstanceOf(IllegalStateException.class);
    // The loop of a run calls this: it does not wait for each instance.
    budget.giveBack("prod", 20, WHENEVER);
    unsure.down = false;
    assertThat(takenOnceItIsBack(budget, 100)).isIn(0, 30);
  }

  @Test
  void a_database_that_is_away_is_waited_for_once() {
    JdbcStore store =
        JdbcStore.builder(unsure.asDataSource()).patience(Duration.ofMillis(300)).build();
    stores.add(store);
    BlastBudget budget = store.budgetPerHour(100);
    unsure.down = true;
    assertThatThrownBy(() -> budget.take("prod", 10, WHENEVER))
        .hasMessageContaining("the store cannot be used");
    assertThatThrownBy(() -> budget.take("prod", 10, WHENEVER))
        .hasMessage("the store did not answer a moment ago");
    unsure.down = false;
    assertThat(takenOnceItIsBack(budget, 10)).isEqualTo(10);
  }

  /** Asks until it is asked again. */
  private static int takenOnceItIsBack(BlastBudget budget, int wanted) {
    while (true) {
      try {
        return budget.take("prod", wanted, WHENEVER);
      } catch (IllegalStateException aMomentAgo) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void what_the_database_cannot_confirm_is_not_granted() throws Exception {
    BlastBudget budget = budget(100);
    BlastBudget none = budget(0);
    Postgres.execute(database, "drop table cloudrelease_charge");
    // A database that answers is not away: what is wrong is told each time.
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> budget.take("prod", 1, WHENEVER))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("a table of the store is missing", "cloudrelease_charge");
    }
    assertThat(none.take("prod", 1, WHENEVER)).isZero();
  }
}
