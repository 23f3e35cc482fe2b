/** Who is a member of a scaling group or a node pool. */
@NullMarked
package io.cloudrelease.aliyun.groups;

import org.jspecify.annotations.NullMarked;
