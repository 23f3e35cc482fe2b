package io.cloudrelease.spi.listing;

import java.time.Instant;
import java.util.Objects;

/**
 * A read of one page of an account's instances in a region.
 *
 * @param account the name under which the account is registered, for references
 * @param region empty where the cloud has none
 * @param filter what may be left out of the list
 * @param mark where the page begins, as the page before said it; empty for the first one
 * @param halvings how often larger pages were refused for their size: so often the number of rows
 *     is halved
 * @param at the time to stamp on snapshots
 */
public record PageQuery(
    String account, String region, ListFilter filter, String mark, int halvings, Instant at) {

  public PageQuery {
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(filter, "filter");
    Objects.requireNonNull(mark, "mark");
    Objects.requireNonNull(at, "at");
  }

  /** How many rows to ask for, where a page has so many at most. */
  public int rows(int most) {
    return Math.max(1, most >> halvings);
  }
}
