/** Runnable programs: the command-line tool, and one small program for each thing to learn. */
@NullMarked
package io.cloudrelease.examples;

import org.jspecify.annotations.NullMarked;
