package io.cloudrelease.http.okhttp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Set;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;

/**
 * The last stop before the wire: OkHttp has chosen a connection and written nothing yet. What is
 * refused here is certain not to have been sent.
 *
 * <p>A destructive request has a connection of its own. On one that carried another call before, an
 * answer too many may lie behind the answer to that call, in OkHttp's buffer where nobody can look,
 * and HTTP/1.1 has nothing by which an answer would belong to a request: it would be taken for this
 * one's. HTTP/2 numbers its streams, so there calls that run at the same time share a connection.
 *
 * <p>Anything else goes over pooled connections, which are asked first whether the server has
 * closed them or said anything unasked-for. That is a read without waiting, about 2 µs. HTTP/2
 * needs no asking: a thread of OkHttp reads all the time and sees the end at once.
 */
final class Gate implements Interceptor {
  private static final String RETRY_AFTER = "Retry-After";

  /**
   * Where no proxy was asked, OkHttp throws an answer of that status away; it is an answer like any
   * other. A proxy's own 407, to the opening of a tunnel, does not come by here.
   */
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

  private static final int UNSUSPICIOUS = 400;

  private final Set<Guard> guards;

  Gate(Set<Guard> guards) {
    this.guards = guards;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Passage passage = Objects.requireNonNull(chain.request().tag(Passage.class), "passage");
    if (guards.contains(Guard.ONE_PASSAGE) && passage.mayHaveLeft()) {
      throw new SecondRequestException();
    }
    Connection connection = Objects.requireNonNull(chain.connection(), "connection");
    if (!passage.freshConnection() && connection.protocol() == Protocol.HTTP_1_1) {
      checkPooled(connection, passage.destructive);
    }
    Response response = withoutProxyStatus(chain.proceed(chain.request()), passage);
    String retryAfter = response.header(RETRY_AFTER);
    if (retryAfter == null || !guards.contains(Guard.HIDDEN_RETRY_AFTER)) {
      return response;
    }
    passage.hideRetryAfter(retryAfter);
    return response.newBuilder().removeHeader(RETRY_AFTER).build();
  }

  private static Response withoutProxyStatus(Response response, Passage passage) {
    passage.answered(response.code());
    return response.code() == PROXY_AUTHENTICATION_REQUIRED
        ? response.newBuilder().code(UNSUSPICIOUS).build()
        : response;
  }

  private void checkPooled(Connection connection, boolean destructive) throws IOException {
    if (destructive && guards.contains(Guard.OWN_CONNECTION)) {
      throw new StaleConnectionException();
    }
    SocketChannel channel = connection.socket().getChannel();
    // Through a SOCKS proxy there is no channel to ask; what is lost then is asked for again.
    boolean askable = channel != null && guards.contains(Guard.LIVE_CONNECTION);
    if (askable && isClosedByServer(channel)) {
      throw new StaleConnectionException();
    }
  }

  /**
   * Whether the end of the stream, or anything else unasked-for such as a TLS close, lies there to
   * be read. It takes that byte away, which is harmless: the connection is then given up.
   */
  private static boolean isClosedByServer(SocketChannel channel) {
    try {
      channel.configureBlocking(false);
      try {
        return channel.read(ByteBuffer.allocate(1)) != 0;
      } finally {
        channel.configureBlocking(true);
      }
    } catch (IOException reset) {
      return true;
    }
  }

  /** The pooled connection is not fit for this request; nothing was sent, another one will do. */
  static final class StaleConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    StaleConnectionException() {
      super("the pooled connection is not fit for use");
    }
  }

  /** OkHttp set about sending a second request for one call. */
  static final class SecondRequestException extends IOException {
    private static final long serialVersionUID = 1L;

    SecondRequestException() {
      super("a second request for one call was held back");
    }
  }
}
