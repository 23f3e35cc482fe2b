package io.cloudrelease.execution.schedule;

import io.cloudrelease.spi.Assessment;
import org.jspecify.annotations.Nullable;

/** Instances of one batch agree in all of this. */
record Batch(Region region, Assessment.Step step, @Nullable Cohort cohort) {}
