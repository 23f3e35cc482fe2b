package io.cloudrelease.examples;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.zenlayer.ZenlayerBmc;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.util.List;

/**
 * Zenlayer: two products and two accounts in one client. A second account is the same provider
 * under another name, which its references then begin with.
 */
final class ReleaseOnZenlayer {
  private static final String LAB = "zenlayer-lab";

  private ReleaseOnZenlayer() {}

  /**
   * Releases {@code zenlayer-zec:1234567}, {@code zenlayer-bmc:1234567}, {@code
   * zenlayer-lab:1234567} and the like; the second account's keys are in {@code LAB_KEY_ID} and
   * {@code LAB_KEY_PASSWORD}.
   */
  public static void main(String[] args) {
    CredentialsProvider lab =
        () -> Credentials.ofKey(System.getenv("LAB_KEY_ID"), System.getenv("LAB_KEY_PASSWORD"));
    try (ReleaseClient client =
        ReleaseClient.builder()
            .provider(ZenlayerZec.fromEnvironment())
            .provider(ZenlayerBmc.fromEnvironment())
            .provider(ZenlayerZec.builder().name(LAB).credentials(lab).build())
            .build()) {
      ReleaseInstancesResult result = release(client, List.of(args));
      result.verdicts().forEach(verdict -> System.out.println(line(verdict)));
    }
  }

  /** Disks, addresses and interfaces go with the instance here; by default they stay. */
  static ReleaseInstancesResult release(ReleaseClient client, List<String> refs) {
    ReleaseInstancesRequest.Builder request =
        ReleaseInstancesRequest.builder().collateral(Collateral.RELEASE);
    refs.forEach(request::instance);
    return client.releaseInstances(request.build());
  }

  /** What became of it, whether it still costs money, and until when it can be had back. */
  static String line(InstanceVerdict verdict) {
    return verdict
        + ", billing "
        + verdict.billing()
        + verdict.restorableUntil().map(until -> ", restorable until " + until).orElse("");
  }
}
