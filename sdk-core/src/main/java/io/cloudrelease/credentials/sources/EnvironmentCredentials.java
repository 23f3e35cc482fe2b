package io.cloudrelease.credentials.sources;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

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
        return credentials(variable, () -> Credentials.ofSession(id, secret, token));
      }
    }
    return credentials("", () -> Credentials.ofKey(id, secret));
  }

  /** Refused with the variables' names, which the credentials do not know. */
  private Credentials credentials(String tokenVariable, Supplier<Credentials> parts) {
    try {
      return parts.get();
    } catch (InvalidRequestException wrong) {
      String token = tokenVariable.isEmpty() ? "" : ", " + tokenVariable;
      throw new ConfigurationException(
          wrong.getMessage() + " (in " + idVariable + ", " + secretVariable + token + ")", wrong);
    }
  }
}
