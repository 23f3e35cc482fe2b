/** How clouds are reached: proxies, trust, time limits. */
@NullMarked
package io.cloudrelease.network;

import org.jspecify.annotations.NullMarked;
