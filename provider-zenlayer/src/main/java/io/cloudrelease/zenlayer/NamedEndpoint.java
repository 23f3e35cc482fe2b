package io.cloudrelease.zenlayer;

import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.spi.setup.ProviderSettings;
import java.util.Locale;

/**
 * Where calls go: to the cloud's own host, or where variables say. Wrong variables are told when
 * the account is used: providers of all clouds are made together, and who uses another one of them
 * has no need of this.
 *
 * @param wrong what is wrong with the variables; empty for nothing
 */
record NamedEndpoint(Endpoint endpoint, String wrong) {
  private static final Endpoint USUAL = Endpoint.https("console.zenlayer.com");
  private static final String ZENO = "ZENLAYER_ENDPOINT";
  private static final String TERRAFORM = "ZENLAYERCLOUD_DOMAIN";
  private static final String SCHEME = "ZENLAYERCLOUD_SCHEME";

  /** Of the settings; else as the vendor's command line and its Terraform provider are told. */
  static NamedEndpoint of(ProviderSettings settings) {
    if (settings.endpoint().isPresent()) {
      return new NamedEndpoint(settings.endpoint().get(), "");
    }
    String named = settings.variable(ZENO);
    if (!named.isEmpty()) {
      return parse(ZENO, named);
    }
    String domain = settings.variable(TERRAFORM);
    String scheme = settings.variable(SCHEME).toLowerCase(Locale.ROOT);
    if (domain.isEmpty()) {
      return new NamedEndpoint(USUAL, "");
    }
    return scheme.isEmpty()
        ? parse(TERRAFORM, domain)
        : parse(TERRAFORM + " with " + SCHEME, scheme + "://" + domain);
  }

  private static NamedEndpoint parse(String variable, String text) {
    try {
      return new NamedEndpoint(Endpoint.parse(text.contains("://") ? text : "https://" + text), "");
    } catch (InvalidRequestException noEndpoint) {
      return new NamedEndpoint(USUAL, variable + ": " + noEndpoint.getMessage());
    }
  }

  /** Those keys; none, and so no call, where the variables are wrong. */
  CredentialsProvider keys(CredentialsProvider keys) {
    return wrong.isEmpty()
        ? keys
        : () -> {
          throw new ConfigurationException(wrong);
        };
  }
}
