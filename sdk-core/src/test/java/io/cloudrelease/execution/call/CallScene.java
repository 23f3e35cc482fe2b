package io.cloudrelease.execution.call;

import io.cloudrelease.batch.BatchSplitter;
import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ErrorTable;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.pace.Pace;
import io.cloudrelease.pace.PaceAdvice;
import io.cloudrelease.retry.RetryPolicy;
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
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One call and all around it: a cloud that answers what it is told to, and time that is said. */
class CallScene implements CloudProvider, Call<String> {
  static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");

  /** What comes back for an attempt; the answer's text is a code unless it is "ok". */
  interface Step {
    HttpResponse play() throws TransportException;
  }

  static final ErrorTable ERRORS =
      ErrorTable.empty()
          .codes(
              ErrorRule.of(ErrorCategory.THROTTLED, Applied.NO, Remedy.RETRY).proves(Proof.ALL),
              "Throttled")
          .codes(ErrorRule.of(ErrorCategory.BUSY, Applied.NO, Remedy.RETRY), "Busy")
          .codes(ErrorRule.of(ErrorCategory.UNAVAILABLE, Applied.MAYBE, Remedy.RETRY), "Accident")
          .codes(ErrorRule.of(ErrorCategory.FORBIDDEN, Applied.NO, Remedy.GIVE_UP), "Denied")
          .codes(ErrorRule.of(ErrorCategory.CLOCK_SKEW, Applied.NO, Remedy.FIX_CLOCK), "Clock")
          .codes(
              ErrorRule.of(ErrorCategory.UNAUTHENTICATED, Applied.NO, Remedy.REFRESH_CREDENTIALS),
              "Expired")
          .codes(
              ErrorRule.of(ErrorCategory.UNAUTHENTICATED, Applied.NO, Remedy.GIVE_UP), "WrongKey")
          .codes(ErrorRule.of(ErrorCategory.DRY_RUN_PASSED, Applied.NO, Remedy.GIVE_UP), "DryRun");

  final Deque<Step> steps = new ArrayDeque<>();
  final List<HttpRequest> sent = new ArrayList<>();
  final List<SigningContext> signings = new ArrayList<>();
  final List<Duration> pauses = new ArrayList<>();
  final List<ReleaseEvent> events = new ArrayList<>();
  final List<Pace.Answer> told = new ArrayList<>();
  final Deque<Duration> turns = new ArrayDeque<>();
  final Deque<Optional<Withheld>> keptBack = new ArrayDeque<>();
  final Deque<Optional<Withheld>> keptBackAgain = new ArrayDeque<>();
  boolean dryRun;
  boolean destructive = true;
  boolean escalates;
  boolean token;
  boolean leaving = true;
  boolean killed;
  int refreshed;
  boolean rotates;
  int stayed;

  /** What has come to be when it is about to leave. */
  Runnable beforeItLeaves = () -> {};

  /** Whether turns that were waited for still stand; all do that are not told of. */
  final Deque<Boolean> standing = new ArrayDeque<>();

  final List<HttpTransport> tokensThrough = new ArrayList<>();
  final List<Pace.Lane> lanes = new ArrayList<>();

  /** What of the scene throws, by name. */
  String broken = "";

  /** Whoever waits is interrupted. */
  boolean interrupted;

  /** What has come to be when a wait is over. */
  Runnable afterPause = () -> {};

  Instant steady = NOW;
  Instant wall = NOW;
  Instant signedBefore = Instant.EPOCH;
  Duration deadline = Duration.ofMinutes(10);
  int asked;
  Credentials key = Credentials.ofKey("AKID", "c4n4ry-key");
  RetryPolicy policy = RetryPolicy.standard(() -> new Random(1));

  /** How long the cloud wants to be left alone; empty for what its answer says. */
  Optional<Duration> wish = Optional.empty();

  RunControl control = control();

  RunControl control() {
    return new RunControl(() -> wall, () -> steady, deadline, () -> killed);
  }

  void pass(Duration time) {
    steady = steady.plus(time);
    wall = wall.plus(time);
  }

  private void mayThrow(String what) {
    if (broken.equals(what)) {
      throw new IllegalStateException("c4n4ry-key in " + what);
    }
  }

  void answers(String... codes) {
    for (String code : codes) {
      steps.add(() -> answer(code));
    }
  }

  static HttpResponse answer(String code, Header... headers) {
    return HttpResponse.of(code.equals("ok") ? 200 : 400, List.of(headers), HttpBody.utf8(code));
  }

  Outcome<String> run() {
    return run(false);
  }

  Outcome<String> run(boolean turnPaid) {
    CallRunner<String> runner = CallRunner.of(parts(), control, this, turnPaid);
    runner.toEnd();
    return runner.outcome();
  }

