/** What a run writes down, and what of it is read back. */
@NullMarked
package io.cloudrelease.execution.record;

import org.jspecify.annotations.NullMarked;
