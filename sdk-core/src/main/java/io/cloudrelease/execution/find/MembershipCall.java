package io.cloudrelease.execution.find;

import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.Lane;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.listing.GroupMembership;
import io.cloudrelease.spi.listing.MembershipAnswer;
import io.cloudrelease.spi.listing.MembershipQuery;
import java.util.List;
import java.util.Optional;

/** Asks which of some instances are members of groups. */
record MembershipCall(
    Account account, GroupMembership groups, ActionFacts action, MembershipQuery query)
    implements ReadCall<MembershipAnswer> {

  @Override
  public Lane lane() {
    return new Lane(account.name(), query.region(), action.name());
  }

  @Override
  public ApiRequest encode() {
    return groups.encodeMembership(query);
  }

  @Override
  public RequestSigner signer() {
    return groups.membershipSigner(action.name());
  }

  @Override
  public MembershipAnswer read(HttpResponse response) {
    return groups.readMembership(query, response);
  }

  @Override
  public Optional<CloudFailure> failure(MembershipAnswer answer) {
    return answer.failure();
  }

  @Override
  public List<InstanceRef> instances() {
    return query.instances();
  }
}
