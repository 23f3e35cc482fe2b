package io.cloudrelease.testkit.tencent;

import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.Trouble;

/** How CVM words its refusals; all of them have status 200 (Tencent Cloud API 3.0, responses). */
final class TencentErrors {

  private TencentErrors() {}

  static Refused refused(String code, String message) {
    return new Refused(200, code, message);
  }

  static Refused missing(String what) {
    return refused("MissingParameter", "The request is missing `" + what + "`.");
  }

  static Refused noSuchVersion(String version) {
    return refused("NoSuchVersion", "The version `" + version + "` does not exist.");
  }

  /** The key may not do that at all. */
  static Refused denied(SimulatedCall call) {
    return refused(
        "UnauthorizedOperation",
        "you are not authorized to perform operation ("
            + call.service()
            + ":"
            + call.action()
            + ")\nresource (*) has no permission");
  }

  static Refused of(Trouble trouble) {
    return switch (trouble) {
      case THROTTLED ->
          refused(
              "RequestLimitExceeded",
              "Your current request times equals to `11` in a second, which exceeds the frequency"
                  + " limit `10` for a second. Please reduce the frequency of calls.");
      case TOKEN_EXPIRED ->
          refused("AuthFailure.TokenFailure", "The token is invalid or has expired.");
      case CLOCK_SKEWED ->
          refused(
              "AuthFailure.SignatureExpire",
              "The provided credentials could not be validated because of exceeding request"
                  + " timestamp limit.");
      case INTERNAL_ERROR -> refused("InternalError", "An internal error has occurred.");
    };
  }
}
