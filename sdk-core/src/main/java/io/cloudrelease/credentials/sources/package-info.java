/** Where our own providers look for keys: variables and the vendors' files. */
@NullMarked
package io.cloudrelease.credentials.sources;

import org.jspecify.annotations.NullMarked;
