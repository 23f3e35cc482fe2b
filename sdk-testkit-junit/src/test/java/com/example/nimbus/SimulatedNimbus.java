package com.example.nimbus;

import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.testkit.Effect;
import io.cloudrelease.testkit.EffectDetail;
import io.cloudrelease.testkit.Gatekeeper.KeyHolder;
import io.cloudrelease.testkit.InstanceSpec;
import io.cloudrelease.testkit.Reading;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Standing;
import io.cloudrelease.testkit.StatePoint;
import io.cloudrelease.testkit.Trouble;
import io.cloudrelease.testkit.Visit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Nimbus, simulated: what its page says, on the testkit's fleet and ledger. */
final class SimulatedNimbus extends SimulatedCloud {
  private static final Duration LEAVING = Duration.ofSeconds(10);
  private static final Duration WINDOW = Duration.ofMinutes(5);

  SimulatedNimbus(InstantSource clock) {
    super("Nimbus", clock);
  }

  /** What a server is like. */
  static final class Server extends InstanceSpec<Server> {
    @Override
    protected Server self() {
      return this;
    }

    private Server filled(int number) {
      defaults("nb-" + number, "", "", "running");
      return this;
    }
  }

  SimulatedInstance add(Consumer<Server> describe) {
    Server server = new Server();
    describe.accept(server);
    return put("server", server.filled(nextIdNumber()), Map.of());
  }

  @Override
  public boolean recognizes(HttpRequest request) {
    return request.target().startsWith("/nimbus/");
  }

  @Override
  protected Standing standingOf(String state) {
    return state.equals("leaving") ? Standing.LEAVING : Standing.PRESENT;
  }

  @Override
  protected Refused refusalFor(Trouble trouble) {
    return switch (trouble) {
      case THROTTLED -> new Refused(429, "slow-down", "too many calls");
      case TOKEN_EXPIRED -> new Refused(401, "who-are-you", "there are no tokens here");
      case CLOCK_SKEWED -> new Refused(401, "what-time-is-it", "the clock is off");
      case INTERNAL_ERROR -> new Refused(500, "oops", "something failed");
    };
  }

  @Override
  protected Reading read(HttpRequest request, int number, Instant at) {
    String action = request.path().substring(request.path().lastIndexOf('/') + 1);
    SimulatedCall call =
        new SimulatedCall(
            number,
            at,
            "server",
            action,
            "",
            request.header("X-Nimbus-Key").orElse(""),
            request.body().text().lines().toList(),
            action.equals("release"),
            request);
    return new Call(call);
  }

  /** A call, checked and carried out. */
  private final class Call implements Reading {
    private final SimulatedCall call;

    Call(SimulatedCall call) {
      this.call = call;
    }

    @Override
    public SimulatedCall call() {
      return call;
    }

    @Override
    public HttpResponse refuse(Visit visit, Refused refused) {
      return answer(refused.status(), "no " + refused.code() + " " + refused.text());
    }

    @Override
    public HttpResponse perform(Visit visit) {
      KeyHolder holder = authenticate(visit);
      visit.authenticated(holder.account());
      StringBuilder text = new StringBuilder("ok " + visit.requestId());
      if (call.destructive()) {
        fleet()
            .carryOut(
                visit,
                call.ids(),
                Optional.empty(),
                id -> check(visit, holder, id),
                id -> find(visit, holder, id).ifPresent(server -> release(visit, server)));
      } else {
        List<SimulatedInstance> known =
            fleet().look(visit, holder.account(), "server", "", call.ids());
        text.append(' ').append(known.size());
        for (SimulatedInstance server : visit.shownRows(known)) {
          String lock = server.isProtectedFromRelease() ? "locked" : "free";
          text.append('\n').append(server.id()).append(' ');
          text.append(server.at(visit.lookAt()).state()).append(' ').append(lock);
        }
      }
      return answer(200, text.toString());
    }

    private KeyHolder authenticate(Visit visit) {
      HttpRequest request = call.request();
      String time = request.header("X-Nimbus-Time").orElse("0");
      String nonce = request.header("X-Nimbus-Nonce").orElse("");
      KeyHolder holder =
          gate().key(call.accessKeyId()).orElseThrow(() -> unknown("the key is unknown"));
      String signed = String.join("\n", request.path(), time, nonce, request.body().text());
      String given = request.header("X-Nimbus-Signature").orElse("");
      if (!given.equals(Nimbus.hmac(holder.key().secret(), signed))) {
        throw unknown("the signature is another one");
      }
      Instant then = Instant.ofEpochSecond(Long.parseLong(time));
      if (Duration.between(then, visit.cloudTime()).abs().compareTo(WINDOW) > 0) {
        throw refusalFor(Trouble.CLOCK_SKEWED);
      }
      return holder;
    }

    private Refused unknown(String why) {
      return new Refused(401, "who-are-you", why);
    }

    private Optional<SimulatedInstance> find(Visit visit, KeyHolder holder, String id) {
      return fleet().find(visit, holder.account(), "server", "", id);
    }

    private Optional<Refused> check(Visit visit, KeyHolder holder, String id) {
      Optional<SimulatedInstance> server = find(visit, holder, id);
      if (server.isEmpty() || !server.get().at(visit.now()).state().equals("running")) {
        return Optional.of(new Refused(404, "no-such-server", id + " is not there"));
      }
      return server.get().isProtectedFromRelease()
          ? Optional.of(new Refused(403, "locked", id + " is locked"))
          : Optional.empty();
    }

    private void release(Visit visit, SimulatedInstance server) {
      StatePoint leaving = new StatePoint(visit.now(), "leaving", Standing.LEAVING, Map.of());
      EffectDetail detail =
          EffectDetail.of(List.of(leaving, StatePoint.gone(visit.now().plus(LEAVING))));
      fleet().apply(visit, server, Effect.Kind.DESTROYED, detail);
    }

    private HttpResponse answer(int status, String text) {
      return HttpResponse.of(status, List.of(), HttpBody.utf8(text));
    }
  }
}
