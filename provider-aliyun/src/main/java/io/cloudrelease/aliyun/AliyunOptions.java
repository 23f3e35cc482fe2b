package io.cloudrelease.aliyun;

import io.cloudrelease.aliyun.AliyunEcs.Signature;
import io.cloudrelease.aliyun.AliyunEcs.Site;
import java.util.Objects;

/**
 * What can be chosen about ECS apart from the settings that all clouds have. Immutable.
 *
 * @param signature how requests are signed
 * @param site which of the regional hosts are called when no endpoint is set
 */
record AliyunOptions(Signature signature, Site site) {

  AliyunOptions {
    Objects.requireNonNull(signature, "signature");
    Objects.requireNonNull(site, "site");
  }

  /** Signature V3 and the public hosts. */
  static AliyunOptions defaults() {
    return new AliyunOptions(Signature.V3, Site.PUBLIC);
  }

  /** These options with another signature. */
  AliyunOptions withSignature(Signature value) {
    return new AliyunOptions(value, site);
  }

  /** These options with other hosts. */
  AliyunOptions withSite(Site value) {
    return new AliyunOptions(signature, value);
  }
}
