package io.cloudrelease.simulation.http;

import io.cloudrelease.model.InstanceVerdict;

/**
 * What came of one instance.
 *
 * @param verdict what the client says
 * @param wire destructive requests that reached the cloud and named it
 * @param looks looks that left
 * @param applied how often it was really changed
 */
record Seen(InstanceVerdict verdict, int wire, int looks, int applied) {}
