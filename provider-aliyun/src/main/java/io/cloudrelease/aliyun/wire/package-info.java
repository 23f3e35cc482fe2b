/** What requests and answers of ECS and of the token service have in common. */
@NullMarked
package io.cloudrelease.aliyun.wire;

import org.jspecify.annotations.NullMarked;
