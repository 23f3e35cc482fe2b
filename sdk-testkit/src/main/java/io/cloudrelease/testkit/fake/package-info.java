/** Stand-ins for clock, sleep, transport, listener and log, for tests that never really wait. */
@NullMarked
package io.cloudrelease.testkit.fake;

import org.jspecify.annotations.NullMarked;
