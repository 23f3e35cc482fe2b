package io.cloudrelease.aliyun;

import io.cloudrelease.aliyun.AliyunEcs.Signature;
import io.cloudrelease.aliyun.AliyunEcs.Site;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.spi.setup.ProviderSettings;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What can be chosen about ECS apart from the settings that all clouds have. Immutable.
 *
 * @param signature how requests are signed
 * @param site which of the regional hosts are called when no endpoint is set
 */
record AliyunOptions(Signature signature, Site site) {

  AliyunOptions {
    Objects.requireNonNull(signature, "signature");
    Objects.requireNonNull(site, "site");
  }

  /** What configuration may say, and with which words. */
  static final Map<String, Set<String>> WORDS =
      Map.of("site", Set.of("public", "vpc"), "signature", Set.of("v3", "v1"));

  /** As configuration says. */
  static AliyunOptions of(ProviderSettings settings) {
    Map<String, String> said = settings.options();
    said.forEach(
        (name, word) -> {
          if (WORDS.containsKey(name) && !WORDS.get(name).contains(word)) {
            throw new ConfigurationException(
                settings.name()
                    + ": "
                    + name
                    + " must be one of "
                    + new TreeSet<>(WORDS.get(name)));
          }
        });
    return new AliyunOptions(
        said.getOrDefault("signature", "v3").equals("v1") ? Signature.V1 : Signature.V3,
        said.getOrDefault("site", "public").equals("vpc") ? Site.VPC : Site.PUBLIC);
  }

  /** Signature V3 and the public hosts. */
  static AliyunOptions defaults() {
    return new AliyunOptions(Signature.V3, Site.PUBLIC);
  }

  /** These options with another signature. */
  AliyunOptions withSignature(Signature value) {
    return new AliyunOptions(value, site);
  }

  /** These options with other hosts. */
  AliyunOptions withSite(Site value) {
    return new AliyunOptions(signature, value);
  }
}
