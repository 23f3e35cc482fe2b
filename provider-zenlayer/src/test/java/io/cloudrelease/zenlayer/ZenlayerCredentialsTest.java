package io.cloudrelease.zenlayer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.spi.identity.Caller;
import io.cloudrelease.spi.identity.WhoAmI;
import io.cloudrelease.spi.setup.ProviderSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZenlayerCredentialsTest {
  private static final String PROFILES =
      """
      {"default":{"access_key_id":"file-id","access_key_secret":"file-secret"},
       "work":{"access_key_id":"work-id","access_key_secret":"work-secret","token":"work-token"},
       "empty":{},
       "half":{"access_key_id":"half-id"}}
      """;

  @TempDir Path home;
  private final Map<Path, String> written = new HashMap<>();

  /** Whatever was read: no file of the users is changed, and none is made. */
  @AfterEach
  void the_files_are_as_they_were() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(file).content().isEqualTo(written.get(file));
      }
    }
  }

  @Test
  void the_variables_of_the_terraform_provider_come_first() throws IOException {
    write("credentials.json", PROFILES);
    Map<String, String> variables = new HashMap<>();
    variables.put("ZENLAYERCLOUD_ACCESS_KEY_ID", " tf-id ");
    variables.put("ZENLAYERCLOUD_ACCESS_KEY_PASSWORD", "tf-secret\n");
    variables.put("ZENLAYER_TOKEN", "zeno-token");
    variables.put("ZENLAYER_ACCESS_KEY_ID", "zeno-id");
    variables.put("ZENLAYER_ACCESS_KEY_SECRET", "zeno-secret");

    assertThat(resolve(variables)).isEqualTo(Credentials.ofKey("tf-id", "tf-secret"));

    variables.remove("ZENLAYERCLOUD_ACCESS_KEY_ID");
    variables.remove("ZENLAYERCLOUD_ACCESS_KEY_PASSWORD");
    assertThat(resolve(variables)).isEqualTo(Credentials.ofBearer("zeno-token"));

    variables.remove("ZENLAYER_TOKEN");
    assertThat(resolve(variables)).isEqualTo(Credentials.ofKey("zeno-id", "zeno-secret"));

    variables.clear();
    assertThat(resolve(variables)).isEqualTo(Credentials.ofKey("file-id", "file-secret"));
  }

  @Test
  void the_profile_is_the_variables_then_the_current_one_then_the_default() throws IOException {
    write("credentials.json", PROFILES);
    assertThat(resolve(Map.of()).accessKeyId()).isEqualTo("file-id");

    write("config.json", "{\"current_profile\":\"work\",\"profiles\":{}}");
    assertThat(resolve(Map.of())).isEqualTo(Credentials.ofBearer("work-token"));
    assertThat(resolve(Map.of("ZENLAYER_PROFILE", "default")).accessKeyId()).isEqualTo("file-id");
  }

  @Test
  void without_any_the_message_names_what_to_set() {
    assertThatThrownBy(() -> resolve(Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("zenlayer-zec")
        .hasMessageContaining("ZENLAYERCLOUD_ACCESS_KEY_ID")
        .hasMessageContaining("ZENLAYERCLOUD_ACCESS_KEY_PASSWORD")
        .hasMessageContaining("ZENLAYER_TOKEN")
        .hasMessageContaining("credentials.json");
  }

  @Test
  void a_profile_that_is_not_there_or_holds_half_a_key_is_named_without_its_content()
      throws IOException {
    write("credentials.json", PROFILES);
    for (String profile : new String[] {"empty", "half", "elsewhere"}) {
      assertThatThrownBy(() -> resolve(Map.of("ZENLAYER_PROFILE", profile)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("'" + profile + "'")
          .hasMessageNotContaining("half-id")
          .hasMessageNotContaining("secret\"");
    }
  }

  @Test
  void a_damaged_file_is_named_with_its_line_and_not_quoted() throws IOException {
    write("credentials.json", "{\"default\":{\n\"access_key_secret\":\"file-secret\"");

    assertThatThrownBy(() -> resolve(Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("credentials.json is not a JSON object, or is cut off (line 2)")
        .hasMessageNotContaining("file-secret")
        .matches(thrown -> !((ConfigurationException) thrown).isAbsence());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "\"work\"",
        "{\"current_profile\":\"work\"",
        "{\"current_profile\":[\"work\"]}",
        "{\"current_profile\":{\"name\":\"work\"}}"
      })
  void a_broken_configuration_never_falls_through_to_another_profiles_key(String config)
      throws IOException {
    write("credentials.json", PROFILES);
    write("config.json", config);

    assertThatThrownBy(() -> resolve(Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("config.json")
        .hasMessageNotContaining("file-id")
        .matches(thrown -> !((ConfigurationException) thrown).isAbsence());
    assertThat(resolve(Map.of("ZENLAYER_PROFILE", "default")).accessKeyId()).isEqualTo("file-id");
  }

  @Test
  void a_folder_or_a_dead_link_in_a_files_place_is_an_error_and_not_an_absence()
      throws IOException {
    write("credentials.json", PROFILES);
    Path config = home.resolve(".zenlayer/config.json");
    Files.createDirectory(config);
    assertThatThrownBy(() -> resolve(Map.of())).hasMessageContaining("config.json");
    Files.delete(config);
    Files.createSymbolicLink(config, home.resolve("nowhere"));
    assertThatThrownBy(() -> resolve(Map.of())).hasMessageContaining("config.json");
  }

  @Test
  void a_file_in_a_folder_that_cannot_be_entered_is_an_error_and_not_an_absence()
      throws IOException {
    Path circle = home.resolve(".zenlayer");
    Files.createSymbolicLink(circle, circle);
    assertThatThrownBy(() -> resolve(Map.of()))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining(circle.resolve("credentials.json") + " cannot be read");
  }

  @Test
  void a_file_of_a_megabyte_is_read_and_a_longer_one_is_not() throws IOException {
    String whole = PROFILES + " ".repeat((1 << 20) - PROFILES.length());
    write("credentials.json", whole);
    assertThat(resolve(Map.of()).accessKeyId()).isEqualTo("file-id");
    write("credentials.json", whole + " ");
    assertThatThrownBy(() -> resolve(Map.of())).hasMessageContaining("is larger than 1 MiB");
  }

  @Test
  void a_configuration_that_names_no_profile_means_the_default() throws IOException {
    write("credentials.json", PROFILES);
    write("config.json", "{\"profiles\":{}}");
    assertThat(resolve(Map.of()).accessKeyId()).isEqualTo("file-id");
  }

  @Test
  void files_are_read_when_asked_for_and_again_after_a_refresh() throws IOException {
    CredentialsProvider credentials = provider(Map.of());
    write("credentials.json", PROFILES);
    assertThat(credentials.resolve().accessKeyId()).isEqualTo("file-id");
    assertThat(credentials.refresh()).isFalse();

    write("credentials.json", PROFILES.replace("file-id", "new-id"));
    assertThat(credentials.resolve().accessKeyId()).isEqualTo("file-id");
    assertThat(credentials.refresh()).isTrue();
    assertThat(credentials.resolve().accessKeyId()).isEqualTo("new-id");

    Files.delete(home.resolve(".zenlayer/credentials.json"));
    credentials.refresh();
    assertThat(credentials.resolve().accessKeyId()).isEqualTo("new-id");
  }

  @Test
  void a_refresh_brings_nothing_new_when_variables_hold_the_key() throws IOException {
    write("credentials.json", PROFILES);
    CredentialsProvider credentials = provider(Map.of("ZENLAYER_TOKEN", "t"));
    credentials.resolve();

    assertThat(credentials.refresh()).isFalse();
  }

  @Test
  void credentials_that_are_given_win_over_all_others() {
    Credentials given = Credentials.ofKey("given", "secret");
    ProviderSettings settings =
        settings("zenlayer-zec", Map.of("ZENLAYER_TOKEN", "t"))
            .credentials(CredentialsProvider.of(given));

    assertThat(ZenlayerZec.create(settings).credentials().resolve()).isSameAs(given);
  }

  @Test
  void no_secret_shows_in_any_text_form() throws IOException {
    write("credentials.json", PROFILES);
    var settings = settings("zenlayer-zec", Map.of("ZENLAYER_TOKEN", "zeno-token"));
    var provider = ZenlayerZec.create(settings);

    assertThat(
            provider
                + " "
                + provider.credentials()
                + provider.credentials().resolve()
                + provider.signer()
                + settings)
        .doesNotContain("zeno-token", "file-secret", "work-token");
  }

  @Test
  void the_dialect_of_the_go_sdks_examples_is_read_too() throws IOException {
    write("credentials.json", PROFILES);
    assertThat(
            resolve(
                Map.of(
                    "ZENLAYERCLOUD_SECRET_KEY_ID",
                    "go-id",
                    "ZENLAYERCLOUD_SECRET_KEY_PASSWORD",
                    "go-secret")))
        .isEqualTo(Credentials.ofKey("go-id", "go-secret"));
  }

  @Test
  void a_profile_of_the_settings_leaves_all_variables_aside_and_has_to_be_there()
      throws IOException {
    ProviderSettings settings =
        settings("zenlayer-zec", Map.of("ZENLAYER_TOKEN", "env")).profile("work");
    assertThatThrownBy(() -> ZenlayerZec.create(settings).credentials().resolve())
        .hasMessageContaining("profile 'work' is to be used, and no file");
    write("credentials.json", PROFILES);
    assertThat(ZenlayerZec.create(settings).credentials().resolve())
        .isEqualTo(Credentials.ofBearer("work-token"));
  }

  @Test
  void a_profile_that_is_switched_later_does_not_change_the_account() throws IOException {
    write("credentials.json", PROFILES);
    CredentialsProvider credentials = provider(Map.of());
    assertThat(credentials.resolve().accessKeyId()).isEqualTo("file-id");
    write("config.json", "{\"current_profile\":\"work\",\"profiles\":{}}");
    credentials.refresh();
    assertThat(credentials.resolve().accessKeyId()).isEqualTo("file-id");
    assertThat(provider(Map.of()).resolve().isBearer()).isTrue();
  }

  @Test
  void the_endpoint_is_read_in_both_dialects() {
    assertThat(host(Map.of())).isEqualTo("https://console.zenlayer.com");
    assertThat(host(Map.of("ZENLAYER_ENDPOINT", "api.example.com")))
        .isEqualTo("https://api.example.com");
    assertThat(
            host(Map.of("ZENLAYERCLOUD_DOMAIN", "127.0.0.1:8080", "ZENLAYERCLOUD_SCHEME", "http")))
        .isEqualTo("http://127.0.0.1:8080");
  }

  /** Providers of all clouds are made together: whoever uses another one has no need of these. */
  @Test
  void variables_that_name_no_endpoint_are_told_by_name_when_keys_are_needed_and_not_before() {
    assertWrong(Map.of("ZENLAYER_ENDPOINT", "http://api.example.com"), "ZENLAYER_ENDPOINT: ");
    assertWrong(Map.of("ZENLAYERCLOUD_DOMAIN", "a b"), "ZENLAYERCLOUD_DOMAIN: ");
    assertWrong(
        Map.of("ZENLAYERCLOUD_DOMAIN", "api.example.com", "ZENLAYERCLOUD_SCHEME", "http"),
        "ZENLAYERCLOUD_DOMAIN with ZENLAYERCLOUD_SCHEME: ");
  }

  private void assertWrong(Map<String, String> wrong, String says) {
    Map<String, String> variables = new HashMap<>(wrong);
    variables.put("ZENLAYER_TOKEN", "t0ken");
    CredentialsProvider credentials = provider(variables);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(credentials::resolve)
          .isInstanceOfSatisfying(
              ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
          .hasMessageStartingWith(says)
          .hasMessageContaining("is not");
      assertThat(credentials.refresh()).isFalse();
    }
  }

  @Test
  void an_endpoint_of_the_settings_leaves_the_variables_aside() {
    ProviderSettings settings =
        settings("zenlayer-zec", Map.of("ZENLAYER_ENDPOINT", "a b", "ZENLAYER_TOKEN", "t0ken"))
            .endpoint(Endpoint.https("api.example.com"));
    assertThat(ZenlayerZec.create(settings).credentials().resolve().isBearer()).isTrue();
  }

  private String host(Map<String, String> variables) {
    var provider = ZenlayerZec.create(settings("zenlayer-zec", variables));
    return provider.encodeLook(Given.query(Product.ZEC, "i-1")).endpoint().toString();
  }

  @Test
  void a_role_is_refused_at_once() {
    ProviderSettings settings =
        settings("zenlayer-zec", Map.of()).assumeRole(AssumedRole.of("arn"));
    assertThatThrownBy(() -> ZenlayerZec.create(settings)).hasMessageContaining("knows no roles");
  }

  @Test
  void whose_key_it_is_is_told_by_the_balance_call_and_nothing_of_the_money() {
    WhoAmI zec = (WhoAmI) ZenlayerZec.create(settings("zec", Map.of()));
    assertThat(zec.encodeWhoAmI().path()).isEqualTo("/api/v2/zbc");
    assertThat(zec.encodeWhoAmI().action()).isEqualTo("DescribeCustomerBalance");
    WhoAmI.Answer answer =
        zec.readWhoAmI(
            json(
                200,
                "{\"requestId\":\"r\",\"response\":{\"requestId\":\"r\",\"accountUid\":\"acc-1\","
                    + "\"cashBalance\":987654.32}}"));
    assertThat(answer.caller()).contains(new Caller("acc-1", "", ""));
    WhoAmI.Answer refused =
        zec.readWhoAmI(
            json(
                401,
                "{\"requestId\":\"r\",\"code\":\"AUTHFAILURE_UNAUTHORIZED_OPERATION\","
                    + "\"message\":\"balance 987654\"}"));
    assertThat(refused.failure().orElseThrow().code())
        .isEqualTo("AUTHFAILURE_UNAUTHORIZED_OPERATION");
    assertThat(refused.failure().toString()).doesNotContain("987654");
    for (String body : List.of("", "{}", "{\"response\":{}}")) {
      assertThat(zec.readWhoAmI(json(200, body)).caller()).isEmpty();
    }
  }

  private static HttpResponse json(int status, String body) {
    return HttpResponse.of(status, List.of(), HttpBody.utf8(body));
  }

  private Credentials resolve(Map<String, String> variables) {
    return provider(variables).resolve();
  }

  private ProviderSettings settings(String name, Map<String, String> variables) {
    Environment environment = environment(variables);
    return ProviderSettings.of(name, environment::variable, environment.home());
  }

  private CredentialsProvider provider(Map<String, String> variables) {
    return ZenlayerZec.create(settings("zenlayer-zec", variables)).credentials();
  }

  private Environment environment(Map<String, String> variables) {
    return Environment.of(variables, home);
  }

  private void write(String file, String text) throws IOException {
    Path folder = Files.createDirectories(home.resolve(".zenlayer"));
    Files.writeString(folder.resolve(file), text);
    written.put(folder.resolve(file), text);
  }
}
