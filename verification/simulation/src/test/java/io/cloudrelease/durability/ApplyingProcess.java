package io.cloudrelease.durability;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.plan.Approval;
import io.cloudrelease.plan.KeptPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A program that carries out a kept plan; run in a process of its own, to be killed. */
public final class ApplyingProcess {
  private ApplyingProcess() {}

  /** Arguments: port, clock, factor, plan, journal, digest. */
  public static void main(String[] args) throws IOException {
    FastClock clock = new FastClock(Instant.parse(args[1]), Integer.parseInt(args[2]));
    Path plan = Path.of(args[3]);
    try (ReleaseClient client =
        Mortal.client(Integer.parseInt(args[0]), clock)
            .journal(Mortal.journal(Path.of(args[4]), clock))
            .build()) {
      String result = client.execute(KeptPlan.read(plan), Approval.of(args[5])).toJson();
      Files.writeString(plan.resolveSibling(plan.getFileName() + ".json"), result);
    }
  }
}
