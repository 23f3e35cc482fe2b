package io.cloudrelease.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.Secret;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.network.NetworkSettings;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A company's authority is trusted beside those of the platform, not in their place. */
class AddedTrustTest {
  private static final LocalAuthority AUTHORITY = LocalAuthority.instance();

  @TempDir private Path folder;

  @Test
  void the_platforms_authorities_stay_trusted() throws Exception {
    Path pem = Files.writeString(folder.resolve("a.pem"), AUTHORITY.pem());
    Trust trust = trust(NetworkSettings.builder().trustPem(pem).build());
    assertThat(trust.manager().getAcceptedIssuers())
        .contains((java.security.cert.X509Certificate) AUTHORITY.certificate())
        .hasSizeGreaterThan(20);
  }

  @Test
  void without_a_file_it_is_left_to_the_platform() {
    assertThat(AddedTrust.with(AddedTrust.certificates(NetworkSettings.builder().build())))
        .isEmpty();
  }

  @Test
  void a_file_may_hold_several_and_words_between_them() throws Exception {
    Path pem =
        Files.writeString(
            folder.resolve("a.pem"), "# one\n" + AUTHORITY.pem() + "\r\n# two\n" + AUTHORITY.pem());
    assertThat(AddedTrust.certificates(NetworkSettings.builder().trustPem(pem).build())).hasSize(2);
  }

  @Test
  void a_key_store_does_as_well() throws Exception {
    Path file = store("PKCS12", true);
    NetworkSettings settings =
        NetworkSettings.builder().trustKeyStore(file, Secret.of("changeit")).build();
    assertThat(AddedTrust.certificates(settings)).containsExactly(AUTHORITY.certificate());
  }

  @Test
  void what_is_wrong_with_a_file_is_told_when_the_transport_is_made() throws Exception {
    Path none = Files.writeString(folder.resolve("none.pem"), "no certificate");
    Path broken =
        Files.writeString(
            folder.resolve("broken.pem"), AUTHORITY.pem() + AUTHORITY.pem().replace("M", "A"));
    String two = AUTHORITY.pem() + AUTHORITY.pem();
    Path cut =
        Files.writeString(folder.resolve("cut.pem"), two.substring(0, two.lastIndexOf("-----END")));
    refused(NetworkSettings.builder().trustPem(Path.of("/dev/zero")), "/dev/zero is too large");
    refused(NetworkSettings.builder().trustPem(cut), "certificate 2 of", "cut.pem is broken");
    refused(NetworkSettings.builder().trustPem(none), "none.pem holds no certificate");
    refused(NetworkSettings.builder().trustPem(broken), "certificate 2 of", "broken.pem is broken");
    refused(
        NetworkSettings.builder().trustPem(folder.resolve("gone.pem")),
        "gone.pem, which is to be trusted, is not there");
    refused(
        NetworkSettings.builder().trustKeyStore(store("PKCS12", true), Secret.of("canary")),
        "cannot be opened as a key store");
    refused(
        NetworkSettings.builder().trustKeyStore(store("JKS", false), Secret.of("changeit")),
        "holds no trusted certificate");
  }

  private static void refused(NetworkSettings.Builder settings, String... words) {
    assertThatThrownBy(() -> OkHttpTransport.create(settings.build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(words)
        .hasMessageNotContainingAny("canary", "changeit");
  }

  private Path store(String type, boolean full) throws Exception {
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    if (full) {
      store.setCertificateEntry("company", AUTHORITY.certificate());
    }
    Path file = folder.resolve("store." + type);
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "changeit".toCharArray());
    }
    return file;
  }

  private static Trust trust(NetworkSettings settings) {
    return AddedTrust.with(AddedTrust.certificates(settings)).orElseThrow();
  }
}
