package io.cloudrelease.spi;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a cloud answered to a destructive call: accepted (with ids it refused), or a failure. */
public final class ReleaseAnswer {
  private final String requestId;
  private final List<String> refusedIds;
  private final @Nullable CloudFailure failure;

  private ReleaseAnswer(String requestId, List<String> refusedIds, @Nullable CloudFailure failure) {
    this.requestId = CloudFailure.cut(requestId, CloudFailure.MAX_NAME);
    this.refusedIds = List.copyOf(refusedIds);
    this.failure = failure;
  }

  /** All ids were accepted. */
  public static ReleaseAnswer accepted(String requestId) {
    return new ReleaseAnswer(requestId, List.of(), null);
  }

  /** Accepted but for these ids, for which no reason is given. */
  public static ReleaseAnswer acceptedExcept(String requestId, List<String> refusedIds) {
    return new ReleaseAnswer(requestId, refusedIds, null);
  }

  /** Not accepted, or not readable. */
  public static ReleaseAnswer failed(CloudFailure failure) {
    return new ReleaseAnswer(failure.requestId(), List.of(), failure);
  }

  /** The cloud's request id, cut after 200 characters; empty when there is none. */
  public String requestId() {
    return requestId;
  }

  /** Ids that an otherwise accepted call refused. */
  public List<String> refusedIds() {
    return refusedIds;
  }

  /** The failure; empty when the call was accepted. */
  public Optional<CloudFailure> failure() {
    return Optional.ofNullable(failure);
  }
}
