package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.Secret;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.spi.setup.ProviderSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultCredentialsTest {
  private static final String ID = "ALIBABA_CLOUD_ACCESS_KEY_ID";
  private static final String SECRET = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
  private static final String TOKEN = "ALIBABA_CLOUD_SECURITY_TOKEN";
  private static final String CLI =
      """
      {"current": "work", "profiles": [
        {"name": "home", "mode": "AK", "access_key_id": "home-id", "access_key_secret": "home-s"},
        {"name": "work", "mode": "AK", "access_key_id": "cli-id", "access_key_secret": "cli-s",
         "sts_token": "not of this mode"},
        {"name": "sts", "mode": "StsToken", "access_key_id": "sts-id", "access_key_secret": "sts-s",
         "sts_token": "sts-t"},
        {"name": "role", "mode": "RamRoleArn", "access_key_id": "r", "access_key_secret": "r",
         "ram_role_arn": "acs:ram::1:role/x"},
        {"name": "half", "mode": "StsToken", "access_key_id": "h", "access_key_secret": "CANARY"}
      ]}
      """;
  private static final String INI =
      """
      # the vendor's SDKs read this
      [default]
      enable = true
      type = access_key
      access_key_id = ini-id
      access_key_secret = ini-s
      [off]
      enable = false
      type = access_key
      access_key_id = x
      access_key_secret = CANARY
      [role]
      enable = true
      type = ram_role_arn
      access_key_id = x
      access_key_secret = CANARY
      """;

  @TempDir Path home;
  private final Map<String, String> variables = new HashMap<>();

  @Test
  void the_environment_comes_first() throws IOException {
    cli(CLI);
    ini(home.resolve(".alibabacloud/credentials.ini"), INI);
    variables.putAll(Map.of(ID, " env-id ", SECRET, "env-s\n"));
    assertKey("env-id", "env-s", "");
    variables.put(TOKEN, "env-t");
    assertKey("env-id", "env-s", "env-t");
  }

  @Test
  void then_the_current_profile_of_the_command_line() throws IOException {
    cli(CLI);
    ini(home.resolve(".alibabacloud/credentials.ini"), INI);
    assertKey("cli-id", "cli-s", "");
    variables.put("ALIBABA_CLOUD_PROFILE", "sts");
    assertKey("sts-id", "sts-s", "sts-t");
    variables.put("ALIBABA_CLOUD_PROFILE", "home");
    assertKey("home-id", "home-s", "");
  }

  @Test
  void then_the_ini_file() throws IOException {
    ini(home.resolve(".alibabacloud/credentials.ini"), INI);
    assertKey("ini-id", "ini-s", "");
    cli(CLI);
    variables.put("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "TRUE");
    assertKey("ini-id", "ini-s", "");
  }

  @Test
  void the_ini_file_may_be_elsewhere() throws IOException {
    Path elsewhere = home.resolve("keys.ini");
    ini(elsewhere, INI.replace("ini-id", "other-id").replace("enable = true\n", ""));
    variables.put("ALIBABA_CLOUD_CREDENTIALS_FILE", elsewhere.toString());
    assertKey("other-id", "ini-s", "");
  }

  @Test
  void nothing_at_all_names_the_variables_to_set_and_the_files() {
    assertThatThrownBy(provider()::resolve)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("aliyun-ecs")
        .hasMessageContaining("set " + ID + " and " + SECRET)
        .hasMessageContaining("config.json")
        .hasMessageContaining("credentials.ini");
  }

  @Test
  void half_a_pair_in_the_environment_is_said() {
    variables.put(ID, "id");
    assertThatThrownBy(provider()::resolve).hasMessageContaining(SECRET + " is not set");
  }

  @Test
  void a_mode_that_is_not_read_is_named() throws IOException {
    cli(CLI.replace("RamRoleArn", "RsaKeyPair"));
    ini(home.resolve(".alibabacloud/credentials.ini"), INI);
    variables.put("ALIBABA_CLOUD_PROFILE", "role");
    assertThatThrownBy(provider()::resolve).hasMessageContaining("mode 'RsaKeyPair'");
  }

  @Test
  void a_role_needs_a_client_that_can_ask_for_it() throws IOException {
    cli(CLI);
    variables.put("ALIBABA_CLOUD_PROFILE", "role");
    assertThatThrownBy(provider()::resolve)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("sts.aliyuncs.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"half", "off", "nowhere"})
  void a_profile_that_cannot_be_used_is_named_without_its_secret(String profile)
      throws IOException {
    cli(CLI);
    ini(home.resolve(".alibabacloud/credentials.ini"), INI);
    variables.put("ALIBABA_CLOUD_PROFILE", profile);
    assertThatThrownBy(provider()::resolve)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'" + profile + "'")
        .hasMessageNotContaining("CANARY");
  }

  @Test
  void a_profile_that_is_asked_for_by_name_may_be_in_the_other_file() throws IOException {
    cli(CLI);
    ini(home.resolve(".alibabacloud/credentials.ini"), INI.replace("[default]", "[build]"));
    variables.put("ALIBABA_CLOUD_PROFILE", "build");
    assertKey("ini-id", "ini-s", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[]",
        "null",
        "{\"profiles\":{}}",
        "{\"profiles\":[]}",
        "{\"current\":\"x\",\"profiles\":[7]}",
        "{\"current\":\"x\",\"profiles\":[{\"name\":\"y\",\"mode\":\"AK\"}]}",
        "{\"current\":\"\",\"profiles\":[{\"name\":\"y\",\"mode\":\"AK\"}]}",
        "{\"current\":\"y\",\"profiles\":[{\"name\":\"y\",\"mode\":\"AK\"}]}"
      })
  void a_broken_file_is_named_and_no_other_key_is_taken_in_its_place(String content)
      throws IOException {
    cli(content);
    ini(home.resolve(".alibabacloud/credentials.ini"), INI);
    for (int again = 0; again < 2; again++) {
      assertThatThrownBy(provider()::resolve)
          .isInstanceOfSatisfying(
              ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
          .hasMessageContaining("config.json");
    }
  }

  @Test
  void a_file_that_breaks_off_says_on_which_line_and_not_what_stands_there() throws IOException {
    int end = CLI.indexOf("home-s");
    cli(CLI.substring(0, end) + "CANARY");
    assertThatThrownBy(provider()::resolve)
        .hasMessageContaining("config.json is not a JSON object, or is cut off")
        .hasMessageContaining("line 2")
        .hasMessageNotContaining("CANARY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "[default]\nenable = true\nCANARY\n", "[default\n"})
  void a_broken_ini_file_is_named_with_its_line(String content) throws IOException {
    ini(home.resolve(".alibabacloud/credentials.ini"), content);
    assertThatThrownBy(provider()::resolve)
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining("credentials.ini")
        .hasMessageContaining(content.contains("CANARY") ? "line 3" : "")
        .hasMessageNotContaining("CANARY");
  }

  @Test
  void a_profile_that_is_switched_later_does_not_change_the_account() throws IOException {
    cli(CLI);
    CredentialsProvider provider = provider();
    assertThat(provider.resolve().accessKeyId()).isEqualTo("cli-id");
    cli(CLI.replace("\"current\": \"work\"", "\"current\": \"home\""));
    provider.refresh();
    assertThat(provider.resolve().accessKeyId()).isEqualTo("cli-id");
    assertThat(provider().resolve().accessKeyId()).isEqualTo("home-id");
  }

  @Test
  void temporary_keys_of_the_same_profile_are_renewed() throws IOException {
    variables.put("ALIBABA_CLOUD_PROFILE", "sts");
    cli(CLI);
    CredentialsProvider provider = provider();
    assertThat(provider.resolve().accessKeyId()).isEqualTo("sts-id");
    cli(CLI.replace("sts-id", "sts-id2").replace("sts-t\"", "sts-t2\""));
    assertThat(provider.refresh()).isTrue();
    assertThat(provider.resolve().accessKeyId()).isEqualTo("sts-id2");
    assertThat(provider.resolve().token().map(Secret::reveal)).contains("sts-t2");
  }

  @Test
  void the_source_that_gave_keys_stays_even_when_it_vanishes() throws IOException {
    cli(CLI);
    ini(home.resolve(".alibabacloud/credentials.ini"), INI);
    CredentialsProvider provider = provider();
    assertThat(provider.resolve().accessKeyId()).isEqualTo("cli-id");
    for (String broken : new String[] {"{}", "", "{\"profiles\":[{\"name\":\"home\"}]}"}) {
      cli(broken);
      assertThat(provider.refresh()).isFalse();
      assertThat(provider.resolve().accessKeyId()).isEqualTo("cli-id");
    }
    Files.delete(home.resolve(".aliyun/config.json"));
    assertThat(provider.refresh()).isFalse();
    assertThat(provider.resolve().accessKeyId()).isEqualTo("cli-id");
  }

  @Test
  void files_are_read_when_first_needed_and_again_after_a_refusal() throws IOException {
    CredentialsProvider provider = provider();
    cli(CLI);
    assertThat(provider.resolve().accessKeyId()).isEqualTo("cli-id");
    cli(CLI.replace("cli-id", "new-id"));
    assertThat(provider.resolve().accessKeyId()).isEqualTo("cli-id");
    assertThat(provider.refresh()).isTrue();
    assertThat(provider.resolve().accessKeyId()).isEqualTo("new-id");
  }

  @Test
  void java_system_properties_are_not_read_of_an_environment_that_was_made_up() {
    System.setProperty("alibabacloud.accessKeyId", "id");
    System.setProperty("alibabacloud.accessKeyIdSecret", "secret");
    try {
      assertThatThrownBy(provider()::resolve).isInstanceOf(ConfigurationException.class);
    } finally {
      System.clearProperty("alibabacloud.accessKeyId");
      System.clearProperty("alibabacloud.accessKeyIdSecret");
    }
  }

  private CredentialsProvider provider() {
    Environment environment = Environment.of(variables, home);
    return AliyunEcs.create(
            ProviderSettings.of(AliyunEcs.KIND, environment::variable, environment.home()))
        .credentials();
  }

  private void assertKey(String id, String secret, String token) {
    Credentials credentials = provider().resolve();
    assertThat(credentials.accessKeyId()).isEqualTo(id);
    assertThat(credentials.secretKey().reveal()).isEqualTo(secret);
    assertThat(credentials.token().map(Secret::reveal).orElse("")).isEqualTo(token);
  }

  private void cli(String content) throws IOException {
    ini(home.resolve(".aliyun/config.json"), content);
  }

  private static void ini(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
