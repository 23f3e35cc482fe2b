package io.cloudrelease.journal;

import io.cloudrelease.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a journal file holds.
 *
 * @param entries the whole entries, in order
 * @param length how many bytes they take; what follows is a torn end
 */
record JournalContent(List<JournalEntry> entries, long length) {

  JournalContent {
    entries = List.copyOf(entries);
  }

  /**
   * Reads a file.
   *
   * @throws JournalException when it is not a journal, of a later version, or damaged before its
   *     end
   */
  static JournalContent read(Path file) throws JournalException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new JournalException("journal " + file + " cannot be read: " + e, "", e);
    }
    return read(file.toString(), bytes);
  }

  static JournalContent read(String name, byte[] bytes) throws JournalException {
    List<JournalEntry> entries = new ArrayList<>();
    long good = 0;
    int torn = 0;
    int number = 0;
    int from = 0;
    for (int to = lineEnd(bytes, from); to >= 0; from = to + 1, to = lineEnd(bytes, from)) {
      number++;
      Optional<JsonValue> json = JsonValue.parse(bytes, from, to - from);
      EntryReader.LineKind kind = EntryReader.kindOf(json);
      if (kind == EntryReader.LineKind.NEWER) {
        throw new JournalException(
            "journal " + name + " was written by a later version (line " + number + ")",
            "complete it with that version");
      }
      Optional<JournalEntry> entry =
          kind == EntryReader.LineKind.ENTRY
              ? EntryReader.read(json.orElseThrow())
              : Optional.empty();
      if (entry.isEmpty()) {
        torn = torn == 0 ? number : torn;
      } else if (torn > 0) {
        throw new JournalException(
            "journal " + name + " is damaged: line " + torn + " cannot be read, later ones can",
            "keep the file and look at its instances by hand");
      } else {
        entries.add(entry.get());
        good = to + 1L;
      }
    }
    if (entries.isEmpty() && bytes.length > 0 && !looksTorn(bytes)) {
      throw new JournalException(name + " is not a journal of this library", "name another file");
    }
    if (!entries.isEmpty() && !(entries.get(0) instanceof JournalEntry.RunStarted)) {
      throw new JournalException(
          "journal " + name + " does not begin with a run", "its beginning was cut off");
    }
    return new JournalContent(entries, good);
  }

  private static int lineEnd(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** A first line of ours that was not finished, or only reserved by the file system. */
  private static boolean looksTorn(byte[] bytes) {
    String ours = "{\"v\":";
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != 0 && (i >= ours.length() || bytes[i] != ours.charAt(i))) {
        return i >= ours.length() && lineEnd(bytes, 0) < 0;
      }
    }
    return true;
  }

  /** The entries of the last run. */
  List<JournalEntry> lastRun() {
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i) instanceof JournalEntry.RunStarted) {
        return entries.subList(i, entries.size());
      }
    }
    return List.of();
  }

  /** Whether the last run wrote that it is complete; true when there is none. */
  boolean finished() {
    return entries.isEmpty() || entries.get(entries.size() - 1) instanceof JournalEntry.RunEnded;
  }
}
