/** An account's rate shared through a rate limiter that exists already. An example. */
@org.jspecify.annotations.NullMarked
package io.cloudrelease.pace;
