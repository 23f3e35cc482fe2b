package io.cloudrelease.commandline.report;

import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseListener;
import java.util.ArrayList;
import java.util.List;

/** Keeps what happens in a run for the report's timeline; verdicts stand in the result. */
public final class HeardEvents implements ReleaseListener {
  private final List<ReleaseEvent> heard = new ArrayList<>();

  @Override
  public synchronized void onEvent(ReleaseEvent event) {
    if (event.kind() != ReleaseEvent.Kind.VERDICT) {
      heard.add(event);
    }
  }

  /** What was heard so far, in order. */
  public synchronized List<ReleaseEvent> all() {
    return List.copyOf(heard);
  }
}
