/** The batch splitting SPI. */
@NullMarked
package io.cloudrelease.batch;

import org.jspecify.annotations.NullMarked;
