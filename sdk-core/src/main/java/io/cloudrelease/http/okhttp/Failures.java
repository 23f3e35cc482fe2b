package io.cloudrelease.http.okhttp;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import io.cloudrelease.transport.TransportException.Obstacle;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Puts what went wrong into words, and finds out whether it can pass. OkHttp's own messages are
 * left out where they may quote a URL or what a server said; causes likewise, since loggers print
 * them.
 */
final class Failures {
  /** How OkHttp says that a proxy did not open a tunnel; the status follows. */
  private static final String NO_TUNNEL = "Unexpected response code for CONNECT: ";

  private static final List<String> OUT_OF_REACH =
      List.of(
          "Can't connect to SOCKS proxy",
          "Connection refused",
          "Connection timed out",
          "Connect timed out",
          "No route to host",
          "Network is unreachable");

  private final AnsweredHosts answered;
  private final Duration connectLimit;

  Failures(AnsweredHosts answered, Duration connectLimit) {
    this.answered = answered;
    this.connectLimit = connectLimit;
  }

  /**
   * What is known of a failure.
   *
   * @param obstacle what stood in the way
   * @param why for people; what to do about it where that is known
   */
  private record Finding(Obstacle obstacle, String why) {
    static Finding passing(String why) {
      return new Finding(Obstacle.PASSING, why);
    }
  }

  /**
   * The failure of a call.
   *
   * @param ending what ended it from outside; empty when nothing did
   */
  TransportException of(HttpRequest request, Passage passage, Exception failure, String ending) {
    SendPhase phase = passage.phaseAfter(failure);
    if (!ending.isEmpty()) {
      return of(request, phase, ending + ", while " + passage.stage());
    }
    Finding finding = finding(request, passage, failure);
    boolean sure = phase == SendPhase.NOT_SENT && onAllWays(request, passage, failure);
    if (finding.obstacle.permanent() && sure) {
      return new TransportException(phase, finding.obstacle, sentence(request, phase, finding.why));
    }
    return of(request, phase, finding.why + ", while " + passage.stage());
  }

  /** The failure of a request that cannot be put into words of HTTP, now or later. */
  static TransportException unsendable(HttpRequest request, String why) {
    SendPhase phase = SendPhase.NOT_SENT;
    return new TransportException(phase, Obstacle.NO_ADDRESS, sentence(request, phase, why));
  }

  static TransportException of(HttpRequest request, SendPhase phase, String why) {
    return new TransportException(phase, sentence(request, phase, why));
  }

  private static String sentence(HttpRequest request, SendPhase phase, String why) {
    String outcome = phase == SendPhase.NOT_SENT ? "the request was not sent: " : "no answer: ";
    return request.endpoint().hostHeader() + ": " + outcome + why;
  }

  /** A host may have several addresses, and a call several proxies: one may yet let it through. */
  private boolean onAllWays(HttpRequest request, Passage passage, Exception failure) {
    if (passage.severalWays()) {
      return false;
    }
    for (Throwable other : failure.getSuppressed()) {
      boolean known = other instanceof Exception;
      if (!known || !finding(request, passage, (Exception) other).obstacle.permanent()) {
        return false;
      }
    }
    return true;
  }

  private Finding finding(HttpRequest request, Passage passage, Exception failure) {
    if (failure instanceof UnreadableAnswerException unreadable) {
      return Finding.passing(unreadable.getMessage());
    }
    if (failure instanceof BoundedDns.LookupEndedException) {
      return Finding.passing("the name lookup took too long");
    }
    if (failure instanceof UnknownHostException) {
      return noAddress(request, passage);
    }
    if (failure instanceof SSLException tls) {
      return tls(request, tls);
    }
    boolean own = passage.proxy().isEmpty() || passage.mayHaveLeft();
    return own ? direct(failure) : proxied(request, passage, failure);
  }

  private Finding noAddress(HttpRequest request, Passage passage) {
    String name = passage.lookedUp();
    boolean ours = name.equals(request.endpoint().host());
    String why =
        (ours ? "the name " : "the proxy's name ")
            + name
            + " has no address; check "
            + (ours ? "the region, the endpoint" : "the proxy settings")
            + " and this machine's DNS";
    boolean misspelt = !answered.contains(ours ? name : passage.proxy());
    return new Finding(misspelt ? Obstacle.NO_ADDRESS : Obstacle.PASSING, why);
  }

