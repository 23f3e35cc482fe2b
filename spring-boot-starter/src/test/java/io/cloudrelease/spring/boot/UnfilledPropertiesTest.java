package io.cloudrelease.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.config.ClientConfig;
import io.cloudrelease.config.ConfigSource;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.error.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;

/** What nobody set is told at the start, and never signed with. */
@Timeout(60)
class UnfilledPropertiesTest {
  private static final String CANARY = "c4n4ry";
  private static final String KEYS = "cloudrelease.accounts.prod.credentials.";

  private final ApplicationContextRunner bare =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(CloudReleaseAutoConfiguration.class));

  private final ApplicationContextRunner application =
      bare.withPropertyValues(
          "cloudrelease.accounts.prod.cloud=tencent-cvm",
          KEYS + "id=AKID1",
          KEYS + "secret=" + CANARY);

  /** What the start is told to be wrong, one line each; empty when it starts. */
  private static String problems(ApplicationContextRunner application) {
    StringBuilder told = new StringBuilder();
    application.run(
        context -> {
          Throwable cause = context.getStartupFailure();
          while (cause != null && !(cause instanceof ConfigurationException)) {
            cause = cause.getCause();
          }
          if (cause != null) {
            told.append(
                Objects.requireNonNull(new WrongConfiguration().analyze(cause)).getDescription());
          } else {
            assertThat(context).hasNotFailed();
          }
        });
    return told.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "accounts.prod.credentials.secret",
        "accounts.prod.credentials.id",
        "accounts.prod.credentials.token",
        "accounts.prod.endpoint",
        "guards.deny-tags",
        "policy.most-per-hour",
        "network",
        "network.connect-timeout",
        "journal",
        "shutdown-wait",
      })
  void a_placeholder_that_nothing_fills_is_told_of_its_key(String key) {
    assertThat(problems(application.withPropertyValues("cloudrelease." + key + "=${NOT_SET}")))
        .endsWith("  - " + key + " is ${NOT_SET}, and no property source has NOT_SET");
  }

  @Test
  void so_is_one_in_a_list_and_the_password_of_a_proxy() {
    assertThat(
            problems(
                application.withPropertyValues(
                    "cloudrelease.guards.deny-tags[0]=keep",
                    "cloudrelease.guards.deny-tags[1]=${NOT_SET}",
                    "cloudrelease.network.proxy=http://127.0.0.1:3128",
                    "cloudrelease.network.proxy-user=me",
                    "cloudrelease.network.proxy-password=${NOR_THIS}")))
        .contains("  - guards.deny-tags[1] is ${NOT_SET}, and no property source has NOT_SET")
        .contains("  - network.proxy-password is ${NOR_THIS}, and no")
        .hasLineCount(3);
  }

  /** What stands around it is a part of the secret. */
  @Test
  void what_stands_around_a_placeholder_is_not_shown() {
    assertThat(
            problems(
                application.withPropertyValues(KEYS + "secret=" + CANARY + "${" + CANARY + "}")))
        .endsWith(
            "  - accounts.prod.credentials.secret holds a placeholder that no property source"
                + " fills")
        .doesNotContain(CANARY);
  }

  /** Spring would take env for the placeholder, and the name of the variable for its default. */
  @ParameterizedTest
  @ValueSource(strings = {"x${env:NOT_SET}", "x${ file:/no/such }", "${prod.key}"})
  void a_reference_that_does_not_stand_by_itself_is_no_secret(String secret) {
    assertThat(
            problems(
                application.withPropertyValues(
                    "prod.key=${env:NOT_SET}", KEYS + "secret=" + secret)))
        .contains("  - accounts.prod.credentials.secret ")
        .containsPattern("a reference is \\$\\{env:NAME}|leads to a reference");
  }

  @Test
  void a_placeholder_with_a_default_and_one_that_is_meant_as_it_stands_are_taken() {
    assertThat(
            problems(
                application.withPropertyValues(
                    KEYS + "id=${NOT_SET:AKID2}", KEYS + "secret=${NOT_SET:" + CANARY + "}")))
        .isEmpty();
    application
        .withPropertyValues(KEYS + "secret=" + CANARY + "\\${x}", KEYS + "id=A${")
        .run(
            context -> assertThat(context.getStartupFailure()).hasStackTraceContaining("id a ref"));
    application
        .withPropertyValues(KEYS + "secret=" + CANARY + "\\${x}")
        .run(
            context ->
                assertThat(keys(context.getBean(ClientConfig.class)).resolve())
                    .extracting(Credentials::secretKey)
                    .matches(secret -> secret.reveal().equals(CANARY + "${x}")));
  }

  private static CredentialsProvider keys(ClientConfig config) {
    return config.accounts().get(0).credentials().orElseThrow();
  }

  @Test
  void a_secret_that_went_meanwhile_is_missed_and_not_replaced_by_its_name() {
    Map<String, Object> vault = new HashMap<>(Map.of("prod.key", CANARY));
    application
        .withPropertyValues(KEYS + "secret=${prod.key}")
        .withInitializer(
            context ->
                context
                    .getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("vault", vault)))
        .run(
            context -> {
              CredentialsProvider keys = keys(context.getBean(ClientConfig.class));
              vault.clear();
              assertThatThrownBy(keys::resolve)
                  .isInstanceOf(ConfigurationException.class)
                  .hasMessageContaining(
                      KEYS + "secret is ${prod.key}, and no property source has prod.key");
            });
  }

  @Test
  void each_problem_is_one_line_whatever_it_says() {
    assertThat(
            problems(
                application.withPropertyValues(
                    "cloudrelease.guards.require-tags=",
                    "cloudrelease.accounts.Lab.cloud=tencent-cvm",
                    "cloudrelease.accounts.prod.endpoint=${env:X}")))
        .contains("is an empty list; leave it out where nothing is required")
        .contains("; references begin with it")
        .contains("alone; write the value itself")
        .hasLineCount(4);
  }

  @Test
  void the_keys_of_the_starter_are_known_beside_those_of_the_configuration() {
    assertThat(problems(bare.withPropertyValues("cloudrelease.shutdown-wiat=10s")))
        .endsWith("  - shutdown-wiat is not known here; did you mean shutdown-wait?");
    assertThat(problems(bare.withPropertyValues("cloudrelease.nothing=10s")))
        .endsWith(
            "known are accounts, enabled, guards, journal, network, policy, shutdown-wait, store");
    // A key that a configuration learns is to be known here too.
    assertThat(ClientConfig.problems(ConfigSource.of(Map.of("nothing", "10s"))))
        .singleElement(InstanceOfAssertFactories.STRING)
        .endsWith("known are accounts, guards, journal, network, policy, store");
  }

  @ParameterizedTest
  @CsvSource({"-1s,1", "10,1", "'',1", "PT-1S,1", "10s,0", "1500ms,0", "PT1M,0"})
  void the_wait_at_the_end_is_a_duration_as_elsewhere(String wait, int lines) {
    String told = problems(bare.withPropertyValues("cloudrelease.shutdown-wait=" + wait));
    assertThat(told.lines().filter(line -> line.startsWith("  - shutdown-wait must be a duration")))
        .hasSize(lines);
    assertThat(told.isEmpty()).isEqualTo(lines == 0);
  }

  @Test
  void what_is_wrong_with_the_starter_is_said_with_the_rest() {
    assertThat(
            problems(
                bare.withPropertyValues(
                    "cloudrelease.shutdown-wait=10", "cloudrelease.policy.most-per-hour=many")))
        .contains("  - shutdown-wait must be", "  - policy.most-per-hour must be");
  }

  @Test
  void the_client_is_made_where_all_is_set() {
    application.run(context -> assertThat(context).hasSingleBean(ReleaseClient.class));
  }
}
