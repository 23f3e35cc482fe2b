package io.cloudrelease.execution.find;

import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.Lane;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.listing.RegionAnswer;
import io.cloudrelease.spi.listing.RegionListing;
import java.util.List;
import java.util.Optional;

/** Asks which regions there are. */
record RegionCall(Account account, RegionListing listing, ActionFacts action)
    implements ReadCall<RegionAnswer> {

  @Override
  public Lane lane() {
    return new Lane(account.name(), "", action.name());
  }

  @Override
  public ApiRequest encode() {
    return listing.encodeRegions();
  }

  @Override
  public RequestSigner signer() {
    return listing.regionSigner();
  }

  @Override
  public RegionAnswer read(HttpResponse response) {
    return listing.readRegions(response);
  }

  @Override
  public Optional<CloudFailure> failure(RegionAnswer answer) {
    return answer.failure();
  }

  @Override
  public List<InstanceRef> instances() {
    return List.of();
  }
}
