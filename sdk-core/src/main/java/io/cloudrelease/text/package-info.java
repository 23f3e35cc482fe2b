/** Text made harmless where it is shown. */
@NullMarked
package io.cloudrelease.text;

import org.jspecify.annotations.NullMarked;
