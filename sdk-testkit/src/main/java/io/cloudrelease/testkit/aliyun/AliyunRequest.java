package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.wire.AuthorizationHeader;
import io.cloudrelease.testkit.wire.Percent;
import io.cloudrelease.testkit.wire.SignedHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** An ECS request taken apart, whichever of the two signatures it carries. */
final class AliyunRequest {
  static final String V3 = "ACS3-HMAC-SHA256";

  private final HttpRequest request;
  private final SortedMap<String, String> query = new TreeMap<>();
  private final SortedMap<String, String> all = new TreeMap<>();
  private final Optional<AuthorizationHeader> authorization;

  AliyunRequest(HttpRequest request) {
    this.request = request;
    int question = request.target().indexOf('?');
    if (question >= 0) {
      Percent.decodeInto(query, request.target().substring(question + 1));
    }
    all.putAll(query);
    String type = SignedHeaders.text(request, "Content-Type").toLowerCase(Locale.ROOT);
    if (type.startsWith("application/x-www-form-urlencoded")) {
      Percent.decodeInto(all, request.body().text());
    }
    authorization =
        AuthorizationHeader.parse(SignedHeaders.text(request, "Authorization"))
            .filter(header -> header.algorithm().equals(V3));
  }

  HttpRequest http() {
    return request;
  }

  boolean isV3() {
    return authorization.isPresent();
  }

  AuthorizationHeader authorization() {
    return authorization.orElseThrow();
  }

  /** The parameters of the query alone. */
  SortedMap<String, String> query() {
    return query;
  }

  /** The parameters of query and form. */
  SortedMap<String, String> all() {
    return all;
  }

  String get(String name) {
    return all.getOrDefault(name, "");
  }

  boolean isTrue(String name) {
    return get(name).equalsIgnoreCase("true");
  }

  String header(String name) {
    return SignedHeaders.text(request, name);
  }

  String action() {
    return isV3() ? header("x-acs-action") : get("Action");
  }

  String version() {
    return isV3() ? header("x-acs-version") : get("Version");
  }

  String accessKeyId() {
    return isV3() ? authorization().part("Credential") : get("AccessKeyId");
  }

  String token() {
    return isV3() ? header("x-acs-security-token") : get("SecurityToken");
  }

  String nonce() {
    return isV3() ? header("x-acs-signature-nonce") : get("SignatureNonce");
  }

  String timestamp() {
    return isV3() ? header("x-acs-date") : get("Timestamp");
  }

  /** Whether JSON was asked for; the gateway answers XML otherwise. */
  boolean wantsJson() {
    String format = get("Format");
    return format.isEmpty()
        ? isV3() && header("Accept").toLowerCase(Locale.ROOT).contains("application/json")
        : format.equalsIgnoreCase("JSON");
  }

  /** InstanceId.1, InstanceId.2 and so on, as far as they go. */
  List<String> repeatedIds() {
    List<String> ids = new ArrayList<>();
    for (int i = 1; all.containsKey("InstanceId." + i); i++) {
      ids.add(get("InstanceId." + i));
    }
    return ids;
  }

  /** The JSON array of InstanceIds; empty when it is not given or not an array. */
  Optional<List<String>> listedIds() {
    byte[] text = get("InstanceIds").getBytes(StandardCharsets.UTF_8);
    return JsonValue.parse(text)
        .filter(JsonValue::isArray)
        .map(list -> list.items().stream().map(JsonValue::text).toList());
  }

  /**
   * What makes two calls under one ClientToken the same: nothing that must change with an attempt.
   */
  String meaning() {
    SortedMap<String, String> lasting = new TreeMap<>(all);
    List.of(
            "Signature",
            "SignatureNonce",
            "Timestamp",
            "SignatureMethod",
            "SignatureVersion",
            "AccessKeyId",
            "SecurityToken",
            "Format",
            "Version",
            "Action")
        .forEach(lasting::remove);
    return Percent.canonical(lasting);
  }
}
