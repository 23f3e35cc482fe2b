package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.config.ClientConfig;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.aliyun.SimulatedAliyunSts;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.tencent.SimulatedTencentSts;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.transport.HttpTransport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four accounts on three clouds in one file, released in one call. */
@Timeout(60)
class SeveralAccountsTest {
  private static final String CANARY = "CANARY7f3a9c51e2";
  private static final String YAML =
      """
      accounts:
        tencent-prod:
          cloud: tencent-cvm
          credentials:
            id: ${env:PROD_ID}
            secret: ${env:PROD_KEY}
          expect-account: "100000000001"
          rates: {TerminateInstances: 2}
        tencent-lab:
          cloud: tencent-cvm
          credentials:
            id: AKIDLAB
            secret: ${file:lab.key}
          expect-account: "100000000002"
        aliyun-shop:
          cloud: aliyun-ecs
          credentials:
            id: ${env:SHOP_ID}
            secret: ${env:SHOP_KEY}
          role:
            arn: acs:ram::2000000000000001:role/release
            session-name: nightly
            external-id: cloudrelease
            release-only: true
          expect-account: "2000000000000001"
        zenlayer:
          cloud: zenlayer-zec
          credentials:
            id: ${env:ZEN_ID}
            secret: ${env:ZEN_KEY}
      guards:
        deny-tags: [keep]
      policy:
        most-per-request: 50
      journal: runs.jsonl
      """;

  @TempDir private Path folder;

  /** Token services are asked by the machine's own clock. */
  private final VirtualClock clock = VirtualClock.at(Instant.now().toString());

  private final Instant began = clock.instant();

  private final SimulatedTencent tencent = new SimulatedTencent(clock);
  private final SimulatedAliyun aliyun = new SimulatedAliyun(clock);
  private final SimulatedZenlayer zenlayer = new SimulatedZenlayer(clock);
  private final SimulatedAccount lab = SimulatedAccount.named("lab");
  private final SimulatedAliyunSts aliyunSts =
      new SimulatedAliyunSts(InProcessTransport.to(clock, tencent, aliyun, zenlayer), clock);
  private final SimulatedTencentSts tencentSts = new SimulatedTencentSts(aliyunSts, clock);
  private final Map<String, String> variables = new HashMap<>();
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void fourAccounts() throws IOException {
    key(tencent.account(), "AKIDPROD", "prod", "100000000001");
    key(lab, "AKIDLAB", "lab", "100000000002");
    AccessKey shop = AccessKey.of("AKIDSHOP", CANARY + "shop");
    aliyunSts.key(shop, "2000000000000001");
    aliyunSts.whenIssued(issued -> aliyun.addKey(aliyun.account(), issued));
    zenlayer.addKey(zenlayer.account(), AccessKey.of("AKIDZEN", CANARY + "zen"));
    variables.putAll(
        Map.of(
            "PROD_ID",
            "AKIDPROD",
            "PROD_KEY",
            CANARY + "prod",
            "SHOP_ID",
            "AKIDSHOP",
            "SHOP_KEY",
            CANARY + "shop",
            "ZEN_ID",
            "AKIDZEN",
            "ZEN_KEY",
            CANARY + "zen"));
    Files.writeString(folder.resolve("lab.key"), CANARY + "lab\n");
    Files.writeString(folder.resolve("cloudrelease.yml"), YAML);
  }

  private void key(SimulatedAccount account, String id, String secret, String accountId) {
    AccessKey key = AccessKey.of(id, CANARY + secret);
    tencent.addKey(account, key);
    tencentSts.key(key, accountId);
  }

  @Test
  void are_released_in_one_call_and_no_secret_is_said_anywhere() throws IOException {
    List<InstanceRef> refs =
        List.of(
            tencent.add(i -> i.postpaid()).ref("tencent-prod"),
            tencent.add(i -> i.postpaid().account(lab)).ref("tencent-lab"),
            aliyun.add(i -> i.running()).ref("aliyun-shop"),
            zenlayer.addZec(i -> i.name("web")).ref("zenlayer"),
            tencent.add(i -> i.postpaid().account(lab).tag("keep", "yes")).ref("tencent-lab"));
    ReleaseInstancesResult result = release(refs);
    assertThat(result.verdicts())
        .as(result.toTable())
        .extracting(InstanceVerdict::verdict)
        .containsExactly(
            Verdict.RELEASED,
            Verdict.RELEASED,
            Verdict.RELEASED,
            Verdict.RELEASED,
            Verdict.NOT_SENT);
    assertThat(aliyunSts.requests())
        .extracting(request -> request.query() + request.body().text())
        .anySatisfy(
            call ->
                assertThat(call)
                    .contains("AssumeRole", "RoleSessionName=nightly", "ExternalId=cloudrelease")
                    .contains("Policy="));
    said.add(Files.readString(folder.resolve("runs.jsonl")));
    assertThat(String.join("\n", said)).contains("tencent-prod").doesNotContain(CANARY);
  }

