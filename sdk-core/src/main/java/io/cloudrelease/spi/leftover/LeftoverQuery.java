package io.cloudrelease.spi.leftover;

import io.cloudrelease.model.Intent;
import java.util.List;
import java.util.Objects;

/**
 * The question what there is.
 *
 * @param call one of the provider's
 * @param region empty where the cloud has none
 * @param subjects what it names; distinct, at least one, at most the action's {@code maxBatch}
 * @param intent how the instances are, or were, released
 */
public record LeftoverQuery(
    LeftoverCall call, String region, List<String> subjects, Intent intent) {

  public LeftoverQuery {
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(region, "region");
    subjects = List.copyOf(subjects);
    Objects.requireNonNull(intent, "intent");
    if (subjects.isEmpty()) {
      // Left out, most clouds show all there is.
      throw new IllegalArgumentException("a question for leftovers names at least one");
    }
  }
}
