/** Keys, tokens and where they come from; secrets without a printable form. */
@NullMarked
package io.cloudrelease.credentials;

import org.jspecify.annotations.NullMarked;
