/** How fast: when calls may leave, and how many instances may go in a time. */
@NullMarked
package io.cloudrelease.pace;

import org.jspecify.annotations.NullMarked;
