/** The command-line tool: what is typed, what is asked back, what is printed, and the exit code. */
@NullMarked
package io.cloudrelease.commandline;

import org.jspecify.annotations.NullMarked;
