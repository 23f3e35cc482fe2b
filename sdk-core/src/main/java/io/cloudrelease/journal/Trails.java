package io.cloudrelease.journal;

import io.cloudrelease.model.InstanceRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What runs leave in question: found by the id, which may stand under several names of accounts and
 * in several regions, and kept for each of them apart. Not thread-safe.
 */
final class Trails {
  private final Map<String, List<Trail>> byId = new HashMap<>();

  /** All whose instance has that id, wherever. */
  List<Trail> of(String id) {
    return byId.getOrDefault(id, List.of());
  }

  /** That of this very instance. */
  Optional<Trail> of(InstanceRef ref) {
    return of(ref.id()).stream().filter(trail -> trail.ref.equals(ref)).findFirst();
  }

  Stream<Trail> all() {
    return byId.values().stream().flatMap(List::stream);
  }

  Trail add(Trail trail) {
    byId.computeIfAbsent(trail.ref.id(), any -> new ArrayList<>(1)).add(trail);
    return trail;
  }

  /** Those of a later run. */
  void addAll(Trails later) {
    later.all().forEach(this::addLater);
  }

  private void addLater(Trail later) {
    Optional<Trail> before = of(later.ref);
    List<Trail> all = byId.computeIfAbsent(later.ref.id(), any -> new ArrayList<>(1));
    before.ifPresent(all::remove);
    all.add(before.map(trail -> trail.merged(later)).orElse(later));
  }

  void clear() {
    byId.clear();
  }
}
