package io.cloudrelease.tencent;

import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderFactory;
import io.cloudrelease.spi.setup.ProviderSettings;
import java.util.Map;
import java.util.Set;

/** Makes {@code tencent-cvm} providers; found by {@link java.util.ServiceLoader}. Thread-safe. */
public final class TencentCvmFactory implements ProviderFactory {

  /** For {@link java.util.ServiceLoader}. */
  public TencentCvmFactory() {}

  @Override
  public String kind() {
    return TencentCvm.KIND;
  }

  @Override
  public Map<String, Set<String>> options() {
    return TencentOptions.WORDS;
  }

  @Override
  public CloudProvider create(ProviderSettings settings) {
    return TencentCvm.create(settings);
  }
}
