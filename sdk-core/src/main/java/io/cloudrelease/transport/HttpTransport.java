package io.cloudrelease.transport;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;

/**
 * Sends requests. One call of {@link #send} puts at most one request on the wire: no retry, no
 * redirect, no second address once a byte may have left.
 *
 * <p>Implementations are thread-safe.
 */
public interface HttpTransport extends AutoCloseable {

  /**
   * Sends once and waits for the whole answer, whatever its status.
   *
   * @throws TransportException when no whole answer came; it says how far the request got. An
   *     interrupt of the calling thread ends the call so, with the interrupt flag set again
   */
  HttpResponse send(HttpRequest request) throws TransportException;

  /** Ends all connections and threads. */
  @Override
  void close();
}
