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
   * @param next where the next page begins; empty at the end
   */
  public static PageAnswer shows(List<Snapshot> rows, String next) {
    return new PageAnswer(
        rows, 0, OptionalLong.empty(), Objects.requireNonNull(next, "next"), null, false);
  }

  /** With so many more rows that name no instance. */
  public PageAnswer unreadable(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("unreadable must not be negative: " + count);
    }
    return new PageAnswer(rows, count, total, next, failure, tooLarge);
  }

  /** With the number of all instances as the cloud counts them; only where it can be relied on. */
  public PageAnswer total(long count) {
    return new PageAnswer(rows, unreadable, OptionalLong.of(count), next, failure, tooLarge);
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
