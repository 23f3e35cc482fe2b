package io.cloudrelease.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EachSeedTest {
  @Test
  void each_is_done_once() {
    List<Long> done = Collections.synchronizedList(new ArrayList<>());
    EachSeed.of(7, 500, 3, done::add);
    assertThat(done)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(7, 500).boxed().toList());
  }

  @Test
  void none_at_all_is_no_proof() {
    assertThatThrownBy(() -> EachSeed.of(500, 7, 3, seed -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no seed lies in 500..7; the smaller one comes first");
  }

  @Test
  void one_that_throws_is_named_and_is_no_end_like_others() {
    assertThatThrownBy(
            () ->
                EachSeed.of(
                    1,
                    9,
                    2,
                    seed -> {
                      if (seed == 5) {
                        throw new AssertionError("an oracle broke");
                      }
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("an oracle broke")
        .hasStackTraceContaining("seed 5");
  }
}
