package io.cloudrelease.tencent.credentials;

import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ConfigurationException;
import java.time.Duration;
import java.util.List;

/**
 * A role to assume as Terraform's provider and the command line read it from variables. They count
 * only with ARN and session name; one alone is refused, since the keys beneath have other rights.
 */
final class RoleVariables {
  private static final String TERRAFORM = "TENCENTCLOUD_ASSUME_ROLE_";
  private static final String TCCLI = "TENCENTCLOUD_ROLE_";

  /** What would make it another session than the one asked for. */
  private static final List<String> NOT_READ =
      List.of(
          "SOURCE_IDENTITY",
          "SERIAL_NUMBER",
          "TOKEN_CODE",
          "SAML_ASSERTION",
          "PRINCIPAL_ARN",
          "POLICY");

  private RoleVariables() {}

  static boolean areSet(Environment environment) {
    return isSet(environment, TERRAFORM) || isSet(environment, TCCLI);
  }

  private static boolean isSet(Environment environment, String prefix) {
    return !environment.variable(prefix + "ARN").isEmpty()
        || !environment.variable(prefix + "SESSION_NAME").isEmpty();
  }

  static AssumedRole read(Environment environment) {
    String prefix = isSet(environment, TERRAFORM) ? TERRAFORM : TCCLI;
    for (String name : List.of("ARN", "SESSION_NAME")) {
      if (environment.variable(prefix + name).isEmpty()) {
        throw new ConfigurationException(
            prefix + name + " is not set; a role needs ARN and SESSION_NAME");
      }
    }
    AssumedRole role =
        AssumedRole.of(environment.variable(prefix + "ARN"))
            .sessionName(environment.variable(prefix + "SESSION_NAME"));
    return prefix.equals(TERRAFORM) ? withTheRest(role, environment) : role;
  }

  private static AssumedRole withTheRest(AssumedRole role, Environment environment) {
    for (String name : NOT_READ) {
      if (!environment.variable(TERRAFORM + name).isEmpty()) {
        throw new ConfigurationException(TERRAFORM + name + " is set, and is not supported here");
      }
    }
    AssumedRole whole = role.externalId(environment.variable(TERRAFORM + "EXTERNAL_ID"));
    String seconds = environment.variable(TERRAFORM + "SESSION_DURATION");
    if (!seconds.isEmpty()) {
      whole = whole.duration(seconds(seconds));
    }
    String provider = environment.variable(TERRAFORM + "PROVIDER_ID");
    String file = environment.variable(TERRAFORM + "WEB_IDENTITY_TOKEN_FILE");
    if (!environment.variable(TERRAFORM + "WEB_IDENTITY_TOKEN").isEmpty()) {
      throw new ConfigurationException(
          TERRAFORM
              + "WEB_IDENTITY_TOKEN cannot be renewed; give "
              + TERRAFORM
              + "WEB_IDENTITY_TOKEN_FILE");
    }
    if (provider.isEmpty() != file.isEmpty()) {
      throw new ConfigurationException(
          TERRAFORM + "PROVIDER_ID and " + TERRAFORM + "WEB_IDENTITY_TOKEN_FILE go together");
    }
    return provider.isEmpty()
        ? whole
        : whole.webIdentity(provider, TokenFile.path(TERRAFORM + "WEB_IDENTITY_TOKEN_FILE", file));
  }

  private static Duration seconds(String text) {
    try {
      return Duration.ofSeconds(Integer.parseInt(text));
    } catch (NumberFormatException notANumber) {
      throw new ConfigurationException(
          TERRAFORM + "SESSION_DURATION is not a number of seconds", notANumber);
    }
  }
}
