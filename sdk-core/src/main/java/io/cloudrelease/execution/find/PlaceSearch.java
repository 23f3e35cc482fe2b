package io.cloudrelease.execution.find;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.find.Place;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.listing.InstanceListing;
import io.cloudrelease.spi.listing.ListFilter;
import io.cloudrelease.spi.listing.PageAnswer;
import io.cloudrelease.spi.listing.PageQuery;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the list of one place until it is sure that nothing was missed, or says that it is not. A
 * list that does not fit together is read once more, and once more again; see {@link Pass} for what
 * makes sure. Loop's thread only.
 */
final class PlaceSearch {
  private static final int MOST_PASSES = 3;

  /** To a sixteenth; a page that is still too large is refused for something else. */
  private static final int MOST_HALVINGS = 4;

  private final CallLoop loop;
  private final RunControl control;
  private final Place place;
  private final Account account;
  private final InstanceListing listing;
  private final boolean overlap;
  private final int most;
  private ListFilter filter;
  private final Map<InstanceRef, Snapshot> seen = new LinkedHashMap<>();
  private @Nullable Pass before;
  private Pass pass;
  private int passes = 1;
  private int halvings;
  private boolean over;
  private @Nullable ReleaseError incomplete;

  PlaceSearch(
      CallLoop loop,
      RunControl control,
      Place place,
      Account account,
      InstanceListing listing,
      ListFilter filter) {
    this.loop = loop;
    this.control = control;
    this.place = place;
    this.account = account;
    this.listing = listing;
    this.filter = filter;
    this.overlap = listing.pagesOverlap();
    this.most = listing.mostUnder(filter);
    this.pass = new Pass(place, overlap);
  }

  Place place() {
    return place;
  }

  Account account() {
    return account;
  }

  /** What was seen there, each once. */
  Collection<Snapshot> seen() {
    return seen.values();
  }

  /** Why it is not sure that all was seen. */
  Optional<ReleaseError> incomplete() {
    return Optional.ofNullable(incomplete);
  }

  /** Has the next page read. */
  void next() {
    PageQuery query =
        new PageQuery(account.name(), place.region(), filter, pass.mark(), halvings, control.now());
    PageCall call = new PageCall(account, listing, query, control::now);
    loop.add(call, result -> answered(call, result));
  }

  private void answered(PageCall call, Result<PageAnswer> result) {
    if (result.answer().isEmpty() && call.isTooLarge() && halvings < MOST_HALVINGS) {
      // From its beginning: where pages are numbered, a smaller one begins elsewhere.
      halvings++;
      seen.putAll(pass.rows());
      passes = 0;
      again(null);
    } else if (result.answer().isEmpty()) {
      failed(result);
    } else if (pass.take(result.answer().get())) {
      next();
    } else {
      passed();
    }
  }

  /** A mark may have grown too old; all else was repeated as often as it makes sense. */
  private void failed(Result<PageAnswer> result) {
    boolean wrong = result.failedBy(ErrorCategory.INVALID_REQUEST);
    boolean atTheMark = wrong && !pass.mark().isEmpty();
    if (atTheMark && passes < MOST_PASSES) {
      seen.putAll(pass.rows());
      again(null);
    } else if (wrong && !atTheMark && !filter.isNone()) {
      // A zone of another region, say: whatever fits is among all that is there.
      filter = ListFilter.none();
      passes = 0;
      again(null);
    } else {
      end(result.error());
    }
  }

  private void passed() {
    if (!filter.isNone() && pass.rows().size() >= most) {
      // It may have been cut: the cloud shows no more under this filter.
      seen.putAll(pass.rows());
      filter = ListFilter.none();
      passes = 0;
      again(null);
    } else if (pass.isSure() || before != null && pass.confirms(before)) {
      seen.clear();
      seen.putAll(pass.rows());
      over = true;
    } else if (passes < MOST_PASSES) {
      seen.putAll(pass.rows());
      again(pass.isDoubtful() ? null : pass);
    } else {
      end(changed());
    }
  }

  private void again(@Nullable Pass toConfirm) {
    before = toConfirm;
    pass = new Pass(place, overlap);
    passes++;
    next();
  }

  private ReleaseError changed() {
    String why = pass.isDoubtful() ? pass.doubt() : "each reading showed other instances";
    return ReleaseError.of(
            ErrorCategory.UNAVAILABLE,
            OwnCodes.LIST_CHANGED,
            "the list was read " + passes + " times: " + why)
        .hint("instances may be missing; ask again when less happens there");
  }

  /** Ends it where it stands, unless it is over already. */
  void end(ReleaseError why) {
    if (!over) {
      over = true;
      incomplete = why;
      seen.putAll(pass.rows());
    }
  }
}
