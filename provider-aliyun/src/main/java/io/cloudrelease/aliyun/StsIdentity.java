package io.cloudrelease.aliyun;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.identity.Caller;
import io.cloudrelease.spi.identity.WhoAmI;
import java.time.Duration;

/**
 * GetCallerIdentity of STS, API 2015-04-01. It needs no right. STS is signed with V1, as the
 * vendor's own code does: no page says that it takes V3. Its answers have the form of ECS's.
 */
final class StsIdentity {
  /** The vendor gives no rate; it is asked once in a while. */
  static final ActionFacts ACTION =
      ActionFacts.of("GetCallerIdentity", 1, 10, Duration.ofSeconds(10));

  static final RpcV1Signer SIGNER = new RpcV1Signer();

  private StsIdentity() {}

  /** The call to the STS that is there. */
  static ApiRequest request(Endpoint endpoint) {
    return ApiRequest.of("POST", endpoint, "/").action(ACTION.name(), "2015-04-01");
  }

  static WhoAmI.Answer read(HttpResponse http) {
    EcsEnvelope answer = EcsEnvelope.leniently(http);
    JsonValue said = answer.document();
    String account = said.text("AccountId").strip();
    return answer.isSuccessOf(ACTION.name()) && !account.isEmpty()
        ? WhoAmI.Answer.of(new Caller(account, said.text("IdentityType"), said.text("Arn")))
        : WhoAmI.Answer.failed(answer.failure());
  }
}
