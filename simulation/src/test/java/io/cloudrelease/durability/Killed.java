package io.cloudrelease.durability;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.http.HttpTransport;
import io.cloudrelease.http.TransportException;

/** Ends a run as the death of its process would: at one request, nothing of ours runs any more. */
final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  private Killed() {
    super("killed");
  }

  /** Dies at the request of that number, from 0, before or after the cloud got it. */
  static HttpTransport at(HttpTransport transport, int request, boolean after) {
    return new HttpTransport() {
      private int count;

      @Override
      public HttpResponse send(HttpRequest sent) throws TransportException {
        boolean now = count++ == request;
        if (now && !after) {
          throw new Killed();
        }
        HttpResponse response = transport.send(sent);
        if (now) {
          throw new Killed();
        }
        return response;
      }

      @Override
      public void close() {
        transport.close();
      }
    };
  }
}
