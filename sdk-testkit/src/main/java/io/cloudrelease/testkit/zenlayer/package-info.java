/** Zenlayer's ZEC, BMC and VM, simulated. */
@NullMarked
package io.cloudrelease.testkit.zenlayer;

import org.jspecify.annotations.NullMarked;
