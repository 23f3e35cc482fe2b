package io.cloudrelease.execution.find;

import io.cloudrelease.execution.call.Call;
import java.time.Instant;

/** A call that changes nothing. */
interface ReadCall<A> extends Call<A> {

  @Override
  default String requestId(A answer) {
    return "";
  }

  @Override
  default boolean destructive() {
    return false;
  }

  @Override
  default boolean escalates() {
    return false;
  }

  @Override
  default Instant signedBefore() {
    return Instant.EPOCH;
  }
}
