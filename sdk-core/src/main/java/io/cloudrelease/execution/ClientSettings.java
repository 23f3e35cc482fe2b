package io.cloudrelease.execution;

import io.cloudrelease.batch.BatchSplitter;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.execution.record.EvidencePlace;
import io.cloudrelease.execution.schedule.Guards;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.pace.Pace;
import io.cloudrelease.retry.RetryPolicy;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.transport.HttpTransport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * What a client is made of.
 *
 * @param providers the accounts, each under a name of its own
 * @param accountIds the cloud's own ids that accounts must have, by their names
 * @param rates calls a second, by account and action, where they are not those of the provider
 * @param answerTimeout how long one call may take; empty for what suits its action
 * @param transport sends; closed with the client
 * @param clockwork time and chance
 * @param retryPolicy decides after failures; empty for the standard one
 * @param splitter cuts groups into batches
 * @param listener hears of every run
 * @param killSwitch asked before each destructive send
 * @param pace says when calls may leave
 * @param journal where intents are made durable
 * @param guards what may hold instances back
 * @param checkGroups whether clouds are asked who is a member of a group
 * @param checkLeftovers whether clouds are asked what released instances leave behind
 * @param evidence where the evidence of runs is kept
 * @param executor carries calls; empty for threads of the client's own
 */
public record ClientSettings(
    List<CloudProvider> providers,
    Map<String, String> accountIds,
    Map<String, Map<String, Double>> rates,
    Optional<Duration> answerTimeout,
    HttpTransport transport,
    Clockwork clockwork,
    Optional<RetryPolicy> retryPolicy,
    BatchSplitter splitter,
    ReleaseListener listener,
    BooleanSupplier killSwitch,
    Pace pace,
    ReleaseJournal journal,
    Guards guards,
    boolean checkGroups,
    boolean checkLeftovers,
    EvidencePlace evidence,
    Optional<Executor> executor) {

  public ClientSettings {
    providers = List.copyOf(providers);
    accountIds = Map.copyOf(accountIds);
    rates = Map.copyOf(rates);
  }
}
