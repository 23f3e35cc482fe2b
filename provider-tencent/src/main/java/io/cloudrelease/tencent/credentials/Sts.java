package io.cloudrelease.tencent.credentials;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.credentials.sources.KeyFile;
import io.cloudrelease.credentials.sources.Said;
import io.cloudrelease.credentials.sources.UnixSeconds;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.signing.SigningContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Asks STS (API 2018-08-13) for the keys of a role. */
final class Sts {
  private static final String VERSION = "2018-08-13";
  private static final String ANY_REGION = "ap-guangzhou";
  private static final int MOST_ATTEMPTS = 3;
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final String TOKEN_REFUSED = "InvalidParameter.WebIdentityTokenError";
  private static final String CLOCK_REFUSED = "AuthFailure.SignatureExpire";

  /** Of what is refused for who asks, these are not for the keys. */
  private static final Set<String> NOT_FOR_KEYS =
      Set.of(CLOCK_REFUSED, "AuthFailure.UnauthorizedOperation", "AuthFailure.MFAFailure");

  /** "Over the frequency limit", whatever it is called. */
  private static final Set<String> PASSING =
      Set.of("InvalidParameter.OverLimit", "RequestLimitExceeded", "InternalError");

  /** Looks and the release action, and nothing else of the role's rights. */
  private static final String RELEASE_ONLY =
      "{\"version\":\"2.0\",\"statement\":[{\"effect\":\"allow\",\"action\":["
          + "\"cvm:DescribeInstances\",\"cvm:TerminateInstances\"],\"resource\":[\"*\"]}]}";

  private final Surroundings surroundings;
  private final String region;

  /**
   * That service.
   *
   * @param region empty for any; STS gives the same keys in all
   */
  Sts(Surroundings surroundings, String region) {
    this.surroundings = surroundings;
    this.region = region.isEmpty() ? ANY_REGION : region;
  }

  /**
   * AssumeRole, signed with the keys of that provider. Where they are refused they are fetched
   * anew: they may just have been exchanged. The same ones are not sent again.
   */
  Credentials assume(CredentialsProvider base, AssumedRole role) {
    Credentials keys = base.resolve();
    Answer answer = askWith(keys, role);
    if (answer.refusesKeys()) {
      base.refresh();
      Credentials now = base.resolve();
      answer = now.equals(keys) ? answer : askWith(now, role);
    }
    return answer.credentials("AssumeRole", role);
  }

