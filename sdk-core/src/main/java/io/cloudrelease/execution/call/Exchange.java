package io.cloudrelease.execution.call;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.error.Scope;
import io.cloudrelease.execution.instance.SendReason;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.signing.SigningContext;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.identity.Caller;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs, sends and reads one call, once each time it is asked to. */
final class Exchange<A> {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final ErrorRule NOT_SENT =
      ErrorRule.of(ErrorCategory.UNAVAILABLE, Applied.NO, Remedy.RETRY);

  /** Somebody has to do something before another attempt can succeed. */
  private static final ErrorRule CANNOT_BE_SENT =
      ErrorRule.of(ErrorCategory.UNAVAILABLE, Applied.NO, Remedy.GIVE_UP);

  private static final ErrorRule NO_ANSWER =
      ErrorRule.of(ErrorCategory.UNAVAILABLE, Applied.MAYBE, Remedy.RETRY);
  private static final ErrorRule NO_CREDENTIALS =
      ErrorRule.of(ErrorCategory.UNAUTHENTICATED, Applied.NO, Remedy.GIVE_UP);

  /** They may be over; of new ones the cloud may say whose they are. */
  private static final ErrorRule NOT_CONFIRMED =
      ErrorRule.of(ErrorCategory.UNAUTHENTICATED, Applied.NO, Remedy.REFRESH_CREDENTIALS);

  private static final ErrorRule BROKEN_BEFORE =
      ErrorRule.of(ErrorCategory.INTERNAL, Applied.NO, Remedy.GIVE_UP).scope(Scope.REQUEST);
  private static final ErrorRule BROKEN_AFTER =
      ErrorRule.of(ErrorCategory.INTERNAL, Applied.MAYBE, Remedy.LOOK_FIRST).scope(Scope.REQUEST);
  private static final ErrorRule BROKEN_LOOK =
      ErrorRule.of(ErrorCategory.INTERNAL, Applied.NO, Remedy.GIVE_UP).scope(Scope.INSTANCE);

  private final ClientParts parts;
  private final RunControl control;
  private final Call<A> call;
  private final Turn turn;
  private final SigningTimes times;

  private @Nullable Credentials signedWith;

  Exchange(ClientParts parts, RunControl control, Call<A> call, Turn turn) {
    this.parts = parts;
    this.control = control;
    this.call = call;
    this.turn = turn;
    this.times = new SigningTimes(call.signedBefore(), call.signedSeconds());
  }

  Instant signedAt() {
    return times.last();
  }

  /** Keys, and whose they are, can take a while; what is wrong with them {@link #once} says. */
  void fetchKeys() {
    try {
      stranger(call.account().keys());
    } catch (RuntimeException saidLater) {
      LOG.debug("{}: no keys: {}", call.lane(), saidLater.getClass().getName());
    }
  }

  /** Sign, send, read: once, for that reason. */
  Attempt<A> once(SendReason why) {
    LOG.debug("{}: {}", call.lane(), why);
    Credentials credentials;
    HttpRequest request;
    try {
      credentials = call.fixedKeys().orElseGet(call.account()::keys);
      signedWith = credentials;
      Optional<Attempt<A>> stranger = stranger(credentials);
      if (stranger.isPresent()) {
        return stranger.get();
      }
      SigningContext context = new SigningContext(signingTime(), parts.nonces().get());
      request =
          call.signer()
              .sign(call.encode(), credentials, context)
              .with(timeout(), call.destructive());
    } catch (ConfigurationException | InvalidRequestException missing) {
      return Attempt.lost(
          SendPhase.NOT_SENT,
          NO_CREDENTIALS,
          OwnCodes.MISSING_CREDENTIALS,
          String.valueOf(missing.getMessage()));
    } catch (BrokenKeysException broken) {
      return Attempt.lost(
          SendPhase.NOT_SENT,
          BROKEN_BEFORE,
          OwnCodes.EXTENSION_BROKEN,
          String.valueOf(broken.getMessage()));
    } catch (RuntimeException broken) {
      return Attempt.lost(
          SendPhase.NOT_SENT,
          BROKEN_BEFORE,
          OwnCodes.PROVIDER_BROKEN,
          broken("made no request", broken));
    }
    return send(request, credentials);
  }

  /**
   * A run calls as one account from its first call to its last: in another one its instances would
   * seem to be gone.
   */
  private Optional<Attempt<A>> stranger(Credentials credentials) {
    if (call.isOfAnyAccount()) {
      return Optional.empty();
    }
    Account account = call.account();
    String id = account.caller(credentials).map(Caller::accountId).orElse("");
    RunControl.Pinned now = new RunControl.Pinned(Keys.identity(credentials), id, credentials);
    RunControl.Pinned first = control.pinned(account.name(), now);
    String meant = account.expectedId().isEmpty() ? first.accountId() : account.expectedId();
    if (!meant.isEmpty() && !now.accountId().equals(meant)) {
      // What the cloud says of them counts, and nothing else.
      return account
          .problem(parts, control, credentials, meant)
          .map(problem -> notSent(problem.code(), problem.message()));
    }
    if (!meant.isEmpty()) {
      return Optional.empty();
    }
    if (!now.key().equals(first.key())) {
      return Optional.of(
          notSent(
              OwnCodes.OTHER_ACCOUNT,
              "the credentials of "
                  + account.name()
                  + " changed while the run was going on: it began with "
                  + first.key()
                  + ", now they are "
                  + now.key()));
    }
    return account
        .renewed(parts, control, first.credentials(), credentials)
        .map(problem -> notSent(problem.code(), problem.message()));
  }

