package io.cloudrelease.tencent;

import io.cloudrelease.http.Endpoint;
import java.util.Optional;

/** Where STS is, seen from where CVM is: beside it. */
final class StsHosts {
  private static final String CVM = "cvm.";

  private StsHosts() {}

  /** An endpoint on this machine, as in tests, stands for all of the cloud. */
  static Endpoint of(Optional<Endpoint> fixed, TencentOptions.Hosts style) {
    if (fixed.isPresent() && !fixed.get().isSecure()) {
      return fixed.get();
    }
    if (fixed.isPresent() && fixed.get().host().startsWith(CVM)) {
      Endpoint cvm = fixed.get();
      return new Endpoint(cvm.scheme(), "sts." + cvm.host().substring(CVM.length()), cvm.port());
    }
    return Endpoint.https(
        style == TencentOptions.Hosts.INTERNATIONAL
            ? "sts.intl.tencentcloudapi.com"
            : "sts.tencentcloudapi.com");
  }
}
