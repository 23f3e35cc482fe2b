package io.cloudrelease.tencent;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.tencent.TencentCvm.Site;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What can be chosen about Tencent's API beyond the common settings. Immutable and thread-safe.
 *
 * @param site which hosts are asked; an endpoint comes before it
 * @param language of error messages: {@code zh-CN}, {@code en-US}, or empty for the account's own
 */
record TencentOptions(Site site, String language) {

  /**
   * Checks the options.
   *
   * @throws InvalidRequestException for a language the API does not know
   */
  TencentOptions {
    Objects.requireNonNull(site, "site");
    if (!language.isEmpty() && !language.equals("zh-CN") && !language.equals("en-US")) {
      throw new InvalidRequestException(
          "language '" + language + "' is not known to Tencent's API; use zh-CN, en-US or none");
    }
  }

  /** What configuration may say, and with which words. */
  static final Map<String, Set<String>> WORDS =
      Map.of(
          "site", Set.of("nearest", "regional", "international"),
          "language", Set.of("zh-CN", "en-US"));

  /** As configuration says. */
  static TencentOptions of(ProviderSettings settings) {
    Map<String, String> said = settings.options();
    WORDS.forEach(
        (name, words) -> {
          if (said.containsKey(name) && !words.contains(said.get(name))) {
            throw new ConfigurationException(
                settings.name() + ": " + name + " must be one of " + new TreeSet<>(words));
          }
        });
    Site site =
        switch (said.getOrDefault("site", "nearest")) {
          case "regional" -> Site.REGIONAL;
          case "international" -> Site.INTERNATIONAL;
          default -> Site.NEAREST;
        };
    return new TencentOptions(site, said.getOrDefault("language", ""));
  }

  /** The nearest host, messages in the account's own language. */
  static TencentOptions defaults() {
    return new TencentOptions(Site.NEAREST, "");
  }

  /** These options with other site. */
  TencentOptions site(Site value) {
    return new TencentOptions(value, language);
  }

  /** These options with messages in that language. */
  TencentOptions language(String value) {
    return new TencentOptions(site, value);
  }
}
