package io.cloudrelease.tencent;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.tencent.credentials.TencentCredentials;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accounts on Tencent Cloud CVM.
 *
 * <p>A provider speaks API version 2017-03-12 of the product CVM: {@code TerminateInstances} to
 * release, {@code DescribeInstances} to look, signed with TC3-HMAC-SHA256. A first call on a
 * subscription ({@code PREPAID}) instance moves it to the recycle bin, a second one destroys it;
 * pay as you go is destroyed at once (CVM API, TerminateInstances, section 1). In the bin a
 * subscription stays 7 days; pay as you go that got there from the console stays 2 hours. Disks and
 * hourly network are billed there (CVM, recycle bin).
 *
 * <p>Use a key that may read all instances ({@code cvm:DescribeInstances} on {@code *}): of a right
 * that is limited by id or tag CVM cuts its lists without a word, so what it does not show may be
 * there all the same. The right to terminate may be limited; a denial names the instance, and the
 * others are released.
 *
 * <p>Without credentials they are looked for at the first request: the variables {@code
 * TENCENTCLOUD_SECRET_ID} and {@code TENCENTCLOUD_SECRET_KEY} with their token; the files of the
 * vendor's SDKs and of its command line; the role of the machine; OIDC in a TKE cluster. A role is
 * assumed on top of them where the builder or Terraform's variables name one. The page on
 * credentials has the whole order.
 *
 * <p>Stateless and thread-safe; making a provider reads neither network nor files.
 */
public final class TencentCvm {

  /** The kind, which is also the usual name of the account. */
  public static final String KIND = "tencent-cvm";

  private TencentCvm() {}

  /** A provider that is set up step by step. */
  public static Builder builder() {
    return new Builder();
  }

  /** A provider of the usual name, with keys from the usual places. */
  public static CloudProvider fromEnvironment() {
    return builder().build();
  }

  static CloudProvider create(ProviderSettings settings) {
    return create(settings, TencentOptions.of(settings));
  }

  static CloudProvider create(ProviderSettings settings, TencentOptions options) {
    Endpoint tokenService = StsHosts.of(settings.endpoint(), options.site());
    CredentialsProvider credentials =
        TencentCredentials.of(settings, StsIdentity.SIGNER, tokenService);
    Tc3Signer signer = new Tc3Signer(CvmCalls.SERVICE).language(options.language());
    CvmCalls calls =
        new CvmCalls(new CvmHosts(settings.endpoint(), options.site()), options.site());
    return new CvmProvider(settings.name(), calls, signer, credentials, tokenService);
  }

  /**
   * Which of the product's hosts is asked (CVM API, request structure, service address). The host
   * does not choose the region of the instances; that always travels with the request. Finance
   * regions ({@code ap-shanghai-fsi}, {@code ap-shenzhen-fsi}) answer on their own regional hosts
   * only and are sent there whatever stands here.
   */
  public enum Site {
    /** {@code cvm.tencentcloudapi.com}: whichever entry is nearest to this machine. */
    NEAREST,
    /** {@code cvm.<region>.tencentcloudapi.com}: the region's own entry. */
    REGIONAL,
    /**
     * {@code cvm.intl.tencentcloudapi.com}, for accounts of the international site. There {@code
     * ReleaseAddress} of TerminateInstances is opened to accounts little by little, on request, so
     * that it is sent only where addresses are to be released, and left out otherwise, which keeps
     * them.
     */
    INTERNATIONAL
  }

  /** Collects what is to be known of an account. Not thread-safe. */
  public static final class Builder {
    private String name = KIND;
    private @Nullable CredentialsProvider credentials;
    private String profile = "";
    private @Nullable AssumedRole role;
    private @Nullable String endpoint;
    private final Set<String> plainHttpHosts = new HashSet<>();
    private TencentOptions options = TencentOptions.defaults();

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
     * That profile of {@code tccli} as the only place to look for keys: neither variables nor other
     * files are looked at.
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

    /** Which hosts are asked when no {@link #endpoint} is given; default {@link Site#NEAREST}. */
    public Builder site(Site value) {
      options = options.site(value);
      return this;
    }

    /**
     * The language of error messages: {@code zh-CN}, {@code en-US}, or empty for the account's own,
     * which is the default.
     *
     * @throws InvalidRequestException for a language the API does not know
     */
    public Builder language(String value) {
      options = options.language(value);
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
      if (endpoint != null) {
        settings =
            settings.endpoint(Endpoint.parse(endpoint, plainHttpHosts.toArray(new String[0])));
      }
      return create(settings, options);
    }
  }
}
