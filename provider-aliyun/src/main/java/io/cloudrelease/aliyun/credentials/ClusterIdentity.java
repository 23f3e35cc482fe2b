package io.cloudrelease.aliyun.credentials;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.error.ConfigurationException;

/** OIDC in an ACK cluster, by the variables that it gives a pod (RRSA). */
final class ClusterIdentity {
  private ClusterIdentity() {}

  /** The role's ARN alone is no identity: other tools name a role by it. */
  static Credentials read(Surroundings surroundings) {
    String provider = value(surroundings, "OIDC_PROVIDER_ARN");
    String file = value(surroundings, "OIDC_TOKEN_FILE");
    String role = value(surroundings, "ROLE_ARN");
    if (provider.isEmpty() && file.isEmpty()) {
      throw ConfigurationException.absent(
          "no ALIBABA_CLOUD_OIDC_PROVIDER_ARN and ALIBABA_CLOUD_OIDC_TOKEN_FILE");
    }
    if (provider.isEmpty() || file.isEmpty() || role.isEmpty()) {
      throw new ConfigurationException(
          "of ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN and"
              + " ALIBABA_CLOUD_OIDC_TOKEN_FILE one is not set, though others are");
    }
    String session = value(surroundings, "ROLE_SESSION_NAME");
    AssumedRole assumed =
        AssumedRole.of(role).webIdentity(provider, Paths.of("ALIBABA_CLOUD_OIDC_TOKEN_FILE", file));
    return new Sts(surroundings, Sts.Place.usual(surroundings))
        .withWebIdentity(session.isEmpty() ? assumed : assumed.sessionName(session), "");
  }

  private static String value(Surroundings surroundings, String name) {
    return surroundings.first("ALIBABA_CLOUD_" + name, "ALIBABACLOUD_" + name);
  }
}