  private Attempt<A> notSent(String code, String message) {
    boolean unknown = code.equals(OwnCodes.ACCOUNT_NOT_CONFIRMED);
    ErrorRule rule = unknown ? NOT_CONFIRMED : NO_CREDENTIALS;
    return Attempt.lost(SendPhase.NOT_SENT, rule, code, message);
  }

  /** Whether there are other keys than at the last attempt; fetched anew, unless others did so. */
  boolean hasNewKeys() {
    if (call.fixedKeys().isPresent()) {
      return false;
    }
    try {
      Account account = call.account();
      if (Objects.equals(account.keys(), signedWith)) {
        Extension.ask(() -> account.provider().credentials().refresh());
      }
      return !Objects.equals(account.keys(), signedWith);
    } catch (RuntimeException broken) {
      LOG.warn("{}: credentials: refresh threw {}", call.lane(), broken.getClass().getName());
      return false;
    }
  }

  private Instant signingTime() {
    Instant ours = parts.clock().instant();
    Instant ofTheCloud =
        call.account().clock().forSigning(call.lane().region(), ours, control.now());
    return times.next(ofTheCloud, call.destructive());
  }

  private Duration timeout() {
    Duration left = control.timeLeft();
    Duration usual = call.account().timeout(call.action());
    Duration timeout = usual.compareTo(left) < 0 ? usual : left;
    return timeout.isZero() ? Duration.ofMillis(1) : timeout;
  }

  private Attempt<A> send(HttpRequest request, Credentials credentials) {
    Redaction redaction = new Redaction(call.account().secrets(credentials), request);
    HttpResponse response;
    Optional<ReleaseError> held = call.leaving();
    if (held.isPresent()) {
      ErrorRule rule = ErrorRule.of(held.get().category(), Applied.NO, Remedy.GIVE_UP);
      return Attempt.lost(SendPhase.NOT_SENT, rule, held.get().code(), held.get().message());
    }
    try {
      response = parts.transport().send(request);
    } catch (TransportException lost) {
      boolean notSent = lost.phase() == SendPhase.NOT_SENT;
      if (notSent) {
        call.stayed();
      }
      ErrorRule rule = lost.obstacle().permanent() ? CANNOT_BE_SENT : NOT_SENT;
      return Attempt.lost(
          lost.phase(),
          notSent ? rule : NO_ANSWER,
          notSent ? OwnCodes.NOT_SENT : OwnCodes.NO_ANSWER,
          redaction.apply(String.valueOf(lost.getMessage())));
    } catch (RuntimeException broken) {
      return Attempt.lost(
          SendPhase.NO_ANSWER, BROKEN_AFTER, OwnCodes.TRANSPORT_BROKEN, broken("broke", broken));
    }
    return read(response, credentials, redaction);
  }

  private Attempt<A> read(HttpResponse response, Credentials credentials, Redaction redaction) {
    A answer;
    Optional<CloudFailure> failure;
    try {
      answer = call.read(response);
      failure = call.failure(answer);
    } catch (RuntimeException broken) {
      return Attempt.lost(
          SendPhase.ANSWERED,
          call.destructive() ? BROKEN_AFTER : BROKEN_LOOK,
          OwnCodes.PROVIDER_BROKEN,
          broken("could not read an answer", broken));
    }
    if (failure.isEmpty()) {
      response.date().ifPresent(this::heard);
      call.accepted(credentials, answer);
      turn.accepted(response);
      return Attempt.accepted(
          call.with(answer, redaction::apply), redaction.apply(call.requestId(answer)));
    }
    CloudFailure f = failure.get();
    ErrorRule rule =
        f.meaning().orElseGet(() -> call.account().facts().errors().match(f.status(), f.code()));
    ReleaseError error =
        ReleaseError.of(rule.category(), redaction.apply(f.code()), redaction.apply(f.message()))
            .hint(rule.hint());
    return Attempt.refused(
        rule,
        f,
        error,
        redaction.apply(f.requestId()),
        turn.refused(response, rule),
        response.date());
  }

  /** Only what the cloud itself answers is believed, and no page of a gateway before it. */
  private void heard(Instant there) {
    Instant wall = parts.clock().instant();
    call.account().clock().heard(call.lane().region(), there, wall, control.now());
  }

  private String broken(String what, RuntimeException e) {
    // The message of a stranger's exception may hold anything; its class and where it was thrown
    // cannot hold a secret.
    IllegalStateException shown = new IllegalStateException(e.getClass().getName());
    shown.setStackTrace(e.getStackTrace());
    LOG.warn("{}: the provider {}", call.lane(), what, shown);
    return "provider " + call.account().name() + " " + what + " (" + e.getClass().getName() + ")";
  }
}
