package io.cloudrelease.aliyun;

import io.cloudrelease.aliyun.wire.EitherCase;
import io.cloudrelease.aliyun.wire.XmlAnswer;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.spi.CloudFailure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An answer of ECS, or of a service that answers alike, JSON or XML, told apart by its content: the
 * media type is not always true, and the gateway writes some errors as XML whatever was asked for.
 *
 * @param status the HTTP status
 * @param document the object that was read; missing when nothing could be
 * @param root the name of an XML answer's root; empty for JSON
 * @param brokenOff whether it begins like an answer of ECS and cannot be read to its end
 * @param requestIdHeader the request id as the header repeats it; empty when it does not
 * @param found what came, for the message of an answer that cannot be read
 */
record EcsEnvelope(
    int status,
    JsonValue document,
    String root,
    boolean brokenOff,
    String requestIdHeader,
    String found) {

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

  /** Only errors have these, in whatever case; without its code an error is still no success. */
  private static final Set<String> OF_ERRORS =
      Set.of(
          "code",
          "message",
          "hostid",
          "recommend",
          "accessdenieddetail",
          "error",
          "errorcode",
          "errormessage");

  private static final int LONGEST_MESSAGE = 300;
  private static final int LONGEST_DETAIL = 60;

  /** Denied by a policy of the organization above the account, which no instance escapes. */
  private static final String ABOVE_THE_ACCOUNT = "ControlPolicy";

  /** An answer that may count as a success of a destructive call: it has to be whole. */
  static EcsEnvelope strictly(HttpResponse response) {
    return of(response, false);
  }

  /** A list or an error, which one text that is not quite right must not hide. */
  static EcsEnvelope leniently(HttpResponse response) {
    return of(response, true);
  }

  private static EcsEnvelope of(HttpResponse response, boolean leniently) {
    byte[] bytes = response.body().bytes();
    int start = 0;
    while (start < bytes.length && isBlankOrMark(bytes[start])) {
      start++;
    }
    String root = "";
    Optional<JsonValue> document = Optional.empty();
    if (start < bytes.length && bytes[start] == '<') {
      Optional<XmlAnswer> xml =
          XmlAnswer.parse(Arrays.copyOfRange(bytes, start, bytes.length), leniently);
      root = xml.map(XmlAnswer::root).orElse("");
      document = xml.map(XmlAnswer::content);
    } else if (start < bytes.length) {
      int length = bytes.length - start;
      document =
          leniently
              ? JsonValue.parseLeniently(bytes, start, length)
              : JsonValue.parse(bytes, start, length);
    }
    return new EcsEnvelope(
        response.status(),
        document.filter(JsonValue::isObject).orElse(JsonValue.missing()),
        root,
        document.isEmpty() && beginsLikeAnAnswer(bytes, start),
        response.header("x-acs-request-id").orElse("").trim(),
        bytes.length + " bytes of " + response.header("Content-Type").orElse("no stated type"));
  }

  private static boolean beginsLikeAnAnswer(byte[] bytes, int start) {
    int length = Math.min(bytes.length - start, 20);
    String head = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    return head.startsWith("{") || head.startsWith("<?xml") || head.startsWith("<Describe");
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

  /** Whether this is the documented success of that action, as far as all actions are alike. */
  boolean isSuccessOf(String action) {
    return status == 200
        && !requestId().isEmpty()
        && (root.isEmpty() || root.equals(action + "Response"))
        && !hasAny(OF_ERRORS)
        && !saysNo();
  }

  /** Some of the vendor's services tell a failure so, with HTTP 200. */
  private boolean saysNo() {
    return document.members().entrySet().stream()
        .filter(member -> member.getKey().equalsIgnoreCase("Success"))
        .map(member -> member.getValue())
        .anyMatch(said -> said.isPresent() && !said.text().equalsIgnoreCase("true"));
  }

  /** Whether the answer has a member of such a name, given in lower case, that is not null. */
  boolean hasAny(Set<String> names) {
    return document.members().entrySet().stream()
        .anyMatch(
            member ->
                names.contains(member.getKey().toLowerCase(Locale.ROOT))
                    && member.getValue().isPresent()
                    && !isEmptyText(member.getValue()));
  }

  private static boolean isEmptyText(JsonValue value) {
    return !value.isArray() && !value.isObject() && value.text().isEmpty();
  }

  /** The request id of the answer itself. */
  String requestId() {
    return EitherCase.text(document, "RequestId");
  }

  String message() {
    return withoutEcho(EitherCase.text(document, "Message"));
  }

  private String code() {
    return EitherCase.text(document, "Code");
  }

  /** What went wrong; for an answer that is not (or not quite) a success. */
  CloudFailure failure() {
    if (status >= 300 && !code().isEmpty()) {
      return CloudFailure.of(status, codeWithReach(), messageWithDenial(), anyRequestId());
    }
    // An error code in a 2xx is no error of the list, and must not be read as one that is harmless.
    String what = code().isEmpty() ? found : "error code " + code() + " in a success";
    return CloudFailure.of(status, "", "not a documented answer: " + what, anyRequestId());
  }

  /** This failure under a code of our own, which has a row of its own. */
  CloudFailure failure(String ourCode, String message) {
    return CloudFailure.of(status, ourCode, message, anyRequestId());
  }

  private String anyRequestId() {
    return requestId().isEmpty() ? requestIdHeader : requestId();
  }

  /**
   * The code; a denial that no instance escapes, and one that a policy states in so many words, say
   * so by a code of their own. What the account's own policies lack may be lacking for one instance
   * only: they grant by id and by tag.
   */
  private String codeWithReach() {
    if (EcsErrors.TABLE.match(status, code()).category() != ErrorCategory.FORBIDDEN) {
      return code();
    }
    JsonValue denial = denial();
    String kind = EitherCase.text(denial, "NoPermissionType");
    if (kind.equals("ExplicitDeny")) {
      return code() + EcsErrors.EXPLICIT;
    }
    boolean reachesAll =
        kind.equals("ImplicitDeny")
            && EitherCase.text(denial, "PolicyType").startsWith(ABOVE_THE_ACCOUNT);
    return reachesAll ? code() + EcsErrors.WHOLE_ACCOUNT : code();
  }

  /** Says of a denial which action was denied and by what kind of policy. */
  private String messageWithDenial() {
    JsonValue denial = denial();
    String details =
        Stream.of("AuthAction", "NoPermissionType", "PolicyType")
            .filter(name -> !EitherCase.text(denial, name).isEmpty())
            .map(
                name ->
                    name + " " + cut(withoutEcho(EitherCase.text(denial, name)), LONGEST_DETAIL))
            .collect(Collectors.joining(", "));
    return details.isEmpty() ? message() : cut(message(), LONGEST_MESSAGE) + " (" + details + ")";
  }

  private JsonValue denial() {
    JsonValue usual = document.get("AccessDeniedDetail");
    return usual.isPresent() ? usual : document.get("accessDeniedDetail");
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "...";
  }

  /** Items of a wrapped list, {@code Tags.Tag[]}; a single XML element counts as a list of one. */
  static List<JsonValue> list(JsonValue parent, String wrapper, String item) {
    JsonValue items = parent.get(wrapper).get(item);
    if (items.isArray()) {
      return items.items();
    }
    return items.isObject() || !items.text().isEmpty() ? List.of(items) : List.of();
  }

  /**
   * Whether that wrapper is written without its list, as empty ones may be, and none is counted.
   */
  static boolean isEmptyByCount(JsonValue document, JsonValue wrapper) {
    return wrapper.isObject()
        && wrapper.members().isEmpty()
        && document.number("TotalCount", -1) == 0;
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
