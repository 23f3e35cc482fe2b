package io.cloudrelease.execution.find;

import io.cloudrelease.find.Place;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.spi.listing.PageAnswer;
import java.util.Set;

/** One reading of a list, as the search makes it of its pages. */
public final class Reading {
  private final Pass pass;
  private boolean ended;

  public Reading(Place place, boolean overlap) {
    pass = new Pass(place, overlap);
  }

  /** Takes the next page; false when it is read to its end, or cannot be read on. */
  public boolean take(PageAnswer page) {
    if (page.failure().isPresent()) {
      return false;
    }
    boolean more = pass.take(page);
    ended = !more;
    return more;
  }

  /** Whether the list was read to its end and nothing speaks against what was read. */
  public boolean isUndoubted() {
    return ended && !pass.isDoubtful();
  }

  public Set<InstanceRef> shown() {
    return pass.rows().keySet();
  }
}
