package io.cloudrelease;

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
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** One small cloud: its provider, and the transport to it. Thread-safe but for its settings. */
class FakeCloud implements CloudProvider, HttpTransport {

  /** What happens to a call on its way; null lets it through. */
  interface Trouble {
    HttpResponse strike(String call, int number) throws TransportException;
  }

  final Map<String, LifecyclePhase> instances = new ConcurrentHashMap<>();
  final Map<String, String> names = new ConcurrentHashMap<>();
  final Map<String, Instant> ends = new ConcurrentHashMap<>();
  final List<String> calls = new CopyOnWriteArrayList<>();
  final List<String> applied = new CopyOnWriteArrayList<>();
  String name = "fake";
  boolean regional;
  boolean recycles;
  boolean token;
  String idPrefix = "i-";
  String broken = "";
  String action = "Release";
  Trouble trouble = (call, number) -> null;
  Trouble afterwards = (call, number) -> null;
  CredentialsProvider keys = CredentialsProvider.of(Credentials.ofKey("AKID", "c4n4ry-key"));

  FakeCloud with(int count) {
    for (int i = 0; i < count; i++) {
      instances.put(idPrefix + i, LifecyclePhase.STABLE);
    }
    return this;
  }

  private void mayThrow(String method) {
    if (broken.equals(method)) {
      throw new IllegalStateException("c4n4ry-key in " + method);
    }
  }

  long releases() {
    return calls.stream().filter(call -> call.startsWith("release ")).count();
  }

  @Override
  public HttpResponse send(HttpRequest request) throws TransportException {
    String call = request.body().text();
    calls.add(call);
    int number = (int) calls.stream().filter(c -> c.charAt(0) == call.charAt(0)).count();
    HttpResponse struck = trouble.strike(call, number);
    if (struck != null) {
      return struck;
    }
    String[] ids = call.substring(call.indexOf(' ') + 1).split(",");
    StringBuilder answer = new StringBuilder();
    for (String id : ids) {
      if (call.startsWith("release ")) {
        release(id);
      } else if (instances.containsKey(id)) {
        answer.append(id).append('=').append(instances.get(id)).append('\n');
      }
    }
    HttpResponse late = afterwards.strike(call, number);
    return late != null ? late : answer(200, answer.toString());
  }

  private void release(String id) {
    applied.add(id);
    if (recycles && instances.get(id) == LifecyclePhase.STABLE) {
      instances.put(id, LifecyclePhase.RECYCLED);
    } else {
      instances.remove(id);
    }
  }

  static HttpResponse answer(int status, String body) {
    return HttpResponse.of(status, List.of(), HttpBody.utf8(body));
  }

  static TransportException lost() {
    return new TransportException(SendPhase.NO_ANSWER, "reset");
  }

  @Override
  public void close() {}

  @Override
  public ProviderFacts facts() {
    ErrorTable errors =
        ErrorTable.empty()
            .codes(ErrorRule.of(ErrorCategory.THROTTLED, Applied.NO, Remedy.RETRY), "Slow")
            .codes(
                ErrorRule.of(ErrorCategory.FORBIDDEN, Applied.NO, Remedy.GIVE_UP)
                    .hint("give the key the right to release"),
                "Forbidden")
            .codes(
                ErrorRule.of(ErrorCategory.UNAUTHENTICATED, Applied.NO, Remedy.REFRESH_CREDENTIALS),
                "Expired")
            .codes(ErrorRule.of(ErrorCategory.WRONG_STATE, Applied.NO, Remedy.LOOK_FIRST), "State");
    Duration second = Duration.ofSeconds(1);
    return ProviderFacts.of(
            name,
            ActionFacts.of("Look", 10, 40, Duration.ofSeconds(30)),
            List.of(
                ActionFacts.of("Release", 10, 10, Duration.ofSeconds(30)).idempotencyToken(token)))
        .regional(regional)
        .idExample(idPrefix + "1")
        .errors(errors)
        .pollInterval(second);
  }

  @Override
  public RequestSigner signer() {
    mayThrow("signer");
    return (request, credentials, context) -> HttpRequest.signed(request, "", List.of());
  }

  @Override
  public CredentialsProvider credentials() {
    mayThrow("credentials");
    return keys;
  }

  @Override
  public boolean acceptsId(String id) {
    mayThrow("acceptsId");
    return id.startsWith(idPrefix);
  }

  @Override
  public boolean recognizesId(String id) {
    mayThrow("recognizesId");
    return id.startsWith(idPrefix);
  }

  @Override
  public Assessment assess(Snapshot snapshot, Intent intent) {
    mayThrow("assess");
    return switch (snapshot.phase()) {
      case STABLE -> Assessment.send(new Assessment.Step(action, 1, "", escalates(intent)));
      case RECYCLED ->
          intent.goal() == Goal.RELEASE
              ? Assessment.atGoal()
              : Assessment.send(new Assessment.Step(action, 2, "", false));
      case LEAVING -> Assessment.leaving();
      case CHANGING -> Assessment.changing();
      default ->
          Assessment.refused(ReleaseError.of(ErrorCategory.WRONG_STATE, "Odd", "an odd state"));
    };
  }

  private boolean escalates(Intent intent) {
    return recycles && intent.goal() == Goal.RELEASE;
  }

  @Override
  public Assessment assessUnseen(Intent intent) {
    mayThrow("assessUnseen");
    return Assessment.send(new Assessment.Step(action, 1, "", escalates(intent)));
  }

  private ApiRequest api(String call) {
    return ApiRequest.of("POST", Endpoint.https("fake.example"), "/")
        .action("Call", "1")
        .body("text/plain", HttpBody.utf8(call));
  }

  @Override
  public ApiRequest encodeRelease(ReleaseBatch batch) {
    mayThrow("encodeRelease");
    return api("release " + String.join(",", batch.ids()));
  }

  @Override
  public ReleaseAnswer readRelease(ReleaseBatch batch, HttpResponse response) {
    mayThrow("readRelease");
    return response.status() == 200
        ? ReleaseAnswer.accepted("req-" + calls.size())
        : ReleaseAnswer.failed(failure(response));
  }

  private static CloudFailure failure(HttpResponse response) {
    return CloudFailure.of(response.status(), response.body().text(), "refused", "req-x");
  }

  @Override
  public ApiRequest encodeLook(LookQuery query) {
    mayThrow("encodeLook");
    return api("look " + String.join(",", query.ids()));
  }

  @Override
  public LookAnswer readLook(LookQuery query, HttpResponse response) {
    mayThrow("readLook");
    if (response.status() != 200) {
      return LookAnswer.failed(failure(response));
    }
    Map<String, LifecyclePhase> shown = new TreeMap<>();
    response
        .body()
        .text()
        .lines()
        .map(line -> line.split("="))
        .forEach(pair -> shown.put(pair[0], LifecyclePhase.valueOf(pair[1])));
    List<Snapshot> snapshots = new ArrayList<>();
    for (InstanceRef ref : query.instances()) {
      if (shown.containsKey(ref.id())) {
        Snapshot.Builder snapshot =
            Snapshot.builder(ref, query.at(), shown.get(ref.id()))
                .state(shown.get(ref.id()).name())
                .name(names.getOrDefault(ref.id(), ""));
        Optional.ofNullable(ends.get(ref.id())).ifPresent(snapshot::expiresAt);
        snapshots.add(snapshot.build());
      }
    }
    return LookAnswer.shows(snapshots, true);
  }
}
