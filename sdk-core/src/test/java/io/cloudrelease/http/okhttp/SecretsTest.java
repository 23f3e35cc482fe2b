package io.cloudrelease.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.transport.TransportException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import okhttp3.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Plants a canary wherever a request may hold a secret and searches all that is said for it. */
@Timeout(30)
class SecretsTest {
  private static final String CANARY = "c4n4ry";

  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Logger jdkRoot = Logger.getLogger("");
  private final java.util.logging.Level before = jdkRoot.getLevel();
  private final Handler jdkHandler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          String thrown = line.getThrown() == null ? "" : stackTrace(line.getThrown());
          said.add(line.getMessage() + Arrays.toString(line.getParameters()) + thrown);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listenToEverything() {
    jdkRoot.setLevel(java.util.logging.Level.ALL);
    jdkRoot.addHandler(jdkHandler);
  }

  @AfterEach
  void stopListening() {
    jdkRoot.removeHandler(jdkHandler);
    jdkRoot.setLevel(before);
  }

  @Test
  void an_exchange_is_one_line_without_path_query_and_headers() throws IOException {
    String answer =
        "HTTP/1.1 200 OK\r\nx-acs-request-id: 7A-1_b\r\nX-Other: "
            + CANARY
            + "\r\nContent-Length: 2\r\n\r\n{}";
    try (WireServer server = new WireServer(WireServer.always(answer));
        OkHttpTransport transport = transport(TransportSetup.shipped())) {
      transport.send(secretive(server.endpoint(), "POST"));
      assertThat(ourLines()).hasSize(1);
      assertThat(ourLines().get(0))
          .matches(
              "DEBUG POST http://127\\.0\\.0\\.1:\\d+ HTTP 200 \\(2 bytes\\) in \\d+ ms"
                  + " x-acs-request-id=7A-1_b");
      assertThat(said).noneMatch(line -> line.contains(CANARY));
    }
  }

  @Test
  void a_request_id_that_looks_like_no_id_is_not_logged() throws IOException {
    String answer =
        "HTTP/1.1 200 OK\r\nx-acs-request-id: a " + CANARY + "\r\nContent-Length: 2\r\n\r\n{}";
    try (WireServer server = new WireServer(WireServer.always(answer));
        OkHttpTransport transport = transport(TransportSetup.shipped())) {
      transport.send(secretive(server.endpoint(), "GET"));
      assertThat(ourLines()).hasSize(1);
      assertThat(said).noneMatch(line -> line.contains(CANARY));
    }
  }

  @Test
  void no_failure_names_a_secret() throws IOException {
    List<WireServer.Script> scripts =
        List.of(
            WireServer.Exchange::cut,
            exchange -> {
              exchange.write(CANARY + " is what you said\r\n\r\n");
              exchange.cut();
            },
            exchange -> {
              exchange.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + CANARY);
              exchange.cut();
            },
            exchange -> {
              exchange.write("HTTP/1.1 200 OK\r\nContent-Encoding: " + CANARY + "\r\n\r\n");
              exchange.cut();
            },
            exchange -> {
              exchange.write("HTTP/1.1 204 " + CANARY + "\r\nContent-Length: 5\r\n\r\n12345");
              exchange.cut();
            });
    for (WireServer.Script script : scripts) {
      try (WireServer server = new WireServer(script);
          OkHttpTransport transport = transport(TransportSetup.shipped())) {
        HttpRequest request = secretive(server.endpoint(), "POST");
        said.add(stackTrace(catchThrowable(() -> transport.send(request))));
        said.add(request.toString());
      }
    }
    assertThat(ourLines()).hasSize(scripts.size());
    assertThat(said).noneMatch(line -> line.contains(CANARY));
  }

  @Test
  void no_failure_over_http2_or_before_sending_names_a_secret() throws IOException {
    try (Http2WireServer server =
            new Http2WireServer(
                javax.net.ServerSocketFactory.getDefault(), Http2WireServer.Stream::refuse);
        OkHttpTransport transport =
            transport(
                TransportSetup.shipped().withProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)))) {
      Endpoint endpoint = Endpoint.parse("http://" + "127.0.0.1" + ":" + server.port());
      said.add(stackTrace(catchThrowable(() -> transport.send(secretive(endpoint, "POST")))));
      server.close();
      said.add(stackTrace(catchThrowable(() -> transport.send(secretive(endpoint, "POST")))));
    }
    assertThat(ourLines()).hasSize(2);
    assertThat(said).noneMatch(line -> line.contains(CANARY));
  }

  @Test
  void a_header_that_cannot_be_sent_is_named_without_its_value() {
    try (OkHttpTransport transport = transport(TransportSetup.shipped())) {
      Endpoint endpoint = Endpoint.parse("http://" + "127.0.0.1" + ":" + 1);
      HttpRequest request =
          HttpRequest.of("POST", endpoint, "/")
              .headers(List.of(new Header("X-TC-Token", CANARY + "\n")))
              .with(Requests.AMPLE, true);
      Throwable failure = catchThrowable(() -> transport.send(request));
      assertThat(failure)
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("X-TC-Token")
          .hasNoCause();
      assertThat(stackTrace(failure)).doesNotContain(CANARY);
    }
  }

  private OkHttpTransport transport(TransportSetup setup) {
    return new OkHttpTransport(setup, new Remembering());
  }

  private List<String> ourLines() {
    return said.stream().filter(line -> line.startsWith("DEBUG ")).toList();
  }

  private static HttpRequest secretive(Endpoint endpoint, String method) {
    return HttpRequest.of(method, endpoint, "/api?Signature=" + CANARY)
        .headers(
            List.of(
                new Header("Authorization", "TC3-HMAC-SHA256 " + CANARY),
                new Header("X-TC-Token", CANARY)))
        .body(
            method.equals("GET")
                ? HttpBody.empty()
                : HttpBody.utf8("{\"secret\":\"" + CANARY + "\"}"))
        .with(Requests.AMPLE, true);
  }

  private static String stackTrace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** An SLF4J logger with all levels on. */
  private final class Remembering extends AbstractLogger {
    private static final long serialVersionUID = 1L;

    @Override
    protected String getFullyQualifiedCallerName() {
      return SecretsTest.class.getName();
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
      String trace = thrown == null ? "" : stackTrace(thrown);
      said.add(level + " " + MessageFormatter.basicArrayFormat(pattern, arguments) + trace);
    }

    @Override
    public boolean isTraceEnabled() {
      return true;
    }

    @Override
    public boolean isTraceEnabled(Marker marker) {
      return true;
    }

    @Override
    public boolean isDebugEnabled() {
      return true;
    }

    @Override
    public boolean isDebugEnabled(Marker marker) {
      return true;
    }

    @Override
    public boolean isInfoEnabled() {
      return true;
    }

    @Override
    public boolean isInfoEnabled(Marker marker) {
      return true;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled(Marker marker) {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled(Marker marker) {
      return true;
    }
  }
}
