package io.cloudrelease.credentials.sources;

import java.util.regex.Pattern;

/**
 * What a service that gives keys said, as a message may repeat it. Its sentences are not: they may
 * quote the token or the signature of the request.
 */
public final class Said {
  /** Keys have digits, and codes of such services have none. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z_.-]{1,80}");

  private static final Pattern REQUEST_ID =
      Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

  private Said() {}

  /** That code; without it where it could be anything. */
  public static String code(String code) {
    if (code.isBlank()) {
      return "no code";
    }
    return CODE.matcher(code).matches() ? code : "an unknown code";
  }

  /** Like {@code (request 0d6e2f4a-…)}; empty where it is none. */
  public static String request(String id) {
    return REQUEST_ID.matcher(id).matches() ? " (request " + id + ")" : "";
  }
}
