package io.cloudrelease.spring.boot;

import io.cloudrelease.config.AccountConfig;
import io.cloudrelease.config.ClientConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/**
 * Says which accounts there are, what runs, and whether the journal could be written. Calls no
 * cloud, and shows no key.
 */
final class ReleaseHealth extends AbstractHealthIndicator {
  private final ClientConfig config;
  private final RunsUnderWay runs;

  ReleaseHealth(ClientConfig config, RunsUnderWay runs) {
    super("the state of the releases could not be read");
    this.config = config;
    this.runs = runs;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    health.up();
    health.withDetail("accounts", config.accounts().stream().map(AccountConfig::name).toList());
    health.withDetail("runs", runs.underWay());
    runs.last()
        .ifPresent(
            ended -> {
              health.withDetail("lastRunEnded", ended.at().toString());
              health.withDetail("lastRunVerdicts", ended.counts());
            });
    config
        .journal()
        .filter(journal -> !canBeWritten(journal))
        .ifPresent(
            journal ->
                health
                    .down()
                    .withDetail("journal", journal + " cannot be written; nothing would be sent"));
    if (runs.isEnding()) {
      health.outOfService();
    }
  }

  private static boolean canBeWritten(Path journal) {
    Path there = Files.exists(journal) ? journal : journal.toAbsolutePath().getParent();
    return there != null && Files.isWritable(there);
  }
}
