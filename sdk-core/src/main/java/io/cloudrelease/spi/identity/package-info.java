/** The optional verb of providers whose clouds say whose keys they are called with. */
@NullMarked
package io.cloudrelease.spi.identity;

import org.jspecify.annotations.NullMarked;
