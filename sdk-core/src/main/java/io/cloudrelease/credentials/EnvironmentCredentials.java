package io.cloudrelease.credentials;

import io.cloudrelease.error.ConfigurationException;
import java.util.List;
import java.util.Objects;

/**
 * Credentials from environment variables.
 *
 * @param environment where to read
 * @param idVariable names the access key id
 * @param secretVariable names the secret key
 * @param tokenVariables name the session token, tried in order; may be empty
 */
public record EnvironmentCredentials(
    Environment environment, String idVariable, String secretVariable, List<String> tokenVariables)
    implements CredentialsProvider {

  public EnvironmentCredentials {
    Objects.requireNonNull(environment, "environment");
    Objects.requireNonNull(idVariable, "idVariable");
    Objects.requireNonNull(secretVariable, "secretVariable");
    tokenVariables = List.copyOf(tokenVariables);
  }

  @Override
  public Credentials resolve() {
    String id = environment.variable(idVariable);
    String secret = environment.variable(secretVariable);
    if (id.isEmpty() && secret.isEmpty()) {
      throw ConfigurationException.absent("set " + idVariable + " and " + secretVariable);
    }
    if (id.isEmpty() || secret.isEmpty()) {
      throw new ConfigurationException(
          (id.isEmpty() ? idVariable : secretVariable)
              + " is not set, though "
              + (id.isEmpty() ? secretVariable : idVariable)
              + " is; set both");
    }
    for (String variable : tokenVariables) {
      String token = environment.variable(variable);
      if (!token.isEmpty()) {
        return Credentials.ofSession(id, secret, token);
      }
    }
    return Credentials.ofKey(id, secret);
  }
}
