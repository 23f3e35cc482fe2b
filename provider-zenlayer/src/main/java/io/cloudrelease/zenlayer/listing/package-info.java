/** Lists of ZEC, BMC and VM instances. */
@NullMarked
package io.cloudrelease.zenlayer.listing;

import org.jspecify.annotations.NullMarked;
