/** Runs as spans, without any framework. */
@NullMarked
package com.example.otel;

import org.jspecify.annotations.NullMarked;
