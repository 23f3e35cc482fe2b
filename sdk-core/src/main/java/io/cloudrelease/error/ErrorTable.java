package io.cloudrelease.error;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A provider's error table: from HTTP status and error code to an {@link ErrorRule}.
 *
 * <p>The most specific row wins: the exact code, then the longest matching beginning (and end),
 * then the parent of a dotted code ({@code A} for {@code A.B}) where {@link #inheritFromParent} is
 * on, then the rows for unlisted codes by status, then (for answers without a readable code) the
 * rows for unreadable answers by status. Codes are compared ignoring case in the root locale.
 * Immutable and thread-safe; each method gives another table.
 */
public final class ErrorTable {

  private static final ErrorRule NOT_UNDERSTOOD =
      ErrorRule.of(ErrorCategory.UNKNOWN, Applied.MAYBE, Remedy.LOOK_FIRST);

  private static final ErrorTable EMPTY =
      new ErrorTable(Map.of(), List.of(), List.of(), List.of(), false);

  private final Map<String, ErrorRule> codes;
  private final List<PartRow> parts;
  private final List<StatusRow> unlisted;
  private final List<StatusRow> unreadable;
  private final boolean inheritFromParent;

  private ErrorTable(
      Map<String, ErrorRule> codes,
      List<PartRow> parts,
      List<StatusRow> unlisted,
      List<StatusRow> unreadable,
      boolean inheritFromParent) {
    this.codes = codes;
    this.parts = parts;
    this.unlisted = unlisted;
    this.unreadable = unreadable;
    this.inheritFromParent = inheritFromParent;
  }

  /** A table without rows, which understands nothing. */
  public static ErrorTable empty() {
    return EMPTY;
  }

  /**
   * This table and a row for each of these exact codes.
   *
   * @throws IllegalArgumentException when one has a row already
   */
  public ErrorTable codes(ErrorRule rule, String... exactCodes) {
    Map<String, ErrorRule> all = new HashMap<>(codes);
    for (String code : exactCodes) {
      if (all.put(key(code), rule) != null) {
        throw new IllegalArgumentException("two rows for error code " + code);
      }
    }
    return new ErrorTable(all, parts, unlisted, unreadable, inheritFromParent);
  }

  /** This table and a row for all codes that start so and have no row of their own. */
  public ErrorTable prefix(String prefix, ErrorRule rule) {
    return affixes(prefix, "", 0, Integer.MAX_VALUE, rule);
  }

  /**
   * This table and a row for all codes that start and end so (either may be empty) and have no row
   * of their own, for statuses {@code from} to {@code to}, both included.
   */
  public ErrorTable affixes(String prefix, String suffix, int from, int to, ErrorRule rule) {
    List<PartRow> all = with(parts, new PartRow(key(prefix), key(suffix), from, to, rule));
    all.sort((one, other) -> Integer.compare(other.length(), one.length()));
    return new ErrorTable(codes, all, unlisted, unreadable, inheritFromParent);
  }

  /**
   * This table and a row for codes without a row, for statuses {@code from} to {@code to}, both
   * included; rows for a status are tried in the order they were added.
   */
  public ErrorTable unlisted(int from, int to, ErrorRule rule) {
    List<StatusRow> all = with(unlisted, new StatusRow(from, to, rule));
    return new ErrorTable(codes, parts, all, unreadable, inheritFromParent);
  }

  /**
   * This table and a row for answers whose code could not be read, for statuses {@code from} to
   * {@code to}.
   */
  public ErrorTable unreadable(int from, int to, ErrorRule rule) {
    List<StatusRow> all = with(unreadable, new StatusRow(from, to, rule));
    return new ErrorTable(codes, parts, unlisted, all, inheritFromParent);
  }

  /** This table, where an unlisted {@code A.B} takes the row of {@code A}. */
  public ErrorTable inheritFromParent() {
    return new ErrorTable(codes, parts, unlisted, unreadable, true);
  }

  private static <T> List<T> with(List<T> rows, T row) {
    List<T> all = new ArrayList<>(rows);
    all.add(row);
    return all;
  }

  /**
   * The rule for an answer.
   *
   * @param status the HTTP status
   * @param code the cloud's code, empty when none could be read
   */
  public ErrorRule match(int status, String code) {
    if (code.isEmpty()) {
      return byStatus(unreadable, status);
    }
    String key = key(code);
    ErrorRule exact = codes.get(key);
    if (exact != null) {
      return exact;
    }
    for (PartRow row : parts) {
      if (row.matches(status, key)) {
        return row.rule;
      }
    }
    int dot = key.indexOf('.');
    if (inheritFromParent && dot > 0) {
      ErrorRule parent = codes.get(key.substring(0, dot));
      if (parent != null) {
        return parent;
      }
    }
    return byStatus(unlisted, status);
  }

  /** The codes that have a row of their own, in lower case. */
  public Set<String> listedCodes() {
    return Set.copyOf(codes.keySet());
  }

  private static ErrorRule byStatus(List<StatusRow> rows, int status) {
    for (StatusRow row : rows) {
      if (status >= row.from && status <= row.to) {
        return row.rule;
      }
    }
    return NOT_UNDERSTOOD;
  }

  private static String key(String code) {
    return code.toLowerCase(Locale.ROOT);
  }

  /** A row for codes of which only the beginning and the end are given. */
  private record PartRow(String prefix, String suffix, int from, int to, ErrorRule rule) {

    int length() {
      return prefix.length() + suffix.length();
    }

    boolean matches(int status, String key) {
      return status >= from
          && status <= to
          && key.length() >= length()
          && key.startsWith(prefix)
          && key.endsWith(suffix);
    }
  }

  private record StatusRow(int from, int to, ErrorRule rule) {}
}
