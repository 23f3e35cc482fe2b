/** What may hold instances back although they were asked for. */
@NullMarked
package io.cloudrelease.guard;

import org.jspecify.annotations.NullMarked;
