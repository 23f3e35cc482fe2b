/** What users hold: references, requests, snapshots, verdicts, results. */
@NullMarked
package io.cloudrelease.model;

import org.jspecify.annotations.NullMarked;
