package io.cloudrelease.testkit.tencent;

import io.cloudrelease.testkit.Refused;
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
