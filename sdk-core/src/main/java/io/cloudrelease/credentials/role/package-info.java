/** Calling as a role that the own keys may assume. */
@NullMarked
package io.cloudrelease.credentials.role;

import org.jspecify.annotations.NullMarked;