  /** The cloud ends them sooner than it said, so that nobody could have renewed them in time. */
  private AccessKey endingInAMinute(AccessKey issued) {
    return AccessKey.session(
        issued.id(), issued.secret(), issued.token(), clock.instant().plusSeconds(60));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tencent-lab", "aliyun-shop"})
  void keys_of_a_role_that_end_in_mid_run_are_fetched_anew_and_nothing_is_sent_twice(String name)
      throws IOException {
    Files.writeString(
        folder.resolve("cloudrelease.yml"),
        YAML.replace(
            "  expect-account: \"100000000002\"\n",
            "  role: {arn: \"qcs::cam::uin/100000000002:roleName/release\"}\n"));
    aliyunSts.whenIssued(issued -> aliyun.addKey(aliyun.account(), endingInAMinute(issued)));
    tencentSts.whenIssued(issued -> tencent.addKey(lab, endingInAMinute(issued)));
    aliyun.releasing(Duration.ofMinutes(3));
    tencent.terminating(Duration.ofMinutes(3));
    InstanceRef ref =
        name.equals("aliyun-shop")
            ? aliyun.add(i -> i.running()).ref(name)
            : tencent.add(i -> i.postpaid().account(lab)).ref(name);
    ReleaseInstancesResult result = release(List.of(ref));
    assertThat(result.verdicts().get(0).verdict()).as(result.toTable()).isEqualTo(Verdict.RELEASED);
    assertThat(clock.instant()).isAfter(began.plusSeconds(120));
    assertThat(
            tencent.ledger().destructiveRequests().size()
                + aliyun.ledger().destructiveRequests().size())
        .isEqualTo(1);
    assertThat(
            Stream.concat(tencentSts.requests().stream(), aliyunSts.requests().stream())
                .map(request -> request.header("X-TC-Action").orElse(request.query()))
                .filter(call -> call.contains("AssumeRole")))
        .hasSizeGreaterThan(1);
    assertThat(String.join("\n", said)).doesNotContain(CANARY, "ROLESECRET", "ROLETOKEN");
  }

  @Test
  void an_account_whose_keys_are_anothers_sends_nothing_and_the_others_go() throws IOException {
    variables.put("PROD_ID", "AKIDLAB");
    variables.put("PROD_KEY", CANARY + "lab");
    List<InstanceRef> refs =
        List.of(
            tencent.add(i -> i.postpaid()).ref("tencent-prod"),
            zenlayer.addZec(i -> i.name("web")).ref("zenlayer"));
    ReleaseInstancesResult result = release(refs);
    assertThat(result.verdicts().get(0).verdict()).isEqualTo(Verdict.NOT_SENT);
    assertThat(result.verdicts().get(0).error().orElseThrow().toString())
        .contains("100000000001")
        .contains("100000000002");
    assertThat(tencent.ledger().effects()).isEmpty();
  }

  @Test
  void where_no_keys_are_found_it_is_told_what_was_tried_and_why_not() throws IOException {
    variables.remove("PROD_KEY");
    InstanceRef ref = tencent.add(i -> i.postpaid()).ref("tencent-prod");
    ReleaseInstancesResult result = release(List.of(ref));
    assertThat(result.verdicts().get(0).verdict()).isEqualTo(Verdict.NOT_SENT);
    assertThat(result.verdicts().get(0).error().orElseThrow().toString())
        .contains("cloudrelease.yml:4: keys of tencent-prod: the variable PROD_KEY is not set");
  }

  private ReleaseInstancesResult release(List<InstanceRef> refs) {
    PrintStream err = System.err;
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    try {
      ClientConfig config =
          ClientConfig.of(
              ConfigFile.source(
                  new ConfigFile(folder.resolve("cloudrelease.yml"), true).tree(),
                  Environment.of(variables, folder),
                  Map.of()));
      said.add(config + " " + config.accounts() + config.network());
      try (ReleaseClient client = client(config)) {
        ReleaseInstancesRequest request =
            ReleaseInstancesRequest.builder().instances(refs).grant(Power.FORCE).build();
        said.add(client.plan(request).toTable());
        ReleaseInstancesResult result = client.releaseInstances(request);
        said.add(result.toString());
        said.add(result.toTable());
        said.add(result.toJson());
        result.verdicts().forEach(verdict -> said.add(verdict + " " + verdict.error()));
        return result;
      }
    } finally {
      System.setErr(err);
      said.add(logged.toString(StandardCharsets.UTF_8));
    }
  }

  private ReleaseClient client(ClientConfig config) {
    Random random = new Random(1);
    HttpTransport transport = tencentSts;
    ReleaseListener listener = event -> said.add(event.toString());
    return config
        .applyTo(
            Clockwork.real()
                .clock(clock)
                .steadyClock(clock)
                .sleeper((duration, wake) -> clock.advance(duration))
                .random(() -> random)
                .singleThreaded(true)
                .in(ReleaseClient.builder().transport(transport).listener(listener)))
        .build();
  }
}
