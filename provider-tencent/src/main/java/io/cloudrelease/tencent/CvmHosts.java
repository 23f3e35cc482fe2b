package io.cloudrelease.tencent;

import io.cloudrelease.http.Endpoint;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which host answers for a region. Immutable. */
final class CvmHosts {

  private static final String ROOT = "tencentcloudapi.com";

  private final @Nullable Endpoint fixed;
  private final TencentOptions.Hosts style;

  CvmHosts(Optional<Endpoint> fixed, TencentOptions.Hosts style) {
    this.fixed = fixed.orElse(null);
    this.style = style;
  }

  Endpoint of(String region) {
    if (fixed != null) {
      return fixed;
    }
    // Finance regions are cut off from the common hosts (CVM API, request structure).
    if (region.toLowerCase(Locale.ROOT).endsWith("-fsi")) {
      return regional(region);
    }
    return switch (style) {
      case NEAREST -> Endpoint.https("cvm." + ROOT);
      case REGIONAL -> regional(region);
      case INTERNATIONAL -> Endpoint.https("cvm.intl." + ROOT);
    };
  }

  private static Endpoint regional(String region) {
    return Endpoint.https("cvm." + region + '.' + ROOT);
  }
}
