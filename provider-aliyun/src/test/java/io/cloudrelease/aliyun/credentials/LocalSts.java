package io.cloudrelease.aliyun.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A token service on this machine that gives keys named after what signed the call. Ours is told
 * where it is. The vendor's library calls {@code https://sts.aliyuncs.com} whatever it is told: it
 * goes through a proxy that leads here instead, and trusts a certificate of this run.
 */
final class LocalSts implements AutoCloseable {
  private static final String PASSWORD = "loopback";

  private final HttpServer plain = HttpServer.create(loopback(), 0);
  private final HttpsServer secure = HttpsServer.create(loopback(), 0);
  private final ServerSocket proxy = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final Path trust;

  LocalSts(Path folder) throws Exception {
    trust = folder.resolve("sts.p12");
    makeKey(trust);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(trust)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    secure.setHttpsConfigurator(new HttpsConfigurator(context));
    for (HttpServer server : List.of(plain, secure)) {
      server.createContext("/", LocalSts::answer);
      server.start();
    }
    Thread accepting = new Thread(this::accept, "sts-proxy");
    accepting.setDaemon(true);
    accepting.start();
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  String address() {
    return "http://127.0.0.1:" + plain.getAddress().getPort();
  }

  /** What sends a process here that means the vendor's own host. */
  List<String> properties() {
    return List.of(
        "-Dhttps.proxyHost=127.0.0.1",
        "-Dhttps.proxyPort=" + proxy.getLocalPort(),
        "-Djavax.net.ssl.trustStore=" + trust,
        "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    Map<String, String> said = new HashMap<>();
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    for (String pair : (exchange.getRequestURI().getQuery() + "&" + form).split("&")) {
      int equals = pair.indexOf('=');
      said.put(pair.substring(0, Math.max(0, equals)), pair.substring(equals + 1));
    }
    String id =
        said.getOrDefault("AccessKeyId", "nobody")
            + (said.containsKey("SecurityToken") ? "-with-token" : "")
            + (said.containsKey("OIDCToken") ? "-with-identity" : "");
    byte[] body =
        ("{\"Credentials\":{\"AccessKeyId\":\"role-of-"
                + id
                + "\",\"AccessKeySecret\":\"k\",\"SecurityToken\":\"t\","
                + "\"Expiration\":\"2099-11-20T09:00:00Z\"},\"RequestId\":\"r\"}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void accept() {
    while (!proxy.isClosed()) {
      try {
        Socket client = proxy.accept();
        run(() -> tunnel(client));
      } catch (IOException over) {
        return;
      }
    }
  }

  private static void run(Runnable task) {
    Thread thread = new Thread(task, "sts-tunnel");
    thread.setDaemon(true);
    thread.start();
  }

  private void tunnel(Socket client) {
    try (client;
        Socket server =
            new Socket(InetAddress.getLoopbackAddress(), secure.getAddress().getPort())) {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) client.getInputStream().read());
      }
      client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      run(() -> copy(client, server));
      copy(server, client);
    } catch (IOException over) {
      // One of the two has what it wanted.
    }
  }

  private static void copy(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException over) {
      // As above.
    }
  }

  private static void makeKey(Path file) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "sts",
                "-keyalg",
                "EC",
                "-dname",
                "CN=sts.aliyuncs.com",
                "-ext",
                "san=dns:sts.aliyuncs.com",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).as(said).isZero();
  }

  @Override
  public void close() throws IOException {
    plain.stop(0);
    secure.stop(0);
    proxy.close();
  }
}
