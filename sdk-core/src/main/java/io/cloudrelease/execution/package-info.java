/** The machines: one loop per request, calls on a small crew, lanes and pace. Not exported. */
@NullMarked
package io.cloudrelease.execution;

import org.jspecify.annotations.NullMarked;