  ClientParts parts() {
    HttpTransport transport =
        new HttpTransport() {
          @Override
          public HttpResponse send(HttpRequest request) throws TransportException {
            sent.add(request);
            return steps.remove().play();
          }

          @Override
          public void close() {}
        };
    Pace pace =
        new Pace() {
          @Override
          public Duration reserve(Lane lane, Instant now) {
            mayThrow("pace");
            lanes.add(lane);
            return turns.isEmpty() ? Duration.ZERO : turns.remove();
          }

          @Override
          public boolean stands(Lane lane, Instant now) {
            return standing.isEmpty() || standing.remove();
          }

          @Override
          public void answered(Lane lane, Instant now, Answer answer) {
            told.add(answer);
          }
        };
    return new ClientParts(
        transport,
        () -> wall,
        () -> steady,
        (pause, wake) -> {
          pauses.add(pause);
          pass(pause);
          afterPause.run();
          if (interrupted) {
            throw new InterruptedException();
          }
        },
        () -> new Random(1),
        () -> "nonce-" + signings.size(),
        context -> policy.decide(context),
        BatchSplitter.inOrder(),
        events::add,
        pace);
  }

  // ---- the call ----

  @Override
  public Account account() {
    return account;
  }

  Account account = new Account(this);

  @Override
  public ActionFacts action() {
    return ActionFacts.of("Release", 10, 10, Duration.ofSeconds(30)).idempotencyToken(token);
  }

  @Override
  public Lane lane() {
    return new Lane("fake", "", "Release");
  }

  @Override
  public ApiRequest encode() {
    mayThrow("encode");
    if (broken.equals("keys")) {
      throw new ConfigurationException("no keys");
    }
    return ApiRequest.of("POST", Endpoint.https("h"), "/")
        .action("Release", "1")
        .body("", HttpBody.utf8("ids"));
  }

  @Override
  public String read(HttpResponse response) {
    mayThrow("read");
    return response.body().text();
  }

  @Override
  public Optional<CloudFailure> failure(String answer) {
    return answer.equals("ok")
        ? Optional.empty()
        : Optional.of(
            CloudFailure.of(400, answer, "said c4n4ry-key", "req-" + sent.size())
                .culprits(List.of("i-1")));
  }

  @Override
  public String requestId(String answer) {
    return "req-" + sent.size();
  }

  @Override
  public boolean destructive() {
    return destructive;
  }

  @Override
  public boolean dryRun() {
    return dryRun;
  }

  @Override
  public boolean escalates() {
    return escalates;
  }

  @Override
  public Instant signedBefore() {
    return signedBefore;
  }

  @Override
  public Optional<Withheld> keepBack() {
    beforeItLeaves.run();
    return keptBack.isEmpty() ? Optional.empty() : keptBack.remove();
  }

  @Override
  public Optional<Withheld> keepBackAgain() {
    return keptBackAgain.isEmpty() ? Optional.empty() : keptBackAgain.remove();
  }

  @Override
  public Optional<ReleaseError> leaving() {
    return leaving
        ? Optional.empty()
        : Optional.of(ReleaseError.of(ErrorCategory.STOPPED, OwnCodes.STOPPED, "over"));
  }

  @Override
  public void stayed() {
    stayed++;
  }

  @Override
  public List<InstanceRef> instances() {
    return List.of(
        InstanceRef.of("fake", "i-1"),
        InstanceRef.of("fake", "i-2"),
        InstanceRef.of("fake", "i-3"));
  }

  // ---- the provider ----

  @Override
  public ProviderFacts facts() {
    return ProviderFacts.of(
            "fake",
            ActionFacts.of("Look", 10, 10, Duration.ofSeconds(10)),
            List.of(ActionFacts.of("Release", 10, 10, Duration.ofSeconds(30))))
        .cloud("fake")
        .idExample("i-1")
        .errors(ERRORS)
        .throttleWindow(Duration.ofMinutes(1));
  }

  @Override
  public RequestSigner signer() {
    return (request, credentials, context) -> {
      signings.add(context);
      return HttpRequest.signed(request, "", List.of());
    };
  }

  @Override
  public String accessHost(String region) {
    mayThrow("accessHost");
    return "host-of-" + region;
  }

  @Override
  public CredentialsProvider credentials() {
    mayThrow("credentials");
    return new CredentialsProvider() {
      @Override
      public Credentials resolve() {
        asked++;
        return key;
      }

      @Override
      public void callThrough(HttpTransport transport) {
        mayThrow("callThrough");
        tokensThrough.add(transport);
      }

      @Override
      public boolean refresh() {
        mayThrow("refresh");
        refreshed++;
        key = rotates ? Credentials.ofSession("TEMP" + refreshed, "c4n4ry-key", "c4n4ry") : key;
        return true;
      }
    };
  }

  @Override
  public PaceAdvice paceAdvice(HttpResponse response) {
    mayThrow("paceAdvice");
    return wish.isPresent()
        ? PaceAdvice.none().leaveAlone(wish.get())
        : CloudProvider.super.paceAdvice(response);
  }

  @Override
  public boolean acceptsId(String id) {
    return true;
  }

  @Override
  public Assessment assess(Snapshot snapshot, Intent intent) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Assessment assessUnseen(Intent intent) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ApiRequest encodeRelease(ReleaseBatch batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ReleaseAnswer readRelease(ReleaseBatch batch, HttpResponse response) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ApiRequest encodeLook(LookQuery query) {
    throw new UnsupportedOperationException();
  }

  @Override
  public LookAnswer readLook(LookQuery query, HttpResponse response) {
    throw new UnsupportedOperationException();
  }
}
