package io.cloudrelease.testkit.wire;

import io.cloudrelease.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Header lines of a canonical request, in the readings that clouds accept. */
public final class SignedHeaders {

  private SignedHeaders() {}

  /** That header; the host is the Host header or else what the endpoint gives. */
  public static Optional<String> value(HttpRequest request, String name) {
    Optional<String> value = request.header(name);
    return value.isEmpty() && name.equalsIgnoreCase("host")
        ? Optional.of(request.endpoint().hostHeader())
        : value;
  }

  /** That header, or empty text. */
  public static String text(HttpRequest request, String name) {
    return value(request, name).orElse("").trim();
  }

  /**
   * The lines {@code name:value}, each with its line end, for these lower-case names. Documents say
   * that values are trimmed and lower-cased, the vendors' own SDKs take them as they are: both
   * readings come back, and a signature over either is right.
   */
  public static List<String> lines(HttpRequest request, List<String> names) {
    List<String> readings = new ArrayList<>(2);
    for (UnaryOperator<String> form : FORMS) {
      StringBuilder lines = new StringBuilder(96);
      for (String name : names) {
        lines.append(name).append(':').append(form.apply(text(request, name))).append('\n');
      }
      if (!readings.contains(lines.toString())) {
        readings.add(lines.toString());
      }
    }
    return readings;
  }

  private static final List<UnaryOperator<String>> FORMS =
      List.of(value -> value.toLowerCase(Locale.ROOT), UnaryOperator.identity());
}
