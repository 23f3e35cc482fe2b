package io.cloudrelease.testkit.zenlayer;

import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.Trouble;

/** How Zenlayer words its refusals (Zenlayer Cloud API 2.0, common error codes). */
final class ZenlayerErrors {

  private ZenlayerErrors() {}

  static Refused missing(String parameter) {
    return new Refused(400, "MISSING_PARAMETER", "The parameter " + parameter + " is missing.");
  }

  static Refused invalidAuthorization(String message) {
    return new Refused(401, "AUTHFAILURE_INVALID_AUTHORIZATION", message);
  }

  static Refused wrongType(String message) {
    return new Refused(400, "INVALID_PARAMETER_TYPE", message);
  }

  static Refused notFound() {
    return new Refused(404, "INVALID_INSTANCE_NOT_FOUND", "The instance is not found.");
  }

  static Refused denied(String code, String why) {
    return new Refused(403, code, "The instance " + why + '.');
  }

  static Refused of(Trouble trouble) {
    return switch (trouble) {
      case THROTTLED ->
          new Refused(429, "REQUEST_LIMIT_EXCEEDED", "The number of requests exceeds the limit.");
      // No page names a code for a bearer token that ran out.
      case TOKEN_EXPIRED -> new Refused(401, "AUTHFAILURE_TOKEN_EXPIRED", "The token has expired.");
      case CLOCK_SKEWED ->
          new Refused(
              401, "AUTHFAILURE_SIGNATURE_EXPIRED", "The timestamp is more than five minutes off.");
      case INTERNAL_ERROR ->
          new Refused(500, "INTERNAL_SERVER_ERROR", "An internal error has occurred.");
    };
  }
}
