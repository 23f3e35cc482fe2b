package io.cloudrelease.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** One schedule with all that happened in it: {@code -Dtest=ReplayTest -Dsimulation.seed=N}. */
@EnabledIfSystemProperty(named = "simulation.seed", matches = "\\d+")
class ReplayTest {

  @Test
  void that_schedule_breaks_no_promise() {
    long seed = Long.getLong("simulation.seed", 0);
    Aftermath after = Simulation.run(seed, Mutation.NONE, System.out::println);
    List<Breach> broken = Promises.broken(after);
    broken.forEach(System.out::println);
    assertThat(broken).isEmpty();
  }
}
