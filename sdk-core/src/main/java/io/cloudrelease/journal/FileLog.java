package io.cloudrelease.journal;

import io.cloudrelease.model.InstanceRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run in a file, among the other runs of its folder. */
final class FileLog implements RunLog {
  private final JournalFile file;
  private final List<JournalEntry> history;
  private final Claims claims;
  private final Runnable closed;

  /**
   * A run's log.
   *
   * @param closed what to do when it is closed
   */
  FileLog(JournalFile file, List<JournalEntry> history, Claims claims, Runnable closed) {
    this.file = file;
    this.history = List.copyOf(history);
    this.claims = claims;
    this.closed = closed;
  }

  @Override
  public List<JournalEntry> history() {
    return history;
  }

  @Override
  public Map<InstanceRef, Claim> intend(JournalEntry.BatchIntent intent) throws JournalException {
    file.checkInPlace();
    long upTo;
    // Others see the line as soon as it is written; only what they see must be in order.
    synchronized (claims) {
      try (ProcessLock folder = JournalFolder.hold(claims.folder())) {
        claims.read();
        Map<InstanceRef, Claim> taken = claims.against(intent);
        if (!taken.isEmpty()) {
          return taken;
        }
        List<JournalEntry> lines = new ArrayList<>(claims.adopted(intent));
        lines.add(intent);
        upTo = file.append(lines);
      } catch (JournalException e) {
        throw e;
      } catch (IOException e) {
        throw JournalFile.unwritable(file.path(), e);
      }
    }
    file.force(upTo);
    file.checkInPlace();
    return Map.of();
  }

  @Override
  public void checkOwner() throws JournalException {
    // The lock is held by this process for as long as it lives; only the files can go.
    file.checkInPlace();
  }

  @Override
  public void note(JournalEntry entry) throws JournalException {
    file.append(List.of(entry));
  }

  @Override
  public void close() throws JournalException {
    closed.run();
    file.close();
  }
}
