package io.cloudrelease.tencent;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.spi.CloudFailure;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The envelope that every answer of API 3.0 comes in: {@code {"Response":{...,"RequestId":"..."}}}.
 *
 * <p>Failures come with HTTP 200 as well; the presence of {@code Error} is the only sign (API 3.0,
 * responses). Whatever is no such envelope has no readable code, since the service itself may not
 * have spoken; and what has no error is a success only if it is what that call answers when it
 * succeeds: an error's body with its error cut out is none.
 */
final class CvmEnvelope {
  private static final String ERROR = "Error";
  private static final String REQUEST_ID = "RequestId";
  private static final String INSTANCES = "InstanceSet";

  /** The main account's uin, in the answer to GetCallerIdentity. */
  static final String ACCOUNT = "AccountId";

  private static final int LONGEST_REQUEST_ID = 128;

  private final JsonValue response;
  private final @Nullable CloudFailure failure;

  private CvmEnvelope(JsonValue response, @Nullable CloudFailure failure) {
    this.response = response;
    this.failure = failure;
  }

  /** The answer to TerminateInstances, which succeeds with a request id alone. */
  static CvmEnvelope ofRelease(HttpResponse http, List<String> ids) {
    return read(http, ids, true, CvmEnvelope::isAcceptance);
  }

  /** The answer to DescribeInstances, which succeeds with a list, a count, or both. */
  static CvmEnvelope ofLook(HttpResponse http, List<String> ids) {
    return read(http, ids, false, members -> isList(members, INSTANCES));
  }

  /** The answer to a reading call that succeeds with that set of items. */
  static CvmEnvelope ofRead(HttpResponse http, String set) {
    return read(http, List.of(), false, members -> isList(members, set));
  }

  /** The answer to GetCallerIdentity, which succeeds with the id of the account. */
  static CvmEnvelope ofIdentity(HttpResponse http) {
    return read(http, List.of(), false, CvmEnvelope::isIdentity);
  }

  private static CvmEnvelope read(
      HttpResponse http,
      List<String> ids,
      boolean release,
      Predicate<Map<String, JsonValue>> isSuccess) {
    byte[] body = http.body().bytes();
    // One name that somebody spoiled must not hide a list; an acceptance must be whole.
    JsonValue document =
        (release ? JsonValue.parse(body) : JsonValue.parseLeniently(body, 0, body.length))
            .orElse(JsonValue.missing());
    JsonValue response = document.get("Response");
    boolean enveloped = http.status() == 200 && response.isObject() && !id(response).isEmpty();
    if (!enveloped) {
      return new CvmEnvelope(response, notEnveloped(http.status(), response));
    }
    JsonValue error = response.get(ERROR);
    if (error.isPresent()) {
      CloudFailure said =
          CloudFailure.of(200, error.text("Code"), error.text("Message"), id(response));
      return new CvmEnvelope(response, CvmErrors.read(said.blaming(ids)));
    }
    boolean whole = document.members().size() == 1 && isSuccess.test(response.members());
    return new CvmEnvelope(response, whole ? null : notOfThisCall(response));
  }

  /** Nothing but the request id, and what may have been added to it since: plain values. */
  private static boolean isAcceptance(Map<String, JsonValue> members) {
    return !members.containsKey("TotalCount")
        && members.entrySet().stream()
            .allMatch(
                member ->
                    !soundsLikeAnError(member.getKey())
                        && !member.getValue().isObject()
                        && !member.getValue().isArray());
  }

  /** An error that is null beside a list is none; an acceptance is not to have even that. */
  private static boolean isList(Map<String, JsonValue> members, String set) {
    JsonValue items = members.getOrDefault(set, JsonValue.missing());
    return (members.containsKey(set) || members.containsKey("TotalCount"))
        && (items.isArray() || !items.isPresent())
        && !tellsOfAnError(members);
  }

  private static boolean isIdentity(Map<String, JsonValue> members) {
    JsonValue account = members.getOrDefault(ACCOUNT, JsonValue.missing());
    return !account.text().isBlank() && !tellsOfAnError(members);
  }

  private static boolean tellsOfAnError(Map<String, JsonValue> members) {
    return members.entrySet().stream()
        .anyMatch(member -> soundsLikeAnError(member.getKey()) && member.getValue().isPresent());
  }

  private static boolean soundsLikeAnError(String member) {
    String name = member.toLowerCase(Locale.ROOT);
    return name.contains("err") || name.contains("code") || name.contains("message");
  }

  private static CloudFailure notOfThisCall(JsonValue response) {
    String found = "HTTP 200, not what this call answers when it succeeds";
    return CloudFailure.of(200, "", found, id(response));
  }

  private static CloudFailure notEnveloped(int status, JsonValue response) {
    JsonValue error = response.get(ERROR);
    String code = error.text("Code");
    // Never the body itself: a gateway's page may repeat the request's headers.
    StringBuilder found = new StringBuilder("HTTP ").append(status);
    if (!response.isObject()) {
      found.append(", not an answer of the CVM API");
    } else if (id(response).isEmpty()) {
      found.append(", an answer without a request id");
    }
    if (!code.isEmpty()) {
      found.append(", error ").append(code).append(": ").append(error.text("Message"));
    }
    return CloudFailure.of(status, "", found.toString(), id(response));
  }

  /** The request id if it can be one: a word of bearable length. */
  private static String id(JsonValue response) {
    String text = response.text(REQUEST_ID);
    boolean word =
        text.length() <= LONGEST_REQUEST_ID && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    return word ? text : "";
  }

  JsonValue response() {
    return response;
  }

  String requestId() {
    return id(response);
  }

  Optional<CloudFailure> failure() {
    return Optional.ofNullable(failure);
  }

  /** What the answer comes to, a failure or not. */
  <T> T read(Function<CloudFailure, T> refused, Function<JsonValue, T> success) {
    return failure == null ? success.apply(response) : refused.apply(failure);
  }
}