  private static Finding tls(HttpRequest request, SSLException failure) {
    String host = request.endpoint().host();
    if (failure instanceof SSLPeerUnverifiedException) {
      return wrongCertificate(
          "the certificate that came is not one of " + host + "; check the endpoint and the proxy");
    }
    if (hasCause(failure, CertificateExpiredException.class)
        || hasCause(failure, CertificateNotYetValidException.class)) {
      return wrongCertificate(
          "the certificate of " + host + " is out of its time; check this machine's clock");
    }
    if (hasCause(failure, CertificateException.class)) {
      return wrongCertificate(
          "the certificate of "
              + host
              + " is not trusted; where a company's own authority or proxy vouches for it, add that"
              + " authority's certificate to what is trusted in the network settings (PEM file or"
              + " key store)");
    }
    // Says what a user needs and quotes no request.
    return Finding.passing("TLS failed (" + failure.getMessage() + ")");
  }

  private static Finding wrongCertificate(String why) {
    return new Finding(Obstacle.WRONG_CERTIFICATE, why);
  }

  private static boolean hasCause(Throwable failure, Class<? extends Throwable> kind) {
    Throwable cause = failure.getCause();
    for (int depth = 0; cause != null && depth < 10; depth++) {
      if (kind.isInstance(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private Finding direct(Exception failure) {
    if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
      return Finding.passing("the connection was refused or the host is out of reach");
    }
    if (failure instanceof SocketTimeoutException) {
      return Finding.passing("connecting took longer than " + connectLimit.toMillis() + " ms");
    }
    return Finding.passing("the connection failed (" + failure.getClass().getSimpleName() + ")");
  }

  private Finding proxied(HttpRequest request, Passage passage, Exception failure) {
    String proxy = "the proxy " + passage.proxy();
    if (failure instanceof ProxyPassword.WantedException wanted) {
      return new Finding(Obstacle.PROXY_REFUSED, proxy + " " + wanted.words());
    }
    int status = tunnelStatus(failure);
    if (status > 0) {
      boolean forbidden = status == 401 || status == 403 || status == 405;
      return new Finding(
          forbidden ? Obstacle.PROXY_REFUSED : Obstacle.PASSING,
          proxy
              + " does not let requests through to "
              + request.endpoint().hostHeader()
              + " (HTTP "
              + status
              + "); check the proxy's rules and the host's name");
    }
    boolean unreachable =
        failure instanceof ConnectException
            || failure instanceof NoRouteToHostException
            || failure instanceof SocketTimeoutException
            || isOutOfReachBySocks(failure);
    if (unreachable) {
      return new Finding(
          answered.contains(passage.proxy()) ? Obstacle.PASSING : Obstacle.PROXY_UNREACHABLE,
          proxy + " does not answer; check the proxy settings");
    }
    String socks = String.valueOf(failure.getMessage());
    if (failure instanceof SocketException && socks.startsWith("SOCKS")) {
      boolean forbidden = socks.contains("authentication failed") || socks.contains("not allowed");
      return new Finding(
          forbidden ? Obstacle.PROXY_REFUSED : Obstacle.PASSING,
          proxy
              + " does not let requests through to "
              + request.endpoint().hostHeader()
              + " ("
              + socks
              + "); check the proxy's rules and the host's name");
    }
    return direct(failure);
  }

  /** Java throws no exception of its own when a SOCKS proxy is out of reach. */
  private static boolean isOutOfReachBySocks(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    return failure instanceof SocketException
        && OUT_OF_REACH.stream().anyMatch(message::startsWith);
  }

  /** The status with which a proxy refused a tunnel; zero when it is not known. */
  private static int tunnelStatus(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    boolean refused = message.startsWith(NO_TUNNEL) && message.length() == NO_TUNNEL.length() + 3;
    try {
      return refused ? Integer.parseInt(message.substring(NO_TUNNEL.length())) : 0;
    } catch (NumberFormatException otherWords) {
      return 0;
    }
  }
}
