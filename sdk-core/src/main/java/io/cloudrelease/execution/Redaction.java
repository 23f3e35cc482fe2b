package io.cloudrelease.execution;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.http.HttpRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Takes out of a cloud's message what must not be printed: clouds quote strings to sign, tokens and
 * signatures back at the caller.
 */
final class Redaction {
  private static final int SHORTEST = 4;

  private final List<String> secrets = new ArrayList<>();

  Redaction(Credentials credentials, HttpRequest signed) {
    if (!credentials.isBearer()) {
      add(credentials.secretKey().reveal());
    }
    credentials.token().ifPresent(token -> add(token.reveal()));
    signed.header("Authorization").ifPresent(this::addAuthorization);
    int signature = signed.target().indexOf("Signature=");
    while (signature >= 0) {
      int end = signed.target().indexOf('&', signature);
      String encoded =
          signed.target().substring(signature + 10, end < 0 ? signed.target().length() : end);
      add(encoded);
      add(java.net.URLDecoder.decode(encoded, StandardCharsets.UTF_8));
      signature = signed.target().indexOf("Signature=", signature + 10);
    }
    // The longest first, so that a part of a secret does not hide the rest of it.
    secrets.sort(Comparator.comparingInt(String::length).reversed());
  }

  private void addAuthorization(String authorization) {
    add(authorization);
    int signature = authorization.indexOf("Signature=");
    if (signature >= 0) {
      add(authorization.substring(signature + 10));
    }
  }

  private void add(String secret) {
    if (secret.length() < SHORTEST) {
      return;
    }
    String once = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    secrets.add(secret);
    if (!once.equals(secret)) {
      secrets.add(once);
      secrets.add(URLEncoder.encode(once, StandardCharsets.UTF_8));
    }
  }

  String apply(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, "***");
    }
    return clean;
  }
}
