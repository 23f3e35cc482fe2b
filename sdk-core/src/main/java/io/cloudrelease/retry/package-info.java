/** The retry SPI: when to send again, when to look, when to stop. */
@NullMarked
package io.cloudrelease.retry;

import org.jspecify.annotations.NullMarked;
