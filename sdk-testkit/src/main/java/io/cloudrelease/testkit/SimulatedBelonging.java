package io.cloudrelease.testkit;

import io.cloudrelease.remains.Leftover.Kind;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that hangs on a simulated instance, and goes or stays when that goes.
 *
 * @param kind what it is
 * @param id the cloud's id
 * @param of the disk that a snapshot was made of, or the network interface that an address is on;
 *     empty for anything else
 * @param address the public address of an elastic address; empty for anything else
 * @param goesAlong whether it goes when its instance goes, whatever is asked for
 * @param lasts how long it stays after its instance; empty for always
 */
public record SimulatedBelonging(
    Kind kind, String id, String of, String address, boolean goesAlong, Optional<Duration> lasts) {

  public SimulatedBelonging {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(of, "of");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(lasts, "lasts");
  }

  /** One that stays, or goes along, for good. */
  public static SimulatedBelonging of(Kind kind, String id, boolean goesAlong) {
    return new SimulatedBelonging(kind, id, "", "", goesAlong, Optional.empty());
  }

  SimulatedBelonging lasting(Duration time) {
    return new SimulatedBelonging(kind, id, of, address, goesAlong, Optional.of(time));
  }
}
