package io.cloudrelease.execution.call;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.outcome.ToldEvent;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** One API call as the {@link CallRunner} sees it: how to encode, how to read, what kind it is. */
public interface Call<A> {

  Account account();

  ActionFacts action();

  /** Provider, region where there is one, and action; calls of one lane share a pace. */
  Lane lane();

  ApiRequest encode();

  /** How it is signed; some reads are of other services than the instances. */
  default RequestSigner signer() {
    return account().provider().signer();
  }

  /** What it is signed with whatever the account's keys of now are; empty for those. */
  default Optional<Credentials> fixedKeys() {
    return Optional.empty();
  }

  A read(HttpResponse response);

  Optional<CloudFailure> failure(A answer);

  String requestId(A answer);

  /** The answer with each snapshot in it as that makes it. */
  default A with(A answer, UnaryOperator<Snapshot> cleaning) {
    return answer;
  }

  /** Told of its success, and what it was signed with. */
  default void accepted(Credentials signedWith, A answer) {}

  /** Whether it may be made before it is known whose keys these are. */
  default boolean isOfAnyAccount() {
    return false;
  }

  boolean destructive();

  /** Whether it asks the cloud to check it and to do nothing. */
  default boolean dryRun() {
    return false;
  }

  /** Its name in the journal; empty where it has none. */
  default String batchId() {
    return "";
  }

  /** The seconds in which calls with the same content were signed; this one's are added to them. */
  default Set<Long> signedSeconds() {
    return new HashSet<>();
  }

  /** Whether applying it twice could go further than the goal. */
  boolean escalates();

  /** The latest time that an earlier request for any of its instances was signed with. */
  Instant signedBefore();

  /** Asked once, when its turn has come and before its first byte may leave. */
  default Optional<Withheld> keepBack() {
    return Optional.empty();
  }

  /** Asked before each further attempt. */
  default Optional<Withheld> keepBackAgain() {
    return Optional.empty();
  }

  /**
   * A byte of it may leave from now on.
   *
   * @return why it must not any more: its run is over, or another process's
   */
  default Optional<ReleaseError> leaving() {
    return Optional.empty();
  }

  /** No byte of the attempt that could leave has left. */
  default void stayed() {}

  /** What it is about. */
  List<InstanceRef> instances();

  /** An event of this call. */
  default ToldEvent told(ReleaseEvent.Kind kind, Instant at) {
    return ToldEvent.of(kind, at)
        .in(account().name(), lane().toString())
        .action(action().name())
        .about(instances());
  }
}
