package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.config.AccountConfig;
import io.cloudrelease.config.ClientConfig;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.spi.identity.Caller;
import io.cloudrelease.spi.identity.WhoAmI;
import io.cloudrelease.spi.listing.RegionListing;
import io.cloudrelease.spi.setup.ProviderFactory;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.transport.HttpTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TencentCvmTest {

  @Test
  void the_facts_are_those_of_the_vendors_pages() {
    ProviderFacts facts = Fixtures.provider().facts();
    assertThat(facts.name()).isEqualTo("tencent-cvm");
    assertThat(facts.regional()).isTrue();
    assertThat(facts.nativeDryRun()).isFalse();
    assertThat(facts.releaseActions())
        .containsExactly(ActionFacts.of("TerminateInstances", 100, 10, Duration.ofSeconds(30)));
    assertThat(facts.lookAction())
        .isEqualTo(ActionFacts.of("DescribeInstances", 100, 40, Duration.ofSeconds(10)));
    assertThat(facts.errors()).isSameAs(CvmErrors.TABLE);
  }

  @Test
  void an_account_may_have_another_name() {
    CloudProvider provider =
        TencentCvm.create(
            ProviderSettings.of(
                "tencent-prod", Fixtures.NOTHING_SET::variable, Fixtures.NOTHING_SET.home()));
    assertThat(provider.facts().name()).isEqualTo("tencent-prod");
  }

  @Test
  void the_factory_is_found_by_the_service_loader_and_needs_no_credentials_yet() {
    ProviderFactory factory =
        ServiceLoader.load(ProviderFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(f -> f.kind().equals("tencent-cvm"))
            .findFirst()
            .orElseThrow();
    CloudProvider provider =
        factory.create(
            ProviderSettings.of(
                "tencent-cvm", Fixtures.NOTHING_SET::variable, Fixtures.NOTHING_SET.home()));
    assertThat(factory).isInstanceOf(TencentCvmFactory.class);
    assertThat(provider.facts().name()).isEqualTo("tencent-cvm");
  }

  @ParameterizedTest
  @CsvSource({
    "ins-3jaw1j8m, true, true",
    "ins-1, true, true",
    "ins-ABCdef0123456789abcdef, true, true",
    "ins-a_b-c, true, false",
    "ins-, false, false",
    "ins, false, false",
    "INS-3jaw1j8m, false, false",
    "ins-AZaz09, true, true",
    "'ins-@', false, false",
    "'ins-[', false, false",
    "ins-`, false, false",
    "'ins-{', false, false",
    "ins-:, false, false",
    "ins-3jaw/1j8m, false, false",
    "'ins-1,ins-2', false, false",
    "ins-\u0131\u0131, false, false",
    "i-bp1abcdef, false, false",
    "1234567890, false, false"
  })
  void ids_are_known_by_their_form(String id, boolean accepted, boolean recognized) {
    CloudProvider provider = Fixtures.provider();
    assertThat(provider.acceptsId(id)).isEqualTo(accepted);
    assertThat(provider.recognizesId(id)).isEqualTo(recognized);
    assertThat(provider.acceptsId(provider.facts().idExample())).isTrue();
  }

  @Test
  void an_unknown_language_is_said_so() {
    assertThatThrownBy(() -> TencentOptions.defaults().language("tr"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("zh-CN, en-US");
    assertThat(TencentOptions.defaults().language("zh-CN").language()).isEqualTo("zh-CN");
  }

  @ParameterizedTest
  @CsvSource({
    "NEAREST, ap-guangzhou, cvm.tencentcloudapi.com",
    "NEAREST, ap-beijing, cvm.tencentcloudapi.com",
    "NEAREST, ap-shanghai-fsi, cvm.ap-shanghai-fsi.tencentcloudapi.com",
    "REGIONAL, ap-beijing, cvm.ap-beijing.tencentcloudapi.com",
    "INTERNATIONAL, ap-singapore, cvm.intl.tencentcloudapi.com"
  })
  void calls_are_counted_by_the_host_they_go_to(TencentCvm.Site hosts, String region, String host) {
    CloudProvider provider =
        TencentCvm.create(
            ProviderSettings.of(
                "tencent-cvm", Fixtures.NOTHING_SET::variable, Fixtures.NOTHING_SET.home()),
            TencentOptions.defaults().site(hosts));
    assertThat(provider.accessHost(region)).isEqualTo(host);
  }

  @Test
  void a_providers_text_form_holds_no_secret() {
    assertThat(Fixtures.provider()).hasToString("CvmProvider[tencent-cvm]");
  }

  @Test
  void the_builder_says_all_that_can_be_chosen() {
    CloudProvider lab =
        TencentCvm.builder()
            .allowPlainHttp("wiremock")
            .name("tencent-lab")
            .credentials(Credentials.ofKey("id", "key"))
            .endpoint("http://wiremock:8080")
            .language("en-US")
            .build();
    assertThat(lab.facts().name()).isEqualTo("tencent-lab");
    assertThat(lab.credentials().resolve()).isEqualTo(Credentials.ofKey("id", "key"));
    assertThat(lab.accessHost("ap-guangzhou")).isEqualTo("wiremock:8080");
    assertThat(TencentCvm.fromEnvironment().facts().name()).isEqualTo(TencentCvm.KIND);
    assertThat(
            TencentCvm.builder()
                .site(TencentCvm.Site.INTERNATIONAL)
                .build()
                .accessHost("ap-guangzhou"))
        .isEqualTo("cvm.intl.tencentcloudapi.com");
  }

  @Test
  void a_role_of_the_builder_is_assumed_with_the_given_keys() {
    CloudProvider lab =
        TencentCvm.builder()
            .credentials(Credentials.ofKey("id", "key"))
            .assumeRole(AssumedRole.of("qcs::cam::uin/1:roleName/r").sessionName("s"))
            .build();
    List<HttpRequest> asked = new ArrayList<>();
    lab.credentials()
        .callThrough(
            new HttpTransport() {
              @Override
              public HttpResponse send(HttpRequest request) {
                asked.add(request);
                return Fixtures.http(
                    200,
                    "{\"Response\":{\"Error\":{\"Code\":\"UnauthorizedOperation\","
                        + "\"Message\":\"no\"},\"RequestId\":\"r\"}}");
              }

              @Override
              public void close() {}
            });
    assertThatThrownBy(() -> lab.credentials().resolve()).hasMessageContaining("was refused");
    assertThat(asked)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.header("X-TC-Action")).contains("AssumeRole");
              assertThat(request.header("Authorization").orElseThrow()).contains("Credential=id/");
            });
  }

  @Test
  void configuration_says_site_and_language_in_words_that_are_known() {
    assertThat(configured(Map.of())).isEqualTo(TencentOptions.defaults());
    assertThat(configured(Map.of("site", "nearest"))).isEqualTo(TencentOptions.defaults());
    assertThat(configured(Map.of("site", "regional", "language", "en-US")))
        .isEqualTo(new TencentOptions(TencentCvm.Site.REGIONAL, "en-US"));
    assertThat(configured(Map.of("site", "international")).site())
        .isEqualTo(TencentCvm.Site.INTERNATIONAL);
    assertThatThrownBy(() -> configured(Map.of("site", "moon")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("tencent-cvm: site must be one of [international, nearest, regional]");
    assertThatThrownBy(() -> configured(Map.of("language", "fr")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("tencent-cvm: language must be one of [en-US, zh-CN]");
    assertThat(new TencentCvmFactory().options().keySet())
        .containsExactlyInAnyOrder("site", "language");
  }

  private static TencentOptions configured(Map<String, String> options) {
    return TencentOptions.of(Fixtures.SETTINGS.options(options));
  }

  @Test
  void a_builder_that_is_told_a_profile_looks_for_keys_nowhere_else() {
    CloudProvider lab = TencentCvm.builder().profile("no-such-profile").build();
    assertThatThrownBy(() -> lab.credentials().resolve())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'no-such-profile'");
  }

  @ParameterizedTest
  @CsvSource({
    "'', NEAREST, https://sts.tencentcloudapi.com",
    "'', REGIONAL, https://sts.tencentcloudapi.com",
    "'', INTERNATIONAL, https://sts.intl.tencentcloudapi.com",
    "http://127.0.0.1:8080, NEAREST, http://127.0.0.1:8080",
    "https://cvm.example.com:8443, NEAREST, https://sts.example.com:8443",
    "https://gateway.example.com, NEAREST, https://sts.tencentcloudapi.com"
  })
  void whose_key_it_is_is_asked_of_the_token_service_beside_the_product(
      String endpoint, TencentCvm.Site site, String host) {
    ProviderSettings settings =
        endpoint.isEmpty()
            ? Fixtures.SETTINGS
            : Fixtures.SETTINGS.endpoint(Endpoint.parse(endpoint));
    WhoAmI who = (WhoAmI) TencentCvm.create(settings, TencentOptions.defaults().site(site));
    ApiRequest request = who.encodeWhoAmI();
    assertThat(request.endpoint()).isEqualTo(Endpoint.parse(host));
    assertThat(request.action()).isEqualTo(who.whoAmIAction().name());
    assertThat(request.region()).isNotEmpty();
    assertThat(((Tc3Signer) who.whoAmISigner()).scope("d")).isEqualTo("d/sts/tc3_request");
  }

  @Test
  void the_answer_of_the_token_service_names_the_account() {
    WhoAmI who = (WhoAmI) Fixtures.provider();
    String caller = "\"AccountId\":\"1000\",\"Type\":\"CAMUser\",\"Arn\":\"qcs::cam\"";
    String body = "{\"Response\":{" + caller + ",\"RequestId\":\"r\"}}";
    assertThat(who.readWhoAmI(Fixtures.http(200, body)).caller())
        .contains(new Caller("1000", "CAMUser", "qcs::cam"));
    assertThat(who.readWhoAmI(Fixtures.http(500, body)).failure()).isPresent();
    String error = body.replace("\"RequestId\"", "\"Error\":{\"Code\":\"X\"},\"RequestId\"");
    assertThat(who.readWhoAmI(Fixtures.http(200, error)).failure().orElseThrow().code())
        .isEqualTo("X");
    assertThat(who.readWhoAmI(Fixtures.http(200, "{\"Response\":{}}")).failure()).isPresent();
  }

  /** The account may only be taken as confirmed by an answer that is a success. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Response':{'AccountId':'1000'}}",
        "{'Response':{'AccountId':' ','RequestId':'r'}}",
        "{'Response':{'AccountId':'1000','RequestId':'r'},'Code':'X'}",
        "{'Response':{'AccountId':'1000','Code':'X','RequestId':'r'}}",
        "{'Response':{'AccountId':['1000'],'RequestId':'r'}}"
      })
  void an_answer_that_is_no_success_confirms_no_account(String body) {
    WhoAmI.Answer answer =
        ((WhoAmI) Fixtures.provider()).readWhoAmI(Fixtures.http(200, body.replace('\'', '"')));
    assertThat(answer.caller()).isEmpty();
    assertThat(answer.failure().orElseThrow().code()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "AuthFailure.AccessKeyIllegal, UNAUTHENTICATED, GIVE_UP",
    "InvalidParameter.AccessKeyNotSupport, UNAUTHENTICATED, GIVE_UP",
    "authfailure.accesskeyillegal, UNAUTHENTICATED, GIVE_UP",
    "AuthFailure.SecretIdNotFound, UNAUTHENTICATED, GIVE_UP",
    "InvalidParameter.OverLimit, THROTTLED, RETRY",
    "InternalError.DbError, UNAVAILABLE, LOOK_FIRST"
  })
  void what_the_token_service_says_of_keys_is_of_the_keys(
      String code, ErrorCategory category, Remedy remedy) {
    String error =
        "{\"Response\":{\"Error\":{\"Code\":\""
            + code
            + "\",\"Message\":\"m\"},\"RequestId\":\"r\"}}";
    CloudFailure failure =
        ((WhoAmI) Fixtures.provider())
            .readWhoAmI(Fixtures.http(200, error))
            .failure()
            .orElseThrow();
    ErrorRule rule = failure.meaning().orElseGet(() -> CvmErrors.TABLE.match(200, failure.code()));
    assertThat(failure.code()).isEqualTo(code);
    assertThat(rule.category()).isEqualTo(category);
    assertThat(rule.remedy()).isEqualTo(remedy);
  }

  @ParameterizedTest
  @CsvSource({
    "NEAREST, ap-beijing, region.tencentcloudapi.com, vpc.tencentcloudapi.com",
    "REGIONAL, ap-beijing, region.tencentcloudapi.com, vpc.ap-beijing.tencentcloudapi.com",
    "NEAREST, ap-shanghai-fsi, region.tencentcloudapi.com, vpc.ap-shanghai-fsi.tencentcloudapi.com",
    "INTERNATIONAL, ap-beijing, region.intl.tencentcloudapi.com, vpc.intl.tencentcloudapi.com"
  })
  void other_services_have_hosts_of_the_same_kind(
      TencentCvm.Site site, String region, String ofRegions, String ofNetworks) {
    CloudProvider provider =
        TencentCvm.create(Fixtures.SETTINGS, TencentOptions.defaults().site(site));
    assertThat(((RegionListing) provider).encodeRegions().endpoint().host()).isEqualTo(ofRegions);
    CvmHosts hosts = new CvmHosts(Optional.empty(), site);
    assertThat(hosts.of("vpc", region).host()).isEqualTo(ofNetworks);
    assertThat(hosts.of("cvm", region)).isEqualTo(hosts.of(region));
    Endpoint fixed = Endpoint.https("gateway.example.com");
    assertThat(new CvmHosts(Optional.of(fixed), site).of("vpc", region)).isEqualTo(fixed);
  }

  @Test
  void plain_http_to_a_host_that_was_not_named_is_refused() {
    assertThatThrownBy(() -> TencentCvm.builder().endpoint("http://wiremock:8080").build())
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("use https://, or http:// to a loopback address");
  }

  @Test
  void an_option_that_is_not_known_is_refused_when_a_client_is_set_up() {
    ClientConfig config =
        ClientConfig.builder()
            .account(
                AccountConfig.builder("prod", "tencent-cvm")
                    .option("sight", "international")
                    .build())
            .build();
    assertThatThrownBy(config::client)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "account prod: option 'sight' is not known; known are language, site");
  }

  @Test
  void keys_that_are_null_are_named() {
    TencentCvm.Builder builder = TencentCvm.builder();
    Credentials none = nothing();
    assertThatThrownBy(() -> builder.credentials(none))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("credentials");
  }

  @SuppressWarnings("NullAway") // what a caller without checks hands over
  private static Credentials nothing() {
    return null;
  }
}
