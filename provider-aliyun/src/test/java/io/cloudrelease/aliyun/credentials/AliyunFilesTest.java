package io.cloudrelease.aliyun.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.credentials.sources.SourceHttp;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.transport.HttpTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The two files with keys: which profile of which file counts, and what a broken one is told as.
 */
class AliyunFilesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
  private static final String CLI = ".aliyun/config.json";
  private static final String INI = ".alibabacloud/credentials.ini";
  private static final String KEYS =
      "type = access_key\naccess_key_id = i\naccess_key_secret = k\n";
  private static final String ROLE =
      "'mode':'RamRoleArn','access_key_id':'i','access_key_secret':'k','ram_role_arn':'arn'";

  @TempDir Path home;
  private final Map<String, String> variables = new HashMap<>();
  private final List<HttpRequest> asked = new ArrayList<>();

  private CredentialsProvider sources(String profile) {
    Environment environment = Environment.of(variables, home);
    Surroundings surroundings =
        new Surroundings(
            environment,
            new SourceHttp(),
            TokenSigner.ofTheProvider(),
            Optional.empty(),
            false,
            Optional.empty(),
            false,
            () -> NOW,
            (pause, wake) -> {});
    CredentialsProvider made =
        AliyunCredentials.of(
            ProviderSettings.of("aliyun-ecs", environment::variable, home).profile(profile),
            surroundings);
    made.callThrough(
        new HttpTransport() {
          @Override
          public HttpResponse send(HttpRequest request) {
            asked.add(request);
            return HttpResponse.of(
                200,
                List.of(),
                HttpBody.utf8(
                    json(
                        "{'Credentials':{'AccessKeyId':'role','AccessKeySecret':'k',"
                            + "'SecurityToken':'t','Expiration':'2026-11-20T09:00:00Z'}}")));
          }

          @Override
          public void close() {}
        });
    return made;
  }

  private String resolve() {
    return sources("").resolve().accessKeyId();
  }

  private void broken(String says) {
    assertThatThrownBy(this::resolve)
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining(says)
        .hasMessageNotContaining("CANARY");
  }

  private void absent(String says) {
    assertThatThrownBy(this::resolve)
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isTrue())
        .hasMessageContaining(says);
  }

  private void write(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private void profiles(String current, String... entries) throws IOException {
    write(
        CLI,
        json("{'current':'" + current + "','profiles':[{" + String.join("},{", entries) + "}]}"));
  }

  private static String ak(String name, String id) {
    return "'name':'" + name + "','mode':'AK','access_key_id':'" + id + "','access_key_secret':'k'";
  }

  @Test
  void the_current_profile_counts_and_without_one_the_default() throws IOException {
    profiles("a", ak("default", "d"), ak("a", "a"));
    assertThat(resolve()).isEqualTo("a");
    profiles("", ak("default", "d"), ak("a", "a"));
    assertThat(resolve()).isEqualTo("d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALIBABA_CLOUD_PROFILE", "ALIBABACLOUD_PROFILE", "ALICLOUD_PROFILE"})
  void a_variable_names_the_profile_in_whichever_of_the_files_it_is(String variable)
      throws IOException {
    profiles("a", ak("a", "a"), ak("b", "b"));
    variables.put(variable, "b");
    assertThat(resolve()).isEqualTo("b");
    write(INI, "[other]\n" + KEYS);
    variables.put(variable, "other");
    assertThat(resolve()).isEqualTo("i");
    variables.put(variable, "nowhere");
    broken("nowhere");
  }

  @Test
  void a_profile_that_is_switched_later_does_not_change_the_account() throws IOException {
    profiles("a", ak("a", "a"), ak("b", "b"));
    CredentialsProvider made = sources("");
    assertThat(made.resolve().accessKeyId()).isEqualTo("a");
    profiles("b", ak("a", "a2"), ak("b", "b"));
    assertThat(made.refresh()).isTrue();
    assertThat(made.resolve().accessKeyId()).isEqualTo("a2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "ALIBABA_CLOUD_IGNORE_PROFILE"})
  void the_command_lines_file_can_be_switched_off_unless_it_was_asked_for(String off)
      throws IOException {
    profiles("a", ak("a", "a"));
    write(INI, "[default]\n" + KEYS);
    assertThat(resolve()).isEqualTo("a");
    variables.put(off, "TRUE");
    assertThat(resolve()).isEqualTo("i");
    assertThat(sources("a").resolve().accessKeyId()).isEqualTo("a");
    variables.put(off, "false");
    assertThat(resolve()).isEqualTo("a");
  }

  @Test
  void a_profile_that_was_asked_for_needs_its_file() {
    assertThatThrownBy(() -> sources("a").resolve())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining("no file " + home.resolve(CLI));
    absent("no file " + home.resolve(CLI));
  }

  @Test
  void a_broken_file_of_the_command_line_is_never_passed_over() throws IOException {
    write(INI, "[default]\n" + KEYS);
    write(CLI, "{\"current\":\"CANARY\",\n\"profiles\":[");
    broken("is not a JSON object, or is cut off (line 2)");
    write(CLI, "{\"current\":\"CANARY\"}");
    broken("has no profiles");
    write(CLI, "{\"profiles\":[]}");
    broken("has no profiles");
    profiles("gone", ak("a", "CANARY"));
    broken("no profile 'gone' of");
    Files.delete(home.resolve(CLI));
    Files.createDirectory(home.resolve(CLI));
    broken("cannot be read");
  }

  @Test
  void a_file_of_a_mebibyte_is_read_and_a_larger_one_is_not() throws IOException {
    String text = json("{'current':'a','profiles':[{" + ak("a", "a") + "}]}");
    String whole = text + " ".repeat((1 << 20) - text.length());
    write(CLI, whole);
    assertThat(resolve()).isEqualTo("a");
    write(CLI, whole + " ");
    broken("larger than 1 MiB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AK | 'access_key_id':'CANARY' | access_key_secret",
        "AK | 'access_key_id':' ','access_key_secret':'CANARY' | access_key_id",
        "StsToken | 'access_key_id':'i','access_key_secret':'CANARY' | sts_token",
        "RamRoleArn | 'access_key_id':'i','access_key_secret':'CANARY' | ram_role_arn",
        "OIDC | 'ram_role_arn':'arn' | oidc_provider_arn",
        "ChainableRamRoleArn | 'ram_role_arn':'arn' | source_profile",
        "CredentialsURI | 'region_id':'r' | credentials_uri"
      })
  void a_profile_that_lacks_something_says_what(String mode, String members, String lacks)
      throws IOException {
    profiles("a", "'name':'a','mode':'" + mode + "'," + members.replace("\"", "'"));
    broken("profile 'a' of " + home.resolve(CLI) + " lacks " + lacks);
  }

  @Test
  void a_token_of_the_file_goes_with_its_key() throws IOException {
    profiles(
        "a",
        "'name':'a','mode':'StsToken','access_key_id':'i','access_key_secret':'k','sts_token':'t'");
    assertThat(sources("").resolve()).isEqualTo(Credentials.ofSession("i", "k", "t"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'sts_region':'cn-a' | sts.cn-a.aliyuncs.com",
        "'sts_region':'cn-a','enable_vpc':true | sts-vpc.cn-a.aliyuncs.com",
        "'sts_region':'cn-a','endpoint_type':'vpc' | sts-vpc.cn-a.aliyuncs.com",
        "'sts_region':'cn-a','endpoint_type':'public' | sts.cn-a.aliyuncs.com",
        "'sts_endpoint':'sts.example.com' | sts.example.com",
        "'sts_endpoint':'https://sts.example.com' | sts.example.com",
        "'enable_vpc':true | sts.aliyuncs.com"
      })
  void a_profile_says_where_its_token_service_is(String members, String host) throws IOException {
    profiles("a", "'name':'a'," + ROLE + "," + members.replace("\"", "'"));
    assertThat(resolve()).isEqualTo("role");
    assertThat(asked.get(0).endpoint().host()).isEqualTo(host);
  }

  @Test
  void a_token_service_whose_address_is_none_is_told() throws IOException {
    profiles("a", "'name':'a'," + ROLE + ",'sts_endpoint':'http://sts.example.com'");
    broken("the STS endpoint: ");
  }

  @Test
  void a_role_without_a_name_for_its_session_or_a_time_has_those_of_everybody() throws IOException {
    profiles("a", "'name':'a'," + ROLE + ",'expired_seconds':0");
    assertThat(resolve()).isEqualTo("role");
    assertThat(asked.get(0).query())
        .contains("RoleSessionName=")
        .doesNotContain("DurationSeconds", "ExternalId", "Policy");
  }

  @Test
  void a_login_without_its_end_is_over() throws IOException {
    for (String end : List.of("", ",'sts_expiration':-5", ",'sts_expiration':0")) {
      profiles(
          "a",
          "'name':'a','mode':'OAuth','access_key_id':'CANARY','access_key_secret':'k',"
              + "'sts_token':'t'"
              + end);
      broken("the login in profile 'a'");
    }
  }

  @Test
  void a_section_that_is_not_enabled_or_has_no_type_is_not_there() throws IOException {
    write(INI, "[default]\nenable = false\n" + KEYS);
    absent("section [default] of " + home.resolve(INI) + " is not enabled");
    write(INI, "[default]\nenable = 1\n" + KEYS);
    assertThat(resolve()).isEqualTo("i");
    write(INI, "[default]\nenable = true\n");
    absent("no section [default]");
    write(INI, "[default]\naccess_key_id = CANARY\naccess_key_secret = CANARY\n");
    broken("has no type; write type = access_key");
  }

  @Test
  void a_section_that_lacks_something_says_what() throws IOException {
    write(INI, "[default]\ntype = access_key\naccess_key_id = CANARY\n");
    broken("section [default] of " + home.resolve(INI) + " lacks access_key_secret");
    write(INI, "[default]\n" + KEYS.replace("access_key\n", "sts\n"));
    broken("lacks sts_token");
    write(INI, "[default]\n" + KEYS.replace("access_key\n", "sts\n") + "sts_token = t\n");
    assertThat(sources("").resolve()).isEqualTo(Credentials.ofSession("i", "k", "t"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CANARY | 2",
        "[CANARY | 2",
        "=CANARY | 2",
        "[default]x=CANARY | 2",
      })
  void a_broken_line_is_named_by_its_number_and_not_repeated(String line, int number)
      throws IOException {
    write(INI, "[default]\n" + line + "\n" + KEYS);
    broken("credentials.ini, line " + number + " is neither [section] nor name = value");
  }

  @Test
  void comments_blanks_and_the_mark_at_the_beginning_are_no_broken_lines() throws IOException {
    write(INI, "\uFEFF[default]\n\n# mine\n; mine too\n  \nx=1\n" + KEYS);
    assertThat(resolve()).isEqualTo("i");
  }

  @Test
  void a_file_without_a_section_or_of_bytes_that_are_no_text_is_broken() throws IOException {
    write(INI, KEYS.replace("= k", "= CANARY"));
    broken("has no [section]");
    Files.write(home.resolve(INI), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    broken("cannot be read as UTF-8 text");
  }

  @Test
  void a_variable_may_name_another_file_which_is_read_once_it_is_there() throws IOException {
    variables.put("ALICLOUD_SHARED_CREDENTIALS_FILE", home.resolve("mine").toString());
    broken(home.resolve("mine").toString());
    write("mine", "[default]\n" + KEYS);
    assertThat(resolve()).isEqualTo("i");
    write("mine", "\n {\"profiles\":[]}");
    broken("has no profiles");
    write("mine", "\uFEFF" + json("{'profiles':[{" + ak("default", "marked") + "}]}"));
    assertThat(resolve()).isEqualTo("marked");
  }

  @ParameterizedTest
  @CsvSource({
    "https://keys.example.com, keys.example.com, 443, /",
    "https://keys.example.com:8443/x?a=b, keys.example.com, 8443, /x?a=b",
    "HTTPS://keys.example.com/x, keys.example.com, 443, /x"
  })
  void a_service_that_gives_keys_is_asked_at_its_whole_address(
      String address, String host, int port, String target) {
    variables.put("ALICLOUD_CREDENTIALS_URI", address);
    // The answer is no answer of such a service, which is all the same for where it was asked.
    broken("ALICLOUD_CREDENTIALS_URI (" + host + ")");
    assertThat(asked.get(0).endpoint().host()).isEqualTo(host);
    assertThat(asked.get(0).endpoint().port()).isEqualTo(port);
    assertThat(asked.get(0).target()).isEqualTo(target);
    assertThat(asked.get(0).method()).isEqualTo("GET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]"})
  void a_service_that_should_be_on_this_machine_and_is_not_is_told(String host) {
    variables.put("ALIBABA_CLOUD_CREDENTIALS_URI", "http://" + host + ":1/CANARY");
    broken("no service at " + host);
  }
}
