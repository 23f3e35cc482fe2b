package io.cloudrelease.testkit.fake;

import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * Answers what was written down before, in that order, and fails the test when it is asked more
 * often. Thread-safe.
 */
public final class ScriptedTransport implements HttpTransport {
  private final Deque<Step> script = new ArrayDeque<>();
  private final List<HttpRequest> requests = new ArrayList<>();

  /** What happens to one request. */
  @FunctionalInterface
  public interface Step {

    /**
     * Answers it.
     *
     * @throws TransportException when no answer is to come
     */
    HttpResponse play(HttpRequest request) throws TransportException;
  }

  /** An empty script. */
  public ScriptedTransport() {}

  /** The next request gets that answer. */
  public ScriptedTransport answer(HttpResponse response) {
    return step(request -> response);
  }

  /** The next request gets that JSON answer. */
  public ScriptedTransport answer(int status, String json) {
    List<Header> headers = List.of(new Header("Content-Type", "application/json"));
    return answer(HttpResponse.of(status, headers, HttpBody.utf8(json)));
  }

  /** The next request fails so. */
  public ScriptedTransport fail(SendPhase phase) {
    return step(
        request -> {
          throw new TransportException(phase, "scripted failure: " + phase);
        });
  }

  /** That happens to the next request. */
  public synchronized ScriptedTransport step(Step step) {
    script.add(Objects.requireNonNull(step, "step"));
    return this;
  }

  @Override
  public HttpResponse send(HttpRequest request) throws TransportException {
    Step step;
    synchronized (this) {
      requests.add(request);
      if (script.isEmpty()) {
        throw new AssertionError(
            "request " + requests.size() + " is not in the script: " + request);
      }
      step = script.remove();
    }
    return step.play(request);
  }

  /** What was sent, in order. */
  public synchronized List<HttpRequest> requests() {
    return List.copyOf(requests);
  }

  /** How many steps were not asked for. */
  public synchronized int remaining() {
    return script.size();
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
