package io.cloudrelease.examples;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.network.NetworkSettings;
import io.cloudrelease.network.ProxyServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * An HTTPS proxy that answers for the clouds' real host names with a simulated cloud, so that
 * programs can be run as they stand: another JVM is told to use it and to trust its certificate.
 */
final class PretendInternet implements AutoCloseable {
  private static final String PASSWORD = "changeit";

  final List<String> hosts = new CopyOnWriteArrayList<>();
  private final Supplier<Endpoint> cloud;
  private final Path keys;
  private final SSLContext tls;
  private final ServerSocket server;
  private volatile BooleanSupplier cut = () -> false;

  /**
   * Starts it.
   *
   * @param cloud who answers, whatever host is asked for; it may be another one later
   * @param folder where the certificate may be put
   * @param names the hosts it is made for
   */
  PretendInternet(Supplier<Endpoint> cloud, Path folder, String... names) throws Exception {
    this.cloud = cloud;
    this.keys = folder.resolve("keys.p12");
    makeCertificate("dns:" + String.join(",dns:", names));
    this.tls = context();
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** No answer goes back from when that is so: the connection is cut instead. */
  void cutWhen(BooleanSupplier value) {
    cut = value;
  }

  /** For a client in this JVM. */
  NetworkSettings network() throws GeneralSecurityException, IOException {
    byte[] certificate = keyStore().getCertificate("cloud").getEncoded();
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(certificate)
            + "\n-----END CERTIFICATE-----\n";
    return NetworkSettings.builder()
        .proxy(ProxyServer.http("127.0.0.1", server.getLocalPort()))
        .trustPem(Files.writeString(keys.resolveSibling("cloud.pem"), pem))
        .build();
  }

  /** What another JVM is to be started with. */
  List<String> jvmOptions() {
    return List.of(
        "-Dhttps.proxyHost=127.0.0.1",
        "-Dhttps.proxyPort=" + server.getLocalPort(),
        "-Djavax.net.ssl.trustStore=" + keys,
        "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
  }

  private void makeCertificate(String names) throws Exception {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                List.of(
                    keytool.toString(),
                    "-genkeypair",
                    "-alias",
                    "cloud",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=simulated cloud",
                    "-ext",
                    "san=" + names,
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-keystore",
                    keys.toString()))
            .redirectErrorStream(true)
            .start();
    String says = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool: " + says);
    }
  }

  private KeyStore keyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private SSLContext context() throws GeneralSecurityException, IOException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keyStore(), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        daemon(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String connect = head(client.getInputStream());
      hosts.add(connect.split("[ :]")[1]);
      client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      try (SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(client, null, false);
          Socket behind = new Socket(cloud.get().host(), cloud.get().port())) {
        daemon(() -> copy(behind, secure, cut));
        copy(secure, behind, () -> false);
      }
    } catch (IOException broken) {
      // The client sees a cut connection and says so.
      return;
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void copy(Socket from, Socket to, BooleanSupplier cut) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] some = new byte[8192];
      int read = in.read(some);
      while (read >= 0 && !cut.getAsBoolean()) {
        out.write(some, 0, read);
        read = in.read(some);
      }
      to.close();
    } catch (IOException over) {
      // One side is gone, and the other is told by closing.
      try {
        to.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "pretend-internet");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
