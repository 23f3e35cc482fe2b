package io.cloudrelease.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.spi.setup.ProviderSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {

  @ParameterizedTest
  @ValueSource(strings = {"Prod", "prod_eu", "prod.eu", "prod:1", "", "a b"})
  void a_name_that_can_stand_in_no_reference_is_refused(String name) {
    assertThatThrownBy(() -> AccountConfig.builder(name, "tencent-cvm"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("references begin with it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "2-prod", "-"})
  void every_name_that_an_account_may_have_can_stand_in_a_reference(String name) {
    assertThat(AccountConfig.builder(name, "tencent-cvm").build().name())
        .isEqualTo(InstanceRef.parse(name + ":i-1").provider());
  }

  @Test
  void keys_come_from_one_place() {
    ProviderSettings settings = ProviderSettings.of("prod").profile("work");
    CredentialsProvider keys = CredentialsProvider.of(Credentials.ofKey("id", "secret"));
    assertThatThrownBy(() -> settings.credentials(keys))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'work'")
        .hasMessageContaining("leave one out");
  }

  /** What is blank would switch the check off. */
  @Test
  void the_id_that_is_expected_is_not_blank() {
    AccountConfig.Builder account = AccountConfig.builder("prod", "tencent-cvm");
    for (String blank : new String[] {"", " "}) {
      assertThatThrownBy(() -> account.expectAccount(blank))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage("the id expected of 'prod' is blank");
    }
    assertThat(account.expectAccount(" 100000000001\n").build().expectedId())
        .isEqualTo("100000000001");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void a_rate_is_above_zero_and_finite(double rate) {
    AccountConfig.Builder account = AccountConfig.builder("prod", "tencent-cvm");
    assertThatThrownBy(() -> account.rate("TerminateInstances", rate))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the rate of TerminateInstances of 'prod' is " + rate);
  }

  @Test
  void a_store_is_printed_without_what_may_be_a_password() {
    for (String url :
        new String[] {
          "jdbc:postgresql://ops:c4n4ry@db/ops",
          "jdbc:postgresql://db/ops?password=c4n4ry",
          "jdbc:oracle:thin:ops/c4n4ry@db:1521/ops",
          "jdbc:sqlserver://db;password=c4n4ry"
        }) {
      assertThat(StoreConfig.of(url, "ops").toString()).doesNotContain("c4n4ry", "ops");
    }
    assertThat(StoreConfig.of("jdbc:postgresql://db/ops", ""))
        .hasToString("StoreConfig[jdbc:postgresql:…]");
    assertThatThrownBy(() -> StoreConfig.of(" ", ""))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("jdbc:postgresql://host/database");
  }

  @Test
  void a_session_of_a_role_has_a_name_and_a_length() {
    AssumedRole role = AssumedRole.of("qcs::cam::uin/1:roleName/r");
    for (String wrong : new String[] {"", " ", "a\nb", "a\u202eb"}) {
      assertThatThrownBy(() -> role.sessionName(wrong))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("session name");
    }
    for (Duration wrong : List.of(Duration.ofMillis(999), Duration.ZERO, Duration.ofSeconds(-1))) {
      assertThatThrownBy(() -> role.duration(wrong))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(wrong + "; it must be at least one second");
    }
    assertThat(role.duration(Duration.ofSeconds(1)).duration()).contains(Duration.ofSeconds(1));
    assertThatThrownBy(() -> role.externalId(nothing())).hasMessage("externalId");
  }

  @SuppressWarnings("NullAway") // what a caller without checks hands over
  private static <T> T nothing() {
    return null;
  }
}
