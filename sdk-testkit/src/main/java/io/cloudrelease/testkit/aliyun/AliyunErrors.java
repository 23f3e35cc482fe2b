package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.Trouble;

/** How ECS words its refusals (Alibaba Cloud ECS, error codes). */
final class AliyunErrors {

  static final String DENIED = "Forbidden.RAM";

  private AliyunErrors() {}

  static Refused missing(String parameter) {
    return new Refused(
        400,
        "MissingParameter",
        "The input parameter \""
            + parameter
            + "\" that is mandatory for processing this request"
            + " is not supplied.");
  }

  static Refused invalid(String parameter) {
    return new Refused(
        400, "InvalidParameter", "The specified parameter \"" + parameter + "\" is not valid.");
  }

  /** As RAM words it; which resource it is about is not told. */
  static Refused denied() {
    return new Refused(
        403,
        DENIED,
        "User not authorized to operate on the specified resource, or this API doesn't support"
            + " RAM.");
  }

  static Refused noSuchRegion() {
    return new Refused(
        404, "InvalidRegionId.NotFound", "The RegionId provided does not exist in our records.");
  }

  static Refused tooManyIds(int most) {
    return new Refused(
        403,
        "InvalidParameter.TooManyInstanceIds",
        "The number of instances exceeds the limit " + most + '.');
  }

  static Refused of(Trouble trouble, AliyunBehavior behavior) {
    return switch (trouble) {
      case THROTTLED ->
          new Refused(
              behavior.throttleStatus,
              "Throttling.User",
              "Request was denied due to user flow control.");
      case TOKEN_EXPIRED ->
          new Refused(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
      case CLOCK_SKEWED -> timestampExpired();
      case INTERNAL_ERROR ->
          new Refused(
              500,
              "InternalError",
              "The request processing has failed due to some unknown error, exception or"
                  + " failure.");
    };
  }

  static Refused timestampExpired() {
    return new Refused(
        400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
  }
}
