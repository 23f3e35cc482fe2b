package io.cloudrelease.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;

class PrepareTest {

  @Test
  void what_was_prepared_is_what_calls_use() {
    try (OkHttpTransport transport = new OkHttpTransport(TransportSetup.shipped())) {
      transport.prepare();
      OkHttpClient plain = transport.clients().of("http", false);
      OkHttpClient secure = transport.clients().of("https", false);
      transport.prepare();
      assertThat(transport.clients().of("http", false)).isSameAs(plain);
      assertThat(transport.clients().of("https", false)).isSameAs(secure).isNotSameAs(plain);
    }
  }

  @Test
  void what_goes_wrong_while_preparing_is_told_by_the_first_call_only() {
    TransportSetup broken =
        new TransportSetup(
            TransportSetup.shipped().guards(),
            Dns.SYSTEM,
            new HttpsProxies(),
            Optional.empty(),
            List.of(Protocol.HTTP_2),
            new AnsweredHosts(),
            1);
    try (OkHttpTransport transport = new OkHttpTransport(broken)) {
      assertThatCode(transport::prepare).doesNotThrowAnyException();

      assertThatThrownBy(() -> transport.clients().of("https", false))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
