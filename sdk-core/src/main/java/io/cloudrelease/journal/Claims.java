package io.cloudrelease.journal;

import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the other runs of a folder, and the earlier ones of the same file, leave in question about
 * the instances of a run; read from their journals as these grow. Used while the folder is held,
 * but for {@link #readAhead}.
 */
final class Claims {
  private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

  private final Path own;
  private final Instant began;
  private final long beganNanos;
  private final Set<String> ids;
  private final LongSupplier steady;
  private final FirstReadings readings;
  private final Map<FirstReadings.FileId, OtherJournal> others = new HashMap<>();
  private final boolean strangersAllowed;

  /** Where our run begins in its own file, until what stands before it has been read. */
  private long ownUnread;

  /**
   * The claims around a run.
   *
   * @param own its journal
   * @param started its first entry
   * @param strangersAllowed whether the folder may hold files that are no journals
   */
  Claims(
      Path own,
      JournalEntry.RunStarted started,
      boolean strangersAllowed,
      LongSupplier steady,
      FirstReadings readings) {
    this.own = own;
    this.began = started.at();
    this.ids =
        started.request().instances().stream()
            .map(InstanceRef::id)
            .collect(Collectors.toUnmodifiableSet());
    this.strangersAllowed = strangersAllowed;
    this.steady = steady;
    this.beganNanos = steady.getAsLong();
    this.readings = readings;
  }

  Path folder() {
    return JournalPlace.folderOf(own);
  }

  /** Reads the runs that stand before ours in our own file; what hinders it is told each time. */
  void readOwn(long from) throws JournalException {
    ownUnread = from;
    if (from > 0) {
      read(own, from);
      ownUnread = 0;
    }
  }

  /**
   * Reads the other journals before the folder is held, which takes long where there are many:
   * under the hold only what they gained meanwhile is left. Whatever hinders it is told there.
   */
  void readAhead() {
    try {
      for (Path file : JournalFolder.journals(folder(), strangersAllowed)) {
        if (!file.equals(own)) {
          readOn(file, Long.MAX_VALUE);
        }
      }
    } catch (JournalException told) {
      LOG.debug("{} is read under its hold: {}", folder(), told.getMessage());
    }
  }

  /** Reads what the other journals gained. */
  void read() throws JournalException {
    readOwn(ownUnread);
    for (Path file : JournalFolder.journals(folder(), strangersAllowed)) {
      if (!file.equals(own)) {
        read(file, Long.MAX_VALUE);
      }
    }
  }

  private void read(Path file, long limit) throws JournalException {
    Optional<OtherJournal> other = readOn(file, limit);
    if (other.isPresent()) {
      other.get().watch();
    }
  }

  private Optional<OtherJournal> readOn(Path file, long limit) throws JournalException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException removed) {
      // What was read of it before still counts.
      return Optional.empty();
    } catch (IOException e) {
      throw OtherJournal.unreadable(file, e);
    }
    FirstReadings.FileId id =
        new FirstReadings.FileId(file, JournalPlace.identity(file, attributes));
    OtherJournal other = others.get(id);
    if (other == null || other.isTakenBack(attributes.size())) {
      other = OtherJournal.of(id, limit, ids, began, steady, readings);
      others.put(id, other);
    }
    other.readOn(attributes.size(), limit);
    return Optional.of(other);
  }

  /** Those of the batch that are another run's. */
  Map<InstanceRef, Claim> against(JournalEntry.BatchIntent intent) throws JournalException {
    Map<InstanceRef, Claim> taken = new LinkedHashMap<>();
    for (OtherJournal other : others.values()) {
      for (InstanceRef ref : intent.instances()) {
        if (!taken.containsKey(ref)) {
          other
              .claim(ref, intent, intent.escalates(), lookAge(intent, ref))
              .ifPresent(claim -> taken.put(ref, claim));
        }
      }
    }
    return taken;
  }

  /** What has to be written before that batch, of which nothing is another's: whom it follows. */
  List<JournalEntry> adopted(JournalEntry.BatchIntent intent) throws JournalException {
    Map<String, List<InstanceRef>> byRun = new TreeMap<>();
    for (OtherJournal other : others.values()) {
      for (InstanceRef ref : intent.instances()) {
        boolean waited = other.claim(ref, intent, true, lookAge(intent, ref)).isEmpty();
        if (waited) {
          other
              .deadOwner(ref, intent.cloud())
              .ifPresent(run -> byRun.computeIfAbsent(run, r -> new ArrayList<>()).add(ref));
        }
      }
    }
    List<JournalEntry> adopted = new ArrayList<>();
    byRun.forEach(
        (run, refs) -> adopted.add(new JournalEntry.AdoptedClaims(intent.at(), run, refs)));
    return adopted;
  }

  /** By our own wall clock, which is read at both ends within a minute; or since the run began. */
  private Duration lookAge(JournalEntry.BatchIntent intent, InstanceRef ref) {
    Snapshot seen = intent.seen().get(ref);
    return seen == null
        ? Duration.ofNanos(steady.getAsLong() - beganNanos)
        : Duration.between(seen.takenAt(), intent.at());
  }
}
