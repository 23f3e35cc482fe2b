package io.cloudrelease.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.signing.SigningContext;
import io.cloudrelease.testkit.SimulatedCloud;
import java.time.Instant;

/** What a simulated cloud answers to a call of a provider, without a client between them. */
final class Asked {
  private Asked() {}

  static HttpResponse answer(
      SimulatedCloud cloud, Instant now, RequestSigner signer, ApiRequest request) {
    // A call of its own each: clouds take a nonce once.
    String nonce = "n" + cloud.ledger().requests().size();
    SigningContext context = new SigningContext(now, nonce);
    HttpResponse answer =
        cloud.handle(signer.sign(request, cloud.credentials(), context)).response();
    assertThat(answer.status()).as("%s: %s", request, answer.body().text()).isEqualTo(200);
    return answer;
  }
}
