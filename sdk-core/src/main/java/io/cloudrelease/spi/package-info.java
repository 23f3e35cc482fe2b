/** What a cloud provider hands over: standing facts and pure functions. */
@NullMarked
package io.cloudrelease.spi;

import org.jspecify.annotations.NullMarked;
