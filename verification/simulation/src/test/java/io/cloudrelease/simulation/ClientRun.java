package io.cloudrelease.simulation;

import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import java.time.Instant;
import java.util.Optional;

/**
 * One request of one client, or the resuming of one, as the simulation saw it from outside. Written
 * by whoever carries it out.
 */
final class ClientRun {
  final int number;
  final SimulatedProcess process;
  Settings settings;
  ReleaseInstancesRequest request;

  /** The run of a dead process that this one completes. */
  Optional<ClientRun> resumed;

  /** Runs of one group see each other's sends: same process, or same folder of journals. */
  final int group;

  Instant startedAt = Instant.MAX;
  Instant endedAt = Instant.MAX;
  Optional<ReleaseInstancesResult> result = Optional.empty();
  Optional<Throwable> thrown = Optional.empty();

  /** Set when it was stopped, closed or interrupted from outside. */
  Optional<Instant> stoppedAt = Optional.empty();

  /** Set when its client was closed. */
  Optional<Instant> closedAt = Optional.empty();

  boolean killed;
  boolean flagged;

  ClientRun(
      int number,
      SimulatedProcess process,
      Settings settings,
      ReleaseInstancesRequest request,
      Optional<ClientRun> resumed,
      int group) {
    this.number = number;
    this.process = process;
    this.settings = settings;
    this.request = request;
    this.resumed = resumed;
    this.group = group;
  }

  /** Of several runs that died with a process the journal says which one is completed. */
  void completes(ClientRun dead) {
    settings = dead.settings;
    request = dead.request;
    resumed = Optional.of(dead);
  }

  /** Whether that run is this one, or one that this one completes. */
  boolean goesBackTo(ClientRun other) {
    return this == other || resumed.filter(run -> run.goesBackTo(other)).isPresent();
  }

  @Override
  public String toString() {
    return "run " + number + (resumed.isPresent() ? " (resumed)" : "") + " of " + process;
  }
}
