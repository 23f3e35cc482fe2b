package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.testkit.AccessKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code cloudrelease.yml} in the working folder, which may have come with somebody else's
 * repository: nobody named it.
 */
class WorkingFolderFileTest {
  private static final String LAB =
      "accounts:\n  lab: {cloud: tencent-cvm, credentials: {id: \"${env:LAB_ID}\", secret:"
          + " \"${env:LAB_KEY}\"}}\n";

  private final Bench bench = new Bench();
  @TempDir private Path elsewhere;
  @TempDir private Path folder;

  @BeforeEach
  void standThere() {
    bench.atHome(folder);
    bench.variables.put("LAB_ID", "AKIDTEN");
    bench.variables.put("LAB_KEY", Bench.CANARY + "ten");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private Path here(String yaml) throws IOException {
    return Files.writeString(folder.resolve("cloudrelease.yml"), yaml);
  }

  private Path users(String yaml) throws IOException {
    Path file = folder.resolve(".config/cloudrelease/config.yml");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, yaml);
  }

  @Test
  void it_is_read_by_the_process_that_stands_in_its_folder() throws Exception {
    here("policies:\n  deny-tags: [keep]\n");
    assertThat(saidThere(folder.toString(), "", "plan", "zenlayer-zec:1300000000000000001"))
        .contains("cloudrelease.yml:1: policies is not known here");
  }

  @Test
  void that_guards_of_the_user_do_not_count_beside_a_file_that_was_named_is_said()
      throws Exception {
    keyOfLab();
    Path users = users("policy: {most-per-request: 0}\n" + LAB);
    Path named = Files.writeString(elsewhere.resolve("named.yml"), LAB);
    String left = named + " counts alone; the guards and policy of " + users + " do not";
    assertThat(release(1, "--quiet", "--config", named.toString())).as(bench.err()).isZero();
    assertThat(bench.err()).contains(left);
    assertThat(release(1, "--config", users.toString())).isEqualTo(3);
    assertThat(bench.err()).doesNotContain("counts alone");
    bench.variables.put("CLOUDRELEASE_CONFIG", named.toString());
    assertThat(release(1)).isZero();
    assertThat(bench.err()).contains(left);
    Files.delete(users);
    assertThat(release(1)).isZero();
    assertThat(bench.err()).doesNotContain("counts alone");
    bench.variables.remove("CLOUDRELEASE_CONFIG");
    here(LAB + "network: {proxy: http://proxy.test}\n");
    assertThat(release(1)).isEqualTo(2);
    assertThat(bench.err())
        .contains("that file then counts alone, without the guards and policy of ~/.config");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whoever_has_no_home_has_no_files_of_his_own_in_the_working_folder() throws Exception {
    Path settings = Files.createDirectories(folder.resolve("?/.config/cloudrelease"));
    Files.writeString(settings.resolve("config.yml"), "policies: {}\n");
    Path keys = Files.createDirectories(folder.resolve("?/.zenlayer"));
    Files.writeString(keys.resolve("credentials.json"), "{");
    assertThat(saidThere("?", "", "plan", "zenlayer-zec:1300000000000000001"))
        .contains("zeno")
        .doesNotContain("policies", "not a JSON object", "?/");
    assertThat(saidThere("?", "", "runs")).contains("there is no home folder");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whom_the_system_does_not_know_has_his_files_where_his_variable_says() throws Exception {
    Path file = folder.resolve("prod.yml");
    Files.writeString(
        file,
        """
        accounts:
          prod: {cloud: zenlayer-zec, credentials: {id: "${file:~/id}", secret: "${file:~/key}"}}
        network: {trust-pem: ~/ca.pem}
        """);
    assertThat(saidThere("?", elsewhere.toString(), "whoami", "prod", "--config", file.toString()))
        .contains("names " + elsewhere.resolve("ca.pem") + ", which cannot be read");
  }

  /** What the tool says to wrong arguments, in a process of its own that stands in the folder. */
  private String saidThere(String known, String variable, String... args) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + known,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder start =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    start
        .environment()
        .keySet()
        .removeIf(name -> name.matches("CLOUDRELEASE_.*|XDG_.*|ZENLAYER.*|ZENO.*|HOME"));
    if (!variable.isEmpty()) {
      start.environment().put("HOME", variable);
    }
    Process tool = start.start();
    tool.getOutputStream().close();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.waitFor()).as(said).isEqualTo(2);
    return said;
  }

