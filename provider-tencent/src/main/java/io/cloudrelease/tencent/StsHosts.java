package io.cloudrelease.tencent;

import io.cloudrelease.http.Endpoint;
import java.util.Optional;

/** Where STS is, seen from where CVM is: beside it. */
final class StsHosts {
  private StsHosts() {}

  /** An endpoint on this machine, as in tests, stands for all of the cloud. */
  static Endpoint of(Optional<Endpoint> fixed, TencentCvm.Site site) {
    if (fixed.isPresent() && !fixed.get().isSecure()) {
      return fixed.get();
    }
    return fixed
        .flatMap(cvm -> CvmHosts.beside(cvm, "sts"))
        .orElseGet(
            () ->
                Endpoint.https(
                    site == TencentCvm.Site.INTERNATIONAL
                        ? "sts.intl.tencentcloudapi.com"
                        : "sts.tencentcloudapi.com"));
  }
}
