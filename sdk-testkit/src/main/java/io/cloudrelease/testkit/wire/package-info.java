/** Digests, encodings and times as clouds write them; independent of the code they are to check. */
@NullMarked
package io.cloudrelease.testkit.wire;

import org.jspecify.annotations.NullMarked;
