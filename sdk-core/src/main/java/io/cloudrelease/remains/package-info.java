/** What an instance leaves behind when it is released, and what is paid back for it. */
@NullMarked
package io.cloudrelease.remains;

import org.jspecify.annotations.NullMarked;
