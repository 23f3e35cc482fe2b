package io.cloudrelease.aliyun.credentials;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.sources.Said;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import java.time.Instant;
import java.util.Optional;

/** The form in which this cloud's services hand out temporary keys. */
final class KeysAnswer {
  private KeysAnswer() {}

  /** The keys of an object that holds them whole. */
  static Credentials read(String where, JsonValue keys) {
    return read(
        where,
        keys.text("AccessKeyId"),
        keys.text("AccessKeySecret"),
        keys.text("SecurityToken"),
        keys.instant("Expiration"));
  }

  /** Those keys, if they are whole and have an end. */
  static Credentials read(
      String where, String id, String secret, String token, Optional<Instant> end) {
    if (id.isBlank() || secret.isBlank() || token.isBlank()) {
      throw new ConfigurationException(where + " gave no whole keys");
    }
    return Credentials.ofSession(id, secret, token)
        .expiringAt(
            end.orElseThrow(
                () -> new ConfigurationException(where + " gave keys without their end")));
  }

  /** The keys of an answer that says {@code "Code":"Success"}. */
  static Credentials ofService(String where, HttpResponse answer) {
    if (answer.status() != 200) {
      throw new ConfigurationException(where + " answered with " + answer.status());
    }
    JsonValue keys =
        JsonValue.parse(answer.body().bytes())
            .filter(JsonValue::isObject)
            .orElseThrow(() -> new ConfigurationException(where + " gave no JSON"));
    if (!keys.text("Code").equals("Success")) {
      throw new ConfigurationException(
          where + " gave no keys (" + Said.code(keys.text("Code")) + ")");
    }
    return read(where, keys);
  }
}
