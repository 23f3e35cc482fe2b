package io.cloudrelease.journal;

import io.cloudrelease.model.InstanceRef;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run in a file, alone or among the runs of a folder. */
final class FileLog implements RunLog {
  private final JournalFile file;
  private final List<JournalEntry> history;
  private final Optional<Claims> claims;

  private FileLog(JournalFile file, List<JournalEntry> history, Optional<Claims> claims) {
    this.file = file;
    this.history = List.copyOf(history);
    this.claims = claims;
  }

  static FileLog alone(JournalFile file, List<JournalEntry> history) {
    return new FileLog(file, history, Optional.empty());
  }

  static FileLog claiming(JournalFile file, List<JournalEntry> history, Claims claims) {
    return new FileLog(file, history, Optional.of(claims));
  }

  @Override
  public List<JournalEntry> history() {
    return history;
  }

  @Override
  public Map<InstanceRef, String> intend(JournalEntry.BatchIntent intent) throws JournalException {
    long upTo;
    if (claims.isEmpty()) {
      upTo = file.append(List.of(intent));
    } else {
      // Others see the line as soon as it is written; only what they see must be in order.
      try (ProcessLock folder = FileJournal.lockFolder(claims.get().folder())) {
        Map<InstanceRef, String> taken = claims.get().against(intent);
        if (!taken.isEmpty()) {
          return taken;
        }
        upTo = file.append(List.of(intent));
      } catch (JournalException e) {
        throw e;
      } catch (IOException e) {
        throw JournalFile.unwritable(file.path(), e);
      }
    }
    file.force(upTo);
    return Map.of();
  }

  @Override
  public void note(JournalEntry entry) throws JournalException {
    file.append(List.of(entry));
  }

  @Override
  public void close() throws JournalException {
    file.close();
  }
}
