package io.cloudrelease.zenlayer;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.testkit.InstanceSpec;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.contract.LeftoverContract;
import io.cloudrelease.testkit.contract.ListingContract;
import io.cloudrelease.testkit.contract.ProviderContract;
import io.cloudrelease.testkit.contract.ReleaseContract;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.testkit.zenlayer.ZenlayerSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;

class ZenlayerContractTest {
  private static final Place ZEC =
      new Place(ZenlayerZec.KIND, ZenlayerZec::create, SimulatedZenlayer::addZec);
  private static final Place BMC =
      new Place(ZenlayerBmc.KIND, ZenlayerBmc::create, SimulatedZenlayer::addBmc);
  private static final Place VM =
      new Place(ZenlayerVm.KIND, ZenlayerVm::create, SimulatedZenlayer::addVm);

  /** A product, its provider, and how the simulated cloud gets instances of it. */
  private record Place(
      String kind, Function<ProviderSettings, CloudProvider> create, Adding adding) {

    interface Adding {
      List<SimulatedInstance> add(
          SimulatedZenlayer cloud, int howMany, Consumer<ZenlayerSpec> describe);
    }

    CloudProvider provider(Credentials credentials) {
      return create.apply(
          ProviderSettings.of(kind, variable -> "", Path.of("nowhere"))
              .credentials(CredentialsProvider.of(credentials)));
    }

    List<SimulatedInstance> add(
        SimulatedCloud cloud, int howMany, Consumer<ZenlayerSpec> describe) {
      return adding.add((SimulatedZenlayer) cloud, howMany, describe);
    }

    List<InstanceRef> refs(List<SimulatedInstance> instances) {
      return instances.stream().map(i -> i.ref(kind)).toList();
    }
  }

  abstract static class Functions extends ProviderContract {
    private final Place place;

    Functions(Place place) {
      this.place = place;
    }

    @Override
    protected CloudProvider provider() {
      return place.provider(Credentials.ofKey("id", "secret"));
    }

    @Override
    protected List<String> ids(int howMany) {
      return IntStream.range(0, howMany)
          .mapToObj(i -> String.format(Locale.ROOT, "%019d", i + 1))
          .toList();
    }

    @Override
    protected String region() {
      return "";
    }

    @Override
    protected boolean protects() {
      return false;
    }

    @Override
    protected boolean collateralInCalls() {
      return place == ZEC;
    }
  }

  @Nested
  class ZecFunctions extends Functions {
    ZecFunctions() {
      super(ZEC);
    }
  }

  @Nested
  class BmcFunctions extends Functions {
    BmcFunctions() {
      super(BMC);
    }
  }

  @Nested
  class VmFunctions extends Functions {
    VmFunctions() {
      super(VM);
    }
  }

  abstract static class Lists extends ListingContract {
    private final Place place;

    Lists(Place place) {
      this.place = place;
    }

    @Override
    protected SimulatedCloud cloud(VirtualClock clock) {
      return new SimulatedZenlayer(clock);
    }

    @Override
    protected CloudProvider provider(Credentials credentials) {
      return place.provider(credentials);
    }

    @Override
    protected List<String> regions() {
      return List.of("");
    }

    @Override
    protected boolean saysWhatIsDenied() {
      return false;
    }

    @Override
    protected List<InstanceRef> add(
        SimulatedCloud cloud, String region, int howMany, String name, Map<String, String> tags) {
      return place.refs(
          place.add(
              cloud,
              howMany,
              i -> {
                i.name(name).vpc("vpc-1");
                tags.forEach(i::tag);
              }));
    }
  }

  @Nested
  class ZecLists extends Lists {
    ZecLists() {
      super(ZEC);
    }
  }

  @Nested
  class BmcLists extends Lists {
    BmcLists() {
      super(BMC);
    }
  }

  @Nested
  class VmLists extends Lists {
    VmLists() {
      super(VM);
    }
  }

  abstract static class Remains extends LeftoverContract {
    private final Place place;

    Remains(Place place) {
      this.place = place;
    }

    @Override
    protected SimulatedCloud cloud(VirtualClock clock) {
      return new SimulatedZenlayer(clock);
    }

    @Override
    protected CloudProvider provider(Credentials credentials) {
      return place.provider(credentials);
    }

    @Override
    protected SimulatedInstance add(SimulatedCloud cloud, Consumer<InstanceSpec<?>> belongings) {
      return place.add(cloud, 1, belongings::accept).get(0);
    }
  }

  @Nested
  class ZecRemains extends Remains {
    ZecRemains() {
      super(ZEC);
    }
  }

  @Nested
  class BmcRemains extends Remains {
    BmcRemains() {
      super(BMC);
    }

    @Override
    protected Set<Kind> kinds() {
      return Set.of(Kind.ADDRESS);
    }
  }

  @Nested
  class VmRemains extends Remains {
    VmRemains() {
      super(VM);
    }

    @Override
    protected Set<Kind> kinds() {
      return Set.of(Kind.DISK);
    }
  }

  abstract static class Releases extends ReleaseContract {
    private final Place place;

    Releases(Place place) {
      this.place = place;
    }

    @Override
    protected SimulatedCloud cloud(VirtualClock clock) {
      return new SimulatedZenlayer(clock);
    }

    @Override
    protected CloudProvider provider(Credentials credentials) {
      return place.provider(credentials);
    }

    @Override
    protected boolean hasSessionTokens() {
      return false;
    }

    @Override
    protected Optional<InstanceRef> addProtected(SimulatedCloud cloud) {
      return Optional.empty();
    }

    @Override
    protected List<InstanceRef> add(SimulatedCloud cloud, int howMany) {
      List<SimulatedInstance> added = new ArrayList<>();
      for (int i = 0; i < howMany; i++) {
        String number = Integer.toString(i);
        added.addAll(
            place.add(
                cloud,
                1,
                instance ->
                    instance
                        .name("web-" + number)
                        .tag("number", number)
                        .disk("disk-" + number, false)));
      }
      return place.refs(added);
    }
  }

  @Nested
  class ZecReleases extends Releases {
    ZecReleases() {
      super(ZEC);
    }
  }

  @Nested
  class ZecReleasesIntoTheBin extends Releases {
    ZecReleasesIntoTheBin() {
      super(ZEC);
    }

    @Override
    protected SimulatedCloud cloud(VirtualClock clock) {
      SimulatedCloud cloud = super.cloud(clock);
      cloud.account().recycleBin(true);
      return cloud;
    }
  }

  @Nested
  class BmcReleases extends Releases {
    BmcReleases() {
      super(BMC);
    }
  }

  @Nested
  class VmReleases extends Releases {
    VmReleases() {
      super(VM);
    }
  }
}
