package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.config.ClientConfig;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.aliyun.SimulatedAliyunSts;
import io.cloudrelease.testkit.tencent.SimulatedTencentSts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tool with {@code cloudrelease.yml}: accounts, guards, policy, journal. */
class ConfiguredTest {
  private static final String PROD_ID = "100000000001";
  private static final String LAB_ID = "100000000002";
  private static final String YAML =
      """
      accounts:
        prod:
          cloud: tencent-cvm
          credentials: {id: "${env:PROD_ID}", secret: "${env:PROD_KEY}"}
          expect-account: "100000000001"
          regions: [ap-guangzhou, ap-shanghai]
        lab:
          cloud: tencent-cvm
          credentials: {id: "${env:LAB_KEY_ID}", secret: "${file:lab.key}"}
      guards:
        deny-tags: [keep]
      policy:
        most-per-request: 5
        approval-above: 2
      journal: runs
      """;

  private final Bench bench = new Bench();
  private final SimulatedAccount lab = SimulatedAccount.named("lab");
  private final SimulatedTencentSts sts =
      new SimulatedTencentSts(
          InProcessTransport.to(bench.clock, bench.tencent, bench.zenlayer), bench.clock);
  @TempDir Path folder;
  private String config = "";

  @BeforeEach
  void twoAccounts() throws IOException {
    AccessKey prodKey = AccessKey.of("AKIDPROD", Bench.CANARY + "prod");
    AccessKey labKey = AccessKey.of("AKIDLAB", Bench.CANARY + "lab");
    bench.tencent.addKey(bench.tencent.account(), prodKey);
    bench.tencent.addKey(lab, labKey);
    sts.key(prodKey, PROD_ID);
    sts.key(labKey, LAB_ID);
    bench.through(sts);
    bench.variables.put("LAB_KEY_ID", "AKIDLAB");
    bench.variables.put("PROD_ID", "AKIDPROD");
    bench.variables.put("PROD_KEY", Bench.CANARY + "prod");
    Files.writeString(folder.resolve("lab.key"), Bench.CANARY + "lab\n");
    Files.createDirectory(folder.resolve("runs"));
    config = Files.writeString(folder.resolve("cloudrelease.yml"), YAML).toString();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private List<String> prod(int howMany) {
    return Bench.refs("prod", bench.tencent.add(howMany, i -> i.postpaid().tag("purpose", "ci")));
  }

  private int run(String command, List<String> refs, String... options) {
    List<String> args = new ArrayList<>(List.of(command, "--config", config));
    args.addAll(List.of(options));
    args.addAll(refs);
    return bench.run(args.toArray(String[]::new));
  }

  private void keysOfLab() {
    bench.variables.put("PROD_ID", "AKIDLAB");
    bench.variables.put("PROD_KEY", Bench.CANARY + "lab");
  }

  @Test
  void each_account_is_known_by_its_name_and_says_who_it_is() {
    assertThat(run("whoami", List.of())).as(bench.err()).isZero();
    assertThat(bench.out()).contains("prod     " + PROD_ID, "lab      " + LAB_ID);
    assertThat(run("whoami", List.of("tencent-cvm"))).isEqualTo(2);
    assertThat(bench.err()).contains("'tencent-cvm' is not an account; known are prod, lab");
  }

  @Test
  void keys_of_another_account_than_the_file_expects_are_told_by_both_ids() {
    keysOfLab();
    assertThat(run("whoami", List.of())).isEqualTo(2);
    assertThat(bench.out()).contains("prod     " + LAB_ID);
    assertThat(bench.err())
        .contains("prod: the keys are of account " + LAB_ID + ", and the file expects " + PROD_ID);
    assertThat(run("whoami", List.of(), "--json")).isEqualTo(2);
    assertThat(bench.out())
        .contains(
            "\"account\":\"prod\",\"expected\":\"" + PROD_ID + "\",\"accountId\":\"" + LAB_ID);
  }

  @Test
  void whoami_says_what_is_wrong_with_the_network_instead_of_breaking() throws IOException {
    Path rubbish = Files.writeString(folder.resolve("ca.pem"), "no certificate");
    assertThat(run("whoami", List.of(), "--json", "--ca", rubbish.toString())).isEqualTo(2);
    // The bench has a transport of its own, which does not go with settings of a network.
    assertThat(bench.err()).contains("network", "nothing was sent").doesNotContain("\tat ");
    assertThat(bench.out()).contains("\"error\":{\"exit\":2,\"nothingSent\":true");
  }

  @Test
  void an_account_alone_stands_for_its_usual_regions() {
    List<String> here = prod(2);
    List<String> there =
        Bench.refs("prod", bench.tencent.add(1, i -> i.postpaid().region("ap-shanghai")));
    assertThat(run("find", List.of("prod"))).as(bench.err()).isZero();
    assertThat(bench.out()).contains(here.get(0), here.get(1), there.get(0));
    assertThat(run("find", List.of("prod:ap-shanghai"))).isZero();
    assertThat(bench.out()).contains(there.get(0)).doesNotContain(here.get(0));
  }

  @Test
  void accounts_are_released_from_together_and_guards_and_policy_hold() throws IOException {
    List<String> refs = new ArrayList<>(prod(1));
    refs.addAll(Bench.refs("lab", bench.tencent.add(1, i -> i.postpaid().account(lab))));
    assertThat(run("release", refs, "--yes")).as(bench.out() + bench.err()).isZero();
    try (var runs = Files.list(folder.resolve("runs"))) {
      assertThat(runs.filter(run -> run.toString().endsWith(".jsonl"))).hasSize(1);
    }
    assertThat(bench.state()).isEmptyDirectory();
    List<String> kept = Bench.refs("prod", bench.tencent.add(1, i -> i.postpaid().tag("keep", "")));
    assertThat(run("release", kept, "--yes")).isEqualTo(3);
    assertThat(bench.out()).contains("DenyTag");
    assertThat(run("release", prod(6), "--yes", "--max-instances", "100", "--force")).isEqualTo(3);
    assertThat(bench.out()).contains("PolicyMaxInstances");
    assertThat(run("release", prod(3), "--yes")).isEqualTo(3);
    assertThat(bench.out()).contains("NeedsApproval");
    assertThat(bench.tencent.ledger().effects()).hasSize(2);
  }

  @Test
  void what_the_policy_wants_approved_goes_by_a_plan_and_its_digest() {
    String plan = folder.resolve("plan.json").toString();
    assertThat(run("plan", prod(3), "--out", plan)).as(bench.out()).isZero();
    assertThat(bench.err())
        .contains("cloudrelease apply --config " + config + " " + plan)
        .doesNotContain("bound to the key");
    String digest = bench.err().replaceAll("(?s).* --approve ([0-9a-f]{64}).*", "$1");
    assertThat(run("apply", List.of(plan), "--yes")).isEqualTo(3);
    assertThat(bench.out()).contains("NeedsApproval");
    assertThat(run("apply", List.of(plan), "--approve", digest)).as(bench.out()).isZero();
    assertThat(bench.tencent.ledger().effects()).hasSize(3);
  }

  @Test
  void with_keys_of_another_account_nothing_is_sent_and_both_ids_are_named() throws IOException {
    String plan = folder.resolve("plan.json").toString();
    String journal = folder.resolve("run.jsonl").toString();
    List<String> refs = prod(2);
    assertThat(run("plan", refs, "--out", plan)).isZero();
    assertThat(run("release", prod(1), "--yes", "--journal", journal)).isZero();
    List<String> lines = Files.readAllLines(Path.of(journal));
    Files.writeString(Path.of(journal), lines.get(0) + "\n");
    int sent = bench.tencent.ledger().destructiveRequests().size();
    keysOfLab();
    assertThat(run("plan", refs)).isEqualTo(3);
    assertThat(bench.out()).contains(PROD_ID, LAB_ID);
    assertThat(run("release", refs, "--yes")).isEqualTo(3);
    assertThat(bench.out()).contains(PROD_ID, LAB_ID);
    assertThat(run("apply", List.of(plan), "--yes")).isEqualTo(3);
    assertThat(bench.out()).contains(PROD_ID, LAB_ID);
    assertThat(run("resume", List.of(), "--journal", journal)).isIn(2, 3);
    assertThat(bench.out() + bench.err()).contains(PROD_ID, LAB_ID);
    assertThat(bench.tencent.ledger().destructiveRequests()).hasSize(sent);
  }

  @Test
  void a_plan_is_bound_to_the_account_and_goes_on_with_renewed_keys_of_it() throws IOException {
    String plan = folder.resolve("plan.json").toString();
    List<String> refs = Bench.refs("lab", bench.tencent.add(1, i -> i.postpaid().account(lab)));
    assertThat(run("plan", refs, "--out", plan)).isZero();
    assertThat(Path.of(plan)).content().contains("account " + LAB_ID).doesNotContain("AKIDLAB");
    AccessKey renewed = AccessKey.of("AKIDNEW", Bench.CANARY + "new");
    bench.tencent.addKey(lab, renewed);
    sts.key(renewed, LAB_ID);
    bench.variables.put("LAB_KEY_ID", "AKIDNEW");
    Files.writeString(folder.resolve("lab.key"), Bench.CANARY + "new\n");
    assertThat(run("apply", List.of(plan), "--yes")).as(bench.out()).isZero();
    assertThat(bench.tencent.ledger().effects()).hasSize(1);
  }

  @Test
  void the_example_is_right() {
    bench.variables.put("PROXY_PASSWORD", "x");
    Path example = Path.of("..", "examples", "cloudrelease.yml");
    assertThat(
            ClientConfig.problems(
                ConfigFile.source(
                    new ConfigFile(example, true).tree(),
                    Environment.of(bench.variables, folder),
                    Map.of())))
        .isEmpty();
  }

  @Test
  void flags_win_over_the_file() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    assertThat(run("release", prod(1), "--yes", "--journal", other.toString())).isZero();
    assertThat(run("release", prod(1), "--yes", "--no-journal")).isZero();
    assertThat(folder.resolve("runs")).isEmptyDirectory();
    assertThat(other).isNotEmptyDirectory();
    assertThat(run("release", prod(1), "--yes")).isZero();
    assertThat(run("runs", List.of())).isZero();
    assertThat(bench.out().lines()).hasSize(2);
  }

