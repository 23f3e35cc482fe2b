/**
 * Alibaba Cloud ECS: releases instances with DeleteInstances and reads them with DescribeInstances.
 */
@NullMarked
package io.cloudrelease.aliyun;

import org.jspecify.annotations.NullMarked;
