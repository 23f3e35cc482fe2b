/** Plans that are kept, reviewed, and carried out later or elsewhere. */
@NullMarked
package io.cloudrelease.plan;

import org.jspecify.annotations.NullMarked;
