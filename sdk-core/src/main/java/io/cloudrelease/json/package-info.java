/** Reading and writing JSON without showing which library does it. */
@NullMarked
package io.cloudrelease.json;

import org.jspecify.annotations.NullMarked;
