/**
 * Who is looked at and sent when: queues, batches, waves, budget, guards, and the crew of a run.
 */
@NullMarked
package io.cloudrelease.execution.schedule;

import org.jspecify.annotations.NullMarked;
