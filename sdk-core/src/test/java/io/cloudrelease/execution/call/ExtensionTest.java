package io.cloudrelease.execution.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.execution.call.Extension.BrokenException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What strangers wrote is asked, and may throw whatever it likes. */
class ExtensionTest {
  @Test
  void its_answer_comes_back_and_it_is_told_what_it_is_told() {
    List<String> heard = new ArrayList<>();
    assertThat(Extension.ask(() -> "yes")).isEqualTo("yes");
    Extension.tell(() -> heard.add("news"));
    assertThat(heard).containsExactly("news");
  }

  @Test
  void whatever_it_throws_comes_back_as_one_exception_that_names_its_class_only() {
    for (Throwable thrown :
        List.of(new IllegalStateException("c4n4ry"), new StackOverflowError("c4n4ry"))) {
      assertThatThrownBy(() -> Extension.tell(() -> sneak(thrown)))
          .isInstanceOf(BrokenException.class)
          .hasMessage(thrown.getClass().getName())
          .hasCause(thrown);
    }
    assertThatThrownBy(() -> Extension.ask(() -> nothing())).isInstanceOf(BrokenException.class);
  }

  @Test
  void an_interrupt_that_comes_meanwhile_stays_and_does_not_cost_the_answer() {
    String answer =
        Extension.ask(
            () -> {
              Thread.currentThread().interrupt();
              return "yes";
            });
    assertThat(answer).isEqualTo("yes");
    assertThat(Thread.interrupted()).isTrue();
    Extension.ask(() -> "no");
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void an_interrupt_that_comes_before_it_throws_stays_as_well() {
    assertThatThrownBy(
            () ->
                Extension.tell(
                    () -> {
                      Thread.currentThread().interrupt();
                      throw new IllegalStateException("c4n4ry");
                    }))
        .isInstanceOf(BrokenException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Asked elsewhere; each look at it meets one of these, and the last one from then on. */
  private static FutureTask<String> elsewhere(List<Exception> meets, List<Boolean> cancelled) {
    Iterator<Exception> next = meets.iterator();
    return new FutureTask<>(() -> "yes") {
      @Override
      public String get(long time, TimeUnit unit)
          throws InterruptedException, ExecutionException, TimeoutException {
        Exception met = next.hasNext() ? next.next() : null;
        if (met instanceof TimeoutException slow) {
          throw slow;
        } else if (met instanceof ExecutionException broken) {
          throw broken;
        } else if (met instanceof InterruptedException stopped) {
          throw stopped;
        }
        return "yes";
      }

      @Override
      public boolean cancel(boolean interrupting) {
        cancelled.add(interrupting);
        return super.cancel(interrupting);
      }
    };
  }

  private static List<Exception> late(int times) {
    return Collections.nCopies(times, new TimeoutException());
  }

  @Test
  void while_the_run_goes_on_an_answer_from_elsewhere_is_waited_for() {
    List<Boolean> cancelled = new ArrayList<>();
    assertThat(Extension.await(elsewhere(late(1000), cancelled), () -> false)).isEqualTo("yes");
    assertThat(cancelled).isEmpty();
  }

  @Test
  void after_the_end_of_the_run_it_is_waited_for_twenty_times_more() {
    List<Boolean> cancelled = new ArrayList<>();
    assertThat(Extension.await(elsewhere(late(20), cancelled), () -> true)).isEqualTo("yes");
    assertThat(cancelled).isEmpty();
    assertThatThrownBy(() -> Extension.await(elsewhere(late(21), cancelled), () -> true))
        .isInstanceOfSatisfying(BrokenException.class, e -> assertThat(e.isSilence()).isTrue());
    assertThat(cancelled).containsExactly(true);
  }

  @Test
  void what_it_throws_elsewhere_is_told_as_if_it_were_thrown_here() {
    IllegalStateException thrown = new IllegalStateException("c4n4ry");
    BrokenException told = new BrokenException(thrown);
    assertThatThrownBy(
            () ->
                Extension.await(
                    elsewhere(List.of(new ExecutionException(told)), new ArrayList<>()),
                    () -> false))
        .isSameAs(told);
    assertThatThrownBy(
            () ->
                Extension.await(
                    elsewhere(List.of(new ExecutionException(thrown)), new ArrayList<>()),
                    () -> false))
        .isInstanceOfSatisfying(BrokenException.class, e -> assertThat(e.isSilence()).isFalse())
        .hasMessageNotContaining("c4n4ry");
  }

  @Test
  void who_is_interrupted_while_waiting_lets_it_go_and_stays_interrupted() {
    List<Boolean> cancelled = new ArrayList<>();
    assertThatThrownBy(
            () ->
                Extension.await(
                    elsewhere(List.of(new InterruptedException()), cancelled), () -> false))
        .isInstanceOf(BrokenException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(cancelled).containsExactly(true);
  }

  private static void sneak(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) thrown;
  }

  @SuppressWarnings("NullAway")
  private static String nothing() {
    return null;
  }
}
