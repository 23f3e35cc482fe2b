package io.cloudrelease.aliyun.credentials;

import io.cloudrelease.aliyun.wire.EitherCase;
import io.cloudrelease.aliyun.wire.Parameters;
import io.cloudrelease.aliyun.wire.XmlAnswer;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.credentials.sources.KeyFile;
import io.cloudrelease.credentials.sources.Said;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.signing.SigningContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Asks STS (API 2015-04-01) for the keys of a role; signed with V1, as the vendor's own code. */
final class Sts {
  static final String VERSION = "2015-04-01";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final int MOST_ATTEMPTS = 3;
  static final Duration PAUSE = Duration.ofMillis(300);

  /** How the codes begin that other keys would change. */
  private static final List<String> KEYS_REFUSED =
      List.of(
          "InvalidAccessKeyId",
          "InvalidSecurityToken",
          "MissingSecurityToken",
          "SignatureDoesNotMatch",
          "Forbidden.AccessKeyDisabled");

  private static final String TOKEN_EXPIRED = "AuthenticationFail.OIDCToken.Expired";

  /** Looks and the release action, and nothing else of the role's rights. */
  private static final String RELEASE_ONLY =
      "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":["
          + "\"ecs:DescribeInstances\",\"ecs:DeleteInstances\"],\"Resource\":\"*\"}]}";

  /** Regions that have no host for the public network (STS, endpoints). */
  private static final Set<String> VPC_ONLY = Set.of("cn-north-2-gov-1", "cn-shenzhen-finance-1");

  private final Surroundings surroundings;
  private final Endpoint endpoint;

  /**
   * Where STS is to be asked.
   *
   * @param endpoint a host by name; empty for the usual one
   * @param region empty for the central host
   * @param vpc whether the region's host inside a VPC is meant
   */
  record Place(String endpoint, String region, boolean vpc) {
    static Place usual(Surroundings surroundings) {
      return new Place("", "", false).orUsual(surroundings);
    }

    /** What is left open here is as the variables say. */
    Place orUsual(Surroundings surroundings) {
      return new Place(
          endpoint.isEmpty() ? surroundings.variable("ALIBABA_CLOUD_STS_ENDPOINT") : endpoint,
          region.isEmpty() ? surroundings.variable("ALIBABA_CLOUD_STS_REGION") : region,
          vpc || surroundings.vpc() || surroundings.isOn("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED"));
    }

    Endpoint resolve() {
      try {
        if (!endpoint.isEmpty()) {
          return endpoint.contains("://") ? Endpoint.parse(endpoint) : Endpoint.https(endpoint);
        }
        return Endpoint.https(
            region.isEmpty()
                ? "sts.aliyuncs.com"
                : (vpc || VPC_ONLY.contains(region) ? "sts-vpc." : "sts.")
                    + region
                    + ".aliyuncs.com");
      } catch (InvalidRequestException wrong) {
        throw new ConfigurationException("the STS endpoint: " + wrong.getMessage(), wrong);
      }
    }
  }

  Sts(Surroundings surroundings, Place place) {
    this.surroundings = surroundings;
    this.endpoint = at(surroundings, place);
  }

  /** Where STS is asked in these surroundings. */
  static Endpoint usual(Surroundings surroundings) {
    return at(surroundings, Place.usual(surroundings));
  }

  private static Endpoint at(Surroundings surroundings, Place place) {
    return surroundings.fixedTokenService().orElseGet(place::resolve);
  }

  /**
   * AssumeRole, signed with the keys of that provider. Where they are refused they are fetched
   * anew: they may just have been exchanged. The same ones are not sent again.
   *
   * @param policy a session policy of the user's own; empty for none
   */
  Credentials assume(CredentialsProvider base, AssumedRole role, String policy) {
    Credentials keys = base.resolve();
    Answer answer = askWith(keys, role, policy);
    if (answer.refusesKeys()) {
      base.refresh();
      Credentials now = base.resolve();
      answer = now.equals(keys) ? answer : askWith(now, role, policy);
    }
    return answer.credentials("AssumeRole", role);
  }

  private Answer askWith(Credentials base, AssumedRole role, String policy) {
    Parameters parameters = parameters(role, policy);
    if (!role.externalId().isEmpty()) {
      parameters.put("ExternalId", role.externalId());
    }
    ApiRequest request = request("AssumeRole", parameters.toQuery(), "", "");
    return ask(
        time -> surroundings.tokenSigner().sign(request, base, new SigningContext(time, nonce())));
  }

  /**
   * AssumeRoleWithOIDC, unsigned. A token that is refused as expired is read once more: it may just
   * have been renewed.
   */
  Credentials withWebIdentity(AssumedRole role, String policy) {
    Path file = role.tokenFile().orElseThrow();
    String token = KeyFile.token(file);
    Answer answer = ask(role, policy, token);
    if (answer.code.equals(TOKEN_EXPIRED)) {
      String again = KeyFile.token(file);
      answer = again.equals(token) ? answer : ask(role, policy, again);
    }
    return answer.credentials("AssumeRoleWithOIDC", role);
  }

  private Answer ask(AssumedRole role, String policy, String token) {
    Parameters form = parameters(role, policy);
    form.put("OIDCProviderArn", role.identityProvider());
    form.put("OIDCToken", token);
    return ask(
        time -> {
          Parameters query = new Parameters();
          query.put("Action", "AssumeRoleWithOIDC");
          query.put("Format", "JSON");
          query.put("Version", VERSION);
          query.put("Timestamp", time.truncatedTo(ChronoUnit.SECONDS).toString());
          query.put("SignatureNonce", nonce());
          ApiRequest request = request("AssumeRoleWithOIDC", query.toQuery(), FORM, form.toQuery());
          return HttpRequest.signed(
              request, request.query(), List.of(new Header("Content-Type", FORM)));
        });
  }

  private static Parameters parameters(AssumedRole role, String policy) {
    Parameters parameters = new Parameters();
    parameters.put("RoleArn", role.arn());
    parameters.put("RoleSessionName", role.sessionName());
    role.duration()
        .ifPresent(time -> parameters.put("DurationSeconds", Long.toString(time.toSeconds())));
    String narrowed = role.isReleaseOnly() ? RELEASE_ONLY : policy;
    if (!narrowed.isEmpty()) {
      parameters.put("Policy", narrowed);
    }
    return parameters;
  }

  private ApiRequest request(String action, String query, String contentType, String body) {
    return ApiRequest.of("POST", endpoint, "/")
        .query(query)
        .action(action, VERSION)
        .body(contentType, HttpBody.utf8(body));
  }

  private static String nonce() {
    return UUID.randomUUID().toString().replace("-", "");
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
      boolean wrongClock =
          answer.code.startsWith("InvalidTimeStamp") && response.date().isPresent();
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
  private record Answer(int status, JsonValue document, String code, String told) {

    static Answer read(HttpResponse http) {
      byte[] body = http.body().bytes();
      JsonValue document =
          JsonValue.parse(body)
              .or(() -> XmlAnswer.parse(body, true).map(XmlAnswer::content))
              .orElse(JsonValue.missing());
      boolean success = http.status() == 200 && document.get("Credentials").isObject();
      String code = EitherCase.text(document, "Code");
      String status = "HTTP " + http.status();
      return new Answer(
          http.status(),
          document,
          success ? "" : code.isEmpty() ? status : code,
          (code.isEmpty() ? status : Said.code(code))
              + Said.request(EitherCase.text(document, "RequestId")));
    }

    boolean passes() {
      return code.startsWith("Throttling") || status >= 500;
    }

    /** Whether other keys would do. */
    boolean refusesKeys() {
      return KEYS_REFUSED.stream().anyMatch(code::startsWith);
    }

    Credentials credentials(String action, AssumedRole role) {
      if (!code.isEmpty()) {
        throw new ConfigurationException(action + " of " + role.arn() + " was refused: " + told);
      }
      return KeysAnswer.read(action + " of " + role.arn(), document.get("Credentials"));
    }
  }
}
