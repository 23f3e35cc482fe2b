/** Where Alibaba Cloud's users have their keys, and how they are read. */
@NullMarked
package io.cloudrelease.aliyun.credentials;

import org.jspecify.annotations.NullMarked;
