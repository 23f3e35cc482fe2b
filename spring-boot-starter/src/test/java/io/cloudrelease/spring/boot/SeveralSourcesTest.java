package io.cloudrelease.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.config.AccountConfig;
import io.cloudrelease.config.ClientConfig;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.guard.Candidate;
import io.cloudrelease.model.InstanceRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/** What several places say of one key, and what YAML makes of values without quotes. */
@Timeout(60)
class SeveralSourcesTest {
  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(CloudReleaseAutoConfiguration.class));

  /** Of several files the first wins, as that of a profile does. */
  private ApplicationContextRunner files(String... yaml) {
    ApplicationContextRunner all = application;
    for (int i = 0; i < yaml.length; i++) {
      String name = "file " + i;
      byte[] text = yaml[i].getBytes(StandardCharsets.UTF_8);
      all =
          all.withInitializer(
              context -> {
                MutablePropertySources sources = context.getEnvironment().getPropertySources();
                read(name, text).forEach(sources::addLast);
              });
    }
    return all;
  }

  private static List<PropertySource<?>> read(String name, byte[] yaml) {
    try {
      return new YamlPropertySourceLoader().load(name, new ByteArrayResource(yaml));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static AccountConfig prod(ClientConfig config) {
    return config.accounts().get(0);
  }

  private static final String BASE =
      """
      cloudrelease:
        accounts:
          tencent-cvm:
            regions: [ap-guangzhou, ap-beijing, ap-shanghai]
            site: international
        guards:
          deny-names: [one, two, three]
      """;

  @Test
  void a_list_of_the_source_that_wins_is_the_whole_list() {
    files(
            """
            cloudrelease:
              accounts.tencent-cvm.regions: [ap-chengdu]
              guards.deny-names: [four]
            """,
            BASE)
        .run(
            context -> {
              ClientConfig config = context.getBean(ClientConfig.class);
              assertThat(prod(config).regions()).containsExactly("ap-chengdu");
              assertThat(config.guards()).hasSize(1);
              assertThat(prod(config).options()).containsEntry("site", "international");
            });
  }

  @Test
  void what_another_source_allows_is_not_allowed_beside_it() {
    files(
            "cloudrelease.guards.allow-instances: ['tencent-cvm:ap-guangzhou:ins-1a2b3c4d']",
            """
            cloudrelease.guards.allow-instances:
              - tencent-cvm:ap-guangzhou:ins-2a2b3c4d
              - tencent-cvm:ap-guangzhou:ins-3a2b3c4d
            """)
        .run(
            context -> {
              InstanceRef other = InstanceRef.parse("tencent-cvm:ap-guangzhou:ins-3a2b3c4d");
              assertThat(context.getBean(ClientConfig.class).guards())
                  .singleElement()
                  .satisfies(
                      guard ->
                          assertThat(guard.objection(Candidate.unseen(other, Instant.EPOCH)))
                              .isPresent());
            });
  }

  @Test
  void however_the_source_that_wins_writes_it() {
    files("cloudrelease.guards.denyNames: []", BASE)
        .run(context -> assertThat(context.getBean(ClientConfig.class).guards()).isEmpty());
    files("cloudrelease.guards.deny-names: 'four, five'", BASE)
        .run(context -> assertThat(context.getBean(ClientConfig.class).guards()).hasSize(2));
    files(BASE)
        .withInitializer(
            context ->
                context
                    .getEnvironment()
                    .getPropertySources()
                    .addFirst(
                        new SystemEnvironmentPropertySource(
                            "shell-systemEnvironment",
                            Map.of("CLOUDRELEASE_GUARDS_DENYNAMES_0", "four"))))
        .run(context -> assertThat(context.getBean(ClientConfig.class).guards()).hasSize(1));
    files(BASE)
        .withPropertyValues("cloudrelease.accounts.tencent-cvm.regions[0]=ap-chengdu")
        .run(
            context ->
                assertThat(prod(context.getBean(ClientConfig.class)).regions())
                    .containsExactly("ap-chengdu"));
  }

  @ParameterizedTest
  @CsvSource({
    "guards.deny-tags: [env=prod], guards.denyTags: [keep]",
    "guards.deny-tags: [env=prod], guards.denyTags: keep",
    "policy.most-per-hour: 5, policy.mostPerHour: 50",
    "accounts.tencent-cvm.expect-account: '1', accounts.tencent-cvm.expectAccount: '2'",
  })
  void a_key_that_one_source_has_in_two_forms_is_refused(String one, String other) {
    files("cloudrelease." + one + "\ncloudrelease." + other)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("cloudrelease." + one.substring(0, one.indexOf(':')))
                    .hasMessageContaining("cloudrelease." + other.substring(0, other.indexOf(':')))
                    .hasMessageContaining("a key that stands there twice"));
    files("cloudrelease." + one, "cloudrelease." + other)
        .run(context -> assertThat(context).hasSingleBean(ClientConfig.class));
  }

  @Test
  void a_variable_makes_no_second_account_of_one_whose_name_has_a_hyphen() {
    files("cloudrelease.accounts.tencent-prod.cloud: tencent-cvm")
        .withInitializer(
            context ->
                context
                    .getEnvironment()
                    .getPropertySources()
                    .addFirst(
                        new SystemEnvironmentPropertySource(
                            "shell-systemEnvironment",
                            Map.of("CLOUDRELEASE_ACCOUNTS_TENCENTPROD_CREDENTIALS_ID", "AKID1"))))
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("accounts.tencentprod and tencent-prod"));
  }

  @Test
  void a_list_with_a_gap_is_told_by_the_place_that_is_missing() {
    application
        .withPropertyValues(
            "cloudrelease.guards.deny-tags[0]=keep", "cloudrelease.guards.deny-tags[2]=env=prod")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining("guards.deny-tags[1] is empty"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "regions"})
  void an_account_may_have_the_name_of_a_number_or_of_a_list(String name) {
    files(
            "cloudrelease.accounts." + name + ".regions: [ap-chengdu]",
            "cloudrelease.accounts." + name + ".regions: [ap-beijing, ap-shanghai]")
        .withPropertyValues("cloudrelease.accounts." + name + ".cloud=tencent-cvm")
        .run(
            context ->
                assertThat(context.getBean(ClientConfig.class).accounts())
                    .singleElement()
                    .satisfies(
                        account -> {
                          assertThat(account.name()).isEqualTo(name);
                          assertThat(account.regions()).containsExactly("ap-chengdu");
                        }));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "guards.deny-names[0]: 0012",
        "guards.deny-names: 0012",
        "guards.deny-names[0]: 12:30:45",
        "guards.deny-names[0]: 1e3",
        "guards.deny-names[0]: on",
        "guards.require-names[0]: 1_000",
        "guards.deny-tags[0]: yes",
        "guards.require-tags[0]: 007",
        "guards.deny-states[0]: off",
        "policy.deny-tags[0]: 0x1F",
        "policy.deny-names[0]: 1.10",
        "accounts.tencent-cvm.expect-account: 0100000000001",
        "accounts.tencent-cvm.profile: 007",
        "accounts.tencent-cvm.credentials.id: 0123",
        "accounts.tencent-cvm.credentials.secret: 0123",
        "network.proxy-password: 0123",
      })
  void what_yaml_made_another_value_of_is_refused_with_its_place(String line) {
    String key = line.substring(0, line.indexOf(": "));
    files("cloudrelease." + line, "cloudrelease.accounts.tencent-cvm.cloud: tencent-cvm")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(key + " must be text in quotes"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"${no.such.key:}", "${no.such.key:},${no.such.key:}", ","})
  void a_list_that_came_out_empty_is_no_silent_guard(String value) {
    application
        .withPropertyValues("cloudrelease.guards.deny-tags=" + value)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining("guards.deny-tags is empty"));
  }

  @Test
  void what_is_in_quotes_is_what_stands_there_and_numbers_and_flags_need_none() {
    files(
            """
            cloudrelease:
              accounts:
                tencent-cvm:
                  expect-account: "0100000000001"
                  allow-credential-commands: false
                  rates:
                    TerminateInstances: 2.5
              guards:
                check-groups: on
                older-than: 7d
              policy:
                most-per-request: 100
                waves:
                  percents: [1, 5]
                  most-trouble-percent: 7
            """)
        .run(
            context -> {
              ClientConfig config = context.getBean(ClientConfig.class);
              assertThat(prod(config).expectedId()).isEqualTo("0100000000001");
              assertThat(prod(config).rates()).containsEntry("TerminateInstances", 2.5);
              assertThat(config.policy().mostPerRequest()).hasValue(100);
            });
  }
}
