package io.cloudrelease.examples;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.model.ReleaseInstancesRequest;

class HelloRelease {
  public static void main(String[] args) {
    var request =
        ReleaseInstancesRequest.builder().instance("tencent-cvm:ap-guangzhou:ins-1a2b3c4d").build();
    try (ReleaseClient client = ReleaseClient.fromEnvironment()) {
      System.out.print(client.releaseInstances(request).toTable());
    }
  }
}
