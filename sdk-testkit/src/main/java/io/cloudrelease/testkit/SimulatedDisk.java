package io.cloudrelease.testkit;

import java.util.Objects;

/**
 * A data disk of a simulated instance.
 *
 * @param id the cloud's id
 * @param deletedWithInstance whether it goes when its instance goes
 */
public record SimulatedDisk(String id, boolean deletedWithInstance) {

  public SimulatedDisk {
    Objects.requireNonNull(id, "id");
  }
}
