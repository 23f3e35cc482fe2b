package io.cloudrelease.aliyun;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ConfigurationException;

/** What both signatures need. */
final class KeyPairs {
  private KeyPairs() {}

  static void require(Credentials credentials) {
    if (credentials.isBearer()) {
      throw new ConfigurationException(
          "Alibaba Cloud ECS needs an access key id and secret, not a bearer token");
    }
  }
}
