package io.cloudrelease.zenlayer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.ProviderFactory;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.spi.ProviderSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ZenlayerProviderTest {
  private static final Environment BARE = Environment.of(Map.of(), Path.of("/nowhere"));

  @Test
  void the_service_loader_finds_all_three() {
    List<String> kinds =
        ServiceLoader.load(ProviderFactory.class).stream()
            .map(found -> found.get().kind())
            .filter(kind -> kind.startsWith("zenlayer-"))
            .toList();

    assertThat(kinds).containsExactlyInAnyOrder("zenlayer-zec", "zenlayer-bmc", "zenlayer-vm");
  }

  @Test
  void making_one_needs_no_credentials_and_speaks_to_the_console_over_https() {
    for (ProviderFactory factory :
        List.of(new ZenlayerZec.Factory(), new ZenlayerBmc.Factory(), new ZenlayerVm.Factory())) {
      CloudProvider provider =
          factory.create(ProviderSettings.of("prod", BARE::variable, BARE.home()));

      assertThat(provider.facts().name()).isEqualTo("prod");
      assertThat(provider.encodeLook(Given.query(Product.ZEC, "i-1")).endpoint())
          .isEqualTo(Endpoint.https("console.zenlayer.com"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ZEC,ReleaseInstances:100",
    "BMC,TerminateInstance:1 ReleaseInstances:100",
    "VM,TerminateInstance:1 ReleaseInstances:100"
  })
  void the_actions_and_their_limits_are_those_of_the_documents(Product product, String actions) {
    ProviderFacts facts = Given.provider(product).facts();

    assertThat(facts.releaseActions())
        .extracting(action -> action.name() + ":" + action.maxBatch())
        .containsExactly(actions.split(" "));
    assertThat(facts.lookAction().name()).isEqualTo("DescribeInstances");
    assertThat(facts.lookAction().maxBatch()).isEqualTo(100);
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void writes_may_take_longer_than_reads_and_nothing_is_idempotent(Product product) {
    ProviderFacts facts = Given.provider(product).facts();

    assertThat(facts.regional()).isFalse();
    assertThat(facts.nativeDryRun()).isFalse();
    assertThat(facts.releaseActions()).noneMatch(ActionFacts::idempotencyToken);
    assertThat(facts.releaseActions())
        .allMatch(action -> action.timeout().compareTo(facts.lookAction().timeout()) > 0);
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void the_bin_keeps_bmc_and_vm_a_day_and_of_zec_it_is_not_known(Product product) {
    assertThat(
            Given.provider(product).recycleBinRetention(Given.snapshot(product, "RECYCLE").build()))
        .isEqualTo(product == Product.ZEC ? Optional.empty() : Optional.of(Duration.ofHours(24)));
  }

  @Test
  void options_change_one_thing_at_a_time() {
    ZenlayerOptions options =
        ZenlayerOptions.defaults()
            .apiVersion(ZenlayerApiVersion.PREVIOUS)
            .recycleBin(ZenlayerBuilder.RecycleBin.NO);

    assertThat(ZenlayerOptions.defaults().recycleBin())
        .isEqualTo(ZenlayerBuilder.RecycleBin.UNKNOWN);
    assertThat(options)
        .isEqualTo(new ZenlayerOptions(ZenlayerApiVersion.PREVIOUS, ZenlayerBuilder.RecycleBin.NO));
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void any_id_may_be_zenlayers_and_none_is_claimed(Product product) {
    CloudProvider provider = Given.provider(product);

    for (String id : List.of("i-1", "1234567", provider.facts().idExample(), "a_b.c~d")) {
      assertThat(provider.acceptsId(id)).as(id).isTrue();
      assertThat(provider.recognizesId(id)).as(id).isFalse();
    }
    assertThat(provider.acceptsId(" ")).isFalse();
  }
}
