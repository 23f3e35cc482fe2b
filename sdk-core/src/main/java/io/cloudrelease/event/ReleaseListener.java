package io.cloudrelease.event;

/**
 * Told what happens, in order, on a thread of its own (with a client that runs single-threaded, on
 * the caller's). What it throws is logged and otherwise ignored, and a slow one slows no run:
 * events that it does not keep up with are dropped.
 */
@FunctionalInterface
public interface ReleaseListener {

  void onEvent(ReleaseEvent event);
}
