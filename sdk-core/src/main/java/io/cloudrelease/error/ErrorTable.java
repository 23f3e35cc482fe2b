package io.cloudrelease.error;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A provider's error table: from HTTP status and error code to an {@link ErrorRule}.
 *
 * <p>The most specific row wins: the exact code, then the longest matching beginning (and end),
 * then the parent of a dotted code ({@code A} for {@code A.B}) where {@link
 * Builder#inheritFromParent} is on, then the rows for unlisted codes by status, then (for answers
 * without a readable code) the rows for unreadable answers by status. Codes are compared ignoring
 * case in the root locale. Immutable and thread-safe.
 */
public final class ErrorTable {

  private static final ErrorRule NOT_UNDERSTOOD =
      ErrorRule.of(ErrorCategory.UNKNOWN, Applied.MAYBE, Remedy.LOOK_FIRST);

  private final Map<String, ErrorRule> codes;
  private final List<PartRow> parts;
  private final List<StatusRow> unlisted;
  private final List<StatusRow> unreadable;
  private final boolean inheritFromParent;

  private ErrorTable(Builder builder) {
    this.codes = Map.copyOf(builder.codes);
    List<PartRow> sorted = new ArrayList<>(builder.parts);
    sorted.sort((a, b) -> Integer.compare(b.length(), a.length()));
    this.parts = List.copyOf(sorted);
    this.unlisted = List.copyOf(builder.unlisted);
    this.unreadable = List.copyOf(builder.unreadable);
    this.inheritFromParent = builder.inheritFromParent;
  }

  /** Starts an empty table. */
  public static Builder builder() {
    return new Builder();
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
  public java.util.Set<String> listedCodes() {
    return codes.keySet();
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

  /** Collects the rows of a table; rows for a status are tried in the order they were added. */
  public static final class Builder {
    private final Map<String, ErrorRule> codes = new HashMap<>();
    private final List<PartRow> parts = new ArrayList<>();
    private final List<StatusRow> unlisted = new ArrayList<>();
    private final List<StatusRow> unreadable = new ArrayList<>();
    private boolean inheritFromParent;

    private Builder() {}

    /** A row for each of these exact codes. */
    public Builder codes(ErrorRule rule, String... exactCodes) {
      for (String code : exactCodes) {
        if (codes.put(key(code), rule) != null) {
          throw new IllegalArgumentException("two rows for error code " + code);
        }
      }
      return this;
    }

    /** A row for all codes that start so and have no row of their own. */
    public Builder prefix(String prefix, ErrorRule rule) {
      return affixes(prefix, "", 0, Integer.MAX_VALUE, rule);
    }

    /**
     * A row for all codes that start and end so (either may be empty) and have no row of their own,
     * for statuses {@code from} to {@code to}, both included.
     */
    public Builder affixes(String prefix, String suffix, int from, int to, ErrorRule rule) {
      parts.add(new PartRow(key(prefix), key(suffix), from, to, rule));
      return this;
    }

    /** A row for codes without a row, for statuses {@code from} to {@code to}, both included. */
    public Builder unlisted(int from, int to, ErrorRule rule) {
      unlisted.add(new StatusRow(from, to, rule));
      return this;
    }

    /** A row for answers whose code could not be read, for statuses {@code from} to {@code to}. */
    public Builder unreadable(int from, int to, ErrorRule rule) {
      unreadable.add(new StatusRow(from, to, rule));
      return this;
    }

    /** Lets an unlisted {@code A.B} take the row of {@code A}. */
    public Builder inheritFromParent() {
      inheritFromParent = true;
      return this;
    }

    public ErrorTable build() {
      return new ErrorTable(this);
    }
  }
}