  private Answer askWith(Credentials base, AssumedRole role) {
    JsonWriter body = body(role);
    if (!role.externalId().isEmpty()) {
      body.member("ExternalId", role.externalId());
    }
    if (role.isReleaseOnly()) {
      // The service wants it percent-encoded inside the JSON (STS API, AssumeRole, Policy).
      body.member(
          "Policy", URLEncoder.encode(RELEASE_ONLY, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    ApiRequest request = request("AssumeRole", body);
    return ask(
        time -> surroundings.tokenSigner().sign(request, base, new SigningContext(time, "")));
  }

  /**
   * AssumeRoleWithWebIdentity, unsigned. It takes no policy, so that narrower rights need a second
   * call with the keys of the first. A token that is refused is read once more: it may just have
   * been renewed.
   */
  Credentials withWebIdentity(AssumedRole role) {
    Path file = role.tokenFile().orElseThrow();
    String token = KeyFile.token(file);
    Answer answer = ask(role, token);
    if (answer.code.equals(TOKEN_REFUSED)) {
      String again = KeyFile.token(file);
      answer = again.equals(token) ? answer : ask(role, again);
    }
    Credentials credentials = answer.credentials("AssumeRoleWithWebIdentity", role);
    return role.isReleaseOnly() ? assume(CredentialsProvider.of(credentials), role) : credentials;
  }

  private Answer ask(AssumedRole role, String token) {
    JsonWriter body =
        body(role).member("ProviderId", role.identityProvider()).member("WebIdentityToken", token);
    ApiRequest request = request("AssumeRoleWithWebIdentity", body);
    return ask(
        time ->
            HttpRequest.signed(
                request,
                "",
                List.of(
                    new Header("Content-Type", request.contentType()),
                    new Header("X-TC-Action", request.action()),
                    new Header("X-TC-Version", request.version()),
                    new Header("X-TC-Timestamp", Long.toString(time.getEpochSecond())),
                    new Header("X-TC-Region", request.region()),
                    new Header("Authorization", "SKIP"))));
  }

  private static JsonWriter body(AssumedRole role) {
    JsonWriter body =
        new JsonWriter()
            .object()
            .member("RoleArn", role.arn())
            .member("RoleSessionName", role.sessionName());
    role.duration().ifPresent(time -> body.member("DurationSeconds", time.toSeconds()));
    return body;
  }

  private ApiRequest request(String action, JsonWriter body) {
    return ApiRequest.of("POST", surroundings.tokenService(), "/")
        .action(action, VERSION)
        .region(region)
        .body("application/json", HttpBody.wrap(body.end().toBytes()));
  }

  private Answer ask(Function<Instant, HttpRequest> requests) {
    Duration offset = Duration.ZERO;
    for (int attempt = 1; ; attempt++) {
      Duration ahead = offset;
      HttpResponse response =
          surroundings
              .http()
              .tokenService(
                  () -> requests.apply(surroundings.clock().instant().plus(ahead)),
                  () -> surroundings.pause(PAUSE));
      Answer answer = Answer.read(response);
      boolean wrongClock = answer.code.equals(CLOCK_REFUSED) && response.date().isPresent();
      if (attempt == MOST_ATTEMPTS || !(wrongClock || answer.passes())) {
        return answer;
      }
      if (wrongClock) {
        offset = Duration.between(surroundings.clock().instant(), response.date().orElseThrow());
      } else {
        surroundings.pause(PAUSE.multipliedBy(attempt));
      }
    }
  }

  /**
   * What STS said.
   *
   * @param code empty for a success
   * @param told the same as a message may repeat it
   */
  private record Answer(JsonValue response, String code, String told) {

    static Answer read(HttpResponse http) {
      JsonValue response =
          JsonValue.parse(http.body().bytes()).orElse(JsonValue.missing()).get("Response");
      JsonValue error = response.get("Error");
      if (http.status() != 200 || !response.isObject()) {
        String code = error.text("Code").isEmpty() ? "InternalError" : error.text("Code");
        String told = Said.code(code) + " (HTTP " + http.status() + ", not an answer of STS)";
        return new Answer(response, code, told);
      }
      String code = error.text("Code");
      return new Answer(response, code, Said.code(code) + Said.request(response.text("RequestId")));
    }

    boolean passes() {
      int dot = code.indexOf('.');
      return PASSING.contains(code) || PASSING.contains(dot < 0 ? code : code.substring(0, dot));
    }

    /** Whether other keys would do. */
    boolean refusesKeys() {
      return code.equals("UnauthorizedOperation.InvalidToken")
          || code.startsWith("AuthFailure.") && !NOT_FOR_KEYS.contains(code);
    }

    Credentials credentials(String action, AssumedRole role) {
      if (!code.isEmpty()) {
        throw new ConfigurationException(action + " of " + role.arn() + " was refused: " + told);
      }
      JsonValue keys = response.get("Credentials");
      Instant end = UnixSeconds.read(action + " of " + role.arn(), response, "ExpiredTime");
      String id = keys.text("TmpSecretId");
      String secret = keys.text("TmpSecretKey");
      String token = keys.text("Token");
      if (id.isEmpty() || secret.isEmpty() || token.isEmpty() || !end.isAfter(Instant.EPOCH)) {
        throw new ConfigurationException(action + " of " + role.arn() + " gave no whole keys");
      }
      return Credentials.ofSession(id, secret, token).expiringAt(end);
    }
  }
}
