package com.example.nimbus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ErrorTable;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.signing.SigningContext;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nimbus, a small cloud: ids go out one a line, signed by HMAC-SHA256; an answer begins with {@code
 * ok} and a request id, or with {@code no} and a code. A look says how many servers it knows, and
 * goes on with a line for each: id, state, and whether it is locked against release.
 */
public final class Nimbus implements CloudProvider {
  public static final String KIND = "nimbus";

  private static final ActionFacts LOOK = ActionFacts.of("look", 100, 20, Duration.ofSeconds(10));
  private static final ActionFacts RELEASE =
      ActionFacts.of("release", 100, 5, Duration.ofSeconds(30));

  private static final ErrorTable ERRORS =
      ErrorTable.empty()
          .codes(rule(ErrorCategory.THROTTLED, Applied.NO, Remedy.RETRY), "slow-down")
          .codes(
              rule(ErrorCategory.UNAUTHENTICATED, Applied.NO, Remedy.GIVE_UP)
                  .hint("check key and secret"),
              "who-are-you")
          .codes(rule(ErrorCategory.CLOCK_SKEW, Applied.NO, Remedy.FIX_CLOCK), "what-time-is-it")
          .codes(rule(ErrorCategory.NOT_FOUND, Applied.NO, Remedy.LOOK_FIRST), "no-such-server")
          .codes(rule(ErrorCategory.PROTECTED, Applied.NO, Remedy.GIVE_UP), "locked")
          .codes(rule(ErrorCategory.UNAVAILABLE, Applied.MAYBE, Remedy.LOOK_FIRST), "oops")
          .unreadable(429, 429, rule(ErrorCategory.THROTTLED, Applied.MAYBE, Remedy.LOOK_FIRST))
          .unreadable(500, 599, rule(ErrorCategory.UNAVAILABLE, Applied.MAYBE, Remedy.LOOK_FIRST));

  private final Endpoint endpoint;
  private final CredentialsProvider credentials;

  public Nimbus(Endpoint endpoint, CredentialsProvider credentials) {
    this.endpoint = endpoint;
    this.credentials = credentials;
  }

  private static ErrorRule rule(ErrorCategory category, Applied applied, Remedy remedy) {
    return ErrorRule.of(category, applied, remedy);
  }

  @Override
  public ProviderFacts facts() {
    return ProviderFacts.of(KIND, LOOK, List.of(RELEASE)).idExample("nb-1").errors(ERRORS);
  }

  @Override
  public CredentialsProvider credentials() {
    return credentials;
  }

  @Override
  public boolean acceptsId(String id) {
    return id.startsWith("nb-");
  }

  // ---- what should happen with a server ----

  @Override
  public Assessment assess(Snapshot seen, Intent intent) {
    if (seen.protectedFromRelease()) {
      return refused(ErrorCategory.PROTECTED, "locked", "it is locked against release");
    }
    return switch (seen.phase()) {
      case STABLE -> assessUnseen(intent);
      case CHANGING -> Assessment.changing();
      case LEAVING -> Assessment.leaving();
      default -> refused(ErrorCategory.WRONG_STATE, "state", "it is " + seen.state());
    };
  }

  /** Released is released here: a second call goes no further than the first. */
  @Override
  public Assessment assessUnseen(Intent intent) {
    return Assessment.send(new Assessment.Step(RELEASE.name(), 1, "", false));
  }

  private static Assessment refused(ErrorCategory category, String code, String why) {
    return Assessment.refused(ReleaseError.of(category, code, why));
  }

  // ---- what goes over the wire ----

  @Override
  public ApiRequest encodeLook(LookQuery query) {
    return post(LOOK, query.ids());
  }

  @Override
  public ApiRequest encodeRelease(ReleaseBatch batch) {
    return post(RELEASE, batch.ids());
  }

  private ApiRequest post(ActionFacts action, List<String> ids) {
    return ApiRequest.of("POST", endpoint, "/nimbus/" + action.name())
        .action(action.name(), "1")
        .body("text/plain", HttpBody.utf8(String.join("\n", ids)));
  }

  @Override
  public RequestSigner signer() {
    return Nimbus::sign;
  }

  private static HttpRequest sign(ApiRequest call, Credentials keys, SigningContext context) {
    String time = Long.toString(context.now().getEpochSecond());
    String signed = String.join("\n", call.path(), time, context.nonce(), call.body().text());
    return HttpRequest.signed(
        call,
        "",
        List.of(
            new Header("X-Nimbus-Key", keys.accessKeyId()),
            new Header("X-Nimbus-Time", time),
            new Header("X-Nimbus-Nonce", context.nonce()),
            new Header("X-Nimbus-Signature", hmac(keys.secretKey().reveal(), signed))));
  }

  static String hmac(String secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has HmacSHA256", e);
    }
  }

  // ---- what comes back ----

  @Override
  public ReleaseAnswer readRelease(ReleaseBatch batch, HttpResponse response) {
    String[] head = head(response);
    return head[0].equals("ok")
        ? ReleaseAnswer.accepted(head[1])
        : ReleaseAnswer.failed(failure(response, head).blaming(batch.ids()));
  }

  @Override
  public LookAnswer readLook(LookQuery query, HttpResponse response) {
    String[] head = head(response);
    if (!head[0].equals("ok")) {
      return LookAnswer.failed(failure(response, head));
    }
    List<Snapshot> shown = new ArrayList<>();
    for (String line : response.body().text().lines().skip(1).toList()) {
      String[] cells = line.split(" ");
      for (InstanceRef ref : query.instances()) {
        if (cells.length == 3 && cells[0].equals(ref.id())) {
          shown.add(
              Snapshot.builder(ref, query.at(), phase(cells[1]))
                  .state(cells[1])
                  .protectedFromRelease(cells[2].equals("locked"))
                  .build());
        }
      }
    }
    boolean complete = head.length == 3 && head[2].equals(Integer.toString(shown.size()));
    return LookAnswer.shows(shown, complete);
  }

  private static LifecyclePhase phase(String state) {
    return switch (state) {
      case "running", "stopped" -> LifecyclePhase.STABLE;
      case "starting", "stopping" -> LifecyclePhase.CHANGING;
      case "leaving" -> LifecyclePhase.LEAVING;
      default -> LifecyclePhase.UNRECOGNIZED;
    };
  }

  /** The first line as two words: nothing but a clear {@code ok} with its id is a success. */
  private static String[] head(HttpResponse response) {
    String first = response.body().text().lines().findFirst().orElse("");
    String[] words = first.split(" ", 3);
    boolean clear = words.length >= 2 && (response.status() == 200) == words[0].equals("ok");
    return clear && words[0].matches("ok|no") ? words : new String[] {"", ""};
  }

  private static CloudFailure failure(HttpResponse response, String[] head) {
    String message = head.length > 2 ? head[2] : "not an answer of Nimbus";
    return CloudFailure.of(response.status(), head[1], message, "");
  }
}
