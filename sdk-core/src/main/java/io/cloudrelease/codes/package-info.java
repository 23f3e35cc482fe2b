/** The codes of errors that are ours and no cloud's. */
@NullMarked
package io.cloudrelease.codes;

import org.jspecify.annotations.NullMarked;
