package io.cloudrelease.zenlayer;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.zenlayer.ZenlayerBuilder.RecycleBin;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * How to speak to Zenlayer, apart from name, endpoint and credentials. Immutable and thread-safe.
 *
 * @param apiVersion which version of the product's API
 * @param recycleBin whether the account has a recycle bin for ZEC; BMC and VM always have one and
 *     do not ask for this
 */
record ZenlayerOptions(ZenlayerApiVersion apiVersion, RecycleBin recycleBin) {

  private static final String API_VERSION = "api-version";
  private static final String RECYCLE_BIN = "recycle-bin";

  ZenlayerOptions {
    Objects.requireNonNull(apiVersion, "apiVersion");
    Objects.requireNonNull(recycleBin, "recycleBin");
  }

  /** That API version; whether the account has a recycle bin is not known. */
  ZenlayerOptions(ZenlayerApiVersion apiVersion) {
    this(apiVersion, RecycleBin.UNKNOWN);
  }

  private static final Set<String> VERSIONS = Set.of("current", "previous");
  private static final Set<String> BINS = Set.of("yes", "no", "unknown");

  /** What configuration may say, and with which words. */
  static Map<String, Set<String>> words(Product product) {
    return product == Product.ZEC
        ? Map.of(API_VERSION, VERSIONS, RECYCLE_BIN, BINS)
        : Map.of(API_VERSION, VERSIONS);
  }

  /** As configuration says. */
  static ZenlayerOptions of(ProviderSettings settings, Product product) {
    Map<String, String> said = settings.options();
    words(product)
        .forEach(
            (name, words) -> {
              if (said.containsKey(name) && !words.contains(said.get(name))) {
                throw new ConfigurationException(
                    settings.name() + ": " + name + " must be one of " + new TreeSet<>(words));
              }
            });
    boolean previous = said.getOrDefault(API_VERSION, "current").equals("previous");
    RecycleBin bin =
        switch (said.getOrDefault(RECYCLE_BIN, "unknown")) {
          case "yes" -> RecycleBin.YES;
          case "no" -> RecycleBin.NO;
          default -> RecycleBin.UNKNOWN;
        };
    return new ZenlayerOptions(
        previous ? ZenlayerApiVersion.PREVIOUS : ZenlayerApiVersion.CURRENT, bin);
  }

  /** The current API version; whether the account has a recycle bin is not known. */
  static ZenlayerOptions defaults() {
    return new ZenlayerOptions(ZenlayerApiVersion.CURRENT);
  }

  /** These options with another API version. */
  ZenlayerOptions apiVersion(ZenlayerApiVersion value) {
    return new ZenlayerOptions(value, recycleBin);
  }

  /** These options with what is known of the account's recycle bin. */
  ZenlayerOptions recycleBin(RecycleBin value) {
    return new ZenlayerOptions(apiVersion, value);
  }
}
