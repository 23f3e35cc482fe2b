package io.cloudrelease.simulation;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All calls of all runs of a seed, in the order in which they began. */
final class Traffic {

  /** One call as its client saw it, and as it was. */
  static final class Call {
    final int number;
    final ClientRun run;
    final HttpRequest request;
    final Instant startedAt;
    Instant endedAt = Instant.MAX;
    Optional<HttpResponse> answer = Optional.empty();

    /** Whether any of it may have reached the cloud. */
    boolean left = true;

    /** Carried out when its client had heard of a failure already. */
    boolean late;

    /** When it reached the cloud. */
    Optional<Instant> arrivedAt = Optional.empty();

    /** What it showed instead of the truth. */
    Optional<Rows> altered = Optional.empty();

    /** Whether each id had a durable intent. */
    boolean announced = true;

    private List<InstanceRef> named;

    private Call(int number, ClientRun run, HttpRequest request, Instant startedAt) {
      this.number = number;
      this.run = run;
      this.request = request;
      this.startedAt = startedAt;
    }

    /** Which of the instances that its run asks for it names, whoever understands it. */
    List<InstanceRef> named() {
      if (named == null) {
        String text = request.target() + request.body().text();
        named = run.request.instances().stream().filter(r -> text.contains(r.id())).toList();
      }
      return named;
    }

    boolean destructive() {
      return request.destructive();
    }

    @Override
    public String toString() {
      return "call " + number + " of " + run;
    }
  }

  private static final int MOST = 20_000;

  private final List<Call> calls = new ArrayList<>();
  private boolean endless;
  private final Map<HttpResponse, Boolean> unread = new IdentityHashMap<>();
  private final Map<HttpRequest, Call> byRequest = new IdentityHashMap<>();

  Call begin(ClientRun run, HttpRequest request, Instant at) {
    if (calls.size() >= MOST) {
      endless = true;
      throw new IllegalStateException("a run that makes calls without end");
    }
    Call call = new Call(calls.size(), run, request, at);
    calls.add(call);
    byRequest.put(request, call);
    return call;
  }

  List<Call> calls() {
    return calls;
  }

  /** Whether there were more calls than any honest story needs; the rest did not leave. */
  boolean isEndless() {
    return endless;
  }

  /** A provider of the user's is about to read that answer; whether it could is not known yet. */
  void unread(HttpResponse answer) {
    unread.put(answer, true);
  }

  /** It could. */
  void read(HttpResponse answer) {
    unread.remove(answer);
  }

  /** Whether the run never learned what the answer says: its provider threw or gave null. */
  boolean isUnread(Call call) {
    return call.answer.filter(unread::containsKey).isPresent();
  }

  /** The call of exactly that request object. */
  Optional<Call> of(HttpRequest request) {
    return Optional.ofNullable(byRequest.get(request));
  }
}
