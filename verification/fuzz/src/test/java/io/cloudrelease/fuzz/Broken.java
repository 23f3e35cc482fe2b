package io.cloudrelease.fuzz;

import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** What gateways make of an error's body without making it anything else. */
final class Broken {
  private static final List<String> MARKS =
      List.of("Error", "Code", "Message", "HostId", "Recommend", "code", "message");

  private Broken() {}

  /** Under its own status or 200; one byte changed, cut off, a name in other letters or renamed. */
  static HttpResponse error(HttpResponse genuine, Draws draws) {
    int status = draws.flag() ? 200 : genuine.status();
    byte[] body = genuine.body().bytes();
    byte[] damaged =
        switch (draws.below(5)) {
          case 0 -> body;
          case 1 -> Damage.oneByte(body, draws);
          case 2 -> Damage.cut(body, draws);
          case 3 -> renamed(body, draws.oneOf(MARKS), null);
          default -> renamed(body, draws.oneOf(MARKS), draws.oneOf(MARKS) + draws.below(10));
        };
    return HttpResponse.of(status, genuine.headers(), HttpBody.wrap(damaged));
  }

  private static byte[] renamed(
      byte[] body, String name, @org.jspecify.annotations.Nullable String other) {
    String text = new String(body, StandardCharsets.UTF_8);
    String to = other == null ? name.toUpperCase(Locale.ROOT) : other;
    return text.replace(name, to).getBytes(StandardCharsets.UTF_8);
  }
}
