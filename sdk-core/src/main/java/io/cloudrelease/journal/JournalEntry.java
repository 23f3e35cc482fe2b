package io.cloudrelease.journal;

import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/** One line of a journal. Holds no secret. Immutable. */
public sealed interface JournalEntry {

  /** When it was written, by the client's clock. */
  Instant at();

  /** One JSON object, without a line break; {@link JournalLines} makes a line of it. */
  default String toJson() {
    return EntryWriter.write(this);
  }

  /**
   * A run began. Requests are compared by identity, so one that was read back equals no other.
   *
   * @param runId unique
   * @param request what was asked for
   * @param accounts what is printable of each account's key, by registered name; see {@link
   *     io.cloudrelease.plan.KeptPlan#accounts}
   * @param fromPlan whether a plan is carried out, and nothing beyond it
   * @param planned for a plan that is carried out, what marks each instance that it sends
   * @param accountIds the cloud's own id of each account, by registered name, where it is known
   * @param clouds which cloud and site each account is of, by registered name, where it is known:
   *     instance ids are unique there, while names of accounts are chosen by people
   * @param fence which owner of the run wrote this, in a store that counts them
   */
  record RunStarted(
      Instant at,
      String runId,
      ReleaseInstancesRequest request,
      Map<String, String> accounts,
      boolean fromPlan,
      Map<InstanceRef, String> planned,
      Map<String, String> accountIds,
      Map<String, String> clouds,
      OptionalLong fence)
      implements JournalEntry {
    public RunStarted {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(runId, "runId");
      Objects.requireNonNull(request, "request");
      accounts = Map.copyOf(accounts);
      planned = Map.copyOf(planned);
      accountIds = Map.copyOf(accountIds);
      clouds = Map.copyOf(clouds);
      Objects.requireNonNull(fence, "fence");
    }
  }

  /** A run whose process had died was taken up again. */
  record RunResumed(Instant at) implements JournalEntry {
    public RunResumed {
      Objects.requireNonNull(at, "at");
    }
  }

  /**
   * A destructive call is about to leave.
   *
   * @param batchId unique within the run
   * @param provider the account's registered name
   * @param cloud which cloud and site it is of, as in {@link RunStarted#clouds}; empty where that
   *     is not known
   * @param region empty where the cloud has none
   * @param action the API action
   * @param stage which step on the way to the goal, from 1
   * @param group what its instances have in common beyond that; may be empty
   * @param escalates whether applying it twice could go further than the goal
   * @param bin whether a recycle bin may be in play
   * @param token the idempotency token it carries, where the cloud knows one
   * @param settling how soon looks usually show what it did
   * @param delay how long it may still be carried out when it gets no answer
   * @param lag how far looks may be behind it at most
   * @param instances in the order of the call
   * @param seen the last look at each before it, for those that were looked at
   */
  record BatchIntent(
      Instant at,
      String batchId,
      String provider,
      String cloud,
      String region,
      String action,
      int stage,
      String group,
      boolean escalates,
      boolean bin,
      String token,
      Duration settling,
      Duration delay,
      Duration lag,
      List<InstanceRef> instances,
      Map<InstanceRef, Snapshot> seen)
      implements JournalEntry {
    public BatchIntent {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(batchId, "batchId");
      Objects.requireNonNull(provider, "provider");
      Objects.requireNonNull(cloud, "cloud");
      Objects.requireNonNull(region, "region");
      Objects.requireNonNull(action, "action");
      Objects.requireNonNull(group, "group");
      Objects.requireNonNull(token, "token");
      Objects.requireNonNull(settling, "settling");
      Objects.requireNonNull(delay, "delay");
      Objects.requireNonNull(lag, "lag");
      instances = List.copyOf(instances);
      seen = Map.copyOf(seen);
    }
  }

  /**
   * A destructive call ended.
   *
   * @param batchId which
   * @param kind what is known
   * @param requestIds the cloud's, of all attempts that had one
   * @param sends attempts of which a byte may have left
   * @param throttled how many of those were throttled
   * @param answered whether each of them was answered
   * @param refusedIds ids that an otherwise accepted call refused, or that a refusal blames
   * @param proves what a refusal proves of the instances of the call
   * @param error what went wrong; empty text for an accepted call
   */
  record BatchOutcome(
      Instant at,
      String batchId,
      Kind kind,
      List<String> requestIds,
      int sends,
      int throttled,
      boolean answered,
      List<String> refusedIds,
      Proof proves,
      ReleaseError error)
      implements JournalEntry {
    public BatchOutcome {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(batchId, "batchId");
      Objects.requireNonNull(kind, "kind");
      requestIds = List.copyOf(requestIds);
      refusedIds = List.copyOf(refusedIds);
      Objects.requireNonNull(proves, "proves");
      Objects.requireNonNull(error, "error");
    }

    /** What is known after a call. */
    public enum Kind {
      /** A success was answered. */
      ACCEPTED,
      /** The cloud refused, and did nothing. */
      REFUSED,
      /** Something may have been done. */
      AMBIGUOUS,
      /** No byte left this machine. */
      NOT_SENT
    }
  }

  /**
   * What a dead run had sent is taken over, after its calls can no longer be carried out and looks
   * show what they did.
   *
   * @param run the id of the dead run
   * @param instances as this run names them
   */
  record AdoptedClaims(Instant at, String run, List<InstanceRef> instances)
      implements JournalEntry {
    public AdoptedClaims {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(run, "run");
      instances = List.copyOf(instances);
    }
  }

  /**
   * A guard that watches the whole run decided something.
   *
   * @param guard which
   * @param decision what and why, for people
   */
  record GuardDecision(Instant at, String guard, String decision) implements JournalEntry {
    public GuardDecision {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(guard, "guard");
      Objects.requireNonNull(decision, "decision");
    }
  }

  /** An instance has its verdict. */
  record VerdictGiven(Instant at, InstanceVerdict verdict) implements JournalEntry {
    public VerdictGiven {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(verdict, "verdict");
    }
  }

  /** The run is complete. */
  record RunEnded(Instant at) implements JournalEntry {
    public RunEnded {
      Objects.requireNonNull(at, "at");
    }
  }
}
