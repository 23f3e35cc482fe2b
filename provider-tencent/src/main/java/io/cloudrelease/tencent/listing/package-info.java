/** Lists of CVM instances, and of regions. */
@NullMarked
package io.cloudrelease.tencent.listing;

import org.jspecify.annotations.NullMarked;
