package io.cloudrelease.execution.find;

import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.Lane;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.refund.RefundAnswer;
import io.cloudrelease.spi.refund.RefundInquiry;
import io.cloudrelease.spi.refund.RefundQuery;
import java.util.List;
import java.util.Optional;

/** Asks what would be paid back. */
record RefundRead(Account account, RefundInquiry inquiry, RefundQuery query)
    implements ReadCall<RefundAnswer> {

  @Override
  public ActionFacts action() {
    return inquiry.refundAction();
  }

  @Override
  public Lane lane() {
    return new Lane(account.name(), query.region(), action().name());
  }

  @Override
  public ApiRequest encode() {
    return inquiry.encodeRefund(query);
  }

  @Override
  public RequestSigner signer() {
    return inquiry.refundSigner();
  }

  @Override
  public RefundAnswer read(HttpResponse response) {
    return inquiry.readRefund(query, response);
  }

  @Override
  public Optional<CloudFailure> failure(RefundAnswer answer) {
    return answer.failure();
  }

  @Override
  public List<InstanceRef> instances() {
    return query.instances();
  }
}
