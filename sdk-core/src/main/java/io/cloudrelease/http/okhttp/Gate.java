package io.cloudrelease.http.okhttp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;

/**
 * The last stop before the wire: OkHttp has chosen a connection and written nothing yet. What is
 * refused here is certain not to have been sent.
 *
 * <p>A server that closes an idle connection while a request is on its way leaves the client
 * without an answer and without knowledge. So a destructive request takes a connection only if it
 * is new or was used a moment ago, far below any server's keep-alive limit (Apache's 5 s is the
 * shortest common one); and any pooled HTTP/1.1 connection is asked first whether the server has
 * closed it. That is a read without waiting, about 2 µs. HTTP/2 needs no asking: a thread of OkHttp
 * reads all the time and sees the end at once.
 */
final class Gate implements Interceptor {
  /** At paces above five calls a second connections are reused; below, a new one costs little. */
  static final Duration JUST_USED = Duration.ofMillis(200);

  private static final long SHORTEST_LIMIT = Duration.ofMillis(50).toNanos();
  private static final String RETRY_AFTER = "Retry-After";

  private final Set<Guard> guards;
  private final ConnectionUse use;
  private final AtomicLong idleLimit = new AtomicLong(JUST_USED.toNanos());

  Gate(Set<Guard> guards, ConnectionUse use) {
    this.guards = guards;
    this.use = use;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Passage passage = Objects.requireNonNull(chain.request().tag(Passage.class), "passage");
    if (guards.contains(Guard.ONE_PASSAGE) && passage.mayHaveLeft()) {
      throw new SecondRequestException();
    }
    if (guards.contains(Guard.LIVE_CONNECTION) && !passage.freshConnection()) {
      checkPooled(Objects.requireNonNull(chain.connection(), "connection"), passage.destructive);
    }
    Response response = chain.proceed(chain.request());
    String retryAfter = response.header(RETRY_AFTER);
    if (retryAfter == null || !guards.contains(Guard.HIDDEN_RETRY_AFTER)) {
      return response;
    }
    passage.hideRetryAfter(retryAfter);
    return response.newBuilder().removeHeader(RETRY_AFTER).build();
  }

  private void checkPooled(Connection connection, boolean destructive) throws IOException {
    long idle = use.idleBefore(connection);
    if (destructive && idle > idleLimit.get()) {
      throw stale(connection);
    }
    if (connection.protocol() != Protocol.HTTP_1_1) {
      return;
    }
    SocketChannel channel = connection.socket().getChannel();
    // Through a SOCKS proxy there is no channel to ask: what cannot be asked is not trusted.
    boolean closed = channel == null ? destructive : isClosedByServer(channel);
    if (closed) {
      // This server's limit is shorter than ours: keep well below it from now on.
      idleLimit.accumulateAndGet(
          idle / 2, (now, half) -> Math.max(SHORTEST_LIMIT, Math.min(now, half)));
      throw stale(connection);
    }
  }

  private StaleConnectionException stale(Connection connection) {
    use.refused(connection);
    return new StaleConnectionException();
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
