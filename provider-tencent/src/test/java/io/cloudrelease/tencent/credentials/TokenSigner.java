package io.cloudrelease.tencent.credentials;

import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.identity.WhoAmI;
import io.cloudrelease.tencent.TencentCvm;

/** What signs calls to STS: the provider asks it who calls, too. */
final class TokenSigner {
  private TokenSigner() {}

  static RequestSigner ofTheProvider() {
    return ((WhoAmI) TencentCvm.fromEnvironment()).whoAmISigner();
  }
}
