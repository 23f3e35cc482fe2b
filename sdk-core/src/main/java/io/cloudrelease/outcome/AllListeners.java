package io.cloudrelease.outcome;

import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseListener;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells several listeners, in order; one that throws keeps no other from hearing. */
public final class AllListeners implements ReleaseListener {
  private static final Logger LOG = LoggerFactory.getLogger(AllListeners.class);

  private final List<ReleaseListener> all;

  private AllListeners(List<ReleaseListener> all) {
    this.all = all;
  }

  /** One for all of these. */
  public static ReleaseListener of(ReleaseListener... listeners) {
    List<ReleaseListener> all = List.of(listeners);
    if (all.isEmpty()) {
      return NoListener.NONE;
    }
    return all.size() == 1 ? all.get(0) : new AllListeners(all);
  }

  @Override
  public void onEvent(ReleaseEvent event) {
    for (ReleaseListener each : all) {
      try {
        each.onEvent(event);
      } catch (RuntimeException | Error broken) {
        LOG.warn("a listener threw {} at {}", broken.getClass().getName(), event.kind());
      }
    }
  }
}
