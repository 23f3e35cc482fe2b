package io.cloudrelease.spi.listing;

import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.CloudFailure;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a cloud answered to the question for one page: its rows, or a failure. */
public final class PageAnswer {
  private final List<Snapshot> rows;
  private final int unreadable;
  private final OptionalLong total;
  private final String next;
  private final @Nullable CloudFailure failure;
  private final boolean tooLarge;

  private PageAnswer(
      List<Snapshot> rows,
      int unreadable,
      OptionalLong total,
      String next,
      @Nullable CloudFailure failure,
      boolean tooLarge) {
    this.rows = List.copyOf(rows);
    this.unreadable = unreadable;
    this.total = total;
    this.next = next;
    this.failure = failure;
    this.tooLarge = tooLarge;
  }

  /**
   * The rows of the page, in the cloud's order and with repetitions, if it repeats any.
   *
   * @param unreadable how many more rows there were that name no instance
   * @param total how many instances the cloud counts altogether, where its count can be relied on
   * @param next where the next page begins; empty at the end
   */
  public static PageAnswer shows(
      List<Snapshot> rows, int unreadable, OptionalLong total, String next) {
    if (unreadable < 0) {
      throw new IllegalArgumentException("unreadable must not be negative: " + unreadable);
    }
    return new PageAnswer(
        rows,
        unreadable,
        Objects.requireNonNull(total, "total"),
        Objects.requireNonNull(next, "next"),
        null,
        false);
  }

  /** Nothing fits the filter, as the cloud says in whatever way. */
  public static PageAnswer nothing() {
    return new PageAnswer(List.of(), 0, OptionalLong.of(0), "", null, false);
  }

  /** Not readable, or refused. */
  public static PageAnswer failed(CloudFailure failure) {
    return failed(failure, false);
  }

  /** Refused since the page would be too large; the list is read anew in smaller ones. */
  public static PageAnswer tooLarge(CloudFailure failure) {
    return failed(failure, true);
  }

  private static PageAnswer failed(CloudFailure failure, boolean tooLarge) {
    Objects.requireNonNull(failure, "failure");
    return new PageAnswer(List.of(), 0, OptionalLong.empty(), "", failure, tooLarge);
  }

  public List<Snapshot> rows() {
    return rows;
  }

  public int unreadable() {
    return unreadable;
  }

  public OptionalLong total() {
    return total;
  }

  /** Where the next page begins; empty at the end. */
  public String next() {
    return next;
  }

  /** The failure; empty when the page can be read. */
  public Optional<CloudFailure> failure() {
    return Optional.ofNullable(failure);
  }

  /** Whether smaller pages may be given. */
  public boolean isTooLarge() {
    return tooLarge;
  }

  /** This answer with other rows in place of its own. */
  public PageAnswer withRows(List<Snapshot> others) {
    return new PageAnswer(others, unreadable, total, next, failure, tooLarge);
  }
}
