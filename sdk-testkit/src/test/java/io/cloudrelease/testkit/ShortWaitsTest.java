package io.cloudrelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShortWaitsTest {
  private static final LookQuery LOOK =
      new LookQuery("", List.of(InstanceRef.of("nimbus", "nb-1")), Instant.EPOCH);

  /** A verb that only some clouds have. */
  interface Counts {
    int count();
  }

  private record Nimbus(Endpoint endpoint) implements CloudProvider, Counts {
    private static final ProviderFacts FACTS =
        ProviderFacts.of(
                "nimbus",
                ActionFacts.of("look", 50, 20, Duration.ofSeconds(5)),
                List.of(ActionFacts.of("release", 50, 5, Duration.ofSeconds(5))))
            .idExample("nb-1");

    @Override
    public ProviderFacts facts() {
      return FACTS;
    }

    @Override
    public RequestSigner signer() {
      throw new UnsupportedOperationException("signs nothing");
    }

    @Override
    public CredentialsProvider credentials() {
      return CredentialsProvider.of(Credentials.ofBearer("token"));
    }

    @Override
    public boolean acceptsId(String id) {
      return id.startsWith("nb-");
    }

    @Override
    public Assessment assess(Snapshot snapshot, Intent intent) {
      return assessUnseen(intent);
    }

    @Override
    public Assessment assessUnseen(Intent intent) {
      return Assessment.send(new Assessment.Step("release", 1, "", false));
    }

    @Override
    public ApiRequest encodeRelease(ReleaseBatch batch) {
      return post("release");
    }

    @Override
    public ReleaseAnswer readRelease(ReleaseBatch batch, HttpResponse response) {
      return ReleaseAnswer.accepted("");
    }

    @Override
    public ApiRequest encodeLook(LookQuery query) {
      return post("look");
    }

    @Override
    public LookAnswer readLook(LookQuery query, HttpResponse response) {
      return LookAnswer.shows(List.of(), true);
    }

    private ApiRequest post(String action) {
      return ApiRequest.of("POST", endpoint, "/" + action).action(action, "1");
    }

    @Override
    public int count() {
      return 7;
    }
  }

  private static CloudProvider at(String endpoint) {
    return ShortWaits.on(new Nimbus(Endpoint.parse(endpoint)));
  }

  @Test
  void only_times_that_tell_how_late_a_cloud_may_be_differ() {
    ProviderFacts real = new Nimbus(Endpoint.https("api.example.com")).facts();
    ProviderFacts quick = at("http://127.0.0.1:80").facts();

    assertThat(quick.settlingTime()).isLessThan(Duration.ofSeconds(1));
    assertThat(quick.longestLag()).isLessThan(Duration.ofSeconds(1));
    assertThat(quick.longestDelay()).isLessThan(Duration.ofSeconds(1));
    assertThat(
            quick
                .settlingTime(real.settlingTime())
                .pollInterval(real.pollInterval())
                .longestLag(real.longestLag())
                .longestDelay(real.longestDelay()))
        .isEqualTo(real);
  }

  @Test
  void verbs_that_only_some_clouds_have_stay() {
    assertThat(at("http://127.0.0.1:80")).isInstanceOf(Counts.class);
    assertThat(((Counts) at("http://127.0.0.1:80")).count()).isEqualTo(7);
  }

  @Test
  void what_the_provider_throws_comes_out_as_it_is() {
    assertThatThrownBy(() -> at("http://127.0.0.1:80").signer())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://api.example.com", "https://127.example.com"})
  void a_real_cloud_is_not_called(String endpoint) {
    assertThatThrownBy(() -> at(endpoint).encodeLook(LOOK))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(endpoint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:8380", "https://localhost:8443", "https://[::1]:8443"})
  void a_simulated_one_is(String endpoint) {
    assertThat(at(endpoint).encodeLook(LOOK).endpoint()).isEqualTo(Endpoint.parse(endpoint));
  }

  @Test
  void it_is_itself_and_nobody_else() {
    CloudProvider one = at("http://127.0.0.1:80");
    assertThat(one).isEqualTo(one).isNotEqualTo(at("http://127.0.0.1:80"));
    assertThat(one.toString()).startsWith("ShortWaits on Nimbus");
  }
}
