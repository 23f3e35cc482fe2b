package io.cloudrelease.http.okhttp;

import io.cloudrelease.credentials.Secret;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.network.NetworkSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A company's own authorities beside those of the platform. Files are read when this is made, so
 * that a wrong one is told before anything is called; the platform's store, the dearest part of a
 * cold start, only when the first HTTPS call is made.
 */
final class AddedTrust {
  private static final int LARGEST = 4 << 20;

  /** The last one may be cut, and is broken then. */
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN CERTIFICATE-----.*?(-----END CERTIFICATE-----|\\z)", Pattern.DOTALL);

  private AddedTrust() {}

  /**
   * The certificates that the settings add.
   *
   * @throws ConfigurationException when a file cannot be read or holds none; it names the file
   */
  static List<Certificate> certificates(NetworkSettings settings) {
    List<Certificate> added = new ArrayList<>();
    settings.pemFiles().forEach(file -> added.addAll(inPem(file)));
    settings
        .keyStore()
        .ifPresent(file -> added.addAll(inKeyStore(file, settings.keyStorePassword())));
    return added;
  }

  /** Whom to trust then; empty when none are added, for the platform's own way. */
  static Optional<Trust> with(List<Certificate> added) {
    if (added.isEmpty()) {
      return Optional.empty();
    }
    try {
      KeyStore all = KeyStore.getInstance("PKCS12");
      all.load(null, null);
      int number = 0;
      for (X509Certificate known : managerOf(null).getAcceptedIssuers()) {
        all.setCertificateEntry("platform-" + number++, known);
      }
      for (Certificate own : added) {
        all.setCertificateEntry("added-" + number++, own);
      }
      X509TrustManager manager = managerOf(all);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager}, null);
      return Optional.of(new Trust(context.getSocketFactory(), manager));
    } catch (GeneralSecurityException | IOException e) {
      throw new ConfigurationException("trust cannot be set up in this JVM", e);
    }
  }

  private static X509TrustManager managerOf(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("no trust manager for X.509");
  }

  private static List<Certificate> inPem(Path file) {
    Matcher block = PEM.matcher(new String(bytes(file), StandardCharsets.ISO_8859_1));
    List<Certificate> found = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      while (block.find()) {
        byte[] text = block.group().getBytes(StandardCharsets.ISO_8859_1);
        found.add(factory.generateCertificate(new ByteArrayInputStream(text)));
      }
    } catch (CertificateException broken) {
      throw new ConfigurationException(
          "certificate " + (found.size() + 1) + " of " + file + " is broken; export it anew as PEM",
          broken);
    }
    if (found.isEmpty()) {
      throw new ConfigurationException(
          file + " holds no certificate; it must be PEM (-----BEGIN CERTIFICATE-----)");
    }
    return found;
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new ConfigurationException(file + " is too large for a file of certificates");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(
          file + ", which is to be trusted, is not there; check the network settings", e);
    } catch (IOException e) {
      throw new ConfigurationException(
          file + ", which is to be trusted, cannot be read; check its rights", e);
    }
  }

  private static List<Certificate> inKeyStore(Path file, Optional<Secret> password) {
    bytes(file);
    List<Certificate> found = new ArrayList<>();
    try {
      char[] chars = password.map(secret -> secret.reveal().toCharArray()).orElse(new char[0]);
      KeyStore store = KeyStore.getInstance(file.toFile(), chars);
      for (String alias : Collections.list(store.aliases())) {
        if (store.isCertificateEntry(alias)) {
          found.add(store.getCertificate(alias));
        }
      }
    } catch (GeneralSecurityException | IOException broken) {
      throw new ConfigurationException(
          file + " cannot be opened as a key store (PKCS12 or JKS); check it and its password",
          broken);
    }
    if (found.isEmpty()) {
      throw new ConfigurationException(
          file + " holds no trusted certificate; add one with keytool -importcert, or use PEM");
    }
    return found;
  }
}
