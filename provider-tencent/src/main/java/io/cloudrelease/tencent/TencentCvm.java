package io.cloudrelease.tencent;

import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.ProviderSettings;
import io.cloudrelease.tencent.credentials.TencentCredentials;

/**
 * Makes providers for Tencent Cloud CVM instances.
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
 * <p>Without credentials in the settings they are looked for at the first request: the variables
 * {@code TENCENTCLOUD_SECRET_ID} and {@code TENCENTCLOUD_SECRET_KEY} with their token; the files of
 * the vendor's SDKs and of its command line; the role of the machine; OIDC in a TKE cluster. A role
 * is assumed on top of them where the settings or Terraform's variables name one. The page on
 * credentials has the whole order.
 *
 * <p>Stateless and thread-safe; making a provider reads neither network nor files.
 */
public final class TencentCvm {

  /** The kind, which is also the usual name of the account. */
  public static final String KIND = "tencent-cvm";

  private TencentCvm() {}

  /** A provider with {@link TencentOptions#defaults()}. */
  public static CloudProvider create(ProviderSettings settings) {
    return create(settings, TencentOptions.defaults());
  }

  /** A provider with these settings and options. */
  public static CloudProvider create(ProviderSettings settings, TencentOptions options) {
    Endpoint tokenService = StsHosts.of(settings.endpoint(), options.hosts());
    CredentialsProvider credentials = TencentCredentials.of(settings, tokenService);
    Tc3Signer signer = new Tc3Signer(CvmApi.SERVICE).language(options.language());
    CvmApi api = new CvmApi(new CvmHosts(settings.endpoint(), options.hosts()), options.hosts());
    return new CvmProvider(settings.name(), api, signer, credentials, tokenService);
  }
}
