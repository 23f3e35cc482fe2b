package io.cloudrelease.aliyun.credentials;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.Secret;
import io.cloudrelease.credentials.sources.ProfileName;
import io.cloudrelease.credentials.sources.Said;
import io.cloudrelease.credentials.sources.UnixSeconds;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.json.JsonWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a login by the command line left behind, in modes CloudSSO and OAuth: its keys while they
 * live, and then others for its access token while that lives. The token itself is not renewed: the
 * one that renews it is used up by that, and the new one would have to be written to the file,
 * which is the command line's alone.
 *
 * @param where the profile and its file, for messages
 */
record CliLogin(
    String where, String profile, String mode, JsonValue entry, Surroundings surroundings) {
  /** With less left the vendor's own libraries no longer use such keys. */
  private static final Duration LEAST_LEFT = Duration.ofMinutes(15);

  Credentials credentials() {
    Instant now = surroundings.clock().instant();
    Instant end = UnixSeconds.read(where, entry, "sts_expiration");
    if (!end.isBefore(now.plus(LEAST_LEFT))) {
      return CliProfile.session(where, entry).expiringAt(end);
    }
    boolean sso = mode.toLowerCase(Locale.ROOT).equals("cloudsso");
    String name = sso ? "access_token" : "oauth_access_token";
    String expiry = sso ? "cloud_sso_access_token_expire" : "oauth_access_token_expire";
    if (entry.text(name).isBlank() || !UnixSeconds.read(where, entry, expiry).isAfter(now)) {
      throw new ConfigurationException("the login in " + where + " is over; " + renewal());
    }
    Secret token = Credentials.ofBearer(entry.text(name)).token().orElseThrow();
    return sso ? ofCloudSso(token) : ofOAuth(token);
  }

  private String renewal() {
    String name = ProfileName.isPlain(profile) ? profile : "NAME";
    return "renew it with 'aliyun configure --profile " + name + " --mode " + mode + "'";
  }

  private Credentials ofCloudSso(Secret token) {
    HttpBody wanted =
        HttpBody.wrap(
            new JsonWriter()
                .object()
                .member("AccountId", need("cloud_sso_account_id"))
                .member("AccessConfigurationId", need("cloud_sso_access_config"))
                .end()
                .toBytes());
    JsonValue answer =
        exchange(
            ApiRequest.of("POST", signInHost(), "/cloud-credentials")
                .body("application/json", wanted),
            token,
            "ErrorCode");
    return KeysAnswer.read("the login in " + where, answer.get("CloudCredential"));
  }

  /** The host of the page where the user signs in, with its port. */
  private Endpoint signInHost() {
    String name = "cloud_sso_sign_in_url";
    try {
      URI page = new URI(need(name));
      return Endpoint.parse(page.getScheme() + "://" + page.getRawAuthority());
    } catch (URISyntaxException | InvalidRequestException wrong) {
      throw new ConfigurationException(where + ": " + name + " is no https:// address", wrong);
    }
  }

  private Credentials ofOAuth(Secret token) {
    String site = need("oauth_site_type").toUpperCase(Locale.ROOT);
    String host =
        switch (site) {
          case "CN" -> "oauth.aliyun.com";
          case "INTL" -> "oauth.alibabacloud.com";
          default ->
              throw new ConfigurationException(where + ": oauth_site_type is neither CN nor INTL");
        };
    JsonValue keys =
        exchange(ApiRequest.of("POST", Endpoint.https(host), "/v1/exchange"), token, "error");
    return KeysAnswer.read(
        "the login in " + where,
        keys.text("accessKeyId"),
        keys.text("accessKeySecret"),
        keys.text("securityToken"),
        keys.instant("expiration"));
  }

  private JsonValue exchange(ApiRequest request, Secret token, String code) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Authorization", "Bearer " + token.reveal()));
    if (!request.contentType().isEmpty()) {
      headers.add(new Header("Content-Type", request.contentType()));
    }
    HttpResponse answer =
        surroundings
            .http()
            .tokenService(
                () -> HttpRequest.signed(request, "", headers),
                () -> surroundings.pause(Sts.PAUSE));
    JsonValue said = JsonValue.parse(answer.body().bytes()).orElse(JsonValue.missing());
    if (answer.status() != 200) {
      throw new ConfigurationException(
          request.endpoint().host()
              + " gave no keys for the login in "
              + where
              + ": HTTP "
              + answer.status()
              + " "
              + Said.code(said.text(code))
              + "; "
              + renewal());
    }
    return said;
  }

  private String need(String name) {
    return CliProfile.need(where, entry, name);
  }
}
