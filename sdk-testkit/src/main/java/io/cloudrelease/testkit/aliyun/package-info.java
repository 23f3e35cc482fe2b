/** Alibaba Cloud's ECS, simulated. */
@NullMarked
package io.cloudrelease.testkit.aliyun;

import org.jspecify.annotations.NullMarked;
