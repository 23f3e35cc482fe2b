package io.cloudrelease.tencent.credentials;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ConfigurationException;
import java.util.ArrayList;
import java.util.List;

/** OIDC in a TKE cluster: the four variables that it gives a pod. */
final class ClusterIdentity implements CredentialsProvider {
  private static final List<String> VARIABLES =
      List.of("TKE_REGION", "TKE_PROVIDER_ID", "TKE_WEB_IDENTITY_TOKEN_FILE", "TKE_ROLE_ARN");

  private final Environment environment;
  private final Surroundings surroundings;

  private ClusterIdentity(Environment environment, Surroundings surroundings) {
    this.environment = environment;
    this.surroundings = surroundings;
  }

  /** Absent without any of them; with some of them broken. */
  static ClusterIdentity of(Environment environment, Surroundings surroundings) {
    List<String> missing = new ArrayList<>(VARIABLES);
    missing.removeIf(name -> !environment.variable(name).isEmpty());
    if (missing.size() == VARIABLES.size()) {
      throw ConfigurationException.absent("no " + String.join(", ", VARIABLES));
    }
    if (!missing.isEmpty()) {
      throw new ConfigurationException(
          String.join(", ", missing) + " of a TKE cluster's identity not set, though others are");
    }
    return new ClusterIdentity(environment, surroundings);
  }

  @Override
  public Credentials resolve() {
    AssumedRole role =
        AssumedRole.of(environment.variable("TKE_ROLE_ARN"))
            .sessionName("cloudrelease")
            .webIdentity(
                environment.variable("TKE_PROVIDER_ID"),
                TokenFile.path(
                    "TKE_WEB_IDENTITY_TOKEN_FILE",
                    environment.variable("TKE_WEB_IDENTITY_TOKEN_FILE")));
    return new Sts(surroundings, environment.variable("TKE_REGION")).withWebIdentity(role);
  }
}
