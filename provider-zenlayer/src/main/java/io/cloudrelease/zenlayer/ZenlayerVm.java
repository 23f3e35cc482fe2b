package io.cloudrelease.zenlayer;

import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderSettings;

/**
 * Gives back Zenlayer Virtual Machine (VM) instances: TerminateInstance shuts one down and puts it
 * into the recycle bin, ReleaseInstances takes up to 100 out of the bin and destroys them (VM API,
 * pages TerminateInstance and ReleaseInstances).
 *
 * <p>A prepaid instance cannot be terminated: it is refused and nothing is sent for it. In the bin
 * an instance is kept for 24 hours. Disks that cannot be detached go with the instance; the calls
 * have no switch for collateral. Stateless; the providers made here are thread-safe.
 */
public final class ZenlayerVm {

  /** The kind of provider, which is also its default name. */
  public static final String KIND = "zenlayer-vm";

  private ZenlayerVm() {}

  /** A provider that is set up step by step. */
  public static ZenlayerBuilder builder() {
    return new ZenlayerBuilder(Product.VM);
  }

  /** A provider of the usual name, with keys from the usual places. */
  public static CloudProvider fromEnvironment() {
    return builder().build();
  }

  static CloudProvider create(ProviderSettings settings) {
    return create(settings, ZenlayerOptions.defaults());
  }

  static CloudProvider create(ProviderSettings settings, ZenlayerOptions options) {
    return ZenlayerProvider.create(Product.VM, settings, options);
  }

  /** Makes {@link ZenlayerVm} providers for the {@link java.util.ServiceLoader}. */
  public static final class Factory extends ProductFactory {

    /** For the service loader. */
    public Factory() {
      super(Product.VM);
    }
  }
}
