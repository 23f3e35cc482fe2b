package io.cloudrelease.event;

/** Hears nothing. */
enum NoListener implements ReleaseListener {
  NONE;

  @Override
  public void onEvent(ReleaseEvent event) {
    // Nobody wants to know.
  }
}
