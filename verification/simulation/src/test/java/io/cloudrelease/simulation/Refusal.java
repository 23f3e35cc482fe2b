package io.cloudrelease.simulation;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** What a refusal proves, read here once more and without the tables of the providers. */
enum Refusal {
  /** Refused before any instance was looked at. */
  ALL,
  /** The state of the instance itself: proves it for the only one of a call. */
  OWN,
  /** It is on its way out already. */
  UNDER_WAY,
  NOTHING;

  private static final List<String> BEFORE_ALL =
      List.of(
          "RequestLimitExceeded",
          "REQUEST_LIMIT_EXCEEDED",
          "Throttling",
          "AuthFailure",
          "AUTHFAILURE",
          "UnauthorizedOperation",
          "Forbidden",
          "InvalidSecurityToken",
          "MissingSecurityToken",
          "InvalidAccessKeyId",
          "InvalidTimeStamp",
          "IllegalTimestamp",
          "Signature",
          "MissingParameter",
          "MISSING_PARAMETER",
          "InvalidParameter",
          "INVALID_PARAMETER",
          "InvalidAccount.NotFound");

  private static final List<String> OF_ACCOUNT =
      List.of(
          "AuthFailure",
          "AUTHFAILURE",
          "InvalidSecurityToken",
          "MissingSecurityToken",
          "InvalidAccessKeyId",
          "InvalidTimeStamp",
          "IllegalTimestamp",
          "Signature",
          "InvalidAccount.NotFound");

  private static final List<String> MOVING =
      List.of(
          "InstanceStateIsolating",
          "InstanceStateTerminat",
          "InstanceStateShutdown",
          "OperationInProgress",
          "TaskRunning",
          "FOR_RECYCLE_RESOURCE",
          "INSTANCE_RECYCLED");

  private static final List<String> EMPTY_WORDS =
      List.of(
          "Internal",
          "INTERNAL",
          "FailedOperation.Odd",
          "NeverHeardOf",
          "NEVER_HEARD_OF",
          "UnknownError",
          "ServiceUnavailable",
          "TEMPORARILY",
          "TIMED_OUT");

  /** What that answer to a destructive call proves of an instance that it may name. */
  static Refusal of(HttpResponse answer) {
    String code = code(answer);
    boolean challenge = answer.header("cf-mitigated").isPresent();
    if (answer.status() == 429 || answer.status() == 401 || challenge || begins(BEFORE_ALL, code)) {
      return ALL;
    }
    if (code.isEmpty() || answer.status() >= 500 || contains(EMPTY_WORDS, code)) {
      return NOTHING;
    }
    return contains(MOVING, code) ? UNDER_WAY : OWN;
  }

  /**
   * Whether it turns the whole account away rather than one instance or one call: whoever is not
   * recognized (401), asks at another time, or is taken for a machine.
   */
  static boolean isOfAccount(HttpResponse answer) {
    String code = code(answer);
    boolean unauthorized =
        code.equals("AUTHFAILURE_UNAUTHORIZED_OPERATION")
            || code.startsWith("UnauthorizedOperation")
            || code.startsWith("AuthFailure.UnauthorizedOperation");
    return answer.status() == 401
        || answer.header("cf-mitigated").isPresent()
        || !unauthorized && begins(OF_ACCOUNT, code);
  }

  static String code(HttpResponse answer) {
    String text = answer.body().text();
    if (!text.contains("\"Code\"") && !text.contains("\"code\"")) {
      // Most answers are long lists of instances, and nothing is refused in them.
      return "";
    }
    Optional<JsonValue> body = JsonValue.parse(answer.body().bytes());
    if (body.isEmpty()) {
      return "";
    }
    String tencent = body.get().get("Response").get("Error").text("Code");
    String zenlayer = body.get().text("code");
    return !tencent.isEmpty() ? tencent : !zenlayer.isEmpty() ? zenlayer : body.get().text("Code");
  }

  private static boolean begins(List<String> words, String code) {
    return words.stream().anyMatch(code::startsWith);
  }

  private static boolean contains(List<String> words, String code) {
    return words.stream().anyMatch(code::contains);
  }
}
