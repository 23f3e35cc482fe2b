package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.aliyun.AliyunEcs.Signature;
import io.cloudrelease.aliyun.AliyunEcs.Site;
import io.cloudrelease.aliyun.wire.Parameters;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.signing.SigningContext;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.spi.identity.Caller;
import io.cloudrelease.spi.identity.WhoAmI;
import io.cloudrelease.spi.refund.RefundInquiry;
import io.cloudrelease.spi.refund.RefundQuery;
import io.cloudrelease.spi.setup.ProviderFactory;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.transport.HttpTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AliyunEcsTest {
  private final CloudProvider ecs = AliyunEcs.create(Ecs.settings());

  @Test
  void the_service_loader_finds_it_and_making_one_needs_no_credentials() {
    ProviderFactory factory =
        ServiceLoader.load(ProviderFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.kind().equals("aliyun-ecs"))
            .findFirst()
            .orElseThrow();
    CloudProvider made =
        factory.create(
            ProviderSettings.of(
                "aliyun-prod", Ecs.NO_ENVIRONMENT::variable, Ecs.NO_ENVIRONMENT.home()));
    assertThat(made.facts().name()).isEqualTo("aliyun-prod");
    assertThat(made.signer()).isInstanceOf(Acs3Signer.class);
  }

  @Test
  void snapshots_carry_the_name_of_the_account() {
    CloudProvider prod =
        AliyunEcs.create(
            ProviderSettings.of(
                "aliyun-prod", Ecs.NO_ENVIRONMENT::variable, Ecs.NO_ENVIRONMENT.home()));
    InstanceRef ref = InstanceRef.of("aliyun-prod", Ecs.REGION, "i-a");
    String body =
        "{\"RequestId\":\"r\",\"Instances\":{\"Instance\":[{\"InstanceId\":\"i-a\","
            + "\"RegionId\":\"cn-hangzhou\",\"Status\":\"Stopped\"}]}}";
    assertThat(
            prod.readLook(new LookQuery(Ecs.REGION, List.of(ref), Ecs.NOW), Ecs.answer(200, body))
                .snapshots())
        .extracting(snapshot -> snapshot.ref())
        .containsExactly(ref);
  }

  @Test
  void the_facts_are_those_of_the_two_actions() {
    ProviderFacts facts = ecs.facts();
    assertThat(facts.name()).isEqualTo("aliyun-ecs");
    assertThat(facts.regional()).isTrue();
    assertThat(facts.nativeDryRun()).isTrue();
    assertThat(facts.cloud()).isEqualTo("aliyun-ecs");
    assertThat(facts.settlingTime()).isEqualTo(Duration.ofMinutes(1));
    assertThat(facts.longestLag()).isEqualTo(Duration.ofMinutes(5));
    assertThat(facts.longestDelay()).isEqualTo(Duration.ofMinutes(15));
    // The gateway may take a minute to answer.
    assertThat(facts.releaseActions().get(0).timeout()).isGreaterThan(Duration.ofMinutes(1));
    assertThat(facts.releaseActions()).hasSize(1);
    assertThat(facts.releaseActions().get(0).maxBatch()).isEqualTo(100);
    assertThat(facts.releaseActions().get(0).idempotencyToken()).isTrue();
    assertThat(facts.lookAction().name()).isEqualTo("DescribeInstances");
    assertThat(facts.lookAction().maxBatch()).isEqualTo(100);
    assertThat(ecs.recognizesId(facts.idExample())).isTrue();
    assertThat(ecs.facts()).isSameAs(facts);
  }

  @ParameterizedTest
  @CsvSource({
    "i-bp1aaaaaaaaaaaaaaaa1,true,true",
    "i-23abcdefg,true,true",
    "i-AY121018033933eae8689,true,true",
    "AY121018033933eae8689,true,false",
    "i-azAZ0912,true,true",
    "'i-@aaaaaaaa',true,false",
    "'i-[aaaaaaaa',true,false",
    "i-`aaaaaaaa,true,false",
    "'i-{aaaaaaaa',true,false",
    "i-/aaaaaaaa,true,false",
    "i-:aaaaaaaa,true,false",
    "i-1234567,true,false",
    "i-short,true,false",
    "i-bp1_aaaaaaaaaa,true,false",
    "ins-1a2b3c4d,false,false",
    "i-,false,false",
    "AY,false,false",
    "1234567,false,false",
    "I-bp1aaaaaaaaaaaaaaaa1,false,false"
  })
  void ids_are_told_from_those_of_other_clouds(String id, boolean accepted, boolean recognized) {
    assertThat(ecs.acceptsId(id)).isEqualTo(accepted);
    assertThat(ecs.recognizesId(id)).isEqualTo(recognized);
  }

  @ParameterizedTest
  @CsvSource({
    "cn-hangzhou,              PUBLIC, ecs.cn-hangzhou.aliyuncs.com",
    "ap-southeast-1,           PUBLIC, ecs.ap-southeast-1.aliyuncs.com",
    "cn-new-region-9,          PUBLIC, ecs.cn-new-region-9.aliyuncs.com",
    "cn-beijing,               VPC,    ecs-vpc.cn-beijing.aliyuncs.com",
    "cn-wuhan,                 PUBLIC, ecs.aliyuncs.com",
    "cn-north-2-gov-1,         VPC,    ecs.aliyuncs.com",
    "cn-edge-1,                PUBLIC, ecs.cn-qingdao-nebula.aliyuncs.com",
    "cn-shanghai-finance-1,    PUBLIC, ecs-cn-hangzhou.aliyuncs.com",
    "cn-shanghai-finance-1,    VPC,    ecs-vpc.cn-shanghai-finance-1.aliyuncs.com",
    "cn-shenzhen-finance-1,    PUBLIC, ecs-cn-hangzhou.aliyuncs.com",
    "cn-shenzhen-finance-1,    VPC,    ecs-vpc.cn-shenzhen-finance-1.aliyuncs.com",
    "cn-wuhan-lr,              PUBLIC, ecs.cn-wuhan-lr.aliyuncs.com",
    "cn-fujian,                PUBLIC, ecs-cn-hangzhou.aliyuncs.com",
    "eu-west-1-oxs,            PUBLIC, ecs.cn-shenzhen-cloudstone.aliyuncs.com",
    "cn-zhangjiakou-na62-a01,  PUBLIC, ecs.cn-zhangjiakou.aliyuncs.com"
  })
  void each_region_has_its_host(String region, Site site, String host) {
    CloudProvider here = AliyunEcs.create(Ecs.settings(), AliyunOptions.defaults().withSite(site));
    assertThat(look(here, region).endpoint()).isEqualTo(Endpoint.https(host));
    assertThat(look(here, region).region()).isEqualTo(region);
  }

  @Test
  void an_endpoint_that_is_set_serves_every_region() {
    Endpoint set = Endpoint.parse("http://127.0.0.1:8080");
    CloudProvider here = AliyunEcs.create(Ecs.settings().endpoint(set));
    assertThat(look(here, "cn-wuhan").endpoint()).isEqualTo(set);
    assertThat(here.encodeRelease(Ecs.batch(Ecs.intent(false), "i-a")).endpoint()).isEqualTo(set);
  }

  @ParameterizedTest
  @ValueSource(strings = {"V3", "V1"})
  void nothing_printable_holds_a_secret(Signature signature) {
    Credentials credentials = Credentials.ofSession("AKID", "CANARY-secret", "CANARY-token");
    CloudProvider here =
        AliyunEcs.create(
            Ecs.settings().credentials(() -> credentials),
            AliyunOptions.defaults().withSignature(signature));
    ApiRequest request = here.encodeRelease(Ecs.batch(Ecs.intent(false), "i-a"));
    HttpRequest sent = here.signer().sign(request, credentials, new SigningContext(Ecs.NOW, "n0"));
    String signed =
        sent.header("Authorization").orElse(sent.target()).replaceFirst(".*Signature=", "");
    for (Object printable :
        List.of(here, here.signer(), here.facts(), request, sent, sent.headers(), credentials)) {
      assertThat(printable.toString()).doesNotContain("CANARY", signed, "AKID");
    }
    assertThat(new Parameters().put("SecurityToken", "CANARY")).asString().doesNotContain("CANARY");
  }

  @Test
  void each_attempt_is_signed_anew_and_equal_inputs_give_equal_requests() {
    ApiRequest request = ecs.encodeRelease(Ecs.batch(Ecs.intent(false), "i-a"));
    Credentials key = ecs.credentials().resolve();
    for (var signer : List.of(new Acs3Signer(), new RpcV1Signer())) {
      HttpRequest first = signer.sign(request, key, new SigningContext(Ecs.NOW, "a"));
      assertThat(signer.sign(request, key, new SigningContext(Ecs.NOW, "a"))).isEqualTo(first);
      assertThat(signer.sign(request, key, new SigningContext(Ecs.NOW, "b"))).isNotEqualTo(first);
      assertThat(signer.sign(request, key, new SigningContext(Ecs.NOW.plusSeconds(1), "a")))
          .isNotEqualTo(first);
    }
  }

  /** It goes with every request by itself; sent twice, gateways refuse it. */
  @Test
  void the_host_is_signed_and_not_sent_a_second_time() {
    ApiRequest request = ecs.encodeRelease(Ecs.batch(Ecs.intent(false), "i-a"));
    HttpRequest sent =
        new Acs3Signer()
            .sign(request, ecs.credentials().resolve(), new SigningContext(Ecs.NOW, "n"));
    assertThat(sent.header("Authorization").orElseThrow()).contains("SignedHeaders=host;");
    assertThat(sent.header("host")).isEmpty();
  }

  @Test
  void v1_sends_the_type_of_a_body_and_no_empty_one() {
    ApiRequest plain = ecs.encodeRelease(Ecs.batch(Ecs.intent(false), "i-a"));
    Credentials key = ecs.credentials().resolve();
    SigningContext now = new SigningContext(Ecs.NOW, "n");
    assertThat(new RpcV1Signer().sign(plain, key, now).headers()).isEmpty();
    String form = "application/x-www-form-urlencoded";
    ApiRequest typed = plain.body(form, HttpBody.utf8("a=b"));
    assertThat(new RpcV1Signer().sign(typed, key, now).header("content-type")).contains(form);
  }

  @Test
  void a_bearer_token_is_refused_by_name() {
    ApiRequest request = ecs.encodeRelease(Ecs.batch(Ecs.intent(false), "i-a"));
    Credentials bearer = Credentials.ofBearer("CANARY");
    for (var signer : List.of(new Acs3Signer(), new RpcV1Signer())) {
      assertThatThrownBy(() -> signer.sign(request, bearer, new SigningContext(Ecs.NOW, "n")))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("access key")
          .hasMessageNotContaining("CANARY");
    }
  }

  @Test
  void the_builder_says_all_that_can_be_chosen() {
    CloudProvider lab =
        AliyunEcs.builder()
            .allowPlainHttp("wiremock")
            .name("aliyun-lab")
            .credentials(Credentials.ofKey("id", "secret"))
            .endpoint("http://wiremock:8080")
            .signature(Signature.V1)
            .allowCredentialCommands()
            .build();
    assertThat(lab.facts().name()).isEqualTo("aliyun-lab");
    assertThat(lab).hasToString("EcsProvider[aliyun-lab]");
    assertThat(lab.credentials().resolve()).isEqualTo(Credentials.ofKey("id", "secret"));
    assertThat(lab.accessHost("cn-hangzhou")).isEqualTo("wiremock:8080/cn-hangzhou");
    assertThat(lab.signer()).isInstanceOf(RpcV1Signer.class);
    assertThat(AliyunEcs.builder().site(Site.VPC).build().accessHost("cn-hangzhou"))
        .isEqualTo("ecs-vpc.cn-hangzhou.aliyuncs.com");
    assertThat(AliyunEcs.fromEnvironment().facts().name()).isEqualTo(AliyunEcs.KIND);
    assertThat(AliyunEcs.fromEnvironment().accessHost("cn-beijing"))
        .isEqualTo("ecs.cn-beijing.aliyuncs.com");
  }

  @Test
  void a_builder_that_is_told_a_profile_looks_for_keys_nowhere_else() {
    CloudProvider lab = AliyunEcs.builder().profile("no-such-profile").build();
    assertThatThrownBy(() -> lab.credentials().resolve())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(".aliyun");
  }

  @Test
  void plain_http_to_a_host_that_was_not_named_is_refused() {
    AliyunEcs.Builder builder = AliyunEcs.builder().endpoint("http://wiremock:8080");
    assertThatThrownBy(builder::build)
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("use https://, or http:// to a loopback address");
  }

  @Test
  void a_role_is_assumed_with_the_given_keys_inside_the_vpc_that_the_calls_go_to() {
    ProviderSettings inRegion =
        ProviderSettings.of(
                AliyunEcs.KIND,
                name -> name.equals("ALIBABA_CLOUD_STS_REGION") ? "cn-beijing" : "",
                Ecs.NO_ENVIRONMENT.home())
            .credentials(CredentialsProvider.of(Credentials.ofKey("id", "secret")))
            .assumeRole(AssumedRole.of("acs:ram::1:role/r"));
    for (Site site : Site.values()) {
      CloudProvider provider = AliyunEcs.create(inRegion, AliyunOptions.defaults().withSite(site));
      HttpRequest request = askedForKeys(provider);
      assertThat(request.endpoint().host())
          .isEqualTo((site == Site.VPC ? "sts-vpc" : "sts") + ".cn-beijing.aliyuncs.com");
      assertThat(request.query()).contains("AccessKeyId=id", "Action=AssumeRole");
    }
    CloudProvider built =
        AliyunEcs.builder()
            .credentials(Credentials.ofKey("id", "secret"))
            .assumeRole(AssumedRole.of("acs:ram::1:role/r"))
            .build();
    assertThat(askedForKeys(built).query()).contains("Action=AssumeRole");
  }

  /** The one request that this provider asks for keys with; it is refused. */
  private static HttpRequest askedForKeys(CloudProvider provider) {
    List<HttpRequest> asked = new ArrayList<>();
    provider
        .credentials()
        .callThrough(
            new HttpTransport() {
              @Override
              public HttpResponse send(HttpRequest request) {
                asked.add(request);
                return Ecs.answer(403, "{\"Code\":\"NoPermission\",\"Message\":\"no\"}");
              }

              @Override
              public void close() {}
            });
    assertThatThrownBy(() -> provider.credentials().resolve()).hasMessageContaining("was refused");
    assertThat(asked).hasSize(1);
    return asked.get(0);
  }

  @Test
  void configuration_says_signature_and_site_in_words_that_are_known() {
    assertThat(configured(Map.of())).isEqualTo(AliyunOptions.defaults());
    assertThat(configured(Map.of("signature", "v3", "site", "public")))
        .isEqualTo(AliyunOptions.defaults());
    assertThat(configured(Map.of("signature", "v1", "site", "vpc")))
        .isEqualTo(new AliyunOptions(Signature.V1, Site.VPC));
    assertThatThrownBy(() -> configured(Map.of("signature", "v2")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("aliyun-ecs: signature must be one of [v1, v3]");
    assertThatThrownBy(() -> configured(Map.of("site", "moon")))
        .hasMessage("aliyun-ecs: site must be one of [public, vpc]");
  }

  @Test
  void configuration_may_say_what_the_factory_names() {
    assertThat(new AliyunEcsFactory().options().keySet())
        .containsExactlyInAnyOrder("signature", "site");
  }

  private static AliyunOptions configured(Map<String, String> options) {
    return AliyunOptions.of(Ecs.settings().options(options));
  }

  @ParameterizedTest
  @CsvSource({
    "PUBLIC, '', sts.aliyuncs.com",
    "PUBLIC, ALIBABA_CLOUD_STS_REGION=cn-beijing, sts.cn-beijing.aliyuncs.com",
    "VPC, ALIBABA_CLOUD_STS_REGION=cn-beijing, sts-vpc.cn-beijing.aliyuncs.com",
    "PUBLIC, ALIBABA_CLOUD_STS_REGION=cn-beijing ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED=true,"
        + " sts-vpc.cn-beijing.aliyuncs.com",
    "VPC, ALIBABA_CLOUD_STS_ENDPOINT=sts.example, sts.example",
    // Without a region there is no host inside a VPC.
    "VPC, '', sts.aliyuncs.com"
  })
  void whose_key_it_is_is_asked_where_roles_are_assumed(Site site, String variables, String host) {
    CloudProvider cloud =
        new EcsProvider(
            ProviderSettings.of(
                "a",
                name ->
                    Stream.of(variables.split(" "))
                        .filter(variable -> variable.startsWith(name + "="))
                        .map(variable -> variable.substring(name.length() + 1))
                        .findFirst()
                        .orElse(""),
                Ecs.NO_ENVIRONMENT.home()),
            AliyunOptions.defaults().withSite(site));
    assertThat(((WhoAmI) cloud).encodeWhoAmI().endpoint()).isEqualTo(Endpoint.https(host));
  }

  @Test
  void whose_key_it_is_and_what_is_paid_back_is_asked_of_other_hosts_than_ecs() {
    WhoAmI who = (WhoAmI) ecs;
    assertThat(who.encodeWhoAmI().endpoint()).isEqualTo(Endpoint.https("sts.aliyuncs.com"));
    assertThat(who.encodeWhoAmI().action()).isEqualTo(who.whoAmIAction().name());
    assertThat(who.whoAmISigner()).isInstanceOf(RpcV1Signer.class);
    RefundInquiry refunds = (RefundInquiry) ecs;
    ApiRequest inquiry =
        refunds.encodeRefund(new RefundQuery(Ecs.REGION, Ecs.refs("i-a"), "token-1"));
    assertThat(inquiry.endpoint()).isEqualTo(Endpoint.https("business.aliyuncs.com"));
    assertThat(inquiry.action()).isEqualTo(refunds.refundAction().name());
    assertThat(refunds.refundSigner()).isInstanceOf(Acs3Signer.class);
    assertThat(Ecs.decoded(inquiry.query()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("ProductCode", "ecs", "InstanceId", "i-a", "ClientToken", "token-1"));
  }

  @Test
  void the_answer_of_the_token_service_names_the_account() {
    WhoAmI who = (WhoAmI) ecs;
    String body =
        "{\"AccountId\":\" 1000 \",\"IdentityType\":\"RAMUser\",\"Arn\":\"acs:ram\","
            + "\"RequestId\":\"r\"}";
    assertThat(who.readWhoAmI(Ecs.answer(200, body)).caller())
        .contains(new Caller("1000", "RAMUser", "acs:ram"));
    assertThat(who.readWhoAmI(Ecs.answer(500, body)).caller()).isEmpty();
    assertThat(who.readWhoAmI(Ecs.answer(200, "{\"AccountId\":\" \"}")).caller()).isEmpty();
    CloudFailure refused =
        who.readWhoAmI(Ecs.answer(403, "{\"Code\":\"X\",\"Message\":\"no\",\"RequestId\":\"r\"}"))
            .failure()
            .orElseThrow();
    assertThat(refused).isEqualTo(CloudFailure.of(403, "X", "no", "r"));
    assertThat(who.readWhoAmI(Ecs.answer(200, "<html>")).failure().orElseThrow().message())
        .startsWith("not a documented answer");
  }

  /** The account may only be taken as confirmed by an answer that is a success. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'AccountId':'1000'}",
        "{'AccountId':'1000','Code':'Forbidden','Message':'m','RequestId':'r'}",
        "{'AccountId':'1000','code':'Forbidden','RequestId':'r'}",
        "{'AccountId':' ','RequestId':'r'}",
        "<Other><RequestId>r</RequestId><AccountId>1000</AccountId></Other>"
      })
  void an_answer_that_is_no_success_confirms_no_account(String body) {
    WhoAmI.Answer answer = ((WhoAmI) ecs).readWhoAmI(Ecs.answer(200, body.replace('\'', '"')));
    assertThat(answer.caller()).isEmpty();
    CloudFailure failure = answer.failure().orElseThrow();
    assertThat(failure.code()).isEmpty();
    assertThat(failure.message()).startsWith("not a documented answer");
  }

  @Test
  void the_account_is_read_from_xml_too() {
    String xml =
        "<?xml version='1.0'?><GetCallerIdentityResponse><RequestId>r</RequestId>"
            + "<AccountId>1000</AccountId></GetCallerIdentityResponse>";
    assertThat(((WhoAmI) ecs).readWhoAmI(Ecs.answer(200, xml)).caller())
        .contains(new Caller("1000", "", ""));
  }

  /** Only a code that is read ends the asking, and has the keys read anew. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Code':'InvalidAccessKeyId.NotFound','Message':'m','RequestId':'r'}",
        "{'code':'InvalidAccessKeyId.NotFound','message':'m','requestId':'r'}",
        "<?xml version='1.0'?><Error><RequestId>r</RequestId>"
            + "<Code>InvalidAccessKeyId.NotFound</Code><Message>m</Message></Error>"
      })
  void why_the_token_service_refuses_is_read_in_each_form(String body) {
    assertThat(((WhoAmI) ecs).readWhoAmI(Ecs.answer(404, body.replace('\'', '"'))).failure())
        .contains(CloudFailure.of(404, "InvalidAccessKeyId.NotFound", "m", "r"));
  }

  /** An endpoint by plain HTTP stands for all of the cloud; one by HTTPS for ECS alone. */
  @Test
  void an_endpoint_over_https_is_one_of_ecs_alone() {
    CloudProvider gateway =
        AliyunEcs.create(Ecs.settings().endpoint(Endpoint.https("gateway.example.com")));
    assertThat(look(gateway, "cn-wuhan").endpoint().host()).isEqualTo("gateway.example.com");
    assertThat(((WhoAmI) gateway).encodeWhoAmI().endpoint().host()).isEqualTo("sts.aliyuncs.com");
    RefundQuery query = new RefundQuery(Ecs.REGION, Ecs.refs("i-a"), "t");
    assertThat(((RefundInquiry) gateway).encodeRefund(query).endpoint().host())
        .isEqualTo("business.aliyuncs.com");
    CloudProvider local =
        AliyunEcs.create(Ecs.settings().endpoint(Endpoint.parse("http://127.0.0.1:8080")));
    assertThat(((WhoAmI) local).encodeWhoAmI().endpoint().host()).isEqualTo("127.0.0.1");
    assertThat(((RefundInquiry) local).encodeRefund(query).endpoint().host())
        .isEqualTo("127.0.0.1");
  }

  private static ApiRequest look(CloudProvider ecs, String region) {
    InstanceRef ref = InstanceRef.of("aliyun-ecs", region, "i-a");
    return ecs.encodeLook(new LookQuery(region, List.of(ref), Ecs.NOW));
  }
}
