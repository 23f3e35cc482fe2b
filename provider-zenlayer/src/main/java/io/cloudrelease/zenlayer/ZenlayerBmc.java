package io.cloudrelease.zenlayer;

import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderSettings;

/**
 * Gives back Zenlayer Bare Metal Cloud (BMC) instances: TerminateInstance puts one into the recycle
 * bin, where it costs nothing and is released by itself after 24 hours; ReleaseInstances takes up
 * to 100 out of the bin and destroys them (BMC API, pages TerminateInstance and ReleaseInstances).
 *
 * <p>Terminating a prepaid instance only ends its renewal: it runs and is billed until it expires.
 * The calls have no switch for collateral. Stateless; the providers made here are thread-safe.
 */
public final class ZenlayerBmc {

  /** The kind of provider, which is also its default name. */
  public static final String KIND = "zenlayer-bmc";

  private ZenlayerBmc() {}

  /** A provider that is set up step by step. */
  public static ZenlayerBuilder builder() {
    return new ZenlayerBuilder(Product.BMC);
  }

  /** A provider of the usual name, with keys from the usual places. */
  public static CloudProvider fromEnvironment() {
    return builder().build();
  }

  static CloudProvider create(ProviderSettings settings) {
    return create(settings, ZenlayerOptions.defaults());
  }

  static CloudProvider create(ProviderSettings settings, ZenlayerOptions options) {
    return ZenlayerProvider.create(Product.BMC, settings, options);
  }

  /** Makes {@link ZenlayerBmc} providers for the {@link java.util.ServiceLoader}. */
  public static final class Factory extends ProductFactory {

    /** For the service loader. */
    public Factory() {
      super(Product.BMC);
    }
  }
}
