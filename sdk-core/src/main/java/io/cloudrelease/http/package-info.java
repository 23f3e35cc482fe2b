/** HTTP as data, and the transport that sends it: one call, at most one request on the wire. */
@NullMarked
package io.cloudrelease.http;

import org.jspecify.annotations.NullMarked;
