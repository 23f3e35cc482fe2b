package io.cloudrelease.aliyun;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.spi.CloudFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * An answer of ECS, JSON or XML, told apart by its content: the media type is not always true, and
 * the gateway writes some errors as XML whatever was asked for.
 *
 * @param status the HTTP status
 * @param document the object that was read; missing when nothing could be
 * @param requestIdHeader the request id as the header repeats it; empty when it does not
 * @param found what came, for the message of an answer that cannot be read
 */
record EcsAnswer(int status, JsonValue document, String requestIdHeader, String found) {

  /**
   * A refused signature is answered with all that was signed, the token of temporary credentials
   * included. From the first of these on, a message is dropped.
   */
  private static final List<String> ECHO_MARKS =
      List.of(
          "string to sign",
          "stringtosign",
          "canonical",
          "securitytoken=",
          "securitytoken%3d",
          "security-token:");

  static EcsAnswer of(HttpResponse response) {
    return new EcsAnswer(
        response.status(),
        document(response.body().bytes()),
        response.header("x-acs-request-id").orElse("").trim(),
        response.body().length()
            + " bytes of "
            + response.header("Content-Type").orElse("no stated type"));
  }

  private static JsonValue document(byte[] bytes) {
    int start = 0;
    while (start < bytes.length && isBlankOrMark(bytes[start])) {
      start++;
    }
    if (start == bytes.length) {
      return JsonValue.missing();
    }
    if (bytes[start] == '<') {
      return XmlAnswer.parse(Arrays.copyOfRange(bytes, start, bytes.length))
          .filter(JsonValue::isObject)
          .orElse(JsonValue.missing());
    }
    return JsonValue.parse(bytes, start, bytes.length - start)
        .filter(JsonValue::isObject)
        .orElse(JsonValue.missing());
  }

  /** White space, or a byte of UTF-8's byte order mark. */
  private static boolean isBlankOrMark(byte b) {
    return b == ' '
        || b == '\n'
        || b == '\r'
        || b == '\t'
        || b == (byte) 0xef
        || b == (byte) 0xbb
        || b == (byte) 0xbf;
  }

  boolean isSuccess() {
    return status >= 200 && status < 300 && code().isEmpty() && !requestId().isEmpty();
  }

  /** The request id of the answer itself. */
  String requestId() {
    return either("RequestId", "requestId");
  }

  private String code() {
    return either("Code", "code");
  }

  /** What went wrong; for an answer that is not (or not quite) a success. */
  CloudFailure failure() {
    String id = requestId().isEmpty() ? requestIdHeader : requestId();
    boolean error = status >= 300 && !code().isEmpty();
    if (error) {
      return CloudFailure.of(status, code(), withoutEcho(either("Message", "message")), id);
    }
    // An error code in a 2xx is no error of the list, and must not be read as one that is harmless.
    String what = code().isEmpty() ? found : "error code " + code() + " in a success";
    return CloudFailure.of(status, "", "not a documented answer: " + what, id);
  }

  /** Items of a wrapped list, {@code Tags.Tag[]}; a single XML element counts as a list of one. */
  static List<JsonValue> list(JsonValue parent, String wrapper, String item) {
    JsonValue items = parent.get(wrapper).get(item);
    if (items.isArray()) {
      return items.items();
    }
    return items.isObject() || !items.text().isEmpty() ? List.of(items) : List.of();
  }

  private String either(String usual, String lowerCase) {
    String value = document.text(usual);
    return value.isEmpty() ? document.text(lowerCase) : value;
  }

  private static String withoutEcho(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    int end = message.length();
    for (String mark : ECHO_MARKS) {
      int at = lower.indexOf(mark);
      if (at >= 0 && at < end) {
        end = at;
      }
    }
    return end == message.length() ? message : message.substring(0, end).trim() + " ...";
  }

  @Override
  public String toString() {
    return "HTTP " + status + " (" + found + ")";
  }
}