  @Test
  void the_file_is_found_by_its_variable_and_all_that_is_wrong_is_said_at_once()
      throws IOException {
    bench.variables.put("CLOUDRELEASE_CONFIG", config);
    assertThat(bench.run("whoami", "lab")).isZero();
    Files.writeString(folder.resolve("cloudrelease.yml"), "accounts:\n  a: {sit: x}\nguard: {}\n");
    assertThat(bench.run("whoami", "lab")).isEqualTo(2);
    assertThat(bench.err())
        .contains(
            "cloudrelease.yml:2: accounts.a.cloud is missing",
            "cloudrelease.yml:3: guard is not known here");
  }

  private void refused(String yaml, String... says) throws IOException {
    Files.writeString(folder.resolve("cloudrelease.yml"), yaml);
    assertThat(run("release", prod(1), "--yes", "--json")).isEqualTo(2);
    assertThat(bench.err()).contains(says).contains("nothing was sent");
    assertThat(bench.requests()).isZero();
  }

  @Test
  void a_store_that_cannot_be_used_is_told_with_its_line_and_nothing_is_sent() throws IOException {
    String accounts = YAML.substring(0, YAML.indexOf("guards:"));
    String line = "cloudrelease.yml:" + (accounts.lines().count() + 1) + ": store";
    bench.variables.put("DB_PASSWORD", Bench.CANARY + "db");
    String end = ", user: r, password: '${env:DB_PASSWORD}'}\n";
    refused(
        accounts + "store: {url: 'jdbc:postgresql://127.0.0.1:1/x'" + end,
        line + " jdbc:postgresql://127.0.0.1:1/x: ");
    refused(accounts + "store: {url: 'jdbc:other://db.test/x'" + end, "no driver for jdbc:other:");
    refused(accounts + "store: {user: r}\n", line + ".url is missing");
    refused(accounts + "store: {url: 'postgresql://x'}\n", line + ".url must begin with jdbc:");
    refused(
        accounts + "store: {url: 'jdbc:postgresql://127.0.0.1:1/x', password: '${env:NONE}'}\n",
        line + ".password the variable NONE is not set");
    refused(
        accounts + "store: {url: 'jdbc:postgresql://127.0.0.1:1/x'}\njournal: runs\n",
        line + " is another place for what journal names");
    assertThat(run("runs", List.of())).isEqualTo(2);
    assertThat(run("resume", List.of())).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "network: {trust-pem: gone.pem} | :1: network.trust-pem names | gone.pem, which cannot be read",
        "network:;  trust-pem: [gone.pem] | :2: network.trust-pem[0] names | cannot be read",
        "network: {trust-store: {file: gone, password: x}} | :1: network.trust-store.file | cannot be",
        "journal: gone/runs | :1: journal | its folder is not there",
        "accounts:;  zenlayer-zec: {role: {arn: x}} | :2: accounts.zenlayer-zec: | role",
        "accounts:;  a:;    role: {} | :2: accounts.a.cloud is missing | known are",
        "accounts: [a] | :1: accounts must have keys beneath it | -",
        "guards: {deny-names: [a, {}]} | :1: guards.deny-names[1] must be one value | -",
        "store: {} | :1: store.url is missing | -",
      })
  void whatever_is_wrong_is_told_with_file_and_line(String yaml, String place, String why)
      throws IOException {
    Files.writeString(folder.resolve("cloudrelease.yml"), yaml.replace(";", "\n"));
    assertThat(run("release", List.of("zenlayer-zec:1"), "--yes")).isEqualTo(2);
    assertThat(bench.err()).contains("cloudrelease.yml" + place, why);
  }

  @Test
  void of_what_is_no_text_the_line_is_told_too() throws IOException {
    Files.write(folder.resolve("cloudrelease.yml"), new byte[] {'#', '\n', '#', '\n', (byte) 0xff});
    assertThat(run("whoami", List.of())).isEqualTo(2);
    assertThat(bench.err()).contains("cloudrelease.yml:3: this is not UTF-8");
    Files.writeString(folder.resolve("cloudrelease.yml"), "# one\npolicy: {}\n# \u0007\n");
    assertThat(run("whoami", List.of())).isEqualTo(2);
    assertThat(bench.err()).contains("cloudrelease.yml:3: a control character");
  }

  @Test
  void four_accounts_on_three_clouds_are_released_in_one_call_and_no_secret_is_said_anywhere()
      throws IOException {
    // Token services are asked by the machine's own clock.
    SimulatedAliyunSts roles =
        new SimulatedAliyunSts(
            InProcessTransport.to(bench.clock, bench.tencent, bench.aliyun, bench.zenlayer),
            InstantSource.system());
    SimulatedTencentSts tencentSts = new SimulatedTencentSts(roles, bench.clock);
    tencentSts.key(AccessKey.of("AKIDPROD", Bench.CANARY + "prod"), PROD_ID);
    AccessKey shop = AccessKey.of("AKIDSHOP", Bench.CANARY + "shop");
    roles.key(shop, "2000000000000001");
    roles.whenIssued(issued -> bench.aliyun.addKey(bench.aliyun.account(), issued));
    bench.through(tencentSts);
    Files.writeString(folder.resolve("shop.key"), shop.secret());
    Files.writeString(
        folder.resolve("cloudrelease.yml"),
        YAML.replace(
                "guards:\n",
                """
              aliyun-shop:
                cloud: aliyun-ecs
                credentials: {id: AKIDSHOP, secret: "${file:shop.key}"}
                role: {arn: "acs:ram::2000000000000001:role/release", release-only: true}
              zenlayer:
                cloud: zenlayer-zec
                credentials:
                  id: ${env:ZENLAYERCLOUD_ACCESS_KEY_ID}
                  secret: ${env:ZENLAYERCLOUD_ACCESS_KEY_PASSWORD}
            guards:
            """)
            .replace("  approval-above: 2\n", ""));
    List<String> refs = new ArrayList<>(prod(1));
    refs.addAll(Bench.refs("lab", bench.tencent.add(1, i -> i.postpaid().account(lab))));
    refs.addAll(Bench.refs("aliyun-shop", bench.aliyun.add(1, i -> i.running())));
    refs.addAll(Bench.refs("zenlayer", bench.zenlayer.addZec(1, i -> i.name("web"))));
    String report = folder.resolve("report.html").toString();
    String evidence = folder.resolve("evidence.jsonl").toString();
    assertThat(
            run(
                "release",
                refs,
                "--yes",
                "--force",
                "--verbose",
                "--report",
                report,
                "--evidence",
                evidence))
        .as(bench.out() + bench.err())
        .isZero();
    assertThat(bench.out()).contains("4 instances: 4 RELEASED");
    assertThat(roles.requests()).hasSize(1);
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().endsWith(".key")) {
          assertThat(file).content().doesNotContain(Bench.CANARY, "ROLESECRET", "ROLETOKEN");
        }
      }
    }
    assertThat(bench.out() + bench.err()).doesNotContain("ROLESECRET", "ROLETOKEN");
  }

  @Test
  void a_file_without_accounts_leaves_them_as_usual() throws IOException {
    Files.writeString(folder.resolve("cloudrelease.yml"), "policy: {most-per-request: 1}\n");
    bench.through(InProcessTransport.to(bench.clock, bench.zenlayer));
    List<String> refs = Bench.refs("zenlayer-zec", bench.zenlayer.addZec(2, i -> i.name("web")));
    assertThat(run("release", refs, "--yes")).isEqualTo(3);
    assertThat(bench.out()).contains("PolicyMaxInstances");
    assertThat(run("release", refs.subList(0, 1), "--yes")).as(bench.out()).isZero();
  }
}
