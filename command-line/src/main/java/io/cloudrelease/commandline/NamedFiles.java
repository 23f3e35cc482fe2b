package io.cloudrelease.commandline;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files that one call of the tool names. What it writes replaces neither what it reads, nor
 * what else it writes, nor anything that is not of the same form. Not thread-safe.
 */
final class NamedFiles {
  private static final int MOST_LINKS = 40;

  private final List<Named> all = new ArrayList<>();
  private Optional<Recording> recording = Optional.empty();

  /**
   * A file.
   *
   * @param by the option that names it, or the command
   * @param written whether something is written there
   * @param form what is written in place of what stood there; empty where nothing is replaced
   * @param once whether nothing may stand there yet, but a folder for several
   */
  private record Named(
      String by, Path file, boolean written, Optional<OwnForm> form, boolean once) {

    /** Evidence and journals are told apart by how they begin, and have names of their own. */
    boolean mayShareFolder() {
      return written && form.isEmpty() && Files.isDirectory(file);
    }
  }

  /** One that is only read. */
  NamedFiles read(String by, Path file) {
    all.add(new Named(by, file, false, Optional.empty(), false));
    return this;
  }

  NamedFiles read(String by, Optional<Path> file) {
    file.ifPresent(there -> read(by, there));
    return this;
  }

  /** One that is written anew. */
  NamedFiles written(String by, Optional<Path> file, OwnForm form) {
    file.ifPresent(there -> all.add(new Named(by, there, true, Optional.of(form), false)));
    return this;
  }

  /** One that is written and never again, or a folder for such. */
  NamedFiles once(String by, Optional<Path> file) {
    file.ifPresent(there -> all.add(new Named(by, there, true, Optional.empty(), true)));
    return this;
  }

  /** Where runs are written down: at the end of what stands there. */
  NamedFiles journal(Recording place) {
    recording = Optional.of(place);
    place
        .journal()
        .ifPresent(file -> all.add(new Named(place.said(), file, true, Optional.empty(), false)));
    return this;
  }

  /**
   * Makes sure of it, before anything is sent.
   *
   * @throws UsageException naming everything that would be lost
   */
  void check(Session session) throws UsageException {
    List<Message> problems = new ArrayList<>();
    Optional<Path> journals = journals(session);
    for (int i = 0; i < all.size(); i++) {
      Named one = all.get(i);
      for (Named other : all.subList(i + 1, all.size())) {
        if ((one.written || other.written)
            && isSame(one.file, other.file)
            && !(one.mayShareFolder() && other.mayShareFolder())) {
          problems.add(Message.of("files.same", one.by, other.by, other.file));
        }
      }
      Optional<Message> kept = one.form.flatMap(form -> ReportFile.kept(one.by, one.file, form));
      if (one.written && isLock(one.file)) {
        problems.add(Message.of("file.is-lock", one.by, one.file));
      } else if (kept.isPresent()) {
        problems.add(kept.get());
      } else if (one.form.isPresent()
          && journals.filter(folder -> isAmong(one.file, folder)).isPresent()) {
        problems.add(Message.of("file.among-journals", one.by, one.file, journals.get()));
      } else if (one.once && isTaken(one.file)) {
        problems.add(Message.of("file.taken", one.by, one.file));
      }
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }

  /** Beside a file of that name without its end, others take that one for a journal. */
  private static boolean isLock(Path file) {
    return real(file).toString().endsWith(".lock") && !Files.isDirectory(file);
  }

  private static boolean isTaken(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(file);
  }

  /** The folder that holds nothing but journals: another file of their suffix is a damaged one. */
  private Optional<Path> journals(Session session) {
    if (recording.isEmpty() || recording.get().off() || recording.get().store().isPresent()) {
      return Optional.empty();
    }
    Optional<Path> place = recording.get().journal();
    return place.isPresent()
        ? place.filter(folder -> Files.isDirectory(folder))
        : StateFolder.path(session.surroundings().environment());
  }

  private static boolean isAmong(Path file, Path journals) {
    if (Files.isDirectory(file)) {
      return isSame(file, journals);
    }
    Path parent = real(file).getParent();
    return parent != null && file.toString().endsWith(".jsonl") && isSame(parent, journals);
  }

  private static boolean isSame(Path one, Path other) {
    try {
      if (Files.exists(one) && Files.exists(other)) {
        return Files.isSameFile(one, other);
      }
    } catch (IOException unreadable) {
      // Then by their names.
      return real(one).equals(real(other));
    }
    return real(one).equals(real(other));
  }

  /**
   * What a file is behind all links, or would be: nothing need be there.
   *
   * @throws IOException when the links cannot be followed, or lead in a circle
   */
  static Path behindLinks(Path named) throws IOException {
    Path file = named.toAbsolutePath();
    for (int i = 0; Files.isSymbolicLink(file); i++) {
      if (i == MOST_LINKS) {
        throw new FileSystemLoopException(named.toString());
      }
      file = file.resolveSibling(Files.readSymbolicLink(file));
    }
    return file;
  }

  /** Where it is, or will be: its folder is there, and what a link leads to need not be. */
  private static Path real(Path named) {
    Path file = named.toAbsolutePath();
    try {
      file = behindLinks(file);
      Path folder = file.getParent();
      Path name = file.getFileName();
      return folder == null || name == null ? file : folder.toRealPath().resolve(name);
    } catch (IOException notThere) {
      return file.normalize();
    }
  }
}
