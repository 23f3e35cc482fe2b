/** The signing SPI: turns an API call into a signed HTTP request. */
@NullMarked
package io.cloudrelease.signing;

import org.jspecify.annotations.NullMarked;
