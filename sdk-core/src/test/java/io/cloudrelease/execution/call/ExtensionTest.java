package io.cloudrelease.execution.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.execution.call.Extension.BrokenException;
import java.util.ArrayList;
import java.util.List;
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
