/**
 * What a provider may offer beside releasing: lists of instances and regions, and who is a member
 * of a group. Each interface is optional.
 */
@NullMarked
package io.cloudrelease.spi.listing;

import org.jspecify.annotations.NullMarked;
