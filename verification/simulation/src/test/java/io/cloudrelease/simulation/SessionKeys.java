package io.cloudrelease.simulation;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import java.util.List;

/** Keys of which the next is fetched when the cloud refuses the present one. */
final class SessionKeys implements CredentialsProvider {
  private final List<Credentials> keys;
  private int present;

  SessionKeys(List<Credentials> keys) {
    this.keys = List.copyOf(keys);
  }

  @Override
  public Credentials resolve() {
    return keys.get(present);
  }

  @Override
  public boolean refresh() {
    boolean more = present + 1 < keys.size();
    present += more ? 1 : 0;
    return more;
  }
}
