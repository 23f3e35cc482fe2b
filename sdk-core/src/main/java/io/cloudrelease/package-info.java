/** The front door: {@link io.cloudrelease.ReleaseClient}. */
@NullMarked
package io.cloudrelease;

import org.jspecify.annotations.NullMarked;
