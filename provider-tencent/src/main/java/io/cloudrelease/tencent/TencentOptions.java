package io.cloudrelease.tencent;

import io.cloudrelease.error.InvalidRequestException;
import java.util.Objects;

/**
 * What can be chosen about Tencent's API beyond the common settings. Immutable and thread-safe.
 *
 * @param hosts which host is asked; an endpoint in the provider's settings comes before it
 * @param language of error messages: {@code zh-CN}, {@code en-US}, or empty for the account's own
 */
public record TencentOptions(Hosts hosts, String language) {

  /**
   * Checks the options.
   *
   * @throws InvalidRequestException for a language the API does not know
   */
  public TencentOptions {
    Objects.requireNonNull(hosts, "hosts");
    if (!language.isEmpty() && !language.equals("zh-CN") && !language.equals("en-US")) {
      throw new InvalidRequestException(
          "language '" + language + "' is not known to Tencent's API; use zh-CN, en-US or none");
    }
  }

  /** The nearest host, messages in the account's own language. */
  public static TencentOptions defaults() {
    return new TencentOptions(Hosts.NEAREST, "");
  }

  /** These options with other hosts. */
  public TencentOptions hosts(Hosts value) {
    return new TencentOptions(value, language);
  }

  /** These options with messages in that language. */
  public TencentOptions language(String value) {
    return new TencentOptions(hosts, value);
  }

  /**
   * Which of the product's hosts is asked (CVM API, request structure, service address). The host
   * does not choose the region of the instances; that always travels with the request. Finance
   * regions ({@code ap-shanghai-fsi}, {@code ap-shenzhen-fsi}) answer on their own regional hosts
   * only and are sent there whatever stands here.
   */
  public enum Hosts {
    /** {@code cvm.tencentcloudapi.com}: whichever entry is nearest to this machine. */
    NEAREST,
    /** {@code cvm.<region>.tencentcloudapi.com}: the region's own entry. */
    REGIONAL,
    /**
     * {@code cvm.intl.tencentcloudapi.com}, for accounts of the international site. Its
     * TerminateInstances page knows no {@code ReleaseAddress}, so that member is not sent there,
     * and addresses are released only where the cloud does so by itself.
     */
    INTERNATIONAL
  }
}
