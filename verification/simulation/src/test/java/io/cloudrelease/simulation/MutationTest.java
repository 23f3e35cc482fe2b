package io.cloudrelease.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation can fail: with a defence taken away it goes red, and soon. */
class MutationTest {
  private static final long BOUND = 3000;

  @ParameterizedTest
  @EnumSource(Mutations.class)
  void without_it_the_promise_that_it_guards_is_broken(Mutations mutation) {
    Optional<Breach> first = Optional.empty();
    Optional<Breach> caught = Optional.empty();
    for (long seed = 0; seed < BOUND && caught.isEmpty(); seed++) {
      List<Breach> broken = Promises.broken(Simulation.run(seed, mutation));
      first = first.isPresent() ? first : broken.stream().findFirst();
      caught = broken.stream().filter(b -> b.promise().equals(mutation.promise)).findFirst();
    }
    String report = mutation + " goes red with " + first + ", caught by " + caught;
    System.out.println(report);
    assertThat(caught).as(report).isPresent();
    // It is the missing defence that shows, not the way it was taken away.
    assertThat(Promises.broken(Simulation.run(caught.orElseThrow().seed(), Mutation.NONE)))
        .isEmpty();
  }
}
