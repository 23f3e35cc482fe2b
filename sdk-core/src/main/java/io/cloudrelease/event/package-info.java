/** What happens during a run, for progress bars and logs. */
@NullMarked
package io.cloudrelease.event;

import org.jspecify.annotations.NullMarked;
