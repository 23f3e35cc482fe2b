package io.cloudrelease.simulation.http;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.SimulatedCloud;

/** A key whose secret is another one after each refresh, as the cloud then knows it. */
final class RenewedKeys implements CredentialsProvider {
  private final SimulatedCloud cloud;
  private final String id;
  private int generation;

  RenewedKeys(SimulatedCloud cloud, String id) {
    this.cloud = cloud;
    this.id = id;
    cloud.addKey(cloud.account(), AccessKey.of(id, secret()));
  }

  private String secret() {
    return "RENEWEDSECRET" + generation;
  }

  @Override
  public Credentials resolve() {
    return Credentials.ofKey(id, secret());
  }

  @Override
  public boolean refresh() {
    generation++;
    cloud.addKey(cloud.account(), AccessKey.of(id, secret()));
    return true;
  }
}
