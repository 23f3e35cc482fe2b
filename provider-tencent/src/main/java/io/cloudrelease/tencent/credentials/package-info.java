/** Where Tencent Cloud's users have their keys, and how they are read. */
@NullMarked
package io.cloudrelease.tencent.credentials;

import org.jspecify.annotations.NullMarked;
