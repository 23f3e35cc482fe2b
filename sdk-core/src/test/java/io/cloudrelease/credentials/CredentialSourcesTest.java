package io.cloudrelease.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.credentials.sources.EnvironmentCredentials;
import io.cloudrelease.credentials.sources.IniFile;
import io.cloudrelease.credentials.sources.KeyFile;
import io.cloudrelease.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialSourcesTest {
  private static final Path HOME = Path.of("home");

  private static EnvironmentCredentials from(Map<String, String> variables) {
    return new EnvironmentCredentials(
        Environment.of(variables, HOME), "KEY_ID", "KEY", List.of("TOKEN", "OLD_TOKEN"));
  }

  @Test
  void a_variable_that_is_unset_or_blank_is_empty() {
    Environment environment = Environment.of(Map.of("A", " x ", "B", " \t"), HOME);
    assertThat(environment.variable("A")).isEqualTo("x");
    assertThat(environment.variable("B")).isEmpty();
    assertThat(environment.variable("C")).isEmpty();
    assertThat(environment.home()).isEqualTo(HOME);
  }

  @Test
  void the_environment_of_this_process_has_a_home() {
    assertThat(Environment.system().home()).isEqualTo(Path.of(System.getProperty("user.home")));
    assertThat(Environment.system().variable("NO_SUCH_VARIABLE_HERE")).isEmpty();
    assertThat(Environment.system().property("java.version")).isNotEmpty();
    assertThat(Environment.system().isOfThisMachine()).isTrue();
    Environment madeUp = Environment.of(Map.of(), HOME);
    assertThat(madeUp.property("java.version")).isEmpty();
    assertThat(madeUp.isOfThisMachine()).isFalse();
  }

  @Test
  void a_pair_of_variables_is_a_key() {
    assertThat(from(Map.of("KEY_ID", "i", "KEY", "k")).resolve())
        .isEqualTo(Credentials.ofKey("i", "k"));
  }

  @Test
  void the_first_token_variable_that_is_set_makes_a_session() {
    assertThat(from(Map.of("KEY_ID", "i", "KEY", "k", "OLD_TOKEN", "o")).resolve())
        .isEqualTo(Credentials.ofSession("i", "k", "o"));
    assertThat(from(Map.of("KEY_ID", "i", "KEY", "k", "TOKEN", "t", "OLD_TOKEN", "o")).resolve())
        .isEqualTo(Credentials.ofSession("i", "k", "t"));
  }

  @Test
  void nothing_set_is_an_absence_that_names_what_to_set() {
    assertThatThrownBy(() -> from(Map.of()).resolve())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isTrue())
        .hasMessage("set KEY_ID and KEY");
  }

  @Test
  void a_token_without_its_key_is_an_error_and_joins_no_other_key() {
    assertThatThrownBy(() -> from(Map.of("OLD_TOKEN", "c4n4ry")).resolve())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining("OLD_TOKEN is set without KEY_ID and KEY")
        .hasMessageNotContaining("c4n4ry");
  }

  @Test
  void half_a_pair_is_an_error_that_names_the_missing_half() {
    assertThatThrownBy(() -> from(Map.of("KEY_ID", "i")).resolve())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageStartingWith("KEY is not set, though KEY_ID is");
    assertThatThrownBy(() -> from(Map.of("KEY", "hunter2", "KEY_ID", " ")).resolve())
        .hasMessageStartingWith("KEY_ID is not set, though KEY is")
        .satisfies(e -> assertThat(e.toString()).doesNotContain("hunter2"));
  }

  @Test
  void the_first_source_that_has_credentials_wins() {
    CredentialsProvider chain =
        CredentialsProvider.firstOf(
            "x", List.of(from(Map.of()), from(Map.of("KEY_ID", "i", "KEY", "k"))));
    assertThat(chain.resolve()).isEqualTo(Credentials.ofKey("i", "k"));
  }

  @Test
  void a_source_set_by_half_ends_the_search_so_that_no_other_accounts_key_is_used() {
    CredentialsProvider chain =
        CredentialsProvider.firstOf(
            "x", List.of(from(Map.of("KEY_ID", "i")), from(Map.of("KEY_ID", "j", "KEY", "k"))));
    assertThatThrownBy(chain::resolve)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("KEY is not set");
  }

  @Test
  void no_source_at_all_says_what_each_of_them_missed() {
    CredentialsProvider chain =
        CredentialsProvider.firstOf("cloud x", List.of(from(Map.of()), from(Map.of())));
    assertThatThrownBy(chain::resolve)
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isTrue())
        .hasMessage(
            "no credentials for cloud x; tried in this order: (1) set KEY_ID and KEY;"
                + " (2) set KEY_ID and KEY");
  }

  @Test
  void a_refresh_reaches_every_source() {
    int[] refreshed = new int[1];
    CredentialsProvider counting =
        new CredentialsProvider() {
          @Override
          public Credentials resolve() {
            return Credentials.ofKey("i", "k");
          }

          @Override
          public boolean refresh() {
            refreshed[0]++;
            return refreshed[0] == 1;
          }
        };
    CredentialsProvider chain = CredentialsProvider.firstOf("x", List.of(counting, counting));
    assertThat(chain.refresh()).isTrue();
    assertThat(refreshed[0]).isEqualTo(2);
    assertThat(CredentialsProvider.of(Credentials.ofKey("i", "k")).refresh()).isFalse();
  }

  @Test
  void an_ini_file_is_sections_of_names_and_values() {
    IniFile ini =
        IniFile.parse(
            List.of(
                "top = 0",
                "# comment = 1",
                "; comment = 2",
                "[ default ]",
                " id =  AK = x ; why",
                "key=a#b;c",
                "empty =",
                "= nothing",
                "no value",
                "[other]",
                "id = 2",
                "[default]",
                "later = 3"));
    assertThat(ini.value("", "top")).isEqualTo("0");
    assertThat(ini.value("default", "id")).isEqualTo("AK = x");
    assertThat(ini.value("default", "key")).isEqualTo("a#b;c");
    assertThat(ini.value("default", "later")).isEqualTo("3");
    assertThat(ini.value("default", "empty")).isEmpty();
    assertThat(ini.value("other", "id")).isEqualTo("2");
    assertThat(ini.value("other", "key")).isEmpty();
    assertThat(ini.value("none", "id")).isEmpty();
    assertThat(ini.value("", "# comment")).isEmpty();
  }

  @Test
  void a_byte_order_mark_does_not_hide_the_first_section(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("credentials"), "\uFEFF[default]\nid = 1\n");
    assertThat(KeyFile.read(file).orElseThrow().ini().value("default", "id")).isEqualTo("1");
  }

  @Test
  void a_file_that_is_not_there_is_absent(@TempDir Path folder) {
    assertThat(IniFile.read(folder.resolve("none"))).isEmpty();
    assertThat(IniFile.read(folder.resolve("none").resolve("none"))).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_read_is_not_taken_for_one_that_is_not_there(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("credentials");
    Files.write(file, new byte[] {'i', 'd', '=', (byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> IniFile.read(file))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining(file.toString());
  }

  @Test
  void a_file_without_a_value_is_broken_not_absent(@TempDir Path folder) throws Exception {
    for (String content : List.of("", " \n", "\uFEFF", "[default]\n", "# id = 1\n")) {
      Path file = folder.resolve("credentials");
      Files.writeString(file, content);
      assertThatThrownBy(() -> IniFile.read(file))
          .as("'%s'", content)
          .isInstanceOfSatisfying(
              ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void a_variable_with_a_line_end_inside_is_named_without_its_value() {
    assertThatThrownBy(
            () -> from(Map.of("KEY_ID", "i", "KEY", "k", "TOKEN", "c4n\r\n4ry")).resolve())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining("the session token holds a line end")
        .hasMessageContaining("TOKEN")
        .hasMessageNotContaining("c4n");
    assertThatThrownBy(() -> from(Map.of("KEY_ID", "i\nj", "KEY", "k")).resolve())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("KEY_ID");
  }

  @Test
  void a_source_whose_key_is_no_key_ends_the_search() {
    CredentialsProvider torn = () -> Credentials.ofKey("i", "c4n\n4ry");
    CredentialsProvider chain =
        CredentialsProvider.firstOf(
            "cloud x", List.of(torn, from(Map.of("KEY_ID", "j", "KEY", "k"))));
    assertThatThrownBy(chain::resolve)
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining("cloud x: the secret key holds a line end")
        .hasMessageNotContaining("c4n");
  }
}
