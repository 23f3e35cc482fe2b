package io.cloudrelease.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for this machine, made for one run, and a copy of the platform's trust store that
 * holds it: as long to read as the one that everybody reads.
 *
 * @param keys the server's key store
 * @param trust the clients' trust store
 */
record TestTrust(Path keys, Path trust) {
  private static final String PASSWORD = "changeit";

  static TestTrust make() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("trust");
    Path home = Path.of(System.getProperty("java.home"));
    Path keys = folder.resolve("server.p12");
    Path certificate = folder.resolve("server.cer");
    Path trust = folder.resolve("cacerts");
    Path platform = home.resolve("lib/security/cacerts").toRealPath();
    Files.copy(platform, trust, StandardCopyOption.REPLACE_EXISTING);
    keytool(
        home,
        List.of(
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=127.0.0.1",
            "-ext",
            "SAN=ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-keystore",
            keys.toString()));
    keytool(
        home,
        List.of(
            "-exportcert",
            "-alias",
            "server",
            "-keystore",
            keys.toString(),
            "-file",
            certificate.toString()));
    keytool(
        home,
        List.of(
            "-importcert",
            "-noprompt",
            "-alias",
            "benchmark",
            "-keystore",
            trust.toString(),
            "-file",
            certificate.toString()));
    return new TestTrust(keys, trust);
  }

  private static void keytool(Path home, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/keytool").toString());
    command.addAll(arguments);
    command.addAll(List.of("-storepass", PASSWORD));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("keytool failed: " + arguments.get(0));
    }
  }

  /** What a client's JVM is to be started with. */
  List<String> options() {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + trust, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
  }

  /** The server's side. */
  static SSLContext context(Path keys) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
