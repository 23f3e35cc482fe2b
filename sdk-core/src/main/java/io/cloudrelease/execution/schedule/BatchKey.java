package io.cloudrelease.execution.schedule;

import io.cloudrelease.execution.call.Region;
import io.cloudrelease.spi.Assessment;

/**
 * Instances of one batch agree in all of this.
 *
 * @param region account and region
 * @param step what is sent
 * @param together the most that may stand in it, below what the action allows when a batch with
 *     them was refused
 */
public record BatchKey(Region region, Assessment.Step step, int together) {}
