package io.cloudrelease.zenlayer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Intent;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CallsTest {
  private static final Intent TAKE_ALL = Given.intent(Goal.RELEASE, Collateral.RELEASE);

  @ParameterizedTest
  @CsvSource({
    "ZEC,CURRENT,/api/v2/zec,2025-09-01",
    "ZEC,PREVIOUS,/api/v2/zec,2024-04-01",
    "BMC,CURRENT,/api/v2/bmc,2026-02-01",
    "BMC,PREVIOUS,/api/v2/bmc,2022-11-20",
    "VM,CURRENT,/api/v2/vm,2026-04-01",
    "VM,PREVIOUS,/api/v2/vm,2023-03-13"
  })
  void product_and_version_are_in_path_and_version(
      Product product, ZenlayerApiVersion version, String path, String versionText) {
    var provider = Given.provider(product, version);
    ApiRequest look = provider.encodeLook(Given.query(product, "i-1"));
    ApiRequest release =
        provider.encodeRelease(Given.batch(product, ZenlayerCalls.RELEASE, TAKE_ALL, "i-1"));

    for (ApiRequest call : new ApiRequest[] {look, release}) {
      assertThat(call.method()).isEqualTo("POST");
      assertThat(call.path()).isEqualTo(path);
      assertThat(call.version()).isEqualTo(versionText);
      assertThat(call.query()).isEmpty();
      assertThat(call.region()).isEmpty();
      assertThat(call.contentType()).isEqualTo("application/json");
      assertThat(call.endpoint()).isEqualTo(Endpoint.parse("http://127.0.0.1:8080"));
    }
    assertThat(look.action()).isEqualTo("DescribeInstances");
    assertThat(release.action()).isEqualTo("ReleaseInstances");
  }

  @Test
  void zec_always_says_what_becomes_of_the_dependants() {
    assertThat(body(Product.ZEC, ZenlayerCalls.RELEASE, Given.RELEASE, "i-1", "i-2"))
        .isEqualTo("{\"instanceIds\":[\"i-1\",\"i-2\"],\"dependResource\":false}");
    assertThat(body(Product.ZEC, ZenlayerCalls.RELEASE, TAKE_ALL, "i-1"))
        .isEqualTo("{\"instanceIds\":[\"i-1\"],\"dependResource\":true}");
  }

  @Test
  void the_old_zec_version_never_leaves_the_choice_to_the_server_when_dependants_must_stay() {
    var old = Given.provider(Product.ZEC, ZenlayerApiVersion.PREVIOUS);

    assertThat(
            old.encodeRelease(Given.batch(Product.ZEC, ZenlayerCalls.RELEASE, TAKE_ALL, "i-1"))
                .body()
                .text())
        .isEqualTo("{\"instanceIds\":[\"i-1\"]}");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                old.encodeRelease(
                    Given.batch(Product.ZEC, ZenlayerCalls.RELEASE, Given.RELEASE, "i-1")));
  }

  @ParameterizedTest
  @EnumSource(
      value = Product.class,
      names = {"BMC", "VM"})
  void bmc_and_vm_terminate_one_and_release_many(Product product) {
    assertThat(body(product, ZenlayerCalls.TERMINATE, Given.RELEASE, "i-1"))
        .isEqualTo("{\"instanceId\":\"i-1\"}");
    assertThat(body(product, ZenlayerCalls.RELEASE, Given.DESTROY, "i-1", "i-2"))
        .isEqualTo("{\"instanceIds\":[\"i-1\",\"i-2\"]}");
  }

  @Test
  void what_the_api_does_not_have_is_not_written() {
    Intent dryRun = new Intent(Goal.RELEASE, Collateral.KEEP, Set.of(), true);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> body(Product.ZEC, ZenlayerCalls.TERMINATE, Given.RELEASE, "i-1"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> body(Product.BMC, ZenlayerCalls.TERMINATE, Given.RELEASE, "i-1", "i-2"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> body(Product.BMC, "StopInstances", Given.RELEASE, "i-1"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> body(Product.ZEC, ZenlayerCalls.RELEASE, dryRun, "i-1"));
  }

  @Test
  void a_look_names_its_ids_and_a_page_that_holds_them_all() {
    String[] ids = IntStream.rangeClosed(1, 100).mapToObj(i -> "i-" + i).toArray(String[]::new);
    String text =
        Given.provider(Product.BMC).encodeLook(Given.query(Product.BMC, ids)).body().text();
    JsonValue body = JsonValue.parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)).get();

    assertThat(body.members().keySet())
        .containsExactlyInAnyOrder("instanceIds", "pageNum", "pageSize");
    assertThat(body.get("instanceIds").items()).extracting(JsonValue::text).containsExactly(ids);
    assertThat(body.number("pageNum", 0)).isEqualTo(1);
    assertThat(body.number("pageSize", 0)).isEqualTo(100);
  }

  private static String body(Product product, String action, Intent intent, String... ids) {
    ApiRequest call =
        Given.provider(product).encodeRelease(Given.batch(product, action, intent, ids));
    assertThat(call.action()).isEqualTo(action);
    return call.body().text();
  }
}
