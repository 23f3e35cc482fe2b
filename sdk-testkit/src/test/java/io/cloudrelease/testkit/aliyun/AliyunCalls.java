package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.SimulatedOutcome;
import io.cloudrelease.testkit.wire.Digests;
import io.cloudrelease.testkit.wire.Percent;
import io.cloudrelease.testkit.wire.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A plain client of the simulated ECS that signs by the book. */
public final class AliyunCalls {
  private AliyunCalls() {}

  /** ACS3-HMAC-SHA256, parameters in the query. */
  public static HttpRequest v3(
      Endpoint endpoint,
      Instant time,
      String nonce,
      String action,
      SortedMap<String, String> parameters) {
    String query = Percent.canonical(parameters);
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("host", endpoint.hostHeader());
    headers.put("x-acs-action", action);
    headers.put("x-acs-content-sha256", Digests.sha256(""));
    headers.put("x-acs-date", Times.seconds(time));
    headers.put("x-acs-signature-nonce", nonce);
    headers.put("x-acs-version", "2014-05-26");
    StringBuilder canonical = new StringBuilder("POST\n/\n" + query + '\n');
    headers.forEach((n, v) -> canonical.append(n).append(':').append(v).append('\n'));
    String names = String.join(";", headers.keySet());
    canonical.append('\n').append(names).append('\n').append(Digests.sha256(""));
    String signature =
        Digests.hmacSha256Hex(
            Digests.utf8("SECRETEXAMPLE"),
            "ACS3-HMAC-SHA256\n" + Digests.sha256(canonical.toString()));
    headers.put(
        "Authorization",
        "ACS3-HMAC-SHA256 Credential=AKIDEXAMPLE,SignedHeaders="
            + names
            + ",Signature="
            + signature);
    headers.put("Accept", "application/json");
    headers.remove("host");
    List<Header> list = new ArrayList<>();
    headers.forEach((n, v) -> list.add(new Header(n, v)));
    return HttpRequest.of("POST", endpoint, query.isEmpty() ? "/" : "/?" + query)
        .headers(list)
        .with(Duration.ofSeconds(30), action.equals("DeleteInstances"));
  }

  /** RPC HMAC-SHA1: all in the query, or all in the form. */
  public static HttpRequest v1(
      String method,
      boolean form,
      Instant time,
      String nonce,
      String action,
      SortedMap<String, String> parameters) {
    SortedMap<String, String> all = new TreeMap<>(parameters);
    all.put("Action", action);
    all.put("Version", "2014-05-26");
    all.put("AccessKeyId", "AKIDEXAMPLE");
    all.put("SignatureMethod", "HMAC-SHA1");
    all.put("SignatureVersion", "1.0");
    all.put("SignatureNonce", nonce);
    all.put("Timestamp", Times.seconds(time));
    String toSign = method + "&%2F&" + Percent.encode(Percent.canonical(all));
    byte[] mac = Digests.hmacSha1(Digests.utf8("SECRETEXAMPLE&"), toSign);
    all.put("Signature", Base64.getEncoder().encodeToString(mac));
    // As the vendors' SDKs write it: a star bare, a tilde escaped, a space as a plus.
    String wire =
        Percent.canonical(all).replace("%2A", "*").replace("~", "%7E").replace("%20", "+");
    List<Header> headers =
        form ? List.of(new Header("Content-Type", "application/x-www-form-urlencoded")) : List.of();
    return HttpRequest.of(
            method, Endpoint.https("ecs.cn-hangzhou.aliyuncs.com"), form ? "/" : "/?" + wire)
        .headers(headers)
        .body(form ? HttpBody.utf8(wire) : HttpBody.empty())
        .with(Duration.ofSeconds(30), action.equals("DeleteInstances"));
  }

  public static JsonValue body(SimulatedOutcome outcome) {
    return JsonValue.parse(outcome.response().body().bytes()).orElseThrow();
  }

  public static SortedMap<String, String> parameters(String... namesAndValues) {
    SortedMap<String, String> parameters = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return parameters;
  }
}
