/** The demo: a mixed fleet on simulated clouds, released through the real providers over HTTP. */
@NullMarked
package io.cloudrelease.examples.demo;

import org.jspecify.annotations.NullMarked;
