package io.cloudrelease.testkit.fake;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Hands everything on to another transport and remembers it. Thread-safe. */
public final class RecordingTransport implements HttpTransport {
  private final HttpTransport next;
  private final List<Exchange> exchanges = new ArrayList<>();
  private boolean closed;

  /**
   * A request and what became of it: one of response and failure is there.
   *
   * @param request what was sent
   * @param response the answer, if one came
   * @param failure why none came
   */
  public record Exchange(
      HttpRequest request, Optional<HttpResponse> response, Optional<TransportException> failure) {

    public Exchange {
      Objects.requireNonNull(request, "request");
      Objects.requireNonNull(response, "response");
      Objects.requireNonNull(failure, "failure");
    }
  }

  /** A transport that sends through that one. */
  public RecordingTransport(HttpTransport next) {
    this.next = Objects.requireNonNull(next, "next");
  }

  @Override
  public HttpResponse send(HttpRequest request) throws TransportException {
    try {
      HttpResponse response = next.send(request);
      add(new Exchange(request, Optional.of(response), Optional.empty()));
      return response;
    } catch (TransportException failure) {
      add(new Exchange(request, Optional.empty(), Optional.of(failure)));
      throw failure;
    }
  }

  private synchronized void add(Exchange exchange) {
    exchanges.add(exchange);
  }

  /** Everything that was sent, in the order it ended. */
  public synchronized List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  /** The requests that were sent, in the order they ended. */
  public List<HttpRequest> requests() {
    return exchanges().stream().map(Exchange::request).toList();
  }

  /** Whether it was closed. */
  public synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    next.close();
  }
}
