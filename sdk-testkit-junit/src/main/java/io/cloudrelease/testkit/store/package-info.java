/** The contract suite for stores of journals: files, databases, a stranger's own. */
@NullMarked
package io.cloudrelease.testkit.store;

import org.jspecify.annotations.NullMarked;
