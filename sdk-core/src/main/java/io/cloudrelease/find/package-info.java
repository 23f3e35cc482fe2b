/** Which instances there are: what to look for, and what was found. */
@NullMarked
package io.cloudrelease.find;

import org.jspecify.annotations.NullMarked;
