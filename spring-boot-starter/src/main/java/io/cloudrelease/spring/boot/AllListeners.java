package io.cloudrelease.spring.boot;

import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.execution.EventDelivery;
import java.util.List;

/**
 * Tells each of several listeners: the starter's own first, those of the application each on a
 * thread of its own, so that none keeps an event from another, whatever it throws and however long
 * it takes.
 */
final class AllListeners implements ReleaseListener {
  /** One of the starter's own, which is quick and waits for nothing. */
  interface Own extends ReleaseListener {}

  private final List<ReleaseListener> own;
  private final List<ReleaseListener> others;

  AllListeners(List<ReleaseListener> listeners) {
    this.own =
        listeners.stream().filter(Own.class::isInstance).map(EventDelivery::inPlace).toList();
    this.others =
        listeners.stream()
            .filter(each -> !(each instanceof Own))
            .<ReleaseListener>map(EventDelivery::beside)
            .toList();
  }

  @Override
  public void onEvent(ReleaseEvent event) {
    own.forEach(each -> each.onEvent(event));
    others.forEach(each -> each.onEvent(event));
  }
}
