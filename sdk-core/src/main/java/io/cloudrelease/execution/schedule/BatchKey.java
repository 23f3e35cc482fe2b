package io.cloudrelease.execution.schedule;

import io.cloudrelease.execution.call.Region;
import io.cloudrelease.spi.Assessment;
import org.jspecify.annotations.Nullable;

/**
 * Instances of one batch agree in all of this.
 *
 * @param region account and region
 * @param step what is sent
 * @param together the most that may stand in it, below what the action allows when a batch with
 *     them was refused
 */
public record BatchKey(Region region, Assessment.Step step, int together) {
  // Written out for the sake of starts, as in InstanceRef.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BatchKey key
        && together == key.together
        && region.equals(key.region)
        && step.equals(key.step);
  }

  @Override
  public int hashCode() {
    return (region.hashCode() * 31 + step.hashCode()) * 31 + together;
  }
}
