/** Lists of ECS instances, and of regions. */
@NullMarked
package io.cloudrelease.aliyun.listing;

import org.jspecify.annotations.NullMarked;
