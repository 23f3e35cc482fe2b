package io.cloudrelease.zenlayer;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.identity.Caller;
import io.cloudrelease.spi.identity.WhoAmI;
import java.time.Duration;
import java.util.Locale;

/**
 * DescribeCustomerBalance of the billing service (zbc, 2024-08-08): the only call of this cloud
 * whose answer names the account, by its accountUid. Of the money in it nothing is read. A key
 * without a right to bills may be refused; then whose it is stays unknown.
 */
final class BalanceCall {
  static final ActionFacts ACTION =
      ActionFacts.of("DescribeCustomerBalance", 1, 10, Duration.ofSeconds(10));

  private BalanceCall() {}

  static ApiRequest request(Endpoint endpoint) {
    return ApiRequest.of("POST", endpoint, "/api/v2/zbc")
        .action(ACTION.name(), "2024-08-08")
        .body("application/json", HttpBody.utf8("{}"));
  }

  static WhoAmI.Answer read(HttpResponse http) {
    ZenlayerEnvelope envelope = ZenlayerEnvelope.ofLook(http);
    if (envelope.failure().isPresent()) {
      return WhoAmI.Answer.failed(withoutMoney(envelope.failure().get()));
    }
    String account = envelope.response().text("accountUid").strip();
    return account.isEmpty()
        ? WhoAmI.Answer.failed(envelope.unreadable("the answer names no account"))
        : WhoAmI.Answer.of(new Caller(account, "", ""));
  }

  /** A message that holds numbers of a bill is nobody's business. */
  private static CloudFailure withoutMoney(CloudFailure failure) {
    return failure.message().toLowerCase(Locale.ROOT).contains("balance")
        ? CloudFailure.of(failure.status(), failure.code(), "refused", failure.requestId())
        : failure;
  }
}
