package io.cloudrelease.tencent.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.tencent.TencentCvmFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TencentCredentialsTest {

  private static final Map<String, String> NO_VARIABLES = Map.of();

  @TempDir Path folder;

  private Path home() {
    return folder.resolve("home");
  }

  private Path systemFile() {
    return folder.resolve("etc/tencentcloud/credentials");
  }

  private CredentialsProvider sources(Map<String, String> variables) {
    Environment environment = Environment.of(variables, home());
    return TencentCredentials.of(
        ProviderSettings.of("tencent-cvm", environment::variable, environment.home()),
        List.of(systemFile()),
        Surroundings.of(
            environment, TokenSigner.ofTheProvider(), Endpoint.https("sts.tencentcloudapi.com")));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void writeHome(String text) throws IOException {
    write(home().resolve(".tencentcloud/credentials"), text);
  }

  @Test
  void the_variables_come_first() throws IOException {
    writeHome("[default]\nsecret_id=file\nsecret_key=file\n");
    assertThat(
            sources(Map.of("TENCENTCLOUD_SECRET_ID", "id", "TENCENTCLOUD_SECRET_KEY", "key"))
                .resolve())
        .isEqualTo(Credentials.ofKey("id", "key"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN"})
  void either_name_of_the_token_is_read(String name) {
    assertThat(
            sources(
                    Map.of(
                        "TENCENTCLOUD_SECRET_ID",
                        "id",
                        "TENCENTCLOUD_SECRET_KEY",
                        "key",
                        name,
                        "t"))
                .resolve())
        .isEqualTo(Credentials.ofSession("id", "key", "t"));
  }

  @Test
  void the_users_file_is_read_when_there_are_no_variables() throws IOException {
    writeHome("# mine\n[other]\nsecret_id=no\n[default]\nsecret_id = id\nsecret_key = k=e=y\n");
    assertThat(sources(NO_VARIABLES).resolve()).isEqualTo(Credentials.ofKey("id", "k=e=y"));
  }

  @Test
  void the_systems_file_wins_over_the_users() throws IOException {
    writeHome("[default]\nsecret_id=user\nsecret_key=user\n");
    write(systemFile(), "[default]\nsecret_id=system\nsecret_key=system\n");
    assertThat(sources(NO_VARIABLES).resolve()).isEqualTo(Credentials.ofKey("system", "system"));
  }

  @Test
  void a_token_without_its_own_key_is_an_error_and_never_joins_the_key_of_a_file()
      throws IOException {
    writeHome("[default]\nsecret_id=id\nsecret_key=key\n");
    assertThatThrownBy(() -> sources(Map.of("TENCENTCLOUD_TOKEN", "stray")).resolve())
        .hasMessageContaining("TENCENTCLOUD_TOKEN is set without");
  }

  @Test
  void with_nothing_set_the_message_names_the_variables_and_the_files() {
    assertThatThrownBy(() -> sources(NO_VARIABLES).resolve())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("tencent-cvm")
        .hasMessageContaining("TENCENTCLOUD_SECRET_ID")
        .hasMessageContaining("TENCENTCLOUD_SECRET_KEY")
        .hasMessageContaining(systemFile().toString())
        .hasMessageContaining(".tencentcloud");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void on_linux_the_file_of_the_whole_system_is_looked_for() {
    assumeThat(Path.of("/etc/tencentcloud/credentials")).doesNotExist();
    Environment nothing = Environment.of(NO_VARIABLES, home());
    CredentialsProvider usual =
        TencentCredentials.of(
            ProviderSettings.of("tencent-cvm", nothing::variable, nothing.home()),
            TokenSigner.ofTheProvider(),
            Endpoint.https("sts.tencentcloudapi.com"));
    assertThatThrownBy(usual::resolve).hasMessageContaining("/etc/tencentcloud/credentials");
  }

  @Test
  void a_file_is_named_in_texts_and_nothing_of_what_it_holds() throws IOException {
    writeHome("[default]\nsecret_id=IDCANARY\nsecret_key=KEYCANARY\n");
    Path file = home().resolve(".tencentcloud/credentials");
    SdkFile read = new SdkFile(file);
    read.resolve();
    assertThat(read).hasToString("SdkFile[" + file + "]");
  }

  @Test
  void a_file_without_a_key_says_what_is_missing_and_not_what_is_there() throws IOException {
    writeHome("[default]\nsecret_id=IDCANARY\nsecret_kay=KEYCANARY\n");
    assertThatThrownBy(() -> sources(NO_VARIABLES).resolve())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("has no secret_key")
        .hasMessageNotContaining("CANARY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[default]\n",
        "[default]\nsecret_id=IDCANARY\n",
        "[default\nsecret_id=IDCANARY\nsecret_key=KEYCANARY\n",
        "[default]\nsecret_id IDCANARY\nsecret_key=KEYCANARY\n",
        "[default]\nsecret_id=IDCANARY\nsecret_key=KEYCANARY\nKEYCANARY\n",
        "secret_id=IDCANARY\nsecret_key=KEYCANARY\n",
        "{\"secret_id\":\"IDCANARY\"}"
      })
  void a_broken_file_is_named_and_the_next_one_is_not_asked(String text) throws IOException {
    write(systemFile(), text);
    writeHome("[default]\nsecret_id=user\nsecret_key=user\n");
    assertThatThrownBy(() -> sources(NO_VARIABLES).resolve())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(systemFile().toString())
        .hasMessageNotContaining("CANARY")
        .matches(thrown -> !((ConfigurationException) thrown).isAbsence());
  }

  @Test
  void a_broken_line_is_named_by_its_number() throws IOException {
    writeHome("# mine\n\n[default]\nsecret_id=id\nsecret_key KEYCANARY\n");
    assertThatThrownBy(() -> sources(NO_VARIABLES).resolve())
        .hasMessageContaining("credentials line 5 is neither")
        .hasMessageNotContaining("CANARY");
  }

  @Test
  void what_stands_in_other_sections_is_nobodys_business() throws IOException {
    writeHome("[prod]\nhalf a line\n[default]\nsecret_id=id\nsecret_key=key\n");
    assertThat(sources(NO_VARIABLES).resolve()).isEqualTo(Credentials.ofKey("id", "key"));
  }

  @Test
  void a_folder_a_dead_link_or_bytes_that_are_no_text_are_errors_and_not_absences()
      throws IOException {
    writeHome("[default]\nsecret_id=user\nsecret_key=user\n");
    Files.createDirectories(systemFile());
    assertThatThrownBy(() -> sources(NO_VARIABLES).resolve())
        .hasMessageContaining(systemFile().toString());
    Files.delete(systemFile());
    Files.createSymbolicLink(systemFile(), folder.resolve("nowhere"));
    assertThatThrownBy(() -> sources(NO_VARIABLES).resolve())
        .hasMessageContaining(systemFile().toString());
    Files.delete(systemFile());
    Files.write(systemFile(), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> sources(NO_VARIABLES).resolve())
        .hasMessageContaining(systemFile().toString());
  }

  @Test
  void a_file_in_a_folder_that_cannot_be_entered_is_an_error_and_not_an_absence()
      throws IOException {
    Path circle = Files.createDirectories(home()).resolve(".tencentcloud");
    Files.createSymbolicLink(circle, circle);
    assertThatThrownBy(() -> sources(NO_VARIABLES).resolve())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining(circle.resolve("credentials") + " cannot be read");
  }

  @Test
  void nothing_is_read_before_it_is_needed_and_then_only_once() throws IOException {
    CredentialsProvider made = sources(NO_VARIABLES);
    writeHome("[default]\nsecret_id=a\nsecret_key=a\n");
    assertThat(made.resolve()).isEqualTo(Credentials.ofKey("a", "a"));
    writeHome("[default]\nsecret_id=b\nsecret_key=b\n");
    assertThat(made.resolve()).isEqualTo(Credentials.ofKey("a", "a"));
  }

  @Test
  void a_refresh_reads_id_and_key_anew_and_says_whether_they_changed() throws IOException {
    CredentialsProvider made = sources(NO_VARIABLES);
    writeHome("[default]\nsecret_id=a\nsecret_key=a\n");
    made.resolve();
    assertThat(made.refresh()).isFalse();
    writeHome("[default]\nsecret_id=b\nsecret_key=b\n");
    assertThat(made.refresh()).isTrue();
    assertThat(made.resolve()).isEqualTo(Credentials.ofKey("b", "b"));
  }

  @Test
  void a_half_written_file_leaves_the_present_pair_in_use() throws IOException {
    CredentialsProvider made = sources(NO_VARIABLES);
    writeHome("[default]\nsecret_id=a\nsecret_key=a\n");
    made.resolve();
    writeHome("[default]\nsecret_id=b\n");
    assertThat(made.refresh()).isFalse();
    assertThat(made.resolve()).isEqualTo(Credentials.ofKey("a", "a"));
  }

  @Test
  void a_provider_uses_the_environment_it_is_given() {
    Environment environment =
        Environment.of(
            Map.of("TENCENTCLOUD_SECRET_ID", "id", "TENCENTCLOUD_SECRET_KEY", "key"), home());
    assertThat(
            new TencentCvmFactory()
                .create(
                    ProviderSettings.of("tencent-cvm", environment::variable, environment.home()))
                .credentials()
                .resolve())
        .isEqualTo(Credentials.ofKey("id", "key"));
  }

  @Test
  void credentials_of_the_settings_come_before_the_environment() {
    Environment environment =
        Environment.of(
            Map.of("TENCENTCLOUD_SECRET_ID", "id", "TENCENTCLOUD_SECRET_KEY", "key"), home());
    Credentials own = Credentials.ofKey("own", "own");
    assertThat(
            new TencentCvmFactory()
                .create(
                    ProviderSettings.of("tencent-cvm", environment::variable, environment.home())
                        .credentials(CredentialsProvider.of(own)))
                .credentials()
                .resolve())
        .isEqualTo(own);
  }
}
