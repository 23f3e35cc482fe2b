package com.example.nimbus;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.contract.ProviderContract;
import io.cloudrelease.testkit.contract.ReleaseContract;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;

class NimbusContractTest {

  private static CloudProvider with(Credentials credentials) {
    Endpoint endpoint = Endpoint.https("api.nimbus.example");
    return new Nimbus(endpoint, CredentialsProvider.of(credentials));
  }

  @Nested
  class Functions extends ProviderContract {
    @Override
    protected CloudProvider provider() {
      return with(Credentials.ofKey("key", "secret"));
    }

    @Override
    protected List<String> ids(int howMany) {
      return IntStream.rangeClosed(1, howMany).mapToObj(i -> "nb-" + i).toList();
    }

    @Override
    protected String region() {
      return "";
    }

    /** Nothing hangs on a server. */
    @Override
    protected boolean collateralInCalls() {
      return false;
    }
  }

  @Nested
  class Releases extends ReleaseContract {
    @Override
    protected SimulatedCloud cloud(VirtualClock clock) {
      return new SimulatedNimbus(clock);
    }

    @Override
    protected CloudProvider provider(Credentials credentials) {
      return with(credentials);
    }

    @Override
    protected List<InstanceRef> add(SimulatedCloud cloud, int howMany) {
      return IntStream.range(0, howMany)
          .mapToObj(i -> ((SimulatedNimbus) cloud).add(server -> {}).ref(Nimbus.KIND))
          .toList();
    }

    @Override
    protected Optional<InstanceRef> addProtected(SimulatedCloud cloud) {
      return Optional.of(
          ((SimulatedNimbus) cloud).add(server -> server.protectedFromRelease()).ref(Nimbus.KIND));
    }

    @Override
    protected boolean looksSayWhenMade() {
      return false;
    }

    @Override
    protected boolean hasSessionTokens() {
      return false;
    }
  }
}
