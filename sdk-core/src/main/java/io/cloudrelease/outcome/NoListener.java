package io.cloudrelease.outcome;

import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseListener;

/** Hears nothing. */
public enum NoListener implements ReleaseListener {
  NONE;

  @Override
  public void onEvent(ReleaseEvent event) {
    // Nobody wants to know.
  }
}
