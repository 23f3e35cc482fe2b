package io.cloudrelease.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.spi.setup.ProviderSettings;
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
}
