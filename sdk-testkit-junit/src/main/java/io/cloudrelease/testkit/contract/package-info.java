/** What every provider has to pass, shipped or a stranger's: extend the classes in your tests. */
@NullMarked
package io.cloudrelease.testkit.contract;

import org.jspecify.annotations.NullMarked;
