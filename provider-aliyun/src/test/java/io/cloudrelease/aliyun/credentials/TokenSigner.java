package io.cloudrelease.aliyun.credentials;

import io.cloudrelease.aliyun.AliyunEcs;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.identity.WhoAmI;

/** What signs calls to STS: the provider asks it who calls, too. */
final class TokenSigner {
  private TokenSigner() {}

  static RequestSigner ofTheProvider() {
    return ((WhoAmI) AliyunEcs.fromEnvironment()).whoAmISigner();
  }
}
