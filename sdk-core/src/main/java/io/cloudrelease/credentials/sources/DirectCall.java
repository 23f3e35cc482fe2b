package io.cloudrelease.credentials.sources;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One plain HTTP call around all proxies. It runs on a thread of its own, which is left behind when
 * its time is over: neither a name lookup nor an answer byte by byte can then hold the caller.
 */
record DirectCall(String method, URI address, List<Header> headers, Limits limits) {
  /** The most bytes of an answer. */
  private static final int MOST = 64 << 10;

  /**
   * When nobody was there, by {@link System#nanoTime}. A machine does not become another one; but
   * one that has just started may not have its network yet.
   */
  private static final Map<String, Long> NOT_HERE = new ConcurrentHashMap<>();

  private static final long ASKED_AGAIN_AFTER = Duration.ofMinutes(1).toNanos();

  /** What was connected to once is there, however often it is out of reach. */
  private static final Set<String> HERE = ConcurrentHashMap.newKeySet();

  /**
   * How long a call may take.
   *
   * @param connect to find and reach the host
   * @param answer between two pieces of its answer
   * @param whole all of it
   */
  record Limits(Duration connect, Duration answer, Duration whole) {
    static Limits ofMetadata(Duration whole) {
      return new Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), whole);
    }
  }

  /**
   * As {@link MetadataVisit#ask} says.
   *
   * @param whole how long it may take in all
   * @param wanted whether it is tried even where nothing was found before
   */
  static HttpResponse metadata(
      String method, URI address, List<Header> headers, Duration whole, boolean wanted) {
    DirectCall call = new DirectCall(method, address, headers, Limits.ofMetadata(whole));
    String host = call.host();
    if (whole.toMillis() <= 0) {
      throw new ConfigurationException(host + " gave no keys in time");
    }
    if (!wanted && wasNotHere(host) && !HERE.contains(host)) {
      throw ConfigurationException.absent(host + " is not there (asked before)");
    }
    try {
      return call.answer();
    } catch (NobodyThereException nobody) {
      if (HERE.contains(host)) {
        throw new ConfigurationException(
            "the metadata service at "
                + host
                + " was there before and cannot be reached now ("
                + nobody.getMessage()
                + ")",
            nobody);
      }
      NOT_HERE.put(host, System.nanoTime());
      throw ConfigurationException.absent(
          "no metadata service at " + host + " (" + nobody.getMessage() + ")");
    } catch (IOException failed) {
      throw call.gaveNoKeys(failed);
    }
  }

  private static boolean wasNotHere(String host) {
    Long asked = NOT_HERE.get(host);
    return asked != null && System.nanoTime() - asked < ASKED_AGAIN_AFTER;
  }

  /** As {@link SourceHttp#service} says. */
  static HttpResponse service(URI address, Duration connect, Duration answer) {
    DirectCall call =
        new DirectCall(
            "GET", address, List.of(), new Limits(connect, answer, connect.plus(answer)));
    try {
      return call.answer();
    } catch (NobodyThereException nobody) {
      throw new ConfigurationException(
          "no service at " + call.host() + " (" + nobody.getMessage() + ")", nobody);
    } catch (IOException failed) {
      throw call.gaveNoKeys(failed);
    }
  }

  private String host() {
    return String.valueOf(address.getRawAuthority()).toLowerCase(Locale.ROOT);
  }

  private ConfigurationException gaveNoKeys(IOException failed) {
    return new ConfigurationException(
        host() + " gave no keys: " + String.valueOf(failed.getMessage()), failed);
  }

  /** Nothing listens there, or there is no such place. */
  static final class NobodyThereException extends IOException {
    private static final long serialVersionUID = 1L;

    NobodyThereException(String why, Throwable cause) {
      super(why, cause);
    }
  }

  private HttpResponse answer() throws IOException {
    AtomicBoolean connected = new AtomicBoolean();
    AtomicReference<HttpURLConnection> waiting = new AtomicReference<>();
    long end = System.nanoTime() + limits.whole().toNanos();
    FutureTask<HttpResponse> call = new FutureTask<>(() -> call(connected, waiting, end));
    Thread thread = new Thread(call, "cloudrelease-metadata");
    thread.setDaemon(true);
    thread.start();
    try {
      return call.get(limits.whole().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stopped);
    } catch (TimeoutException tooSlow) {
      throw connected.get() ? notWhole() : new NobodyThereException("not found in time", tooSlow);
    } catch (ExecutionException failed) {
      throw told(failed.getCause());
    } finally {
      call.cancel(true);
      HttpURLConnection left = waiting.get();
      if (left != null) {
        left.disconnect();
      }
    }
  }

  private static IOException told(@Nullable Throwable cause) {
    return cause instanceof IOException failed ? failed : new IOException("the call broke", cause);
  }

  /**
   * What comes back.
   *
   * @param waiting the connection while the head of the answer is waited for: nothing but its end
   *     ends that wait, where the head comes byte by byte
   */
  private HttpResponse call(
      AtomicBoolean connected, AtomicReference<HttpURLConnection> waiting, long end)
      throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
    try {
      connection.setRequestMethod(method);
      connection.setConnectTimeout(Math.toIntExact(limits.connect().toMillis()));
      connection.setReadTimeout(Math.toIntExact(limits.answer().toMillis()));
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setAuthenticator(new NoPassword());
      for (Header header : headers) {
        connection.setRequestProperty(header.name(), header.value());
      }
      connect(connection);
      connected.set(true);
      HERE.add(host());
      waiting.set(connection);
      int status = connection.getResponseCode();
      waiting.set(null);
      if (status < 0) {
        throw new IOException("the answer is not HTTP");
      }
      return HttpResponse.of(status, headersOf(connection), bodyOf(connection, status, end));
    } catch (SocketTimeoutException slow) {
      throw new IOException("no answer within " + limits.answer().toMillis() + " ms", slow);
    } finally {
      connection.disconnect();
    }
  }

  private static void connect(HttpURLConnection connection) throws IOException {
    try {
      connection.connect();
    } catch (IOException unreachable) {
      throw new NobodyThereException(unreachable.getClass().getSimpleName(), unreachable);
    }
  }

  private static List<Header> headersOf(HttpURLConnection connection) {
    List<Header> headers = new ArrayList<>();
    connection
        .getHeaderFields()
        .forEach(
            (name, values) -> {
              if (name != null) {
                values.forEach(value -> headers.add(new Header(name, value)));
              }
            });
    return headers;
  }

  private HttpBody bodyOf(HttpURLConnection connection, int status, long end) throws IOException {
    InputStream stream = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
    if (stream == null) {
      return HttpBody.empty();
    }
    try (stream) {
      byte[] bytes = read(stream, end);
      if (bytes.length > MOST) {
        throw new IOException("the answer is longer than " + MOST + " bytes");
      }
      // Java checks that for chunks only.
      if (bytes.length < connection.getContentLengthLong()) {
        throw new IOException("the answer was cut short");
      }
      return HttpBody.wrap(bytes);
    }
  }

  /** Said by whoever notices first: who waits for the answer, or who reads it. */
  private IOException notWhole() {
    return new IOException("no whole answer within " + limits.whole().toMillis() + " ms");
  }

  /** As much as comes by then; so whoever drips is left, and holds no thread. */
  private byte[] read(InputStream stream, long end) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    byte[] piece = new byte[MOST + 1];
    int length = 0;
    while (length >= 0 && whole.size() <= MOST) {
      if (System.nanoTime() >= end) {
        throw notWhole();
      }
      whole.write(piece, 0, length);
      length = stream.read(piece);
    }
    return whole.toByteArray();
  }

  /** Asked with 401, this says nothing. */
  private static final class NoPassword extends Authenticator {}
}
