package io.cloudrelease.execution.find;

import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.Lane;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.leftover.LeftoverAnswer;
import io.cloudrelease.spi.leftover.LeftoverListing;
import io.cloudrelease.spi.leftover.LeftoverQuery;
import java.util.List;
import java.util.Optional;

/** Asks for what hangs on instances, or is left of them. */
record LeftoverRead(Account account, LeftoverListing listing, LeftoverQuery query)
    implements ReadCall<LeftoverAnswer> {

  @Override
  public ActionFacts action() {
    return query.call().action();
  }

  @Override
  public Lane lane() {
    return new Lane(account.name(), query.region(), action().name());
  }

  @Override
  public ApiRequest encode() {
    return listing.encodeLeftovers(query);
  }

  @Override
  public RequestSigner signer() {
    return listing.leftoverSigner(query.call());
  }

  @Override
  public LeftoverAnswer read(HttpResponse response) {
    return listing.readLeftovers(query, response);
  }

  @Override
  public Optional<CloudFailure> failure(LeftoverAnswer answer) {
    return answer.failure();
  }

  @Override
  public List<InstanceRef> instances() {
    return List.of();
  }
}
