package io.cloudrelease.tencent;

import io.cloudrelease.http.Endpoint;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which host answers for a region. Thread-safe; it remembers hosts. */
final class CvmHosts {

  private static final String ROOT = "tencentcloudapi.com";
  private static final String LABEL = CvmCalls.SERVICE + '.';

  private static final Endpoint NEAREST = Endpoint.https("cvm." + ROOT);
  private static final Endpoint INTERNATIONAL = Endpoint.https("cvm.intl." + ROOT);

  private final @Nullable Endpoint fixed;
  private final TencentCvm.Site style;
  private final Map<String, Endpoint> regional = new ConcurrentHashMap<>();

  CvmHosts(Optional<Endpoint> fixed, TencentCvm.Site style) {
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
      case NEAREST -> NEAREST;
      case REGIONAL -> regional(region);
      case INTERNATIONAL -> INTERNATIONAL;
    };
  }

  /** The host of that service, of the same kind as those for CVM. */
  Endpoint of(String service, String region) {
    if (service.equals(CvmCalls.SERVICE)) {
      return of(region);
    }
    if (fixed != null) {
      return beside(fixed, service).orElse(fixed);
    }
    boolean finance = region.toLowerCase(Locale.ROOT).endsWith("-fsi");
    boolean regional = finance || style == TencentCvm.Site.REGIONAL;
    if (regional && !region.isEmpty()) {
      return Endpoint.https(service + '.' + region + '.' + ROOT);
    }
    boolean international = style == TencentCvm.Site.INTERNATIONAL;
    return Endpoint.https(service + (international ? ".intl." : ".") + ROOT);
  }

  /**
   * The host of that service beside the one of CVM, where that one has CVM's name; empty for others
   * and for plain HTTP: such an endpoint, as in tests, stands for all of the cloud.
   */
  static Optional<Endpoint> beside(Endpoint cvm, String service) {
    boolean named = cvm.isSecure() && cvm.host().startsWith(LABEL);
    return named
        ? Optional.of(
            Endpoint.parse(
                "https://"
                    + service
                    + '.'
                    + cvm.host().substring(LABEL.length())
                    + ':'
                    + cvm.port()))
        : Optional.empty();
  }

  private Endpoint regional(String region) {
    return regional.computeIfAbsent(region, name -> Endpoint.https("cvm." + name + '.' + ROOT));
  }
}
