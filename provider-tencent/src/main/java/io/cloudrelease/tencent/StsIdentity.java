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
import java.util.Locale;
import java.util.Set;

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
  private static final String TOO_OFTEN = "invalidparameter.overlimit";

  /** Codes that only STS has, and that mean the key whatever their parents mean. */
  private static final Set<String> WRONG_KEY =
      Set.of("authfailure.accesskeyillegal", "invalidparameter.accesskeynotsupport");

  private static final ErrorRule THROTTLED =
      ErrorRule.of(ErrorCategory.THROTTLED, Applied.NO, Remedy.RETRY).scope(Scope.REQUEST);

  private static final ErrorRule BAD_KEY =
      ErrorRule.of(ErrorCategory.UNAUTHENTICATED, Applied.NO, Remedy.GIVE_UP)
          .hint("check the secret id and key");

  ApiRequest request() {
    return ApiRequest.of("POST", endpoint, "/")
        .action(ACTION.name(), "2018-08-13")
        .region(ANY_REGION)
        .body("application/json", HttpBody.utf8("{}"));
  }

  static WhoAmI.Answer read(HttpResponse http) {
    return CvmEnvelope.ofIdentity(http).read(StsIdentity::refused, StsIdentity::confirmed);
  }

  private static WhoAmI.Answer confirmed(JsonValue response) {
    String account = response.text(CvmEnvelope.ACCOUNT).strip();
    return WhoAmI.Answer.of(new Caller(account, response.text("Type"), response.text("Arn")));
  }

  private static WhoAmI.Answer refused(CloudFailure failure) {
    String code = failure.code().toLowerCase(Locale.ROOT);
    if (code.equals(TOO_OFTEN)) {
      return WhoAmI.Answer.failed(failure.means(THROTTLED));
    }
    return WhoAmI.Answer.failed(WRONG_KEY.contains(code) ? failure.means(BAD_KEY) : failure);
  }
}
