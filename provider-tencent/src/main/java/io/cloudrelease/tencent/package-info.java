/** Tencent Cloud CVM: its provider, its options and its TC3 signature. */
@NullMarked
package io.cloudrelease.tencent;

import org.jspecify.annotations.NullMarked;
