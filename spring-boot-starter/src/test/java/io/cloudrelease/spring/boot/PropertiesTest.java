package io.cloudrelease.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.config.AccountConfig;
import io.cloudrelease.config.ClientConfig;
import io.cloudrelease.config.ConfigSource;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The properties are those of a configuration, and secrets stay where they are. */
@Timeout(60)
class PropertiesTest {
  private static final String CANARY = "c4n4ry";
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(CloudReleaseAutoConfiguration.class));

  private static AccountConfig account(ClientConfig config, String name) {
    return config.accounts().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Credentials keys(ClientConfig config, String name) {
    return account(config, name).credentials().orElseThrow().resolve();
  }

  @Test
  void accounts_guards_policy_and_network_are_read() {
    application
        .withPropertyValues(
            "cloudrelease.accounts.tencent-prod.cloud=tencent-cvm",
            "cloudrelease.accounts.tencent-prod.credentials.id=AKID1",
            "cloudrelease.accounts.tencent-prod.credentials.secret=" + CANARY,
            "cloudrelease.accounts.tencent-prod.expect-account=0100000000001",
            "cloudrelease.accounts.tencent-prod.site=international",
            "cloudrelease.accounts.tencent-prod.regions=ap-guangzhou, ap-beijing",
            "cloudrelease.accounts.tencent-prod.rates.TerminateInstances=2",
            "cloudrelease.accounts.aliyun-ecs.profile=shop",
            "cloudrelease.guards.deny-tags[0]=keep",
            "cloudrelease.guards.deny-tags[1]=env=prod",
            "cloudrelease.policy.mostPerRequest=100",
            "cloudrelease.policy.waves.percents=1,5,25",
            "cloudrelease.network.connect-timeout=7s")
        .run(
            context -> {
              ClientConfig config = context.getBean(ClientConfig.class);
              AccountConfig prod = account(config, "tencent-prod");
              assertThat(prod.expectedId()).isEqualTo("0100000000001");
              assertThat(prod.options()).containsEntry("site", "international");
              assertThat(prod.regions()).containsExactly("ap-guangzhou", "ap-beijing");
              assertThat(prod.rates()).containsEntry("TerminateInstances", 2.0);
              assertThat(account(config, "aliyun-ecs").profile()).isEqualTo("shop");
              assertThat(config.guards()).hasSize(2);
              assertThat(config.policy().mostPerRequest()).hasValue(100);
              assertThat(config.network().orElseThrow().connectTimeout())
                  .isEqualTo(Duration.ofSeconds(7));
              assertThat(context).hasSingleBean(ReleaseClient.class);
            });
  }

  /** The shell knows neither dashes nor lower case. */
  @Test
  void variables_of_the_process_set_properties_too() {
    Map<String, Object> variables =
        Map.of(
            "CLOUDRELEASE_ACCOUNTS_PROD_CLOUD", "tencent-cvm",
            "CLOUDRELEASE_ACCOUNTS_PROD_CREDENTIALS_ID", "AKID1",
            "CLOUDRELEASE_ACCOUNTS_PROD_CREDENTIALS_SECRET", CANARY,
            "CLOUDRELEASE_POLICY_MOSTPERREQUEST", "3",
            "CLOUDRELEASE_CONFIG", "the-tools-own.yml",
            "CLOUDRELEASE_ARCHIVE", "no",
            "CLOUDRELEASE_TEST_POSTGRES", "jdbc:postgresql://127.0.0.1/x",
            "CLOUDRELEASE_DRIVER_PATH", "/opt/postgresql.jar");
    application
        .withPropertyValues("cloudrelease.policy.most-per-request=99")
        .withInitializer(
            context ->
                context
                    .getEnvironment()
                    .getPropertySources()
                    .addFirst(
                        new SystemEnvironmentPropertySource("shell-systemEnvironment", variables)))
        .run(
            context -> {
              ClientConfig config = context.getBean(ClientConfig.class);
              assertThat(config.policy().mostPerRequest()).hasValue(3);
              assertThat(keys(config, "prod").secretKey().reveal()).isEqualTo(CANARY);
            });
  }

  @Test
  void a_secret_stays_where_it_is_and_is_read_anew() {
    Map<String, Object> vault = new HashMap<>(Map.of("prod.key", CANARY, "prod.id", "AKID1"));
    application
        .withPropertyValues(
            "cloudrelease.accounts.prod.cloud=tencent-cvm",
            "cloudrelease.accounts.prod.credentials.id=${prod.id}",
            "cloudrelease.accounts.prod.credentials.secret=${prod.key}")
        .withInitializer(
            context ->
                context
                    .getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("vault", vault)))
        .run(
            context -> {
              ClientConfig config = context.getBean(ClientConfig.class);
              for (String bean : context.getBeanDefinitionNames()) {
                assertThat(String.valueOf(context.getBean(bean))).doesNotContain(CANARY);
              }
              assertThat(account(config, "prod").toString()).doesNotContain(CANARY);
              vault.put("prod.key", CANARY + "-exchanged");
              vault.put("prod.id", "AKID2");
              account(config, "prod").credentials().orElseThrow().refresh();
              assertThat(keys(config, "prod").secretKey().reveal())
                  .isEqualTo(CANARY + "-exchanged");
              assertThat(keys(config, "prod").accessKeyId()).isEqualTo("AKID2");
            });
  }

  /** As where all that stood beneath is commented out. */
  @ParameterizedTest
  @ValueSource(strings = {"accounts", "guards", "policy"})
  void a_part_with_nothing_beneath_it_is_refused(String part) {
    application
        .withPropertyValues("cloudrelease." + part + "=")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining(part + " has nothing beneath it; write {}"));
  }

  @Test
  void a_store_of_an_own_configuration_that_nobody_opens_is_refused() {
    ClientConfig own =
        ClientConfig.of(
            ConfigSource.of(Map.of("store", Map.of("url", "jdbc:postgresql://db.test/x"))));
    application
        .withBean(ClientConfig.class, () -> own)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining("names a store, which nobody opens here"));
  }

  @Test
  void references_to_variables_and_files_mean_here_what_they_mean_in_the_file(@TempDir Path home)
      throws IOException {
    Path file = Files.writeString(home.resolve("key"), CANARY + "\n");
    application
        .withPropertyValues(
            "cloudrelease.accounts.prod.cloud=tencent-cvm",
            "cloudrelease.accounts.prod.credentials.id=${env:PATH}",
            "cloudrelease.accounts.prod.credentials.secret=${file:" + file + "}",
            "cloudrelease.accounts.lab.cloud=tencent-cvm",
            "cloudrelease.accounts.lab.credentials.id=${ env:PATH }",
            "cloudrelease.accounts.lab.credentials.secret=${ file: " + file + "}")
        .run(
            context -> {
              Credentials keys = keys(context.getBean(ClientConfig.class), "prod");
              assertThat(keys.accessKeyId()).isEqualTo(System.getenv("PATH"));
              assertThat(keys.secretKey().reveal()).isEqualTo(CANARY);
              assertThat(keys(context.getBean(ClientConfig.class), "lab")).isEqualTo(keys);
            });
  }

  @Test
  void all_that_is_wrong_is_said_at_once_and_without_a_stack_trace() {
    application
        .withPropertyValues(
            "cloudrelease.accounts.prod.cloud=tencent-cvn",
            "cloudrelease.guard.deny-tags=keep",
            "cloudrelease.policy.most-per-hour=many")
        .run(
            context -> {
              FailureAnalysis said =
                  Objects.requireNonNull(
                      new WrongConfiguration().analyze(failure(context.getStartupFailure())));
              assertThat(said.getDescription())
                  .contains(
                      "  - accounts.prod.cloud is of no known kind; did you mean tencent-cvm?")
                  .contains("  - guard is not known here; did you mean guards?")
                  .contains("  - policy.most-per-hour ");
            });
  }

  /** One text is looked at as the file's is: whether several were meant. */
  @Test
  void one_text_with_a_blank_or_a_wide_comma_is_no_tag() {
    for (String text : List.of("keep env=prod", "keep\uFF0Cenv=prod")) {
      application
          .withPropertyValues("cloudrelease.guards.deny-tags=" + text)
          .run(
              context ->
                  assertThat(failure(context.getStartupFailure()))
                      .hasStackTraceContaining("guards.deny-tags holds a comma"));
    }
  }

  /** It may be all that somebody wrote to guard his instances. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "config.guards.deny-tags",
        "test.guards.deny-tags",
        "driver.guards.deny-tags",
        "driver.path.x",
        "archive.policy.most-per-hour",
        "test.postgres.x"
      })
  void what_stands_beneath_a_variable_of_the_tool_is_no_known_key(String key) {
    application
        .withPropertyValues("cloudrelease." + key + "=5")
        .run(
            context ->
                assertThat(failure(context.getStartupFailure()))
                    .hasMessageContaining(
                        key.substring(0, key.indexOf('.')) + " is not known here"));
  }

  private static Throwable failure(Throwable thrown) {
    Throwable cause = Objects.requireNonNull(thrown);
    while (!(cause instanceof ConfigurationException)) {
      cause = Objects.requireNonNull(cause.getCause());
    }
    return cause;
  }

  @Test
  void a_store_that_cannot_be_is_refused() {
    application
        .withPropertyValues("cloudrelease.store=data-source")
        .run(
            context ->
                assertThat(failure(context.getStartupFailure()))
                    .hasMessageContaining("there is no DataSource"));
    application
        .withPropertyValues("cloudrelease.store.url=jdbc:postgresql://db/x")
        .run(
            context ->
                assertThat(failure(context.getStartupFailure()))
                    .hasMessageContaining("write data-source"));
    application
        .withPropertyValues("cloudrelease.store=data-source", "cloudrelease.journal=runs")
        .run(
            context ->
                assertThat(failure(context.getStartupFailure()))
                    .hasMessageContaining("leave one of them out"));
  }

  @Test
  void it_can_be_switched_off_and_gives_way() {
    application
        .withPropertyValues("cloudrelease.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(ReleaseClient.class));
    ReleaseClient own = ReleaseClient.fromEnvironment();
    application
        .withBean("own", ReleaseClient.class, () -> own)
        .run(context -> assertThat(context.getBean(ReleaseClient.class)).isSameAs(own));
  }

  /** What editors complete is what can be said: all of the page on configuration, and no more. */
  @Test
  void the_metadata_names_every_key_of_the_page() throws IOException {
    Set<String> documented = new TreeSet<>();
    String page = Files.readString(REPOSITORY.resolve("docs/configuration.md"));
    String yaml = page.substring(page.indexOf("```yaml") + 7);
    yaml = yaml.substring(0, yaml.indexOf("```"));
    String[] path = new String[8];
    for (String line : yaml.lines().toList()) {
      var key = Pattern.compile("^( *)([a-z-]+):(.*)").matcher(line);
      if (key.find()) {
        int depth = key.group(1).length() / 2;
        path[depth] = key.group(2);
        String whole = String.join(".", Stream.of(path).limit(depth + 1).toList());
        String value = key.group(3).strip();
        if (value.startsWith("{")) {
          Pattern.compile("([a-z-]+): ")
              .matcher(value)
              .results()
              .forEach(each -> documented.add(whole + "." + each.group(1)));
        } else if (!value.isEmpty() && !value.startsWith("#")) {
          documented.add(whole);
        }
      }
    }
    Set<String> ofAccounts =
        documented.stream()
            .filter(key -> key.startsWith("accounts."))
            .map(key -> key.split("\\.", 4)[2])
            .collect(Collectors.toCollection(TreeSet::new));
    ofAccounts.add("rates"); // beneath it stand names of actions
    documented.removeIf(key -> key.startsWith("accounts."));
    documented.addAll(
        List.of("accounts", "enabled", "shutdown-wait", "store", "guards.allow-instances"));
    assertThat(metadata()).containsExactlyInAnyOrderElementsOf(documented);
    Set<String> complete =
        Stream.of(AccountKeys.class.getRecordComponents())
            .map(
                part ->
                    part.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(complete).containsExactlyInAnyOrderElementsOf(ofAccounts);
  }

  private static Set<String> metadata() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            PropertiesTest.class.getResourceAsStream(
                "/META-INF/spring-configuration-metadata.json"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Pattern.compile("\"name\": \"cloudrelease\\.([^\"]+)\",\\s+\"type\"")
          .matcher(text)
          .results()
          .map(found -> found.group(1))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
