package io.cloudrelease.spring.boot;

import io.cloudrelease.ReleaseClientBuilder;

/**
 * Says more to the client than properties can. A bean of this type is asked before a client is
 * made, for each anew, after the properties were applied; several in their {@link
 * org.springframework.core.annotation.Order}. Listeners are beans of their own: one that is set
 * here is replaced.
 */
@FunctionalInterface
public interface ReleaseClientCustomizer {

  void customize(ReleaseClientBuilder client);
}
