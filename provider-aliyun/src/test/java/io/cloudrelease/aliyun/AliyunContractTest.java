package io.cloudrelease.aliyun;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Power;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.testkit.InstanceSpec;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.contract.LeftoverContract;
import io.cloudrelease.testkit.contract.ListingContract;
import io.cloudrelease.testkit.contract.ProviderContract;
import io.cloudrelease.testkit.contract.ReleaseContract;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;

class AliyunContractTest {
  private static final AliyunOptions V3 = AliyunOptions.defaults();
  private static final AliyunOptions V1 = V3.withSignature(AliyunEcs.Signature.V1);

  private static CloudProvider with(Credentials credentials, AliyunOptions options) {
    return AliyunEcs.create(
        ProviderSettings.of(AliyunEcs.KIND, variable -> "", Path.of("nowhere"))
            .credentials(CredentialsProvider.of(credentials)),
        options);
  }

  @Nested
  class Functions extends ProviderContract {
    @Override
    protected CloudProvider provider() {
      return with(Credentials.ofKey("AKIDEXAMPLE", "SECRETEXAMPLE"), V3);
    }

    @Override
    protected List<String> ids(int howMany) {
      return IntStream.range(0, howMany)
          .mapToObj(i -> String.format(Locale.ROOT, "i-bp1%017d", i))
          .toList();
    }

    @Override
    protected String region() {
      return "cn-hangzhou";
    }

    @Override
    protected boolean collateralInCalls() {
      return false;
    }

    @Override
    protected Set<Power> powersInCalls() {
      return Set.of(Power.FORCE, Power.FORCE_STOP, Power.TERMINATE_SUBSCRIPTION);
    }
  }

  @Nested
  class WithTheNewSignature extends Releases {
    WithTheNewSignature() {
      super(V3);
    }
  }

  @Nested
  class WithTheOldSignature extends Releases {
    WithTheOldSignature() {
      super(V1);
    }
  }

  @Nested
  class ListsWithTheNewSignature extends Lists {
    ListsWithTheNewSignature() {
      super(V3);
    }
  }

  @Nested
  class ListsWithTheOldSignature extends Lists {
    ListsWithTheOldSignature() {
      super(V1);
    }
  }

  abstract static class Lists extends ListingContract {
    private final AliyunOptions options;

    Lists(AliyunOptions options) {
      this.options = options;
    }

    @Override
    protected SimulatedCloud cloud(VirtualClock clock) {
      return new SimulatedAliyun(clock);
    }

    @Override
    protected CloudProvider provider(Credentials credentials) {
      return with(credentials, options);
    }

    @Override
    protected List<String> regions() {
      return List.of("cn-hangzhou", "cn-beijing", "us-west-1");
    }

    @Override
    protected List<InstanceRef> add(
        SimulatedCloud cloud, String region, int howMany, String name, Map<String, String> tags) {
      return ((SimulatedAliyun) cloud)
              .add(
                  howMany,
                  i -> {
                    i.region(region).name(name).vpc("vpc-1");
                    tags.forEach(i::tag);
                  })
              .stream()
              .map(i -> i.ref(AliyunEcs.KIND))
              .toList();
    }
  }

  @Nested
  class WhatRemainsWithTheNewSignature extends Remains {
    WhatRemainsWithTheNewSignature() {
      super(V3);
    }
  }

  @Nested
  class WhatRemainsWithTheOldSignature extends Remains {
    WhatRemainsWithTheOldSignature() {
      super(V1);
    }
  }

  abstract static class Remains extends LeftoverContract {
    private final AliyunOptions options;

    Remains(AliyunOptions options) {
      this.options = options;
    }

    @Override
    protected SimulatedCloud cloud(VirtualClock clock) {
      return new SimulatedAliyun(clock);
    }

    @Override
    protected CloudProvider provider(Credentials credentials) {
      return with(credentials, options);
    }

    @Override
    protected SimulatedInstance add(SimulatedCloud cloud, Consumer<InstanceSpec<?>> belongings) {
      return ((SimulatedAliyun) cloud).add(belongings::accept);
    }

    @Override
    protected int mostAddresses() {
      return 1;
    }
  }

  abstract static class Releases extends ReleaseContract {
    private final AliyunOptions options;

    Releases(AliyunOptions options) {
      this.options = options;
    }

    @Override
    protected SimulatedCloud cloud(VirtualClock clock) {
      return new SimulatedAliyun(clock);
    }

    @Override
    protected CloudProvider provider(Credentials credentials) {
      return with(credentials, options);
    }

    /** By token there is none. */
    @Override
    protected boolean looksHaveATotal() {
      return false;
    }

    @Override
    protected Power[] powers() {
      return new Power[] {Power.FORCE};
    }

    @Override
    protected Optional<InstanceRef> addProtected(SimulatedCloud cloud) {
      return Optional.of(
          ((SimulatedAliyun) cloud).add(i -> i.protectedFromRelease()).ref(AliyunEcs.KIND));
    }

    @Override
    protected List<InstanceRef> add(SimulatedCloud cloud, int howMany) {
      List<InstanceRef> added = new ArrayList<>();
      for (int i = 0; i < howMany; i++) {
        String number = Integer.toString(i);
        String region = i % 2 == 0 ? "cn-hangzhou" : "cn-beijing";
        added.add(
            ((SimulatedAliyun) cloud)
                .add(
                    instance ->
                        instance
                            .region(region)
                            .name("web-" + number)
                            .tag("number", number)
                            .disk("d-" + number, false))
                .ref(AliyunEcs.KIND));
      }
      return added;
    }
  }
}
