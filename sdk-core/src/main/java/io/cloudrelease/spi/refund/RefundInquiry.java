package io.cloudrelease.spi.refund;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudProvider;

/**
 * A provider whose cloud says what it would pay back for prepaid instances. Optional: a {@link
 * CloudProvider} implements it or not. Pure functions, as those of {@link CloudProvider}; nothing
 * here refunds anything.
 */
public interface RefundInquiry {

  /** Whether the question makes sense for that instance: whether it was paid for beforehand. */
  boolean isPrepaid(Snapshot snapshot);

  /** The call's standing facts; {@code maxBatch} is the most instances in one. */
  ActionFacts refundAction();

  /** How it is signed: it may belong to another service of the cloud. */
  RequestSigner refundSigner();

  /** The call for these instances. */
  ApiRequest encodeRefund(RefundQuery query);

  /** Reads the answer to it. Never throws for what a server may send. */
  RefundAnswer readRefund(RefundQuery query, HttpResponse response);
}
