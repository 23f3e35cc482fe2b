/** The optional verb of providers whose clouds say what they would pay back. */
@NullMarked
package io.cloudrelease.spi.refund;

import org.jspecify.annotations.NullMarked;
