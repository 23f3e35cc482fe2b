package io.cloudrelease.zenlayer;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderSettings;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is to be known of a Zenlayer account on one product. Not thread-safe. */
public final class ZenlayerBuilder {
  private final Product product;
  private final Set<String> plainHttpHosts = new HashSet<>();
  private String name;
  private @Nullable CredentialsProvider credentials;
  private String profile = "";
  private @Nullable String endpoint;
  private ZenlayerOptions options = ZenlayerOptions.defaults();

  ZenlayerBuilder(Product product) {
    this.product = product;
    this.name = product.kind();
  }

  /**
   * The name to register under, which references begin with; default that of the product.
   * Lower-case letters, digits and hyphens.
   */
  public ZenlayerBuilder name(String value) {
    name = Objects.requireNonNull(value, "name");
    return this;
  }

  /** These keys, in place of the usual places to look for them. */
  public ZenlayerBuilder credentials(Credentials value) {
    return credentials(CredentialsProvider.of(value));
  }

  /** Keys from there, in place of the usual places to look for them. */
  public ZenlayerBuilder credentials(CredentialsProvider value) {
    credentials = Objects.requireNonNull(value, "credentials");
    return this;
  }

  /**
   * That profile of {@code zeno} as the only place to look for keys: neither variables nor other
   * files are looked at.
   */
  public ZenlayerBuilder profile(String value) {
    profile = Objects.requireNonNull(value, "profile");
    return this;
  }

  /** One host for all calls, in place of the cloud's own: {@code https://host[:port]}. */
  public ZenlayerBuilder endpoint(String url) {
    endpoint = Objects.requireNonNull(url, "url");
    return this;
  }

  /**
   * Lets the {@link #endpoint} be {@code http://} on that host: for a test double in a network that
   * nobody else listens to. Loopback addresses need no such word.
   */
  public ZenlayerBuilder allowPlainHttp(String host) {
    plainHttpHosts.add(host);
    return this;
  }

  /** Which version of the product's API; default {@link ZenlayerApiVersion#CURRENT}. */
  public ZenlayerBuilder apiVersion(ZenlayerApiVersion value) {
    options = options.apiVersion(value);
    return this;
  }

  /**
   * Whether the account has a recycle bin for ZEC; default {@link RecycleBin#UNKNOWN}. BMC and VM
   * always have one and do not ask for this.
   */
  public ZenlayerBuilder recycleBin(RecycleBin value) {
    options = options.recycleBin(value);
    return this;
  }

  /**
   * The provider.
   *
   * @throws InvalidRequestException when the endpoint is none, or plain HTTP to a host that was not
   *     allowed
   * @throws ConfigurationException when both credentials and a profile are given
   */
  public CloudProvider build() {
    ProviderSettings settings = ProviderSettings.of(name).profile(profile);
    if (credentials != null) {
      settings = settings.credentials(credentials);
    }
    if (endpoint != null) {
      settings = settings.endpoint(Endpoint.parse(endpoint, plainHttpHosts.toArray(new String[0])));
    }
    return ZenlayerProvider.create(product, settings, options);
  }

  /**
   * Whether an account keeps released ZEC instances in a recycle bin for a while. Some do; it is a
   * trait of the account that cannot be asked for (ZEC API, page ReleaseInstances).
   */
  public enum RecycleBin {
    /** It has one: a second ReleaseInstances destroys what the first put there. */
    YES,
    /**
     * It has none: ReleaseInstances is final at once, so a call whose answer was lost may be
     * repeated. Say this only of an account that you know.
     */
    NO,
    /** Treated as if it had one where a second call could go further. The default. */
    UNKNOWN
  }
}
