/** Reading what there is, before anything is released: lists of instances, members of groups. */
@NullMarked
package io.cloudrelease.execution.find;

import org.jspecify.annotations.NullMarked;
