package io.cloudrelease.durability;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.plan.KeptPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A program that plans the release of the instances of a file and keeps the plan. */
public final class PlanningProcess {
  private PlanningProcess() {}

  /** Arguments: port, clock, factor, list, plan. */
  public static void main(String[] args) throws IOException {
    FastClock clock = new FastClock(Instant.parse(args[1]), Integer.parseInt(args[2]));
    List<InstanceRef> refs =
        Files.readAllLines(Path.of(args[3])).stream().map(InstanceRef::parse).toList();
    try (ReleaseClient client = Mortal.client(Integer.parseInt(args[0]), clock).build()) {
      KeptPlan.of(client.plan(Mortal.request(refs)), Duration.ofHours(6)).write(Path.of(args[4]));
    }
  }
}
