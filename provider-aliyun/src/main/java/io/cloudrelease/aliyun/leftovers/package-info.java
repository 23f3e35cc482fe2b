/** What ECS instances leave behind, and what would be paid back for them. */
@NullMarked
package io.cloudrelease.aliyun.leftovers;

import org.jspecify.annotations.NullMarked;
