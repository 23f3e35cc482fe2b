package io.cloudrelease.zenlayer;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.ProviderSettings;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;

class ZenlayerContractTest {

  private static ProviderSettings settings(String kind, Credentials credentials) {
    return ProviderSettings.of(kind, variable -> "", Path.of("nowhere"))
        .credentials(CredentialsProvider.of(credentials));
  }

  abstract static class Functions extends ProviderContract {
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
  }

  @Nested
  class ZecFunctions extends Functions {
    @Override
    protected CloudProvider provider() {
      return ZenlayerZec.create(settings(ZenlayerZec.KIND, Credentials.ofKey("id", "secret")));
    }
  }

  @Nested
  class BmcFunctions extends Functions {
    @Override
    protected CloudProvider provider() {
      return ZenlayerBmc.create(settings(ZenlayerBmc.KIND, Credentials.ofKey("id", "secret")));
    }
  }

  @Nested
  class VmFunctions extends Functions {
    @Override
    protected CloudProvider provider() {
      return ZenlayerVm.create(settings(ZenlayerVm.KIND, Credentials.ofKey("id", "secret")));
    }
  }

  abstract static class Lists extends ListingContract {
    private final String kind;
    private final Function<ProviderSettings, CloudProvider> provider;
    private final Adding adding;

    /** Puts instances of one product on the cloud. */
    interface Adding {
      List<SimulatedInstance> add(
          SimulatedZenlayer cloud, int howMany, Consumer<ZenlayerSpec> describe);
    }

    Lists(String kind, Function<ProviderSettings, CloudProvider> provider, Adding adding) {
      this.kind = kind;
      this.provider = provider;
      this.adding = adding;
    }

    @Override
    protected SimulatedCloud cloud(VirtualClock clock) {
      return new SimulatedZenlayer(clock);
    }

    @Override
    protected CloudProvider provider(Credentials credentials) {
      return provider.apply(settings(kind, credentials));
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
      return adding
          .add(
              (SimulatedZenlayer) cloud,
              howMany,
              i -> {
                i.name(name);
                tags.forEach(i::tag);
              })
          .stream()
          .map(i -> i.ref(kind))
          .toList();
    }
  }

  @Nested
  class ZecLists extends Lists {
    ZecLists() {
      super(ZenlayerZec.KIND, ZenlayerZec::create, SimulatedZenlayer::addZec);
    }
  }

  @Nested
  class BmcLists extends Lists {
    BmcLists() {
      super(ZenlayerBmc.KIND, ZenlayerBmc::create, SimulatedZenlayer::addBmc);
    }
  }

  @Nested
  class VmLists extends Lists {
    VmLists() {
      super(ZenlayerVm.KIND, ZenlayerVm::create, SimulatedZenlayer::addVm);
    }
  }

  abstract static class Remains extends LeftoverContract {
    private final Function<Credentials, CloudProvider> provider;

    Remains(Function<Credentials, CloudProvider> provider) {
      this.provider = provider;
    }

    @Override
    protected SimulatedCloud cloud(VirtualClock clock) {
      return new SimulatedZenlayer(clock);
    }

    @Override
    protected CloudProvider provider(Credentials credentials) {
      return provider.apply(credentials);
    }
  }

  @Nested
  class ZecRemains extends Remains {
    ZecRemains() {
      super(key -> ZenlayerZec.create(settings(ZenlayerZec.KIND, key)));
    }

    @Override
    protected SimulatedInstance add(SimulatedCloud cloud, Consumer<InstanceSpec<?>> belongings) {
      return ((SimulatedZenlayer) cloud).addZec(belongings::accept);
    }
  }

  @Nested
  class BmcRemains extends Remains {
    BmcRemains() {
      super(key -> ZenlayerBmc.create(settings(ZenlayerBmc.KIND, key)));
    }

    @Override
    protected SimulatedInstance add(SimulatedCloud cloud, Consumer<InstanceSpec<?>> belongings) {
      return ((SimulatedZenlayer) cloud).addBmc(belongings::accept);
    }
  }

  @Nested
  class VmRemains extends Remains {
    VmRemains() {
      super(key -> ZenlayerVm.create(settings(ZenlayerVm.KIND, key)));
    }

    @Override
    protected SimulatedInstance add(SimulatedCloud cloud, Consumer<InstanceSpec<?>> belongings) {
      return ((SimulatedZenlayer) cloud).addVm(belongings::accept);
    }
  }

  abstract static class Releases extends ReleaseContract {
    private final Function<Credentials, CloudProvider> provider;

    Releases(Function<Credentials, CloudProvider> provider) {
      this.provider = provider;
    }

    @Override
    protected SimulatedCloud cloud(VirtualClock clock) {
      return new SimulatedZenlayer(clock);
    }

    @Override
    protected CloudProvider provider(Credentials credentials) {
      return provider.apply(credentials);
    }

    @Override
    protected boolean hasSessionTokens() {
      return false;
    }

    static List<InstanceRef> refs(String kind, List<SimulatedInstance> instances) {
      return instances.stream().map(i -> InstanceRef.of(kind, i.id())).toList();
    }
  }

  @Nested
  class ZecReleases extends Releases {
    ZecReleases() {
      super(key -> ZenlayerZec.create(settings(ZenlayerZec.KIND, key)));
    }

    @Override
    protected List<InstanceRef> add(SimulatedCloud cloud, int howMany) {
      return refs(ZenlayerZec.KIND, ((SimulatedZenlayer) cloud).addZec(howMany, i -> {}));
    }
  }

  @Nested
  class BmcReleases extends Releases {
    BmcReleases() {
      super(key -> ZenlayerBmc.create(settings(ZenlayerBmc.KIND, key)));
    }

    @Override
    protected List<InstanceRef> add(SimulatedCloud cloud, int howMany) {
      return refs(ZenlayerBmc.KIND, ((SimulatedZenlayer) cloud).addBmc(howMany, i -> {}));
    }
  }
}
