package io.cloudrelease.aliyun;

import java.util.Objects;

/**
 * What can be chosen about ECS apart from the settings that all clouds have. Immutable.
 *
 * @param signature how requests are signed
 * @param network which of the regional hosts are called when no endpoint is set
 */
public record AliyunOptions(Signature signature, Network network) {

  public AliyunOptions {
    Objects.requireNonNull(signature, "signature");
    Objects.requireNonNull(network, "network");
  }

  /** Signature V3 and the public hosts. */
  public static AliyunOptions defaults() {
    return new AliyunOptions(Signature.V3, Network.PUBLIC);
  }

  /** These options with another signature. */
  public AliyunOptions withSignature(Signature value) {
    return new AliyunOptions(value, network);
  }

  /** These options with other hosts. */
  public AliyunOptions withNetwork(Network value) {
    return new AliyunOptions(signature, value);
  }

  /** The two signatures that ECS takes. */
  public enum Signature {
    /** ACS3-HMAC-SHA256, which the vendor recommends. */
    V3,
    /** HMAC-SHA1 in the query, deprecated but served; for gateways that know no other. */
    V1
  }

  /** Where the caller stands. */
  public enum Network {
    /** {@code ecs.<region>.aliyuncs.com}. */
    PUBLIC,
    /** {@code ecs-vpc.<region>.aliyuncs.com}, reachable from inside a VPC of that region only. */
    VPC
  }
}
