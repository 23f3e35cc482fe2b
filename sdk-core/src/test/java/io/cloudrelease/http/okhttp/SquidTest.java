package io.cloudrelease.http.okhttp;

import static io.cloudrelease.transport.TransportException.Obstacle.PROXY_REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cloudrelease.credentials.Secret;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.network.NetworkSettings;
import io.cloudrelease.network.ProxyServer;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A proxy as companies have them, which asks for a password. */
@Timeout(60)
class SquidTest {
  private static final LocalAuthority AUTHORITY = LocalAuthority.instance();
  private static final String ENCODED = "releaser:correct%20horse+battery";

  @TempDir private static Path folder;
  private static Squid squid;
  private static NetworkSettings.Builder trusting;

  @BeforeAll
  static void start() throws Exception {
    squid = Squid.start();
    trusting =
        NetworkSettings.builder()
            .trustPem(Files.writeString(folder.resolve("company.pem"), AUTHORITY.pem()));
  }

  @AfterAll
  static void stop() throws IOException {
    if (squid != null) {
      squid.close();
    }
  }

  @Test
  void a_destructive_request_passes_once_with_user_and_password() throws Exception {
    ProxyServer proxy =
        ProxyServer.http("127.0.0.1", squid.port()).login(Squid.USER, Secret.of(Squid.PASSWORD));
    try (WireServer cloud = cloud();
        OkHttpTransport transport = OkHttpTransport.create(trusting.proxy(proxy).build())) {
      assertThat(transport.send(Requests.destroy(at(cloud))).status()).isEqualTo(200);
      assertThat(transport.send(Requests.look(at(cloud))).status()).isEqualTo(200);
      assertThat(cloud.methods()).isEqualTo("POST POST");
      assertThat(squid.log())
          .contains("CONNECT cloud.test:" + cloud.port() + " releaser")
          .doesNotContain("POST");
    }
  }

  @Test
  void the_usual_variable_is_enough() throws Exception {
    Map<String, String> variables =
        Map.of("HTTPS_PROXY", "http://" + ENCODED + "@127.0.0.1:" + squid.port());
    NetworkSettings usual =
        NetworkSettings.builder()
            .trustPem(folder.resolve("company.pem"))
            .variables(name -> variables.getOrDefault(name, ""))
            .build();
    try (WireServer cloud = cloud();
        OkHttpTransport transport = OkHttpTransport.create(usual)) {
      assertThat(transport.send(Requests.destroy(at(cloud))).status()).isEqualTo(200);
      assertThat(cloud.methods()).isEqualTo("POST");
    }
  }

  @Test
  void without_a_password_nothing_is_sent_and_the_proxy_is_named() throws Exception {
    NetworkSettings nobody = trusting.proxy(ProxyServer.http("127.0.0.1", squid.port())).build();
    try (WireServer cloud = cloud();
        OkHttpTransport transport = OkHttpTransport.create(nobody)) {
      TransportException failure =
          catchThrowableOfType(
              TransportException.class, () -> transport.send(Requests.destroy(at(cloud))));
      assertThat(failure.phase()).isEqualTo(SendPhase.NOT_SENT);
      assertThat(failure.obstacle()).isEqualTo(PROXY_REFUSED);
      assertThat(failure)
          .hasMessageContaining("the proxy 127.0.0.1:" + squid.port() + " asks for a password");
      assertThat(cloud.connections()).isZero();
    }
  }

  private static WireServer cloud() throws IOException {
    return new WireServer(AUTHORITY.serverSockets(), WireServer.always(WireServer.OK), "127.0.0.1");
  }

  private static Endpoint at(WireServer cloud) {
    return Endpoint.parse("https://" + "cloud.test" + ":" + cloud.port());
  }
}
