/** Making providers by kind and settings: what a configuration and the class path need. */
@NullMarked
package io.cloudrelease.spi.setup;

import org.jspecify.annotations.NullMarked;
