package io.cloudrelease.spring.boot;

import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseListener;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells each of several listeners, also when one before it throws. */
record AllListeners(List<ReleaseListener> listeners) implements ReleaseListener {
  private static final Logger LOG = LoggerFactory.getLogger(AllListeners.class);

  AllListeners {
    listeners = List.copyOf(listeners);
  }

  @Override
  public void onEvent(ReleaseEvent event) {
    for (ReleaseListener listener : listeners) {
      try {
        listener.onEvent(event);
      } catch (RuntimeException broken) {
        // Its message may hold anything.
        LOG.warn("a listener threw {}; it is ignored", broken.getClass().getName());
      }
    }
  }
}
