/** One API call to its end: turn, sign, send, read, again. */
@NullMarked
package io.cloudrelease.execution.call;

import org.jspecify.annotations.NullMarked;
