/** What CVM instances leave behind, and what would be paid back for them. */
@NullMarked
package io.cloudrelease.tencent.leftovers;

import org.jspecify.annotations.NullMarked;
