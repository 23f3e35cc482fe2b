/** Reading and writing JSON, for the core and its own modules; not exported to others. */
@NullMarked
package io.cloudrelease.json;

import org.jspecify.annotations.NullMarked;
