package io.cloudrelease.spring.boot;

import io.cloudrelease.event.ReleaseEvent;

/** What a lane's text says. */
final class Lane {
  private Lane() {}

  /** The action of an event's lane, which is its last word. */
  static String action(ReleaseEvent event) {
    return event.lane().substring(event.lane().lastIndexOf(' ') + 1);
  }
}
