package io.cloudrelease.execution.find;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.schedule.Broken;
import io.cloudrelease.execution.schedule.RunContext;
import io.cloudrelease.remains.Leftover.Existence;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.spi.leftover.LeftoverItem;
import io.cloudrelease.spi.leftover.LeftoverListing;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks by id whether things are still there: at once, and a minute later for those that were, since
 * what goes with an instance goes a while after it. Used once, on the loop's thread.
 */
final class LeftoverCheck {
  private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);

  /** With less than this left there is no time for a second answer. */
  private static final Duration LEAST_TIME = Duration.ofSeconds(10);

  private static final Duration LONGEST = Duration.ofMinutes(3);

  private final RunControl control;
  private final CallLoop loop;
  private final LeftoverBatches batches;
  private final Map<Thing, Seen> seen = new HashMap<>();

  LeftoverCheck(RunContext run) {
    this.control = run.control().within(LONGEST);
    this.loop = new CallLoop(run.parts(), control, run.crew());
    this.batches = new LeftoverBatches(loop, run.intent());
  }

  /** One that is asked for, in an account and region. */
  record Thing(Home home, Kind kind, String id) {}

  /** What is known of it. */
  record Seen(Existence exists, String state, Optional<ReleaseError> why) {
    static final Seen NOT_ASKED = new Seen(Existence.NOT_KNOWN, "", Optional.empty());
  }

  /** What is known of each of these. */
  Map<Thing, Seen> of(Set<Thing> things) {
    ask(things);
    Set<Thing> there = new LinkedHashSet<>(things);
    there.removeIf(thing -> seen(thing).exists() != Existence.YES);
    if (!there.isEmpty() && control.timeLeft().compareTo(AGAIN_AFTER.plus(LEAST_TIME)) > 0) {
      loop.rest(AGAIN_AFTER);
      ask(there);
    }
    return seen;
  }

  private Seen seen(Thing thing) {
    return seen.getOrDefault(thing, Seen.NOT_ASKED);
  }

  private void ask(Set<Thing> things) {
    Map<Home, Map<Kind, Set<String>>> sorted = new LinkedHashMap<>();
    for (Thing thing : things) {
      sorted
          .computeIfAbsent(thing.home(), any -> new LinkedHashMap<>())
          .computeIfAbsent(thing.kind(), any -> new LinkedHashSet<>())
          .add(thing.id());
    }
    sorted.forEach((home, kinds) -> kinds.forEach((kind, ids) -> ask(home, kind, ids)));
    Optional<ReleaseError> ended = loop.run();
    ended.ifPresent(
        why ->
            things.forEach(
                thing ->
                    seen.putIfAbsent(thing, new Seen(Existence.NOT_KNOWN, "", Optional.of(why)))));
  }

  private void ask(Home home, Kind kind, Set<String> ids) {
    LeftoverListing listing = (LeftoverListing) home.account().provider();
    Answers answers = new Answers(home, kind);
    try {
      Extension.ask(listing::leftoverCalls).stream()
          .filter(call -> call.kind() == kind && !call.finds())
          .findFirst()
          .ifPresent(byId -> batches.ask(home, listing, byId, ids, answers));
    } catch (RuntimeException broken) {
      answers.unsure(List.copyOf(ids), List.of(), Broken.error(broken));
    }
  }

  /** Keeps what was said before where there is no answer now. */
  private final class Answers implements LeftoverBatches.Told {
    private final Home home;
    private final Kind kind;

    Answers(Home home, Kind kind) {
      this.home = home;
      this.kind = kind;
    }

    @Override
    public void answered(List<String> ids, List<LeftoverItem> items) {
      ids.forEach(id -> seen.put(thing(id), new Seen(Existence.NO, "", Optional.empty())));
      there(items);
    }

    @Override
    public void unsure(List<String> ids, List<LeftoverItem> items, ReleaseError why) {
      ids.forEach(
          id -> seen.putIfAbsent(thing(id), new Seen(Existence.NOT_KNOWN, "", Optional.of(why))));
      there(items);
    }

    private void there(List<LeftoverItem> items) {
      items.forEach(
          item ->
              seen.put(
                  thing(item.subject()), new Seen(Existence.YES, item.state(), Optional.empty())));
    }

    private Thing thing(String id) {
      return new Thing(home, kind, id);
    }
  }
}
