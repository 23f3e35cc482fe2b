package io.cloudrelease.zenlayer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.spi.ProviderSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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
        .hasMessageContaining("credentials.json is cut off or not JSON (line 2)")
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
        ProviderSettings.of(
                "zenlayer-zec",
                environment(Map.of("ZENLAYER_TOKEN", "t"))::variable,
                environment(Map.of("ZENLAYER_TOKEN", "t")).home())
            .credentials(CredentialsProvider.of(given));

    assertThat(ZenlayerZec.create(settings).credentials().resolve()).isSameAs(given);
  }

  @Test
  void no_secret_shows_in_any_text_form() throws IOException {
    write("credentials.json", PROFILES);
    var settings =
        ProviderSettings.of(
            "zenlayer-zec",
            environment(Map.of("ZENLAYER_TOKEN", "zeno-token"))::variable,
            environment(Map.of("ZENLAYER_TOKEN", "zeno-token")).home());
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

  private Credentials resolve(Map<String, String> variables) {
    return provider(variables).resolve();
  }

  private CredentialsProvider provider(Map<String, String> variables) {
    return ZenlayerZec.create(
            ProviderSettings.of(
                "zenlayer-zec", environment(variables)::variable, environment(variables).home()))
        .credentials();
  }

  private Environment environment(Map<String, String> variables) {
    return Environment.of(variables, home);
  }

  private void write(String file, String text) throws IOException {
    Path folder = Files.createDirectories(home.resolve(".zenlayer"));
    Files.writeString(folder.resolve(file), text);
  }
}
