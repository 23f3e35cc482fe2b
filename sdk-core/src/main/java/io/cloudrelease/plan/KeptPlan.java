package io.cloudrelease.plan;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.outcome.MadePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A plan that can be written to a file, reviewed, approved by its digest, and carried out by
 * another process on another machine.
 *
 * <pre>{@code
 * KeptPlan.of(client.plan(request), Duration.ofHours(4)).write(file);
 *
 * KeptPlan plan = KeptPlan.read(file);
 * client.execute(plan, Approval.of(digest));
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class KeptPlan {
  /** The longest that a plan can be kept. */
  public static final Duration LONGEST = Duration.ofHours(24);

  private final MadePlan plan;
  private final String digest;

  private KeptPlan(MadePlan plan, String digest) {
    this.plan = plan;
    this.digest = digest;
  }

  /**
   * That plan, good for 15 minutes after it was made.
   *
   * @throws InvalidRequestException when it was not made by a client
   */
  public static KeptPlan of(ReleasePlan plan) {
    return of(plan, MadePlan.VALID_FOR);
  }

  /**
   * That plan, good for so long after it was made.
   *
   * @param validFor more than zero, at most {@link #LONGEST}
   * @throws InvalidRequestException when it is not, or the plan was not made by a client
   */
  public static KeptPlan of(ReleasePlan plan, Duration validFor) {
    MadePlan own = MadePlan.behind(plan).validFor(checked(validFor));
    return new KeptPlan(own, PlanWriter.digest(own));
  }

  static Duration checked(Duration validFor) {
    if (validFor.isNegative() || validFor.isZero() || validFor.compareTo(LONGEST) > 0) {
      throw new InvalidRequestException(
          "a plan valid for " + validFor + "; write more than zero and at most " + LONGEST);
    }
    return validFor;
  }

  /**
   * Reads what {@link #write} wrote, and nothing else: whatever was changed in it, it is refused.
   *
   * @throws InvalidRequestException when it is no plan, or not as it was written; names the line
   * @throws IOException when it cannot be read
   */
  public static KeptPlan read(Path file) throws IOException {
    PlanReader.Read read = PlanReader.read(file);
    return new KeptPlan(read.plan(), read.digest());
  }

  /**
   * Writes it, whole or not at all, in place of what stands there; only its owner may read it.
   *
   * @throws IOException when it cannot be written
   */
  public void write(Path file) throws IOException {
    PlanWriter.write(plan, digest, file);
  }

  /**
   * SHA-256 of all that the file says, in lower-case hex: what is approved. Two plans made of the
   * same instances at two moments have two.
   */
  public String digest() {
    return digest;
  }

  /** What would be sent. */
  public ReleasePlan plan() {
    return plan;
  }

  /** How long after it was made it may be carried out. */
  public Duration validFor() {
    return plan.validity();
  }

  /** Until when it may be carried out. */
  public Instant validUntil() {
    return plan.madeAt().plus(plan.validity());
  }

  /** By account: the cloud's id of it, or a digest of the key, with which the plan was made. */
  public Map<String, String> accounts() {
    return plan.accounts();
  }

  /** What the looks showed of the instances that would be sent: names, tags, states, ages. */
  public Map<InstanceRef, Snapshot> looks() {
    return plan.snapshots();
  }

  @Override
  public String toString() {
    return "KeptPlan[" + plan.instances().size() + " instances, " + digest + "]";
  }
}
