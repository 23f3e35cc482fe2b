package io.cloudrelease.tencent.credentials;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.transport.HttpTransport;
import java.util.Optional;

/**
 * Keys of a role, assumed with others, or with a web identity.
 *
 * @param base the keys to assume it with; not asked with a web identity
 * @param wanted the role of the settings; without one the variables name it
 */
record RoleCredentials(
    CredentialsProvider base,
    Optional<AssumedRole> wanted,
    Environment environment,
    Surroundings surroundings)
    implements CredentialsProvider {

  static CredentialsProvider of(
      CredentialsProvider base,
      Optional<AssumedRole> wanted,
      Environment environment,
      Surroundings surroundings) {
    return new RoleCredentials(base, wanted, environment, surroundings);
  }

  @Override
  public Credentials resolve() {
    AssumedRole role = wanted.orElseGet(() -> RoleVariables.read(environment));
    Sts sts = new Sts(surroundings, environment.variable("TENCENTCLOUD_REGION"));
    return role.tokenFile().isPresent() ? sts.withWebIdentity(role) : sts.assume(base, role);
  }

  @Override
  public boolean refresh() {
    return base.refresh();
  }

  @Override
  public void callThrough(HttpTransport transport) {
    base.callThrough(transport);
  }
}
