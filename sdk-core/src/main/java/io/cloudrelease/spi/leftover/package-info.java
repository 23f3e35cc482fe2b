/** The optional verb of providers that can tell what a released instance leaves behind. */
@NullMarked
package io.cloudrelease.spi.leftover;

import org.jspecify.annotations.NullMarked;
