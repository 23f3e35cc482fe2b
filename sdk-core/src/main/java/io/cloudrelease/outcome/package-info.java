/** What runs hand out, as they make it: results, verdicts, plans, evidence, events. */
@NullMarked
package io.cloudrelease.outcome;

import org.jspecify.annotations.NullMarked;
