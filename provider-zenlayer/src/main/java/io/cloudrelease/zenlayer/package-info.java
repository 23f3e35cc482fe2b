/** Zenlayer's Cloud API 2.0 for giving back ZEC, BMC and VM instances. */
@NullMarked
package io.cloudrelease.zenlayer;

import org.jspecify.annotations.NullMarked;
