package io.cloudrelease.execution;

import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.ProviderFacts;
import java.time.Duration;

/** A registered provider with what is learned of it over all runs of a client. Thread-safe. */
public final class Account {
  private final CloudProvider provider;
  private final ProviderFacts facts;
  private volatile Duration clockOffset = Duration.ZERO;

  public Account(CloudProvider provider) {
    this.provider = provider;
    this.facts = provider.facts();
  }

  public CloudProvider provider() {
    return provider;
  }

  public ProviderFacts facts() {
    return facts;
  }

  String name() {
    return facts.name();
  }

  /** What to add to our clock to get the cloud's. */
  Duration clockOffset() {
    return clockOffset;
  }

  void learnClockOffset(Duration offset) {
    clockOffset = offset;
  }
}
