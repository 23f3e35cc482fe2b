package io.cloudrelease.tencent;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.error.Scope;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.identity.Caller;
import io.cloudrelease.spi.identity.WhoAmI;
import java.time.Duration;

/**
 * GetCallerIdentity of STS, API 2018-08-13. It needs no right; the account is that of the main
 * account's uin.
 *
 * @param endpoint where STS is
 */
record StsIdentity(Endpoint endpoint) {
  static final ActionFacts ACTION =
      ActionFacts.of("GetCallerIdentity", 1, 20, Duration.ofSeconds(10));
  static final Tc3Signer SIGNER = new Tc3Signer("sts");

  /** STS answers the same in all. */
  private static final String ANY_REGION = "ap-guangzhou";

  /** "Over the frequency limit", and no wrong parameter. */
  private static final String TOO_OFTEN = "InvalidParameter.OverLimit";

  private static final ErrorRule THROTTLED =
      ErrorRule.of(ErrorCategory.THROTTLED, Applied.NO, Remedy.RETRY).scope(Scope.REQUEST);

  ApiRequest request() {
    return ApiRequest.of("POST", endpoint, "/")
        .action(ACTION.name(), "2018-08-13")
        .region(ANY_REGION)
        .body("application/json", HttpBody.utf8("{}"));
  }

  static WhoAmI.Answer read(HttpResponse http) {
    JsonValue response =
        JsonValue.parse(http.body().bytes()).orElse(JsonValue.missing()).get("Response");
    String requestId = response.text("RequestId");
    JsonValue error = response.get("Error");
    if (error.isPresent()) {
      CloudFailure said =
          CloudFailure.of(http.status(), error.text("Code"), error.text("Message"), requestId);
      boolean tooOften = said.code().equalsIgnoreCase(TOO_OFTEN);
      return WhoAmI.Answer.failed(tooOften ? said.means(THROTTLED) : said);
    }
    String account = response.text("AccountId").strip();
    if (http.status() != 200 || account.isEmpty()) {
      return WhoAmI.Answer.failed(
          CloudFailure.of(http.status(), "", "not an answer of STS", requestId));
    }
    return WhoAmI.Answer.of(new Caller(account, response.text("Type"), response.text("Arn")));
  }
}
