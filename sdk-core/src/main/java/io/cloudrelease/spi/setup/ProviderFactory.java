package io.cloudrelease.spi.setup;

import io.cloudrelease.spi.CloudProvider;
import java.util.Map;
import java.util.Set;

/**
 * Makes providers of one kind; found by {@link java.util.ServiceLoader}. Making one reads no
 * network and needs no credentials yet.
 */
public interface ProviderFactory {

  /** The kind, which is also the default name: {@code tencent-cvm}. */
  String kind();

  /**
   * What accounts of this kind may be told in configuration beyond what all kinds know, each with
   * the words that it may be; no words for any text. An account that says another is refused.
   * {@link ProviderSettings#options} has what was said.
   */
  default Map<String, Set<String>> options() {
    return Map.of();
  }

  /**
   * A provider with these settings.
   *
   * @throws io.cloudrelease.error.ConfigurationException when they are wrong for this kind
   */
  CloudProvider create(ProviderSettings settings);
}
