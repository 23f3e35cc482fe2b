package io.cloudrelease.aliyun;

import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderFactory;
import io.cloudrelease.spi.setup.ProviderSettings;
import java.util.Map;
import java.util.Set;

/** Lets the core find {@link AliyunEcs} by itself. Stateless and thread-safe. */
public final class AliyunEcsFactory implements ProviderFactory {

  @Override
  public String kind() {
    return AliyunEcs.KIND;
  }

  @Override
  public Map<String, Set<String>> options() {
    return AliyunOptions.WORDS;
  }

  @Override
  public CloudProvider create(ProviderSettings settings) {
    return AliyunEcs.create(settings);
  }
}
