package io.cloudrelease.zenlayer;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.spi.CloudFailure;
import java.util.Optional;

/**
 * The frame around every answer: {@code {"requestId", "response": {...}}} with status 200, or
 * {@code {"requestId", "code", "message"}} with 4xx or 5xx (Zenlayer API introduction, page
 * Response).
 *
 * @param response the {@code response} object; missing when this is a failure
 * @param requestId empty when there is none
 * @param failure empty when the call succeeded
 */
record Envelope(JsonValue response, String requestId, Optional<CloudFailure> failure) {
  private static final int MAX_WORD = 128;

  static Envelope read(HttpResponse answer) {
    if (isChallenge(answer)) {
      String what = "the network in front of the API asks for a browser challenge";
      return failed(CloudFailure.of(answer.status(), ZenlayerErrors.CHALLENGE, what, ""));
    }
    JsonValue body =
        JsonValue.parse(answer.body().bytes())
            .filter(JsonValue::isObject)
            .orElse(JsonValue.missing());
    JsonValue response = body.get("response");
    String requestId = word(body.text("requestId"), word(response.text("requestId"), ""));
    if (answer.status() == 200 && response.isObject()) {
      return new Envelope(response, requestId, Optional.empty());
    }
    String code = word(body.text("code"), "");
    String message = code.isEmpty() ? describe(answer) : body.text("message");
    return failed(CloudFailure.of(answer.status(), code, message, requestId));
  }

  /** This answer came with 200 but does not say what it should. */
  CloudFailure unreadable(String why) {
    return CloudFailure.of(200, "", why, requestId);
  }

  private static Envelope failed(CloudFailure failure) {
    return new Envelope(JsonValue.missing(), failure.requestId(), Optional.of(failure));
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
        + answer.body().length()
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
