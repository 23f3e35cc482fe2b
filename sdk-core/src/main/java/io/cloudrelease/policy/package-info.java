/** What an organization allows, whatever a request asks for. */
@NullMarked
package io.cloudrelease.policy;

import org.jspecify.annotations.NullMarked;
