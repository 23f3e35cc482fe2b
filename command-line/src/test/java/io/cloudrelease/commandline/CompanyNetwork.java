package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cloudrelease.http.Endpoint;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A company's network on this machine: a Squid that asks for a password, and a host {@code
 * cloud.test} with a certificate of the company's own authority, behind which a simulated cloud
 * stands. That name is known to the Squid alone.
 */
final class CompanyNetwork implements AutoCloseable {
  static final String USER = "releaser";
  static final String PASSWORD = "correct horse+battery";

  /** Made by {@code openssl passwd -apr1}. */
  private static final String DIGEST = "$apr1$9Zc1Qw7e$XQd3gxo8mBD95.V53jTfo0";

  private static final Path SQUID = Path.of("/usr/sbin/squid");

  /** Set where nothing may be left out. */
  private static final String REQUIRED = "CLOUDRELEASE_TEST_SQUID";

  private final Path folder;
  private final ServerSocket front;
  private final Process squid;
  private final int proxyPort;

  CompanyNetwork(Endpoint cloud) throws Exception {
    if (System.getenv(REQUIRED) == null) {
      assumeThat(SQUID).as("apt-get install squid").isExecutable();
    }
    folder = Files.createTempDirectory("company");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    front = certified().getServerSocketFactory().createServerSocket(0, 50, loopback());
    Thread relay = new Thread(() -> serve(cloud), "company's host");
    relay.setDaemon(true);
    relay.start();
    proxyPort = unusedPort();
    squid = squid();
  }

  private static InetAddress loopback() throws IOException {
    return InetAddress.getByName("127.0.0.1");
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, loopback())) {
      return free.getLocalPort();
    }
  }

  /** The cloud as it is called: a name and a certificate that only this network knows. */
  String cloud() {
    return "https://cloud.test:" + front.getLocalPort();
  }

  String proxy() {
    return "http://127.0.0.1:" + proxyPort;
  }

  /** The authority's certificate, as a company hands it out. */
  Path authority() {
    return folder.resolve("company.pem");
  }

  /** A line for each tunnel that was asked for; written when it is over. */
  String log() throws IOException {
    Path log = folder.resolve("access.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  private SSLContext certified() throws Exception {
    Path file = folder.resolve("authority.p12");
    run(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-alias",
        "authority",
        "-keyalg",
        "EC",
        "-dname",
        "CN=company",
        "-ext",
        "SAN=dns:cloud.test",
        "-validity",
        "2",
        "-storetype",
        "PKCS12",
        "-keystore",
        file.toString(),
        "-storepass",
        "loopback");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, "loopback".toCharArray());
    }
    Files.writeString(
        authority(),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getCertificate("authority").getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, "loopback".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** Takes off the TLS, and passes on what is inside. */
  private void serve(Endpoint cloud) {
    while (!front.isClosed()) {
      try {
        Socket client = front.accept();
        Socket inside = new Socket(loopback(), cloud.port());
        pass(client, inside);
        pass(inside, client);
      } catch (IOException ended) {
        continue;
      }
    }
  }

  private static void pass(Socket from, Socket to) {
    Thread pump =
        new Thread(
            () -> {
              try (from;
                  to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[8192];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                  out.write(buffer, 0, n);
                  out.flush();
                }
              } catch (IOException closed) {
                // The other side ends it.
              }
            },
            "company's wire");
    pump.setDaemon(true);
    pump.start();
  }

  private Process squid() throws IOException, InterruptedException {
    Path conf = Files.writeString(folder.resolve("squid.conf"), configuration());
    Files.writeString(folder.resolve("users"), USER + ":" + DIGEST + "\n");
    Files.writeString(folder.resolve("hosts"), "127.0.0.1 cloud.test\n");
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("setpriv", "--reuid=proxy", "--regid=proxy", "--clear-groups"));
    }
    command.addAll(List.of(SQUID.toString(), "-N", "-f", conf.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    for (int i = 0; i < 100; i++) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        break;
      }
      try (Socket answers = new Socket("127.0.0.1", proxyPort)) {
        return process;
      } catch (IOException notYet) {
        continue;
      }
    }
    process.destroyForcibly();
    return fail("Squid did not start: " + Files.readString(folder.resolve("out")));
  }

  private String configuration() {
    return """
        http_port 127.0.0.1:%2$d
        auth_param basic program /usr/lib/squid/basic_ncsa_auth %1$s/users
        auth_param basic realm company
        auth_param basic children 1
        acl known proxy_auth REQUIRED
        http_access allow known
        http_access deny all
        hosts_file %1$s/hosts
        cache deny all
        access_log stdio:%1$s/access.log
        buffered_logs off
        cache_log %1$s/cache.log
        pid_filename none
        coredump_dir %1$s
        shutdown_lifetime 0 seconds
        visible_hostname proxy.test
        pinger_enable off
        """
        .formatted(folder, proxyPort);
  }

  @Override
  public void close() throws IOException {
    front.close();
    List<ProcessHandle> beneath = squid.descendants().toList();
    squid.destroy();
    beneath.forEach(ProcessHandle::destroy);
    try {
      if (!squid.waitFor(10, TimeUnit.SECONDS)) {
        squid.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (var files = Files.list(folder)) {
      files.forEach(CompanyNetwork::delete);
    }
    Files.delete(folder);
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException kept) {
      throw new UncheckedIOException(kept);
    }
  }
}
