package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.config.AccountConfig;
import io.cloudrelease.config.ClientConfig;
import io.cloudrelease.config.ConfigSource;
import io.cloudrelease.credentials.Secret;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code cloudrelease.yml}: where it is found, what it may say, and how mistakes in it are told.
 */
@Timeout(30)
class ConfigFileTest {
  private static final String CANARY = "CANARY7f3a9c51e2";

  @TempDir private Path folder;

  @Test
  void the_file_that_is_named_comes_first_then_the_variables_then_the_usual_ones()
      throws IOException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Path work = Files.createDirectories(folder.resolve("work"));
    Environment nothing = Environment.of(Map.of(), home);
    assertThat(found(Optional.empty(), nothing, work)).isEmpty();
    Path users = home.resolve(".config/cloudrelease/config.yml");
    Files.createDirectories(users.getParent());
    Files.writeString(users, "");
    assertThat(found(Optional.empty(), nothing, work)).containsExactly(users);
    Path here = Files.writeString(work.resolve("cloudrelease.yml"), "");
    assertThat(found(Optional.empty(), nothing, work)).containsExactly(here, users);
    assertThat(ConfigFile.find(Optional.empty(), nothing, work).map(ConfigFile::trusted))
        .containsExactly(false, true);
    Path other = Files.writeString(folder.resolve("other.yml"), "");
    Environment variable = Environment.of(Map.of("CLOUDRELEASE_CONFIG", "../other.yml"), home);
    assertThat(found(Optional.empty(), variable, work)).containsExactly(other);
    assertThat(found(Optional.of(here), variable, work)).containsExactly(here);
  }

  private static List<Path> found(Optional<Path> given, Environment environment, Path work) {
    return ConfigFile.find(given, environment, work).map(file -> file.path().normalize()).toList();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void guards_of_the_user_are_not_left_out_because_their_folder_cannot_be_entered()
      throws IOException {
    Path home = Files.createDirectories(folder.resolve("home/.config")).getParent();
    Path circle = home.resolve(".config/cloudrelease");
    Files.createSymbolicLink(circle, circle);
    Path file = circle.resolve("config.yml");
    Environment nothing = Environment.of(Map.of(), home);
    assertThat(found(Optional.empty(), nothing, folder)).containsExactly(file);
    ConfigFile users = ConfigFile.find(Optional.empty(), nothing, folder).findFirst().orElseThrow();
    assertThatThrownBy(users::tree)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(file.toString());
    Environment nowhere = Environment.of(Map.of(), Path.of("/dev/null"));
    assertThat(found(Optional.empty(), nowhere, folder)).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void without_a_home_folder_nothing_that_lies_in_the_working_folder_is_the_users_own()
      throws IOException {
    Path unknown = Path.of("").toAbsolutePath().relativize(folder.toRealPath());
    Path file = folder.resolve(".config/cloudrelease/config.yml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
    Environment nothing = Environment.of(Map.of(), unknown);
    assertThat(unknown.resolve(".config/cloudrelease/config.yml")).exists();
    assertThat(found(Optional.empty(), nothing, Path.of("no-such-folder"))).isEmpty();
  }

  @Test
  void a_file_that_somebody_named_has_to_be_there() {
    Environment variable = Environment.of(Map.of("CLOUDRELEASE_CONFIG", "gone.yml"), folder);
    assertThatThrownBy(() -> ConfigFile.find(Optional.empty(), variable, folder))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("CLOUDRELEASE_CONFIG names " + folder.resolve("gone.yml"));
    assertThatThrownBy(() -> ConfigFile.find(Optional.of(Path.of("x.yml")), variable, folder))
        .hasMessageContaining("--config names");
  }

  @Test
  void a_folder_that_is_named_as_the_file_is_called_one() {
    ConfigFile named =
        ConfigFile.find(Optional.of(folder), Environment.of(Map.of(), folder), folder)
            .findFirst()
            .orElseThrow();
    assertThatThrownBy(named::tree).hasMessage(folder + " is a folder; name the file in it");
  }

  @Test
  void everything_that_can_be_said() throws IOException {
    Path pem = Files.writeString(folder.resolve("company.pem"), "read when the client is built");
    ClientConfig config =
        ClientConfig.of(
            source(
                Map.of("PROXY_PASSWORD", CANARY),
                """
                # Everything that can be said.
                accounts:
                  prod:
                    cloud: tencent-cvm
                    credentials:
                      id: ${env:PROD_ID}
                      secret: ${env:PROD_KEY}
                      token: ${file:token.txt}
                    expect-account: 0100000000001
                    site: international
                    language: en-US
                    regions: [ap-guangzhou, ap-shanghai]
                    rates:
                      TerminateInstances: 2.5
                  lab:
                    cloud: aliyun-ecs
                    profile: lab
                    allow-credential-commands: true
                    site: vpc
                    signature: v1
                    role:
                      arn: acs:ram::1:role/release
                      session-name: nightly
                      external-id: x-1
                      duration: 1h
                      release-only: true
                  zenlayer-zec:
                guards:
                  deny-tags: [keep, "env=prod"]
                  require-tags: [owner=me]
                  deny-names: ["db-*"]
                  require-names: "*"
                  deny-states: [STOPPED]
                  older-than: 7d
                  younger-than: 365d
                  deny-instances: ["prod:ap-guangzhou:ins-1a2b3c4d"]
                  check-groups: true
                policy:
                  deny-tags: ["tier=*"]
                  deny-names: ["master*"]
                  most-per-request: 100
                  most-per-hour: 20
                  approval-above: 10
                  waves:
                    percents: [1, 5, 25]
                    most-trouble-percent: 3
                network:
                  proxy: http://proxy.test:3128
                  proxy-user: releaser
                  proxy-password: ${env:PROXY_PASSWORD}
                  no-proxy: [inside.test, 10.0.0.0/8]
                  trust-pem: company.pem
                  connect-timeout: 500ms
                  answer-timeout: 45s
                  user-agent: nightly/1.4
                journal: runs
                """));
    AccountConfig prod = config.accounts().get(0);
    assertThat(config.accounts())
        .extracting(AccountConfig::name)
        .containsExactly("prod", "lab", "zenlayer-zec");
    assertThat(prod.expectedId()).as("zero and all").isEqualTo("0100000000001");
    assertThat(prod.regions()).containsExactly("ap-guangzhou", "ap-shanghai");
    assertThat(prod.rates()).containsExactly(Map.entry("TerminateInstances", 2.5));
    assertThat(prod.options()).containsEntry("site", "international");
    assertThat(config.accounts().get(1).role().orElseThrow().duration())
        .contains(Duration.ofHours(1));
    assertThat(config.accounts().get(1).role().orElseThrow().isReleaseOnly()).isTrue();
    assertThat(config.guards()).hasSize(9);
    assertThat(config.policy().approvalAbove()).hasValue(10);
    assertThat(config.policy().wavePercents()).containsExactly(1, 5, 25);
    assertThat(config.network().orElseThrow().proxy().orElseThrow().password())
        .map(Secret::reveal)
        .contains(CANARY);
    assertThat(config.network().orElseThrow().pemFiles()).containsExactly(pem);
    assertThat(config.journal()).contains(folder.resolve("runs"));
    assertThat(config.toString() + config.network() + config.accounts()).doesNotContain(CANARY);
  }

  @Test
  void the_file_on_the_page_about_configuration_is_right() throws IOException {
    String page = Files.readString(Path.of("../docs/configuration.md"));
    String yaml = page.substring(page.indexOf("```yaml\n") + 8);
    for (String named : List.of("corp.pass", "corp-ca.pem", "corp.p12")) {
      Files.writeString(folder.resolve(named), CANARY);
    }
    ConfigSource source =
        source(Map.of("PROXY_PASSWORD", CANARY), yaml.substring(0, yaml.indexOf("```")));
    assertThat(ClientConfig.problems(source)).isEmpty();
    assertThat(ClientConfig.of(source).accounts()).hasSize(3);
  }

  @Test
  void all_that_is_wrong_is_said_at_once_with_line_and_the_nearest_known_key() throws IOException {
    ConfigSource source =
        source(
            Map.of(),
            """
            accounts:
              prod:
                cloud: tencent-cvn
              lab:
                cloud: tencent-cvm
                sit: international
                site: moon
                credentials:
                  id: AKID
                  secrt: ${env:KEY}
                rates: {TerminateInstances: 0}
                endpoint: http://far.test
            guard:
              older-than: 7d
            guards:
              older-than: -P7D
            policy:
              most-per-hour: many
              waves: {percents: [60, 60]}
            network:
              connect-timeout: 1h
              user-agent: "a\\nb"
              proxy: ftp://proxy.test
            """);
    String file = folder.resolve("cloudrelease.yml").toString();
    assertThat(ClientConfig.problems(source))
        .containsExactly(
            file + ":3: accounts.prod.cloud is of no known kind; did you mean tencent-cvm?",
            file + ":6: accounts.lab.sit is not known here; did you mean site?",
            file + ":7: accounts.lab.site must be one of international, nearest, regional",
            file
                + ":8: accounts.lab.credentials needs id and secret, with token for temporary keys;"
                + " or token alone",
            file + ":10: accounts.lab.credentials.secrt is not known here; did you mean secret?",
            file + ":11: accounts.lab.rates.TerminateInstances must be above zero",
            endpointProblem(source),
            file + ":13: guard is not known here; did you mean guards?",
            file + ":16: guards.older-than must be a duration such as 500ms, 30s, 15m, 2h or 7d",
            file + ":18: policy.most-per-hour must be a whole number",
            file
                + ":19: policy.waves the waves of the policy must be 1 to 99 percent each, and"
                + " together below 100",
            file
                + ":21: network.connect-timeout the time limit to connect must be above zero and at"
                + " most 5 minutes",
            file
                + ":22: network.user-agent the suffix of the User-Agent must be printable ASCII on"
                + " one line, at most 200 characters",
            file
                + ":23: network.proxy a proxy is reached by http:// or socks5://, not by another"
                + " scheme");
    assertThatThrownBy(() -> ClientConfig.of(source))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(":3: ", ":6: ", ":23: ");
  }

  @Test
  void actions_networks_and_references_that_can_be_none_are_told_with_their_line()
      throws IOException {
    ConfigSource source =
        source(
            Map.of("A", CANARY),
            """
            accounts:
              lab:
                cloud: tencent-cvm
                credentials:
                  id: "pre-${env:A}"
                  secret: "${env:A}-post"
                regions: ["${env:A}"]
                rates:
                  TerminateInstance: 2
                  ReleaseInstances: 1
                  DescribeInstances: 5
              shop:
                cloud: aliyun-ecs
                rates: {DeleteInstances: 2, DescribeInstances: 1}
              zen:
                cloud: zenlayer-bmc
                rates: {TerminateInstance: 2}
            guards:
              deny-names: "db-${env:A}"
            network:
              no-proxy: [corp.example, 10.0.0.0/99, 10.0.0.0/8, fd00::/8, "corp.example/8"]
            store:
              url: "jdbc:postgresql://db.test/${env:DB}"
            """);
    String file = folder.resolve("cloudrelease.yml").toString();
    String reference =
        " a reference is ${env:NAME} or ${file:PATH}, with nothing before or behind it";
    String literal =
        " holds ${, but references are read in credentials and passwords alone; write the value"
            + " itself";
    assertThat(ClientConfig.problems(source))
        .containsExactlyInAnyOrder(
            file + ":5: accounts.lab.credentials.id" + reference,
            file + ":6: accounts.lab.credentials.secret" + reference,
            file + ":7: accounts.lab.regions[0]" + literal,
            file
                + ":9: accounts.lab.rates.TerminateInstance is no action that is called; did you"
                + " mean TerminateInstances?",
            file
                + ":10: accounts.lab.rates.ReleaseInstances is no action that is called; known are"
                + " DescribeInstances, TerminateInstances",
            file + ":19: guards.deny-names" + literal,
            file
                + ":21: network.no-proxy[1] '10.0.0.0/99' is no network; write an address and how"
                + " many of its bits count, at most 32: 10.0.0.0/8; or a host's name alone",
            file
                + ":21: network.no-proxy[4] 'corp.example/8' is no network; write an address and"
                + " how many of its bits count, at most 32, or 128 of IPv6: 10.0.0.0/8; or a host's"
                + " name alone");
  }

  @Test
  void wrong_variables_of_one_cloud_leave_the_accounts_of_the_others_alone() throws IOException {
    ClientConfig config =
        ClientConfig.of(
            source(
                Map.of("ZENLAYERCLOUD_DOMAIN", "http://far.test", "ZENLAYER_TOKEN", CANARY),
                "accounts: {zenlayer-zec: , tencent-cvm: }"));
    try (ReleaseClient client = config.client().build()) {
      assertThatThrownBy(() -> client.whoAmI("zenlayer-zec"))
          .hasMessageContaining("ZENLAYERCLOUD_DOMAIN: ");
      assertThatThrownBy(() -> client.whoAmI("tencent-cvm"))
          .hasMessageContaining("no credentials for tencent-cvm")
          .hasMessageNotContaining("ZENLAYERCLOUD_DOMAIN");
    }
  }

  @Test
  void in_a_tree_of_no_file_the_path_is_told() {
    Map<String, Object> role = Map.of("cloud", "zenlayer-zec", "role", Map.of("arn", "x"));
    assertThat(
            ClientConfig.problems(
                ConfigSource.of(
                    Map.of(
                        "accounts", Map.of("a", Map.of()), "network", Map.of("trust-pem", "no")))))
        .hasSize(2)
        .anyMatch(problem -> problem.startsWith("accounts.a.cloud is missing"))
        .anyMatch(problem -> problem.startsWith("network.trust-pem names "));
    ClientConfig wrong = ClientConfig.of(ConfigSource.of(Map.of("accounts", Map.of("b", role))));
    assertThatThrownBy(wrong::client)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("accounts.b: ");
  }

  @Test
  void of_two_together_the_first_says_where_runs_are_written_down_and_both_hold_back() {
    ConfigSource one = ConfigSource.of(Map.of("journal", "one"));
    ConfigSource other =
        ConfigSource.of(
            Map.of(
                "store",
                Map.of("url", "jdbc:postgresql://db.test/x"),
                "guards",
                Map.of("deny-names", "db-*"),
                "policy",
                Map.of("most-per-hour", "7")));
    ClientConfig both = ClientConfig.of(one, other);
    assertThat(both.journal()).isPresent();
    assertThat(both.store()).isEmpty();
    assertThat(both.guards()).hasSize(1);
    assertThat(both.policy().mostPerHour()).hasValue(7);
    assertThat(ClientConfig.of(other, one).store()).isPresent();
    assertThat(ClientConfig.of(other, one).journal()).isEmpty();
    ConfigSource named = ConfigSource.of(Map.of("accounts", Map.of("tencent-cvm", Map.of())));
    assertThatThrownBy(() -> ClientConfig.of(named, named))
        .hasMessageContaining("two accounts are named 'tencent-cvm'");
  }

  private String endpointProblem(ConfigSource source) {
    return ClientConfig.problems(source).stream()
        .filter(problem -> problem.contains(":12: accounts.lab.endpoint "))
        .findFirst()
        .orElse("the endpoint is wrong too");
  }

  @Test
  void a_secret_in_plain_is_taken_only_where_its_owner_alone_may_read_it() throws IOException {
    String yaml =
        """
        accounts:
          tencent-cvm:
            credentials: {id: AKID, secret: %s}
        network:
          proxy: http://u:%s@proxy.test
        """
            .formatted(CANARY, CANARY);
    ConfigSource open = source(Map.of(), yaml);
    assertThat(ClientConfig.problems(open))
        .hasSize(2)
        .allSatisfy(
            problem ->
                assertThat(problem)
                    .contains("is a secret in plain; write ${env:NAME} or ${file:PATH}")
                    .contains("chmod 600")
                    .doesNotContain(CANARY));
    Files.setPosixFilePermissions(
        folder.resolve("cloudrelease.yml"), PosixFilePermissions.fromString("rw-------"));
    assertThat(ClientConfig.problems(open)).isEmpty();
    assertThat(
            ClientConfig.of(open)
                .accounts()
                .get(0)
                .credentials()
                .orElseThrow()
                .resolve()
                .accessKeyId())
        .isEqualTo("AKID");
  }

  @Test
  void a_reference_that_leads_nowhere_is_told_when_the_keys_are_needed() throws IOException {
    ClientConfig config =
        ClientConfig.of(
            source(
                Map.of("ID", "AKID"),
                """
                accounts:
                  tencent-cvm:
                    credentials: {id: "${env:ID}", secret: "${file:gone}"}
                """));
    assertThatThrownBy(() -> config.accounts().get(0).credentials().orElseThrow().resolve())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cloudrelease.yml:3: keys of tencent-cvm: ")
        .hasMessageContaining("the file " + folder.resolve("gone") + " is not there");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: &x 1 | :1: anchors and aliases are not read",
        "a: *x | :1: ",
        "a: !!int 1 | :1: tags (!) are not read",
        "a: !java.lang.Runtime {} | :1: tags (!) are not read",
        "journal: a; journal: b | :2: the key journal stands here a second time",
        "? [a]; : b | :1: a key must be one word",
        "a: 1; ---; b: 2 | :2: a second document is not read",
        "a: [; b: 2 | this is no YAML",
        "a; b: c | :1: the file must have keys",
        "- a | :1: the file must have keys",
        "'a: \"CANARY7f3a9c51e2' | this is no YAML",
        "a: CANARY7f3a9c51e2;  b | :1: the next line is read as part of this text",
        "a:;  - CANARY7f3a9c51e2;    env=prod | :2: the next line is read as part of this text",
      })
  void what_nobody_writes_by_hand_is_refused_with_its_line(String text, String words)
      throws IOException {
    assertThatThrownBy(() -> source(Map.of(), text.replace("; ", "\n").replace(";", "\n")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cloudrelease.yml")
        .hasMessageContaining(words)
        .hasMessageNotContaining(CANARY);
  }

  @Test
  void a_deep_or_a_huge_file_is_refused() {
    assertThatThrownBy(() -> source(Map.of(), "a: " + "[".repeat(100_000)))
        .hasMessageContaining("nested too deeply");
    assertThatThrownBy(() -> source(Map.of(), "# " + "x".repeat(300_000)))
        .hasMessageContaining("is larger than 262144 bytes");
  }

  @Test
  void a_file_that_says_it_says_nothing_is_as_good_as_none() throws IOException {
    assertThat(ClientConfig.of(source(Map.of(), "{}")).accounts()).isEmpty();
  }

  @Test
  void a_store_is_left_to_whoever_can_open_it() throws IOException {
    ClientConfig config =
        ClientConfig.of(
            source(
                Map.of("DB", CANARY),
                """
                store: {url: "jdbc:postgresql://db.test/releases", user: r, password: "${env:DB}"}
                """));
    assertThat(config.store().orElseThrow().password()).map(Secret::reveal).contains(CANARY);
    assertThat(config.store().orElseThrow().toString()).doesNotContain(CANARY);
    assertThatThrownBy(config::client).hasMessageContaining("the configuration names a store");
    assertThat(
            ClientConfig.problems(
                source(Map.of(), "journal: a\nstore: {url: 'jdbc:postgresql://u:p@db.test/x'}")))
        .hasSize(2);
  }

  @Test
  void a_tag_with_blanks_around_its_equals_sign_would_deny_nothing_and_is_refused()
      throws IOException {
    assertThat(
            ClientConfig.problems(
                source(
                    Map.of(),
                    """
                    policy:
                      deny-tags: ["env = prod"]
                    guards:
                      deny-tags: ["env =prod"]
                      require-tags: ["owner= me"]
                    """)))
        .hasSize(3)
        .allSatisfy(problem -> assertThat(problem).contains("blank"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "guards:deny-tags",
        "guards:require-tags",
        "guards:deny-names",
        "guards:require-names",
        "guards:deny-states",
        "policy:deny-tags",
        "policy:deny-names"
      })
  void a_guard_with_nothing_behind_its_key_is_refused(String key) throws IOException {
    for (String nothing : List.of("", "''")) {
      assertThat(ClientConfig.problems(source(Map.of(), yaml(key, nothing))))
          .as(nothing)
          .singleElement()
          .asString()
          .contains("cloudrelease.yml:2: " + key.replace(':', '.') + " is empty");
    }
  }

  private static String yaml(String key, String value) {
    return key.replace(":", ":\n  ") + ": " + value + "\n";
  }

  @Test
  void an_empty_list_of_what_is_denied_is_meant_and_of_what_is_required_is_refused()
      throws IOException {
    for (String key : List.of("deny-tags", "deny-names", "deny-states", "deny-instances")) {
      assertThat(ClientConfig.problems(source(Map.of(), yaml("guards:" + key, "[]")))).isEmpty();
    }
    for (String key : List.of("require-tags", "require-names")) {
      assertThat(ClientConfig.problems(source(Map.of(), yaml("guards:" + key, "[]"))))
          .singleElement()
          .asString()
          .endsWith("guards." + key + " is an empty list; leave it out where nothing is required");
    }
  }

  @Test
  void limits_are_told_by_the_words_of_the_file() throws IOException {
    String yaml =
        """
        policy:
          approval-above: -1
          most-per-hour: -2
          waves: {most-trouble-percent: 101, percents: [1]}
        """;
    assertThat(ClientConfig.problems(source(Map.of(), yaml)))
        .satisfiesExactly(
            problem -> assertThat(problem).endsWith("policy.approval-above must not be negative"),
            problem -> assertThat(problem).endsWith("policy.most-per-hour must not be negative"),
            problem -> assertThat(problem).endsWith("waves.most-trouble-percent must be 0 to 100"));
  }

  @Test
  void what_is_wrong_in_a_list_is_told_by_its_place_also_behind_empty_entries() throws IOException {
    assertThat(
            ClientConfig.problems(source(Map.of(), "guards:\n  deny-tags: [' ', '=x', a, '=y']\n")))
        .satisfiesExactly(
            problem -> assertThat(problem).contains("deny-tags[0] is empty"),
            problem -> assertThat(problem).contains("deny-tags[1] must be KEY"),
            problem -> assertThat(problem).contains("deny-tags[3] must be KEY"));
  }

  @Test
  void two_accounts_that_can_have_no_such_name_are_told_both() throws IOException {
    String accounts = "accounts:\n  'a b': {cloud: tencent-cvm}\n  'c d': {cloud: tencent-cvm}\n";
    assertThat(ClientConfig.problems(source(Map.of(), accounts)))
        .hasSize(2)
        .allSatisfy(
            problem ->
                assertThat(problem).contains("an account's name may hold lower-case letters"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://u:" + CANARY + "@db.test/x",
        "jdbc:postgresql://u:" + CANARY + "@one.test:5432,two.test:5432/x",
        "jdbc:postgresql://db.test/x?password=" + CANARY,
      })
  void a_password_in_the_url_of_a_store_is_one_in_plain_and_is_printed_nowhere(String url)
      throws IOException {
    ConfigSource open = source(Map.of(), "store: {url: '" + url + "'}");
    assertThat(ClientConfig.problems(open))
        .singleElement()
        .asString()
        .contains("is a secret in plain")
        .doesNotContain(CANARY);
    Files.setPosixFilePermissions(
        folder.resolve("cloudrelease.yml"), PosixFilePermissions.fromString("rw-------"));
    assertThat(ClientConfig.of(open).store().orElseThrow().toString()).doesNotContain(CANARY);
  }

  @Test
  void a_password_in_the_url_of_a_store_may_be_a_variable_and_no_file() throws IOException {
    String url = "jdbc:postgresql://db.test/x?user=u&password=${%s}";
    ConfigSource variable = source(Map.of(), "store: {url: '" + url.formatted("env:DB") + "'}");
    assertThat(ClientConfig.problems(variable)).isEmpty();
    for (String other : List.of("file:db.pass", "env:DB}x${env:", "vault:x")) {
      ConfigSource wrong = source(Map.of(), "store: {url: '" + url.formatted(other) + "'}");
      assertThat(ClientConfig.problems(wrong))
          .singleElement()
          .asString()
          .contains("store.url holds ${, and only ${env:NAME} is replaced in it");
    }
  }

  @Test
  void what_stands_beside_a_variable_in_the_password_of_a_url_is_one_in_plain() throws IOException {
    String url = "jdbc:postgresql://db.test/x?password=${env:DB}" + CANARY;
    assertThat(ClientConfig.problems(source(Map.of(), "store: {url: '" + url + "'}")))
        .singleElement()
        .asString()
        .contains("is a secret in plain")
        .doesNotContain(CANARY);
  }

  private ConfigSource source(Map<String, String> variables, String yaml) throws IOException {
    Path file = folder.resolve("cloudrelease.yml");
    Files.writeString(file, yaml);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    return ConfigFile.source(
        new ConfigFile(file, true).tree(), Environment.of(variables, folder), Map.of());
  }

  @Test
  void regions_of_an_account_are_such_as_stand_in_references() throws IOException {
    String good = "accounts:\n  lab: {cloud: tencent-cvm, regions: [ap-guangzhou, '*', a.B_1]}\n";
    assertThat(ClientConfig.problems(source(Map.of(), good))).isEmpty();
    String wrong = "accounts:\n  lab: {cloud: tencent-cvm, regions: [\"a\\e[31m\", r:1, r]}\n";
    assertThat(ClientConfig.problems(source(Map.of(), wrong)))
        .hasSize(2)
        .allSatisfy(
            problem ->
                assertThat(problem)
                    .contains(":2: accounts.lab.regions[", "] may hold letters, digits, '-', '.'"));
  }
}
