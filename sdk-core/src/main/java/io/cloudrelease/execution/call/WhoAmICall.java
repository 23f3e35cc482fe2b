package io.cloudrelease.execution.call;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.identity.WhoAmI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Asks the cloud whose keys these are; the account remembers the answer.
 *
 * @param fixedKeys the keys that are asked about; empty for those that the account calls with
 */
record WhoAmICall(Account account, WhoAmI asks, Optional<Credentials> fixedKeys)
    implements Call<WhoAmI.Answer> {

  @Override
  public ActionFacts action() {
    return asks.whoAmIAction();
  }

  @Override
  public Lane lane() {
    return new Lane(account.name(), "", action().name());
  }

  @Override
  public ApiRequest encode() {
    return asks.encodeWhoAmI();
  }

  @Override
  public RequestSigner signer() {
    return asks.whoAmISigner();
  }

  @Override
  public WhoAmI.Answer read(HttpResponse response) {
    return asks.readWhoAmI(response);
  }

  @Override
  public Optional<CloudFailure> failure(WhoAmI.Answer answer) {
    return answer.failure();
  }

  @Override
  public void accepted(Credentials signedWith, WhoAmI.Answer answer) {
    answer.caller().ifPresent(caller -> account.learn(signedWith, caller));
  }

  @Override
  public String requestId(WhoAmI.Answer answer) {
    return "";
  }

  @Override
  public boolean isOfAnyAccount() {
    return true;
  }

  @Override
  public boolean destructive() {
    return false;
  }

  @Override
  public boolean escalates() {
    return false;
  }

  @Override
  public Instant signedBefore() {
    return Instant.EPOCH;
  }

  @Override
  public List<InstanceRef> instances() {
    return List.of();
  }
}
