package io.cloudrelease.error;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A provider's error table: from HTTP status and error code to an {@link ErrorRule}.
 *
 * <p>The most specific row wins: the exact code, then the longest matching pattern, then the parent
 * of a dotted code ({@code A} for {@code A.B}) where {@link #inheritFromParent} is on, then the
 * pattern {@code *}; for answers without a readable code, the rows for unreadable answers. Codes
 * are compared ignoring case in the root locale. Immutable and thread-safe; each method gives
 * another table.
 */
public final class ErrorTable {

  private static final ErrorRule NOT_UNDERSTOOD =
      ErrorRule.of(ErrorCategory.UNKNOWN, Applied.MAYBE, Remedy.LOOK_FIRST);

  private static final ErrorTable EMPTY = new ErrorTable(Map.of(), List.of(), List.of(), false);

  private final Map<String, ErrorRule> codes;
  private final List<PartRow> parts;
  private final List<StatusRow> unreadable;
  private final boolean inheritFromParent;

  private ErrorTable(
      Map<String, ErrorRule> codes,
      List<PartRow> parts,
      List<StatusRow> unreadable,
      boolean inheritFromParent) {
    this.codes = codes;
    this.parts = parts;
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
    Objects.requireNonNull(rule, "rule");
    Map<String, ErrorRule> all = new HashMap<>(codes);
    for (String code : exactCodes) {
      if (all.put(key(code), rule) != null) {
        throw new IllegalArgumentException("two rows for error code " + code);
      }
    }
    return new ErrorTable(all, parts, unreadable, inheritFromParent);
  }

  /**
   * This table and a row for codes without a row of their own, for statuses {@code from} to {@code
   * to}, both included. Rows of the same pattern are tried in the order they were added.
   *
   * @param pattern what such a code looks like, with one {@code *} for any text: {@code
   *     Invalid*Id.NotFound}, {@code LimitExceeded.*}, or {@code *} for all
   * @throws IllegalArgumentException unless it holds exactly one, and {@code from} is not above
   *     {@code to}
   */
  public ErrorTable unlisted(String pattern, int from, int to, ErrorRule rule) {
    int star = pattern.indexOf('*');
    if (star < 0 || star != pattern.lastIndexOf('*')) {
      throw new IllegalArgumentException("a pattern holds one *: " + pattern);
    }
    checkRow(from, to, rule);
    PartRow row =
        new PartRow(
            key(pattern.substring(0, star)), key(pattern.substring(star + 1)), from, to, rule);
    List<PartRow> all = with(parts, row);
    all.sort((one, other) -> Integer.compare(other.length(), one.length()));
    return new ErrorTable(codes, all, unreadable, inheritFromParent);
  }

  /**
   * This table and a row for answers whose code could not be read, for statuses {@code from} to
   * {@code to}, both included.
   *
   * @throws IllegalArgumentException when {@code from} is above {@code to}
   */
  public ErrorTable unreadable(int from, int to, ErrorRule rule) {
    checkRow(from, to, rule);
    List<StatusRow> all = with(unreadable, new StatusRow(from, to, rule));
    return new ErrorTable(codes, parts, all, inheritFromParent);
  }

  private static void checkRow(int from, int to, ErrorRule rule) {
    Objects.requireNonNull(rule, "rule");
    if (from > to) {
      throw new IllegalArgumentException(
          "a row for statuses " + from + " to " + to + " fits none; give the lower one first");
    }
  }

  /** This table, where an unlisted {@code A.B} takes the row of {@code A}. */
  public ErrorTable inheritFromParent() {
    return new ErrorTable(codes, parts, unreadable, true);
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
      return unreadable.stream()
          .filter(row -> status >= row.from && status <= row.to)
          .findFirst()
          .map(StatusRow::rule)
          .orElse(NOT_UNDERSTOOD);
    }
    String key = key(code);
    ErrorRule exact = codes.get(key);
    if (exact != null) {
      return exact;
    }
    Optional<PartRow> like = parts.stream().filter(row -> row.matches(status, key)).findFirst();
    int dot = key.indexOf('.');
    if (inheritFromParent && dot > 0 && like.filter(row -> row.length() > 0).isEmpty()) {
      ErrorRule parent = codes.get(key.substring(0, dot));
      if (parent != null) {
        return parent;
      }
    }
    return like.map(PartRow::rule).orElse(NOT_UNDERSTOOD);
  }

  /** The codes that have a row of their own, in lower case. */
  public Set<String> listedCodes() {
    return Set.copyOf(codes.keySet());
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
