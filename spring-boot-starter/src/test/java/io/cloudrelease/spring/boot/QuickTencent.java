package io.cloudrelease.spring.boot;

import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderFactory;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.testkit.ShortWaits;
import java.util.Map;
import java.util.Set;

/**
 * Tencent Cloud for tests whose time is real: a kind of its own, so that properties can name it.
 */
public final class QuickTencent implements ProviderFactory {
  private final ProviderFactory real = new TencentCvmFactory();

  @Override
  public String kind() {
    return "tencent-quick";
  }

  @Override
  public Map<String, Set<String>> options() {
    return real.options();
  }

  @Override
  public CloudProvider create(ProviderSettings settings) {
    return ShortWaits.on(real.create(settings));
  }
}
