package io.cloudrelease.event;

/**
 * Told what happens, as it happens, on the thread where it happens; several threads may call at
 * once. A listener that throws is logged and otherwise ignored.
 */
@FunctionalInterface
public interface ReleaseListener {

  void onEvent(ReleaseEvent event);

  /** Hears nothing. */
  static ReleaseListener none() {
    return event -> {};
  }
}
