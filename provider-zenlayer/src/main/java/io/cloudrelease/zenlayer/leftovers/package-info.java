/** What instances of ZEC, BMC and VM leave behind. */
@NullMarked
package io.cloudrelease.zenlayer.leftovers;

import org.jspecify.annotations.NullMarked;
