package io.cloudrelease.execution.find;

import io.cloudrelease.find.Place;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.listing.PageAnswer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** One reading of a place's list, from its first page to its last. One thread at a time. */
final class Pass {
  private final Place place;
  private final boolean overlap;
  private final Map<InstanceRef, Snapshot> rows = new LinkedHashMap<>();
  private final Set<String> marks = new HashSet<>();
  private String mark = "";
  private int pages;
  private OptionalLong total = OptionalLong.empty();
  private InstanceRef last = NO_ROW;
  private String doubt = "";

  private static final InstanceRef NO_ROW = InstanceRef.of("none", "none");

  /**
   * A reading that begins.
   *
   * @param overlap whether each page begins with the last row of the page before
   */
  Pass(Place place, boolean overlap) {
    this.place = place;
    this.overlap = overlap;
  }

  /** Where the next page begins. */
  String mark() {
    return mark;
  }

  Map<InstanceRef, Snapshot> rows() {
    return rows;
  }

  /** What does not fit together; empty when all does. */
  String doubt() {
    return doubt;
  }

  /** Takes a page; says whether there is another one. */
  boolean take(PageAnswer page) {
    boolean first = pages++ == 0;
    if (page.unreadable() > 0) {
      doubt("rows that name no instance: " + page.unreadable());
    }
    if (!first && !page.total().equals(total)) {
      doubt("the number of instances changed between two pages");
    }
    total = page.total();
    takeRows(page, overlap && !first);
    mark = page.next();
    if (mark.isEmpty()) {
      ended();
      return false;
    }
    if (!marks.add(mark)) {
      doubt("the list leads back to a page that was read already");
      return false;
    }
    return true;
  }

  private void takeRows(PageAnswer page, boolean overlaps) {
    boolean expected = overlaps;
    InstanceRef newest = last;
    for (Snapshot row : page.rows()) {
      if (!isOf(row.ref())) {
        doubt("an instance of another place stands in the list");
        continue;
      }
      boolean known = rows.containsKey(row.ref());
      if (known && !(expected && row.ref().equals(last))) {
        doubt("an instance stands twice in the list");
      }
      if (expected && !row.ref().equals(last)) {
        doubt("a page does not begin where the page before ended");
      }
      expected = false;
      rows.put(row.ref(), row);
      newest = row.ref();
    }
    if (expected) {
      doubt("a page does not begin where the page before ended");
    }
    last = newest;
  }

  private boolean isOf(InstanceRef ref) {
    return ref.provider().equals(place.account()) && ref.region().equals(place.region());
  }

  private void ended() {
    if (total.isPresent() && total.getAsLong() != rows.size()) {
      doubt("the cloud counts " + total.getAsLong() + " instances and showed " + rows.size());
    }
  }

  private void doubt(String why) {
    doubt = doubt.isEmpty() ? why : doubt;
  }

  boolean isDoubtful() {
    return !doubt.isEmpty();
  }

  /**
   * Whether this reading alone shows that nothing was missed: it was counted, and nothing moved
   * meanwhile, since it was one page or pages that overlap. An empty list proves nothing by itself.
   */
  boolean isSure() {
    boolean still = pages == 1 || overlap;
    return doubt.isEmpty() && total.isPresent() && still && !rows.isEmpty();
  }

  /** Whether both readings show the same, and neither leaves a doubt. */
  boolean confirms(Pass other) {
    return doubt.isEmpty() && other.doubt.isEmpty() && rows.keySet().equals(other.rows.keySet());
  }
}
