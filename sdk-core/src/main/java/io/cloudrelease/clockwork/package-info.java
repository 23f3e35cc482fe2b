/** Where a client's time and chance come from. */
@NullMarked
package io.cloudrelease.clockwork;

import org.jspecify.annotations.NullMarked;
