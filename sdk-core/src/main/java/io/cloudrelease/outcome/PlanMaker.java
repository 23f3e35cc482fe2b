package io.cloudrelease.outcome;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * With what an account's part of a plan was made.
 *
 * @param cloud which cloud and site the account is of
 * @param caller the cloud's name of whoever made it; empty where it was not asked
 * @param cloudTime what the cloud's own clock said then; empty where it did not say
 */
public record PlanMaker(String cloud, String caller, Optional<Instant> cloudTime) {
  public PlanMaker {
    Objects.requireNonNull(cloud, "cloud");
    Objects.requireNonNull(caller, "caller");
    Objects.requireNonNull(cloudTime, "cloudTime");
  }
}
