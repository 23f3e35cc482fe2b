package io.cloudrelease.execution.schedule;

import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.record.RunRecord;
import io.cloudrelease.model.Intent;

/**
 * What all parts of one run share.
 *
 * @param parts of the client
 * @param control deadline and stop
 * @param intent what is wanted
 * @param crew carries the calls
 * @param record what is written down
 */
public record RunContext(
    ClientParts parts, RunControl control, Intent intent, Crew crew, RunRecord record) {}
