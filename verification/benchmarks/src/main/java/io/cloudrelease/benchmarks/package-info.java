/** Measures CloudRelease beside the vendors' SDKs and bare OkHttp. Not published. */
@org.jspecify.annotations.NullMarked
package io.cloudrelease.benchmarks;
