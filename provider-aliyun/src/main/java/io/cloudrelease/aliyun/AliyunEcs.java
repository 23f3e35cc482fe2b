package io.cloudrelease.aliyun;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderSettings;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accounts on Alibaba Cloud ECS.
 *
 * <p>A release is final: ECS has no recycle bin, and both goals are the same. Running instances
 * need the power {@code FORCE}; without {@code FORCE_STOP} they are shut down in order first, which
 * takes minutes. Expired prepaid instances need {@code TERMINATE_SUBSCRIPTION}; prepaid ones that
 * have not expired, and protected ones, are refused. Providers made here are immutable and
 * thread-safe.
 *
 * <p>Without credentials they are looked for when first needed: system properties, variables in
 * three dialects, OIDC, {@code ~/.aliyun/config.json}, {@code ~/.alibabacloud/credentials.ini}, the
 * machine's RAM role, {@code ALIBABA_CLOUD_CREDENTIALS_URI}. The page on credentials has the whole
 * order.
 *
 * <p>Disks and addresses: DeleteInstances takes no wish about them. Disks whose DeleteWithInstance
 * is true go, the others stay and are billed, as do elastic addresses and manual snapshots (ECS
 * documentation, "Release an instance"); so {@code Collateral.RELEASE} changes nothing here, and
 * the verdict's collateral says what is known to stay.
 */
public final class AliyunEcs {

  /** The kind, which is also the usual name of the account. */
  public static final String KIND = "aliyun-ecs";

  private AliyunEcs() {}

  /** A provider that is set up step by step. */
  public static Builder builder() {
    return new Builder();
  }

  /** A provider of the usual name, with keys from the usual places. */
  public static CloudProvider fromEnvironment() {
    return builder().build();
  }

  static CloudProvider create(ProviderSettings settings) {
    return create(settings, AliyunOptions.of(settings));
  }

  static CloudProvider create(ProviderSettings settings, AliyunOptions options) {
    return new EcsProvider(settings, options);
  }

  /** The two signatures that ECS takes. */
  public enum Signature {
    /** ACS3-HMAC-SHA256, which the vendor recommends. */
    V3,
    /** HMAC-SHA1 in the query, deprecated but served; for gateways that know no other. */
    V1
  }

  /** Which of the regional hosts are called: where the caller stands. */
  public enum Site {
    /** {@code ecs.<region>.aliyuncs.com}. */
    PUBLIC,
    /** {@code ecs-vpc.<region>.aliyuncs.com}, reachable from inside a VPC of that region only. */
    VPC
  }

  /** Collects what is to be known of an account. Not thread-safe. */
  public static final class Builder {
    private String name = KIND;
    private @Nullable CredentialsProvider credentials;
    private String profile = "";
    private @Nullable AssumedRole role;
    private boolean commandsAllowed;
    private @Nullable String endpoint;
    private final Set<String> plainHttpHosts = new HashSet<>();
    private AliyunOptions options = AliyunOptions.defaults();

    private Builder() {}

    /**
     * The name to register under, which references begin with; default {@link #KIND}. Lower-case
     * letters, digits and hyphens.
     */
    public Builder name(String value) {
      name = Objects.requireNonNull(value, "name");
      return this;
    }

    /** These keys, in place of the usual places to look for them. */
    public Builder credentials(Credentials value) {
      return credentials(CredentialsProvider.of(value));
    }

    /** Keys from there, in place of the usual places to look for them. */
    public Builder credentials(CredentialsProvider value) {
      credentials = Objects.requireNonNull(value, "credentials");
      return this;
    }

    /**
     * That profile of the {@code aliyun} command line as the only place to look for keys: neither
     * variables nor other files are looked at.
     */
    public Builder profile(String value) {
      profile = Objects.requireNonNull(value, "profile");
      return this;
    }

    /** Calls as that role, assumed with the keys found or given. */
    public Builder assumeRole(AssumedRole value) {
      role = Objects.requireNonNull(value, "role");
      return this;
    }

    /**
     * Lets a profile have the command run that it names as its source of keys; without this word
     * such a profile is refused.
     */
    public Builder allowCredentialCommands() {
      commandsAllowed = true;
      return this;
    }

    /** One host for all calls, in place of the cloud's own: {@code https://host[:port]}. */
    public Builder endpoint(String url) {
      endpoint = Objects.requireNonNull(url, "url");
      return this;
    }

    /**
     * Lets the {@link #endpoint} be {@code http://} on that host: for a test double in a network
     * that nobody else listens to. Loopback addresses need no such word.
     */
    public Builder allowPlainHttp(String host) {
      plainHttpHosts.add(host);
      return this;
    }

    /** Which hosts are asked when no {@link #endpoint} is given; default {@link Site#PUBLIC}. */
    public Builder site(Site value) {
      options = options.withSite(value);
      return this;
    }

    /** How requests are signed; default {@link Signature#V3}. */
    public Builder signature(Signature value) {
      options = options.withSignature(value);
      return this;
    }

    /**
     * The provider.
     *
     * @throws InvalidRequestException when the endpoint is none, or plain HTTP to a host that was
     *     not allowed
     * @throws ConfigurationException when both credentials and a profile are given
     */
    public CloudProvider build() {
      ProviderSettings settings = ProviderSettings.of(name).profile(profile);
      if (credentials != null) {
        settings = settings.credentials(credentials);
      }
      if (role != null) {
        settings = settings.assumeRole(role);
      }
      if (commandsAllowed) {
        settings = settings.allowCredentialCommands();
      }
      if (endpoint != null) {
        settings =
            settings.endpoint(Endpoint.parse(endpoint, plainHttpHosts.toArray(new String[0])));
      }
      return create(settings, options);
    }
  }
}
