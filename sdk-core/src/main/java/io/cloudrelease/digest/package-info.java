/**
 * SHA-256 and HMAC, for the core and the providers that are built with it; not exported to others.
 */
@NullMarked
package io.cloudrelease.digest;

import org.jspecify.annotations.NullMarked;
