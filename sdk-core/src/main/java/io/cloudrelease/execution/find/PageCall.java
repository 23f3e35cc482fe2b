package io.cloudrelease.execution.find;

import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.Lane;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.listing.InstanceListing;
import io.cloudrelease.spi.listing.PageAnswer;
import io.cloudrelease.spi.listing.PageQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Reads one page. What it shows is as old as its last attempt. Used by one thread at a time. */
final class PageCall implements ReadCall<PageAnswer> {
  private final Account account;
  private final InstanceListing listing;
  private final Supplier<Instant> now;
  private PageQuery query;
  private boolean tooLarge;

  PageCall(Account account, InstanceListing listing, PageQuery query, Supplier<Instant> now) {
    this.account = account;
    this.listing = listing;
    this.query = query;
    this.now = now;
  }

  @Override
  public Account account() {
    return account;
  }

  @Override
  public ActionFacts action() {
    return account.facts().lookAction();
  }

  @Override
  public Lane lane() {
    return new Lane(account.name(), query.region(), action().name());
  }

  @Override
  public ApiRequest encode() {
    query =
        new PageQuery(
            query.account(),
            query.region(),
            query.filter(),
            query.mark(),
            query.halvings(),
            now.get());
    return listing.encodePage(query);
  }

  @Override
  public PageAnswer read(HttpResponse response) {
    PageAnswer answer = listing.readPage(query, response);
    tooLarge = answer.isTooLarge();
    return answer;
  }

  /** Whether the last answer said that smaller pages may be given. */
  boolean isTooLarge() {
    return tooLarge;
  }

  @Override
  public Optional<CloudFailure> failure(PageAnswer answer) {
    return answer.failure();
  }

  @Override
  public PageAnswer with(PageAnswer answer, UnaryOperator<Snapshot> cleaning) {
    return answer.withRows(answer.rows().stream().map(cleaning).toList());
  }

  @Override
  public List<InstanceRef> instances() {
    return List.of();
  }
}
