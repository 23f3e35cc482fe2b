package io.cloudrelease.zenlayer;

import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderSettings;

/**
 * Gives back Zenlayer Elastic Compute (ZEC) instances with ReleaseInstances, at most 100 a call.
 *
 * <p>The call works on running instances at once and for good, except on accounts with a recycle
 * bin: there it puts the instance into the bin, and the same call on an instance in the bin
 * destroys it. Which kind an account is cannot be asked, so look first: without a look, an instance
 * that is already in the bin is destroyed (ZEC API, page ReleaseInstances). Who knows it says so
 * with {@link ZenlayerBuilder#recycleBin}; without a bin a call whose answer was lost can be
 * repeated.
 *
 * <p>{@code dependResource} is always sent: {@code false} to keep dependants, {@code true} to
 * release them; the server would take {@code true} for granted. Stateless; the providers made here
 * are thread-safe.
 */
public final class ZenlayerZec {

  /** The kind of provider, which is also its default name. */
  public static final String KIND = "zenlayer-zec";

  private ZenlayerZec() {}

  /** A provider that is set up step by step. */
  public static ZenlayerBuilder builder() {
    return new ZenlayerBuilder(Product.ZEC);
  }

  /** A provider of the usual name, with keys from the usual places. */
  public static CloudProvider fromEnvironment() {
    return builder().build();
  }

  static CloudProvider create(ProviderSettings settings) {
    return create(settings, ZenlayerOptions.defaults());
  }

  static CloudProvider create(ProviderSettings settings, ZenlayerOptions options) {
    return ZenlayerProvider.create(Product.ZEC, settings, options);
  }

  /** Makes {@link ZenlayerZec} providers for the {@link java.util.ServiceLoader}. */
  public static final class Factory extends ProductFactory {

    /** For the service loader. */
    public Factory() {
      super(Product.ZEC);
    }
  }
}
