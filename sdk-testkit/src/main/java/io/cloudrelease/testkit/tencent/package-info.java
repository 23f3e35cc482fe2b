/** Tencent Cloud's CVM, simulated. */
@NullMarked
package io.cloudrelease.testkit.tencent;

import org.jspecify.annotations.NullMarked;
