/** A client's setup as plain data: accounts, guards, policy, network, journal. */
@NullMarked
package io.cloudrelease.config;

import org.jspecify.annotations.NullMarked;
