package io.cloudrelease.testkit.fake;

import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseListener;
import java.util.ArrayList;
import java.util.List;

/** Remembers every event. Thread-safe. */
public final class RecordingListener implements ReleaseListener {
  private final List<ReleaseEvent> events = new ArrayList<>();

  /** A listener that has heard nothing yet. */
  public RecordingListener() {}

  @Override
  public synchronized void onEvent(ReleaseEvent event) {
    events.add(event);
  }

  /** All events, in order. */
  public synchronized List<ReleaseEvent> events() {
    return List.copyOf(events);
  }

  /** The events of that kind, in order. */
  public List<ReleaseEvent> events(ReleaseEvent.Kind kind) {
    return events().stream().filter(event -> event.kind() == kind).toList();
  }
}
