package io.cloudrelease.zenlayer;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.spi.CloudFailure;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The frame around every answer: {@code {"requestId", "response": {...}}} with status 200, or
 * {@code {"requestId", "code", "message"}} with 4xx or 5xx (Zenlayer API introduction, page
 * Response). A 200 without what a success has, or with what an error has, is neither.
 *
 * @param response the {@code response} object; missing when this is a failure
 * @param requestId empty when there is none
 * @param failure empty when the call succeeded
 */
record ZenlayerEnvelope(JsonValue response, String requestId, Optional<CloudFailure> failure) {
  private static final int MAX_WORD = 128;

  /** The answer to a destructive call, which must be whole. */
  static ZenlayerEnvelope ofRelease(HttpResponse answer) {
    return read(answer, JsonValue.parse(answer.body().bytes()));
  }

  /** The answer to a look: one name that somebody spoiled must not hide a list. */
  static ZenlayerEnvelope ofLook(HttpResponse answer) {
    byte[] body = answer.body().bytes();
    return read(answer, JsonValue.parseLeniently(body, 0, body.length));
  }

  private static ZenlayerEnvelope read(HttpResponse answer, Optional<JsonValue> document) {
    if (isChallenge(answer)) {
      String what = "the network in front of the API asks for a browser challenge";
      return failed(CloudFailure.of(answer.status(), ZenlayerErrors.CHALLENGE, what, ""));
    }
    JsonValue body = document.filter(JsonValue::isObject).orElse(JsonValue.missing());
    JsonValue response = body.get("response");
    String requestId = word(body.text("requestId"), word(response.text("requestId"), ""));
    String code = word(body.text("code"), "");
    if (answer.status() == 200) {
      return isSuccess(body, response)
          ? new ZenlayerEnvelope(response, requestId, Optional.empty())
          : failed(notOfAny(answer, body, code, requestId));
    }
    String message = code.isEmpty() ? describe(answer) : body.text("message");
    return failed(CloudFailure.of(answer.status(), code, message, requestId));
  }

  /** Both request ids, which are one, and nothing that an error would bring. */
  private static boolean isSuccess(JsonValue body, JsonValue response) {
    String inner = word(response.text("requestId"), "");
    return !inner.isEmpty()
        && inner.equals(body.text("requestId"))
        && onlyBesides(body, Set.of("requestId", "response"))
        && !namesAnError(response);
  }

  private static boolean namesAnError(JsonValue response) {
    for (String name : response.members().keySet()) {
      if (soundsLikeAnError(name) && response.get(name).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Whether the object holds, besides these, nothing but plain values that are no error's. */
  static boolean onlyBesides(JsonValue object, Set<String> known) {
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      JsonValue value = member.getValue();
      boolean isNew = value.isPresent() && !known.contains(member.getKey());
      if (isNew && (soundsLikeAnError(member.getKey()) || value.isObject() || value.isArray())) {
        return false;
      }
    }
    return true;
  }

  private static boolean soundsLikeAnError(String member) {
    String name = member.toLowerCase(Locale.ROOT);
    return name.contains("err") || name.contains("code") || name.contains("message");
  }

  /** Documented errors never come with 200: whatever its code is called, what it means is open. */
  private static CloudFailure notOfAny(
      HttpResponse answer, JsonValue body, String code, String requestId) {
    String message = code.isEmpty() ? describe(answer) : "with HTTP 200: " + body.text("message");
    return CloudFailure.of(200, code, message, requestId).means(ZenlayerErrors.NOT_UNDERSTOOD);
  }

  /** This answer came with 200 but does not say what it should. */
  CloudFailure unreadable(String why) {
    return CloudFailure.of(200, "", why, requestId);
  }

  private static ZenlayerEnvelope failed(CloudFailure failure) {
    return new ZenlayerEnvelope(JsonValue.missing(), failure.requestId(), Optional.of(failure));
  }

  private static boolean isChallenge(HttpResponse answer) {
    return answer.status() == 403
        && answer.header("cf-mitigated").filter("challenge"::equalsIgnoreCase).isPresent();
  }

  /** What stood there in place of an answer; not the text itself, which may echo what we sent. */
  private static String describe(HttpResponse answer) {
    return "HTTP "
        + answer.status()
        + " without a readable answer ("
        + answer.header("Content-Type").orElse("no content type")
        + ", "
        + answer.body().bytes().length
        + " bytes)";
  }

  /** The text if it can be a code or an id: no blanks, no page of prose. */
  private static String word(String text, String otherwise) {
    if (text.isEmpty() || text.length() > MAX_WORD) {
      return otherwise;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        return otherwise;
      }
    }
    return text;
  }
}
