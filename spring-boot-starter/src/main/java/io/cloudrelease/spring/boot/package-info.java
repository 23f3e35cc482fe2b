/** A client from application properties, with metrics, health and a graceful end. */
@NullMarked
package io.cloudrelease.spring.boot;

import org.jspecify.annotations.NullMarked;
