package programs;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.tencent.TencentCvm;

/** Temporary keys from a vault, fetched anew when the cloud calls them expired. */
final class OwnCredentials implements CredentialsProvider {
  private volatile Credentials current = fetch();

  @Override
  public Credentials resolve() {
    return current;
  }

  @Override
  public boolean refresh() {
    current = fetch();
    return true;
  }

  private static Credentials fetch() {
    return Credentials.ofSession("id", "secret", "token");
  }

  static ReleaseClient client() {
    return ReleaseClient.builder()
        .provider(TencentCvm.builder().credentials(new OwnCredentials()).build())
        .build();
  }
}