  private static final String IN_ACCOUNT = "accounts:\n  a:\n    cloud: tencent-cvm\n    ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "network: {proxy: 'http://evil.test'} | 1: network says where calls go or whom to trust",
        "network: {trust-pem: evil.pem} | 1: network says where calls go or whom to trust",
        "network: | 1: network says where calls go or whom to trust",
        "policy: {};journal: runs | 2: journal says where runs are written down",
        "store: {url: 'jdbc:postgresql://evil.test/x', password: '${env:LAB_KEY}'} | 1: store says",
        "@endpoint: https://evil.test | 4: accounts.a.endpoint says where calls go",
        "@endpoint: http://127.0.0.1:1 | 4: accounts.a.endpoint says where calls go",
        "@allow-credential-commands: true | 4: accounts.a.allow-credential-commands has a command",
        "@allow-credential-commands: false | 4: accounts.a.allow-credential-commands has a command",
        "@credentials: {token: '${file:/etc/hostname}'} | 4: accounts.a.credentials.token reads /etc",
        "@credentials: {token: '${file:../x}'} | 4: accounts.a.credentials.token reads ../x, outside",
        "@credentials: {token: '${file: a/../../x }'} | 4: accounts.a.credentials.token reads a/../",
        "@credentials:;      id: i;      secret: '${file:~/../x}' | 6: accounts.a.credentials.secret",
        "@credentials: {id: '${file:/x}', secret: s} | 4: accounts.a.credentials.id reads /x",
        "@credentials: {token: '${ file:/etc/hostname}'} | 4: accounts.a.credentials.token reads /etc",
        "@credentials: {token: ' ${  file:~/../.vault-token } '} | 4: accounts.a.credentials.token",
        "@credentials: {id: '${ file: ../x}', secret: s} | 4: accounts.a.credentials.id reads ../x",
        "@role: {arn: a, identity-provider: p, token-file: /x} | 4: accounts.a.role.token-file reads",
      })
  void what_it_may_not_say_is_refused_with_line_key_and_remedy(String text, String words)
      throws IOException {
    here(text.replace("@", IN_ACCOUNT).replace(";", "\n"));
    assertThat(bench.run("whoami")).isEqualTo(2);
    assertThat(bench.err())
        .contains("cloudrelease.yml:" + words)
        .contains("that is not taken from a file that nobody named")
        .contains("If you trust it: --config " + folder.resolve("cloudrelease.yml"))
        .contains("nothing was sent");
  }

  @ParameterizedTest
  @CsvSource({"--config, true", "CLOUDRELEASE_CONFIG, true", "'', false"})
  void whoever_names_it_trusts_all_of_it(String by, boolean taken) throws IOException {
    keyOfLab();
    String file = here(LAB.replace("}}", "}, endpoint: " + bench.endpoint() + "}")).toString();
    if (by.equals("CLOUDRELEASE_CONFIG")) {
      bench.variables.put(by, file);
    }
    List<String> args = new ArrayList<>(List.of("find", "lab:ap-guangzhou"));
    args.addAll(by.equals("--config") ? List.of(by, file) : List.of());
    assertThat(bench.run(args.toArray(String[]::new))).isEqualTo(taken ? 0 : 2);
    assertThat(bench.requests() > 0).isEqualTo(taken);
    assertThat(bench.err().contains("of this folder is used")).isEqualTo(!taken);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_secret_beside_it_is_read_and_one_that_a_link_leads_out_to_is_not() throws IOException {
    Path key = Files.writeString(elsewhere.resolve("key"), Bench.CANARY + "ten");
    String account = LAB.replace("${env:LAB_KEY}", "${file:lab.key}");
    here(account);
    Files.createSymbolicLink(folder.resolve("lab.key"), key);
    assertThat(bench.atClouds("find", List.of("lab:ap-guangzhou"))).isEqualTo(2);
    assertThat(bench.err())
        .contains("cloudrelease.yml:2: accounts.lab.credentials.secret reads lab.key");
    assertThat(bench.requests()).isZero();
    Files.delete(folder.resolve("lab.key"));
    Files.createSymbolicLink(folder.resolve("linked"), elsewhere);
    here(account.replace("lab.key", "linked/key"));
    assertThat(bench.atClouds("find", List.of("lab:ap-guangzhou"))).isEqualTo(2);
    here(account);
    bench.tencent.addKey(bench.tencent.account(), AccessKey.of("AKIDLAB", Bench.CANARY + "lab"));
    bench.variables.put("LAB_ID", "AKIDLAB");
    Files.writeString(folder.resolve("lab.key"), Bench.CANARY + "lab");
    assertThat(find()).isZero();
  }

  /** As it is typed where the clouds are simulated: a flag is the user's own word. */
  private int find() {
    return bench.run("find", "lab:ap-guangzhou", "--endpoint", "lab=" + bench.endpoint());
  }

  private int release(int howMany, String... options) {
    List<String> args =
        new ArrayList<>(List.of("release", "--yes", "--endpoint", "lab=" + bench.endpoint()));
    args.addAll(List.of(options));
    args.addAll(Bench.refs("lab", bench.tencent.add(howMany, i -> i.postpaid().tag("t", "v"))));
    return bench.run(args.toArray(String[]::new));
  }

  private void keyOfLab() {
    bench.tencent.addKey(bench.tencent.account(), AccessKey.of("AKIDLAB", Bench.CANARY + "lab"));
    bench.variables.put("LAB_ID", "AKIDLAB");
    bench.variables.put("LAB_KEY", Bench.CANARY + "lab");
  }

  @Test
  void guards_and_policy_of_the_users_own_file_hold_beside_it() throws IOException {
    keyOfLab();
    users("policy: {most-per-request: 2}\nguards: {deny-tags: [t]}\n");
    here(LAB + "policy: {most-per-request: 100, deny-names: ['db-*']}\nguards: {}\n");
    assertThat(release(3)).isEqualTo(3);
    assertThat(bench.out()).contains("PolicyMaxInstances");
    assertThat(release(1)).isEqualTo(3);
    assertThat(bench.out()).contains("DenyTag");
    users("policy: {most-per-request: 100}\n");
    here(LAB + "policy: {most-per-request: 2}\n");
    assertThat(release(3)).isEqualTo(3);
    assertThat(bench.out()).contains("PolicyMaxInstances");
    assertThat(release(2)).as(bench.out() + bench.err()).isZero();
  }

  @Test
  void network_and_journal_of_the_users_own_file_hold_beside_it() throws IOException {
    keyOfLab();
    Path runs = Files.createDirectory(folder.resolve("runs"));
    users("journal: " + runs + "\nnetwork: {proxy: none}\n");
    here(LAB);
    assertThat(release(1)).as(bench.out() + bench.err()).isZero();
    assertThat(runs).isNotEmptyDirectory();
    users("network: {proxy: 'http://127.0.0.1:1', proxy-user: u}\n");
    assertThat(release(1)).isEqualTo(2);
    assertThat(bench.err()).contains("config.yml:1: network.proxy-user belongs together");
  }

  @Test
  void accounts_of_both_are_there_and_one_of_either_name_is_told() throws IOException {
    users("accounts:\n  own: {cloud: tencent-cvm}\n");
    here(LAB);
    assertThat(bench.run("whoami", "nobody")).isEqualTo(2);
    assertThat(bench.err()).contains("known are lab, own");
    users("accounts:\n  lab: {cloud: aliyun-ecs}\n");
    assertThat(bench.run("whoami", "lab")).isEqualTo(2);
    assertThat(bench.err())
        .contains("cloudrelease.yml:2: accounts.lab stands in ", "config.yml too; rename one");
  }

  @Test
  void that_it_is_used_is_said_once_and_not_with_quiet() throws IOException {
    keyOfLab();
    here(LAB);
    assertThat(find()).as(bench.err()).isZero();
    assertThat(bench.err().lines().filter(line -> line.contains("of this folder is used")))
        .hasSize(1);
    assertThat(
            bench.run(
                "find", "lab:ap-guangzhou", "--quiet", "--endpoint", "lab=" + bench.endpoint()))
        .isZero();
    assertThat(bench.err()).doesNotContain("is used");
  }
}
