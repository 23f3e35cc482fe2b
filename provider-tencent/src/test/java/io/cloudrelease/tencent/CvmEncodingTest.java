package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Intent;
import io.cloudrelease.spi.Assessment.Step;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.tencent.TencentCvm.Site;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CvmEncodingTest {

  private static final Intent RELEASE_KEEP = Fixtures.intent(Goal.RELEASE, Collateral.KEEP);

  @Test
  void a_release_is_one_post_with_three_members() {
    ApiRequest call = Fixtures.provider().encodeRelease(Fixtures.batch("ins-3jaw1j8m", "ins-2"));
    assertThat(call.method()).isEqualTo("POST");
    assertThat(call.path()).isEqualTo("/");
    assertThat(call.query()).isEmpty();
    assertThat(call.endpoint()).isEqualTo(Endpoint.https("cvm.tencentcloudapi.com"));
    assertThat(call.action()).isEqualTo("TerminateInstances");
    assertThat(call.version()).isEqualTo("2017-03-12");
    assertThat(call.region()).isEqualTo("ap-guangzhou");
    assertThat(call.contentType()).isEqualTo("application/json");
    assertThat(call.body().text())
        .isEqualTo(
            "{\"InstanceIds\":[\"ins-3jaw1j8m\",\"ins-2\"],\"ReleaseAddress\":false,"
                + "\"ReleasePrepaidDataDisks\":false}");
  }

  @ParameterizedTest
  @EnumSource(Goal.class)
  void collateral_is_released_only_when_asked_for_and_whatever_the_goal(Goal goal) {
    CloudProvider provider = Fixtures.provider();
    assertThat(body(provider, goal, Collateral.KEEP))
        .endsWith("\"ReleaseAddress\":false,\"ReleasePrepaidDataDisks\":false}");
    assertThat(body(provider, goal, Collateral.RELEASE))
        .endsWith("\"ReleaseAddress\":true,\"ReleasePrepaidDataDisks\":true}");
  }

  @Test
  void the_international_site_is_told_of_addresses_only_where_they_are_to_be_released() {
    CloudProvider provider =
        TencentCvm.create(Fixtures.SETTINGS, TencentOptions.defaults().site(Site.INTERNATIONAL));
    assertThat(body(provider, Goal.RELEASE, Collateral.KEEP))
        .isEqualTo("{\"InstanceIds\":[\"ins-1\"],\"ReleasePrepaidDataDisks\":false}");
    assertThat(body(provider, Goal.RELEASE, Collateral.RELEASE))
        .isEqualTo(
            "{\"InstanceIds\":[\"ins-1\"],\"ReleaseAddress\":true,"
                + "\"ReleasePrepaidDataDisks\":true}");
  }

  private static String body(CloudProvider provider, Goal goal, Collateral collateral) {
    Intent intent = Fixtures.intent(goal, collateral);
    return provider.encodeRelease(Fixtures.batch(intent, Fixtures.REGION, "ins-1")).body().text();
  }

  @Test
  void a_look_names_its_ids_and_a_page_that_holds_them_all() {
    ApiRequest call = Fixtures.provider().encodeLook(Fixtures.query("ins-1", "ins-2"));
    assertThat(call.action()).isEqualTo("DescribeInstances");
    assertThat(call.version()).isEqualTo("2017-03-12");
    assertThat(call.region()).isEqualTo("ap-guangzhou");
    assertThat(call.contentType()).isEqualTo("application/json");
    assertThat(call.body().text())
        .isEqualTo("{\"InstanceIds\":[\"ins-1\",\"ins-2\"],\"Offset\":0,\"Limit\":100}");
  }

  @ParameterizedTest
  @CsvSource({
    "NEAREST, ap-guangzhou, cvm.tencentcloudapi.com",
    "NEAREST, moon-base-9, cvm.tencentcloudapi.com",
    "NEAREST, ap-shanghai-fsi, cvm.ap-shanghai-fsi.tencentcloudapi.com",
    "REGIONAL, ap-guangzhou, cvm.ap-guangzhou.tencentcloudapi.com",
    "REGIONAL, ap-shenzhen-fsi, cvm.ap-shenzhen-fsi.tencentcloudapi.com",
    "INTERNATIONAL, ap-singapore, cvm.intl.tencentcloudapi.com",
    "INTERNATIONAL, ap-shanghai-fsi, cvm.ap-shanghai-fsi.tencentcloudapi.com"
  })
  void the_host_follows_the_options_but_for_finance_regions(
      Site hosts, String region, String host) {
    CloudProvider provider =
        TencentCvm.create(Fixtures.SETTINGS, TencentOptions.defaults().site(hosts));
    ApiRequest call = provider.encodeRelease(Fixtures.batch(RELEASE_KEEP, region, "ins-1"));
    ApiRequest look =
        provider.encodeLook(new LookQuery(region, Fixtures.refs("ins-1"), Fixtures.NOW));
    assertThat(call.endpoint()).isEqualTo(Endpoint.https(host)).isEqualTo(look.endpoint());
    assertThat(call.region()).isEqualTo(region).isEqualTo(look.region());
  }

  @ParameterizedTest
  @EnumSource(Site.class)
  void an_endpoint_of_the_settings_comes_before_everything(Site hosts) {
    Endpoint own = Endpoint.parse("https://cvm.api3.fincloud.tencent.cn:8443");
    CloudProvider provider =
        TencentCvm.create(Fixtures.SETTINGS.endpoint(own), TencentOptions.defaults().site(hosts));
    assertThat(
            provider
                .encodeRelease(Fixtures.batch(RELEASE_KEEP, "ap-shanghai-fsi", "ins-1"))
                .endpoint())
        .isEqualTo(own);
  }

  @Test
  void the_service_name_stays_cvm_on_any_endpoint_and_the_host_is_signed_with_its_port() {
    CloudProvider provider =
        TencentCvm.create(Fixtures.SETTINGS.endpoint(Endpoint.parse("http://127.0.0.1:4321")));
    ApiRequest call = provider.encodeRelease(Fixtures.batch("ins-1"));
    assertThat(new Tc3Signer("cvm").canonicalRequest(call)).contains("\nhost:127.0.0.1:4321\n");
    assertThat(
            provider
                .signer()
                .sign(call, provider.credentials().resolve(), Fixtures.CONTEXT)
                .header("Authorization")
                .orElseThrow())
        .contains("/2025-10-09/cvm/tc3_request, SignedHeaders=content-type;host;x-tc-action,");
  }

  @Test
  void the_language_of_the_options_is_sent() {
    CloudProvider provider =
        TencentCvm.create(Fixtures.SETTINGS, TencentOptions.defaults().language("en-US"));
    ApiRequest call = provider.encodeRelease(Fixtures.batch("ins-1"));
    assertThat(
            provider
                .signer()
                .sign(call, provider.credentials().resolve(), Fixtures.CONTEXT)
                .header("X-TC-Language"))
        .hasValue("en-US");
  }

  @Test
  void a_hundred_ids_go_out_and_a_hundred_and_one_do_not() {
    CloudProvider provider = Fixtures.provider();
    String[] ids = IntStream.range(0, 101).mapToObj(i -> "ins-" + i).toArray(String[]::new);
    String[] hundred = java.util.Arrays.copyOf(ids, 100);
    assertThat(provider.encodeRelease(Fixtures.batch(hundred)).body().text()).contains("ins-99\"");
    assertThat(provider.encodeLook(Fixtures.query(hundred)).body().text()).contains("ins-99\"");
    assertThatThrownBy(() -> provider.encodeRelease(Fixtures.batch(ids)))
        .hasMessageContaining("at most 100");
    assertThatThrownBy(() -> provider.encodeLook(Fixtures.query(ids)))
        .hasMessageContaining("at most 100");
  }

  @Test
  void a_dry_run_is_never_written_as_a_call_that_destroys() {
    Intent dryRun = new Intent(Goal.RELEASE, Collateral.KEEP, Set.of(), true);
    assertThatThrownBy(
            () ->
                Fixtures.provider().encodeRelease(Fixtures.batch(dryRun, Fixtures.REGION, "ins-1")))
        .hasMessageContaining("dry run");
  }

  @Test
  void a_call_without_a_region_or_of_another_action_is_not_written() {
    CloudProvider provider = Fixtures.provider();
    assertThatThrownBy(() -> provider.encodeRelease(Fixtures.batch(RELEASE_KEEP, "", "ins-1")))
        .hasMessageContaining("region");
    ReleaseBatch other =
        new ReleaseBatch(
            "ap-guangzhou",
            new Step("StopInstances", 1, "", false),
            Fixtures.refs("ins-1"),
            RELEASE_KEEP,
            "token");
    assertThatThrownBy(() -> provider.encodeRelease(other)).hasMessageContaining("StopInstances");
  }
}
