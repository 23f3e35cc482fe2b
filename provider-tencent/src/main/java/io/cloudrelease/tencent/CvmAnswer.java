package io.cloudrelease.tencent;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.spi.CloudFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The envelope that every answer of API 3.0 comes in: {@code {"Response":{...,"RequestId":"..."}}}.
 *
 * <p>Failures come with HTTP 200 as well; the presence of {@code Error} is the only sign (API 3.0,
 * responses). Whatever is no such envelope has no readable code, since the service itself may not
 * have spoken.
 */
final class CvmAnswer {
  private final JsonValue response;
  private final @Nullable CloudFailure failure;

  private CvmAnswer(JsonValue response, @Nullable CloudFailure failure) {
    this.response = response;
    this.failure = failure;
  }

  static CvmAnswer read(HttpResponse http) {
    JsonValue response =
        JsonValue.parse(http.body().bytes()).orElse(JsonValue.missing()).get("Response");
    return new CvmAnswer(response, failureOf(http.status(), response));
  }

  private static @Nullable CloudFailure failureOf(int status, JsonValue response) {
    String requestId = response.text("RequestId");
    JsonValue error = response.get("Error");
    String code = error.text("Code");
    String message = error.text("Message");
    if (status == 200 && response.isObject() && !requestId.isEmpty()) {
      return error.isPresent() ? CloudFailure.of(status, code, message, requestId) : null;
    }
    // Never the body itself: a gateway's page may repeat the request's headers.
    StringBuilder found = new StringBuilder("HTTP ").append(status);
    if (!response.isObject()) {
      found.append(", not an answer of the CVM API");
    } else if (requestId.isEmpty()) {
      found.append(", an answer without a request id");
    }
    if (!code.isEmpty()) {
      found.append(", error ").append(code).append(": ").append(message);
    }
    return CloudFailure.of(status, "", found.toString(), requestId);
  }

  JsonValue response() {
    return response;
  }

  String requestId() {
    return response.text("RequestId");
  }

  Optional<CloudFailure> failure() {
    return Optional.ofNullable(failure);
  }
}
