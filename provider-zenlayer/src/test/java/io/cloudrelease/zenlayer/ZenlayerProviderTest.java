package io.cloudrelease.zenlayer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.spi.identity.WhoAmI;
import io.cloudrelease.spi.leftover.LeftoverListing;
import io.cloudrelease.spi.setup.ProviderFactory;
import io.cloudrelease.spi.setup.ProviderSettings;
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

  private static ZenlayerOptions configured(Product product, Map<String, String> options) {
    ProviderSettings settings = ProviderSettings.of("prod", BARE::variable, BARE.home());
    return ZenlayerOptions.of(settings.options(options), product);
  }

  @Test
  void configuration_says_the_version_and_whether_there_is_a_bin() {
    assertThat(configured(Product.ZEC, Map.of())).isEqualTo(ZenlayerOptions.defaults());
    assertThat(configured(Product.ZEC, Map.of("api-version", "current", "recycle-bin", "unknown")))
        .isEqualTo(ZenlayerOptions.defaults());
    assertThat(configured(Product.ZEC, Map.of("api-version", "previous", "recycle-bin", "yes")))
        .isEqualTo(
            new ZenlayerOptions(ZenlayerApiVersion.PREVIOUS, ZenlayerBuilder.RecycleBin.YES));
    assertThat(configured(Product.ZEC, Map.of("recycle-bin", "no")).recycleBin())
        .isEqualTo(ZenlayerBuilder.RecycleBin.NO);
  }

  @Test
  void a_word_that_configuration_cannot_say_is_refused_with_those_that_it_can() {
    assertThatThrownBy(() -> configured(Product.ZEC, Map.of("recycle-bin", "maybe")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("prod: recycle-bin must be one of [no, unknown, yes]");
    assertThatThrownBy(() -> configured(Product.VM, Map.of("api-version", "oldest")))
        .hasMessage("prod: api-version must be one of [current, previous]");
  }

  @Test
  void only_zec_can_be_told_of_a_bin() {
    assertThat(new ZenlayerZec.Factory().options().keySet())
        .containsExactlyInAnyOrder("api-version", "recycle-bin");
    assertThat(new ZenlayerBmc.Factory().options().keySet()).containsExactly("api-version");
    assertThat(new ZenlayerVm.Factory().options().keySet()).containsExactly("api-version");
  }

  @Test
  void the_builder_says_all_that_can_be_chosen() {
    CloudProvider lab =
        ZenlayerZec.builder()
            .allowPlainHttp("wiremock")
            .name("zec-lab")
            .credentials(Credentials.ofKey("id", "password"))
            .endpoint("http://wiremock:8080")
            .apiVersion(ZenlayerApiVersion.PREVIOUS)
            .recycleBin(ZenlayerBuilder.RecycleBin.NO)
            .build();

    assertThat(lab.facts().name()).isEqualTo("zec-lab");
    assertThat(lab.credentials().resolve()).isEqualTo(Credentials.ofKey("id", "password"));
    assertThat(lab.accessHost("")).isEqualTo("wiremock:8080");
    assertThat(lab.encodeLook(Given.query(Product.ZEC, "i-1")).version()).isEqualTo("2024-04-01");
    assertThat(lab.assessUnseen(Given.intent(Goal.RELEASE, Collateral.RELEASE)).step().escalates())
        .isFalse();
  }

  @Test
  void a_builder_that_is_told_a_profile_looks_for_keys_nowhere_else() {
    CloudProvider lab = ZenlayerBmc.builder().profile("no-such-profile-of-zeno").build();
    assertThatThrownBy(() -> lab.credentials().resolve())
        .hasMessageContaining("no-such-profile-of-zeno");
  }

  @Test
  void without_a_word_a_builder_makes_the_product_of_its_name() {
    assertThat(ZenlayerZec.fromEnvironment().facts().name()).isEqualTo(ZenlayerZec.KIND);
    assertThat(ZenlayerBmc.fromEnvironment().facts().name()).isEqualTo(ZenlayerBmc.KIND);
    assertThat(ZenlayerVm.fromEnvironment().facts().name()).isEqualTo(ZenlayerVm.KIND);
    assertThat(ZenlayerVm.builder().build().accessHost("")).isEqualTo("console.zenlayer.com");
  }

  @Test
  void plain_http_to_a_host_that_was_not_named_is_refused() {
    ZenlayerBuilder builder = ZenlayerZec.builder().endpoint("http://wiremock:8080");
    assertThatThrownBy(builder::build)
        .hasMessageContaining("use https://, or http:// to a loopback address");
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void all_calls_are_signed_alike(Product product) {
    CloudProvider provider = Given.provider(product);
    assertThat(provider.signer()).isInstanceOf(Zc2Signer.class);
    LeftoverListing leftovers = (LeftoverListing) provider;
    assertThat(leftovers.leftoverCalls())
        .isNotEmpty()
        .allMatch(call -> leftovers.leftoverSigner(call) instanceof Zc2Signer);
  }

  @Test
  void whose_key_it_is_is_asked_with_that_key() {
    WhoAmI zec = (WhoAmI) Given.provider(Product.ZEC);
    assertThat(zec.whoAmISigner()).isInstanceOf(Zc2Signer.class);
    assertThat(zec.whoAmIAction().name()).isEqualTo(zec.encodeWhoAmI().action());
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
