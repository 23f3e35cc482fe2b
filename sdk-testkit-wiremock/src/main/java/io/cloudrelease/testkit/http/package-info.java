/** Simulated clouds over HTTP on a loopback port. */
@NullMarked
package io.cloudrelease.testkit.http;

import org.jspecify.annotations.NullMarked;
