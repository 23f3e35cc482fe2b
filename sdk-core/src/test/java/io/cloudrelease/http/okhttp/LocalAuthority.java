package io.cloudrelease.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** A certificate for loopback and two made-up hosts, new for each run by the JDK's keytool. */
record LocalAuthority(ServerSocketFactory serverSockets, Trust trust, Certificate certificate) {
  private static final String PASSWORD = "loopback";

  /** The one of this run: keytool takes a second. */
  static LocalAuthority instance() {
    return Holder.INSTANCE;
  }

  private static final class Holder {
    private static final LocalAuthority INSTANCE = made();

    private static LocalAuthority made() {
      try {
        Path directory = Files.createTempDirectory("authority");
        Path file = directory.resolve("authority.p12");
        makeKey(file);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
          keys.load(in, PASSWORD.toCharArray());
        }
        Files.delete(file);
        Files.delete(directory);
        return of(keys);
      } catch (Exception e) {
        throw new IllegalStateException("no certificate for the tests", e);
      }
    }
  }

  private static LocalAuthority of(KeyStore keys) throws Exception {
    KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
    keyManagers.init(keys, PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", keys.getCertificate("authority"));
    TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
    trustManagers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
    X509TrustManager manager = (X509TrustManager) trustManagers.getTrustManagers()[0];
    return new LocalAuthority(
        context.getServerSocketFactory(),
        new Trust(context.getSocketFactory(), manager),
        keys.getCertificate("authority"));
  }

  /** The certificate as a company hands it out. */
  String pem() throws CertificateEncodingException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  private static void makeKey(Path file) throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "authority",
            "-keyalg",
            "EC",
            "-dname",
            "CN=loopback",
            "-ext",
            "SAN=dns:localhost,dns:a.test,dns:b.test,dns:cloud.test,ip:127.0.0.1",
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            PASSWORD);
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes());
    assertThat(keytool.waitFor()).as(output).isZero();
  }
}
