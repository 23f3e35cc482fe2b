/** Who is a member of an auto scaling group or a cluster. */
@NullMarked
package io.cloudrelease.tencent.groups;

import org.jspecify.annotations.NullMarked;
