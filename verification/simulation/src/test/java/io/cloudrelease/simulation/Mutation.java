package io.cloudrelease.simulation;

import io.cloudrelease.retry.RetryPolicy;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.transport.HttpTransport;
import java.util.Optional;

/** A defence taken away from the outside, to see the simulation go red. */
interface Mutation {

  Mutation NONE = new Mutation() {};

  default CloudProvider provider(CloudProvider provider) {
    return provider;
  }

  default HttpTransport transport(HttpTransport transport) {
    return transport;
  }

  default Optional<RetryPolicy> retryPolicy() {
    return Optional.empty();
  }
}
