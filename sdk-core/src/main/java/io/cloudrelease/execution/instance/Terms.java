package io.cloudrelease.execution.instance;

import io.cloudrelease.model.Intent;
import io.cloudrelease.spi.ProviderFacts;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * What holds for all instances of one account in one run.
 *
 * @param intent goal, collateral, powers, dry run
 * @param looks whether instances are looked at
 * @param waitAtMost how long to wait for the goal after an acknowledgement
 * @param once whether a send that could go further than the goal is never repeated, whatever looks
 *     prove
 * @param facts of the account's provider
 * @param mayResend whether the retry policy allows to send an instance again that looks show
 *     unchanged
 */
public record Terms(
    Intent intent,
    boolean looks,
    Duration waitAtMost,
    boolean once,
    ProviderFacts facts,
    Predicate<InstanceLife> mayResend) {}
