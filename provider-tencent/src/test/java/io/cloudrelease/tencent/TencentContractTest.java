package io.cloudrelease.tencent;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.contract.ListingContract;
import io.cloudrelease.testkit.contract.ProviderContract;
import io.cloudrelease.testkit.contract.ReleaseContract;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;

class TencentContractTest {

  private static CloudProvider with(Credentials credentials) {
    return TencentCvm.builder().credentials(credentials).build();
  }

  @Nested
  class Functions extends ProviderContract {
    @Override
    protected CloudProvider provider() {
      return with(Credentials.ofKey("AKIDEXAMPLE", "SECRETEXAMPLE"));
    }

    @Override
    protected List<String> ids(int howMany) {
      return IntStream.range(0, howMany)
          .mapToObj(i -> String.format(Locale.ROOT, "ins-%08d", i))
          .toList();
    }

    @Override
    protected String region() {
      return "ap-guangzhou";
    }
  }

  @Nested
  class PostpaidReleases extends Releases {
    @Override
    protected List<InstanceRef> add(SimulatedCloud cloud, int howMany) {
      return refs(((SimulatedTencent) cloud).add(howMany, i -> i.postpaid()));
    }
  }

  @Nested
  class PrepaidReleases extends Releases {
    @Override
    protected List<InstanceRef> add(SimulatedCloud cloud, int howMany) {
      return refs(((SimulatedTencent) cloud).add(howMany, i -> i.prepaid()));
    }
  }

  /** All that one request may name: two regions, three ways of paying, names, tags and disks. */
  @Nested
  class MixedReleases extends Releases {
    private static final List<String> PAID = List.of("PREPAID", "CDHPAID", "POSTPAID_BY_HOUR");

    @Override
    protected List<InstanceRef> add(SimulatedCloud cloud, int howMany) {
      List<InstanceRef> added = new ArrayList<>();
      for (int i = 0; i < howMany; i++) {
        String number = Integer.toString(i);
        String region = i % 4 < 2 ? "ap-guangzhou" : "ap-shanghai";
        String paid = PAID.get(i % 3);
        added.addAll(
            refs(
                ((SimulatedTencent) cloud)
                    .add(
                        1,
                        instance ->
                            instance
                                .region(region)
                                .chargeType(paid)
                                .name("web-" + number)
                                .tag("number", number)
                                .disk("disk-" + number, true))));
      }
      return added;
    }
  }

  @Nested
  class Lists extends ListingContract {
    @Override
    protected SimulatedCloud cloud(VirtualClock clock) {
      return new SimulatedTencent(clock);
    }

    @Override
    protected CloudProvider provider(Credentials credentials) {
      return with(credentials);
    }

    @Override
    protected List<String> regions() {
      return List.of("ap-guangzhou", "ap-shanghai", "na-siliconvalley");
    }

    @Override
    protected List<InstanceRef> add(
        SimulatedCloud cloud, String region, int howMany, String name, Map<String, String> tags) {
      return Releases.refs(
          ((SimulatedTencent) cloud)
              .add(
                  howMany,
                  i -> {
                    i.region(region).name(name).vpc("vpc-1");
                    tags.forEach(i::tag);
                  }));
    }
  }

  abstract static class Releases extends ReleaseContract {
    @Override
    protected SimulatedCloud cloud(VirtualClock clock) {
      return new SimulatedTencent(clock);
    }

    @Override
    protected CloudProvider provider(Credentials credentials) {
      return with(credentials);
    }

    @Override
    protected Optional<InstanceRef> addProtected(SimulatedCloud cloud) {
      return Optional.of(
          refs(((SimulatedTencent) cloud).add(1, i -> i.protectedFromRelease())).get(0));
    }

    static List<InstanceRef> refs(List<io.cloudrelease.testkit.SimulatedInstance> instances) {
      return instances.stream()
          .map(i -> InstanceRef.of(TencentCvm.KIND, i.region(), i.id()))
          .toList();
    }
  }
}
