/** What went wrong, in one vocabulary for all clouds: categories, error tables, exceptions. */
@NullMarked
package io.cloudrelease.error;

import org.jspecify.annotations.NullMarked;
