/** What a run is about to do and has done, kept where a crash cannot take it. */
@NullMarked
package io.cloudrelease.journal;

import org.jspecify.annotations.NullMarked;
