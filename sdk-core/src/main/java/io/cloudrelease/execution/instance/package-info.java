/** What is known of one instance, and what follows from what is learned of it: pure values. */
@NullMarked
package io.cloudrelease.execution.instance;

import org.jspecify.annotations.NullMarked;
