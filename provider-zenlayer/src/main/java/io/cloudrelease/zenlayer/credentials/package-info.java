/** Where Zenlayer's users have their keys, and how they are read. */
@NullMarked
package io.cloudrelease.zenlayer.credentials;

import org.jspecify.annotations.NullMarked;
