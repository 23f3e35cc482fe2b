package io.cloudrelease.execution.instance;

import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ReleaseError;
import java.time.Instant;
import java.util.List;

/**
 * How a destructive call ended, all its attempts taken together.
 *
 * @param at when the last attempt ended
 * @param size how many instances it named
 * @param sends attempts of which a byte may have left
 * @param throttled how many of those were throttled
 * @param untouched how many of those were refused before anything was looked at, as throttled ones
 *     are
 * @param answered whether each attempt that left was answered
 * @param requestIds the cloud's, in order
 * @param error what went wrong
 * @param rule what the provider's table says of it
 */
public record CallEnd(
    Instant at,
    int size,
    int sends,
    int throttled,
    int untouched,
    boolean answered,
    List<String> requestIds,
    ReleaseError error,
    ErrorRule rule) {}
