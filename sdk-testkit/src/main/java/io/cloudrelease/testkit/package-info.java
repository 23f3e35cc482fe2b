/** Simulated clouds: accounts, instances, faults and a ledger of what was really done to whom. */
@NullMarked
package io.cloudrelease.testkit;

import org.jspecify.annotations.NullMarked;
