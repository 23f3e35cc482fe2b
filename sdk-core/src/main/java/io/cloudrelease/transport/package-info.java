/** What carries requests: one call, at most one request on the wire. */
@NullMarked
package io.cloudrelease.transport;

import org.jspecify.annotations.NullMarked;
