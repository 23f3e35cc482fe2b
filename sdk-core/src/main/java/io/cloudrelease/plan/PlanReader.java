package io.cloudrelease.plan;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.outcome.MadePlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a plan line by line and compares each with the one way to write it: nothing in the file can
 * be added, left out or written otherwise.
 */
final class PlanReader {
  private static final String CHANGED = "it is not as it was written";

  private final PlanLines lines;

  /** What was read, and the digest of it. */
  record Read(MadePlan plan, String digest) {}

  private PlanReader(InputStream in) {
    this.lines = new PlanLines(in);
  }

  static Read read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    } catch (InvalidRequestException wrong) {
      throw new InvalidRequestException(file + ": " + wrong.getMessage());
    }
  }

  static Read read(InputStream in) throws IOException {
    return new PlanReader(in).read();
  }

  private Read read() throws IOException {
    String schema = lines.next();
    if (schema.equals(PlanRows.FIRST + '\r')) {
      throw wrong(
          "its line ends are those of Windows (CRLF), and it was written with LF; take the file as"
              + " it was, since git and mail programs change it unless told not to");
    }
    if (schema.equals('\uFEFF' + PlanRows.FIRST)) {
      throw wrong(
          "it begins with a byte order mark, and was written without; take the file as it was,"
              + " since editors and shells put one there");
    }
    if (!schema.equals(PlanRows.FIRST)) {
      throw wrong(
          schema.startsWith("{\"schema\":\"cloudrelease-plan/")
              ? "it was written by another version of CloudRelease"
              : "it is not a plan that CloudRelease wrote");
    }
    String digest = inside(lines.nextUnhashed(), PlanRows.BEFORE_DIGEST, PlanRows.AFTER_DIGEST);
    String head = inside(lines.next(), PlanRows.BEFORE_HEAD, ",");
    PlanParts parts = parsed(() -> PlanParts.of(head));
    same(lines.next(), PlanRows.BEFORE_ROWS);
    rows(parts);
    lines.end();
    MadePlan plan = parsed(parts::plan);
    same(head, PlanRows.head(plan));
    String found = lines.digest();
    if (!found.equals(digest)) {
      throw new InvalidRequestException(
          "the plan was changed after it was made: its digest is "
              + found
              + ", and it says "
              + digest);
    }
    return new Read(plan, found);
  }

  private void rows(PlanParts parts) throws IOException {
    boolean more = true;
    String line = lines.next();
    while (more && !line.equals(PlanRows.LAST)) {
      more = line.endsWith(",");
      String row = more ? line.substring(0, line.length() - 1) : line;
      String again = parsed(() -> parts.add(row));
      same(row, again);
      line = lines.next();
      if (more == line.equals(PlanRows.LAST)) {
        throw wrong(CHANGED);
      }
    }
  }

  private String inside(String line, String before, String after) {
    boolean whole =
        line.length() >= before.length() + after.length()
            && line.startsWith(before)
            && line.endsWith(after);
    if (!whole) {
      throw wrong(CHANGED);
    }
    return line.substring(before.length(), line.length() - after.length());
  }

  private void same(String read, String again) {
    if (!read.equals(again)) {
      throw wrong(CHANGED);
    }
  }

  private interface Parsing<T> {
    T parse();
  }

  private <T> T parsed(Parsing<T> parsing) {
    try {
      return parsing.parse();
    } catch (PlanParts.Unreadable unreadable) {
      throw wrong(String.valueOf(unreadable.getMessage()));
    }
  }

  private InvalidRequestException wrong(String why) {
    return new InvalidRequestException("line " + lines.number() + " of the plan: " + why);
  }
}
