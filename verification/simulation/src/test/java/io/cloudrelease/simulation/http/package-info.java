/** Every fault of the simulated clouds over real HTTP on loopback, and the page that tells it. */
@NullMarked
package io.cloudrelease.simulation.http;

import org.jspecify.annotations.NullMarked;
