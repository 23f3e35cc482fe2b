package io.cloudrelease.execution.find;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.schedule.Broken;
import io.cloudrelease.execution.schedule.Crew;
import io.cloudrelease.find.Found;
import io.cloudrelease.find.Place;
import io.cloudrelease.find.Selection;
import io.cloudrelease.find.Unread;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.listing.InstanceListing;
import io.cloudrelease.spi.listing.RegionAnswer;
import io.cloudrelease.spi.listing.RegionListing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds instances by reading lists. Thread-safe; what belongs to one search is in {@link Search}.
 */
public final class Finder {
  private final ClientParts parts;
  private final Map<String, Account> accounts;
  private final Function<RunControl, Crew> crews;

  /**
   * A finder over these accounts.
   *
   * @param accounts by registered name
   * @param crews makes the crew of one search
   */
  public Finder(
      ClientParts parts, Map<String, Account> accounts, Function<RunControl, Crew> crews) {
    this.parts = parts;
    this.accounts = Map.copyOf(accounts);
    this.crews = crews;
  }

  /**
   * What fits the selection.
   *
   * @throws InvalidRequestException naming every place that is wrong, before anything is read
   */
  public Found find(Selection selection, RunControl control) {
    check(selection);
    try (Crew crew = crews.apply(control)) {
      return new Search(selection, control, new CallLoop(parts, control, crew)).run();
    }
  }

  private void check(Selection selection) {
    List<String> wrong = new ArrayList<>();
    for (Place place : selection.places()) {
      Account account = accounts.get(place.account());
      if (account == null) {
        wrong.add(
            place
                + ": no account is registered under that name; there are "
                + String.join(", ", accounts.keySet().stream().sorted().toList()));
      } else if (account.facts().regional() && place.region().isEmpty()) {
        wrong.add(place + ": name a region, or " + place + ":* for all of them");
      } else if (!account.facts().regional()
          && !place.region().isEmpty()
          && !place.isEverywhere()) {
        wrong.add(place + ": this cloud has no regions; write " + place.account());
      }
    }
    if (!wrong.isEmpty()) {
      throw new InvalidRequestException("nothing was looked for: " + String.join("; ", wrong));
    }
  }

  /** One search, on one thread. */
  private final class Search {
    private final Selection selection;
    private final RunControl control;
    private final CallLoop loop;
    private final Map<Place, PlaceSearch> searches = new LinkedHashMap<>();
    private final Map<Place, ReleaseError> unread = new LinkedHashMap<>();
    private final Map<Place, String> leftOut = new LinkedHashMap<>();
    private final List<Place> asking = new ArrayList<>();

    Search(Selection selection, RunControl control, CallLoop loop) {
      this.selection = selection;
      this.control = control;
      this.loop = loop;
    }

    Found run() {
      for (Place place : selection.places()) {
        Account account = Objects.requireNonNull(accounts.get(place.account()));
        try {
          if (!(account.provider() instanceof InstanceListing listing)) {
            unread.put(place, missing(account, "list instances"));
          } else if (place.isEverywhere() && account.facts().regional()) {
            askForRegions(place, account, listing);
          } else {
            search(place.isEverywhere() ? place.in("") : place, account, listing);
          }
        } catch (RuntimeException broken) {
          unread.put(place, Broken.error(broken));
        }
      }
      Optional<ReleaseError> ended = loop.run();
      ended.ifPresent(
          why -> {
            asking.forEach(place -> unread.put(place, why));
            searches.values().forEach(search -> search.end(why));
          });
      return found();
    }

    private void askForRegions(Place place, Account account, InstanceListing listing) {
      if (!(account.provider() instanceof RegionListing regions)) {
        unread.put(place, missing(account, "list regions"));
        return;
      }
      asking.add(place);
      loop.add(
          new RegionCall(account, regions, regions.regionAction()),
          result -> {
            asking.remove(place);
            listed(place, account, listing, result);
          });
    }

    private void listed(
        Place place, Account account, InstanceListing listing, Result<RegionAnswer> result) {
      if (result.answer().isEmpty()) {
        unread.put(place, result.error());
        return;
      }
      List<String> regions = result.answer().get().regions();
      if (regions.isEmpty()) {
        unread.put(
            place,
            ReleaseError.of(
                ErrorCategory.UNKNOWN, OwnCodes.NO_LISTING, "the cloud names no region to read"));
      }
      for (String region : regions) {
        in(place, region).ifPresent(there -> search(there, account, listing));
      }
      result
          .answer()
          .get()
          .leftOut()
          .forEach((region, why) -> in(place, region).ifPresent(there -> leftOut.put(there, why)));
    }

    /** That region of the account; empty, and said, when what the cloud names cannot be one. */
    private Optional<Place> in(Place everywhere, String region) {
      try {
        return Optional.of(everywhere.in(region));
      } catch (InvalidRequestException noRegion) {
        // The name itself may be anything, and is not repeated.
        unread.put(
            everywhere,
            ReleaseError.of(
                ErrorCategory.UNKNOWN,
                OwnCodes.NO_LISTING,
                "the cloud names a region that can be none"));
        return Optional.empty();
      }
    }

    private void search(Place place, Account account, InstanceListing listing) {
      if (searches.containsKey(place)) {
        return;
      }
      try {
        PlaceSearch search =
            new PlaceSearch(loop, control, place, account, listing, selection.filter());
        searches.put(place, search);
        search.next();
      } catch (RuntimeException broken) {
        unread.put(place, Broken.error(broken));
      }
    }

    private ReleaseError missing(Account account, String what) {
      return ReleaseError.of(
              ErrorCategory.INVALID_REQUEST,
              OwnCodes.NO_LISTING,
              "the provider of " + account.name() + " cannot " + what)
          .hint("name the instances, or the regions, yourself");
    }

    private Found found() {
      Instant now = parts.clock().instant();
      Map<InstanceRef, Snapshot> fit = new LinkedHashMap<>();
      List<Unread> incomplete = new ArrayList<>();
      int listed = 0;
      for (PlaceSearch search : searches.values()) {
        listed += search.seen().size();
        // Its times are told by its cloud's clock; this machine's may be days off.
        String region = search.place().region();
        Instant there = search.account().cloudTimeBySteady(region, control.now()).orElse(now);
        for (Snapshot snapshot : search.seen()) {
          if (selection.fits(snapshot, there)) {
            fit.put(snapshot.ref(), snapshot);
          }
        }
        search.incomplete().ifPresent(why -> incomplete.add(new Unread(search.place(), why)));
      }
      unread.forEach((place, why) -> incomplete.add(new Unread(place, why)));
      leftOut.keySet().removeAll(searches.keySet());
      return new FoundInstances(List.copyOf(fit.values()), incomplete, leftOut, listed, now);
    }
  }
}
