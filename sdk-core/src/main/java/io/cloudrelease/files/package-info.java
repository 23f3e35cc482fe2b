/** Files that are nobody else's business. */
@org.jspecify.annotations.NullMarked
package io.cloudrelease.files;
