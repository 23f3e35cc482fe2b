package io.cloudrelease.http.okhttp;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.SendPhase;
import io.cloudrelease.http.TransportException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/**
 * Puts what went wrong into words. OkHttp's own messages are left out where they may quote a URL or
 * what a server said; causes likewise, since loggers print them.
 */
final class Failures {
  private Failures() {}

  static TransportException of(
      HttpRequest request, Passage passage, Exception failure, String ending) {
    SendPhase phase = passage.phaseAfter(failure);
    String why = ending.isEmpty() ? reason(failure) : ending;
    return of(request, phase, why + ", while " + passage.stage());
  }

  static TransportException of(HttpRequest request, SendPhase phase, String why) {
    String outcome = phase == SendPhase.NOT_SENT ? "the request was not sent: " : "no answer: ";
    return new TransportException(phase, request.endpoint().hostHeader() + ": " + outcome + why);
  }

  private static String reason(Exception failure) {
    if (failure instanceof UnreadableAnswerException unreadable) {
      return unreadable.getMessage();
    }
    if (failure instanceof UnknownHostException) {
      return "the host name could not be looked up";
    }
    if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
      return "the connection was refused or the host is out of reach";
    }
    if (failure instanceof SocketTimeoutException) {
      return "connecting took longer than " + GuardedClients.CONNECT_LIMIT.toSeconds() + " s";
    }
    if (failure instanceof SSLException) {
      // Says what a user needs (an unknown authority, a wrong host name) and quotes no request.
      return "TLS failed (" + failure.getMessage() + ")";
    }
    return "the connection failed (" + failure.getClass().getSimpleName() + ")";
  }
}
