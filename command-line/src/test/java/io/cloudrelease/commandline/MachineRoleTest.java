package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.http.WireMockFace;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The role of the machine, by the tool in a process of its own that has no other keys. */
@Timeout(90)
class MachineRoleTest {
  private static final String SECRET = Bench.CANARY + "machine";
  private static final String TENCENT =
      "/metadata.tencentyun.com/latest/meta-data/cam/security-credentials/";
  private static final String ALIYUN =
      "/100.100.100.200/latest/meta-data/ram/security-credentials/";

  @TempDir Path folder;
  private final SimulatedTencent tencent = new SimulatedTencent(InstantSource.system());
  private final SimulatedAliyun aliyun = new SimulatedAliyun(InstantSource.system());
  private final Instant end = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
  private final AccessKey role = AccessKey.session("AKIDROLE", SECRET, Bench.CANARY + "tok", end);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer machine;
  private String out = "";
  private String err = "";

  @BeforeEach
  void start() throws Exception {
    tencent.addKey(tencent.account(), role);
    aliyun.addKey(aliyun.account(), role);
    tencent.shortTransitions();
    aliyun.shortTransitions();
    machine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    machine.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          asked.add(exchange.getRequestMethod() + " " + path);
          byte[] body = answer(path).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    machine.start();
  }

  @AfterEach
  void stop() {
    machine.stop(0);
  }

  private String answer(String path) {
    return switch (path) {
      case TENCENT, ALIYUN -> "release";
      case TENCENT + "release" ->
          "{\"TmpSecretId\":\"%s\",\"TmpSecretKey\":\"%s\",\"Token\":\"%s\",\"ExpiredTime\":%d,\"Code\":\"Success\"}"
              .formatted(role.id(), role.secret(), role.token(), end.getEpochSecond());
      case ALIYUN + "release" ->
          "{\"AccessKeyId\":\"%s\",\"AccessKeySecret\":\"%s\",\"SecurityToken\":\"%s\",\"Expiration\":\"%s\",\"Code\":\"Success\"}"
              .formatted(role.id(), role.secret(), role.token(), end);
      default -> "token";
    };
  }

  private int release(SimulatedCloud cloud, String account, SimulatedInstance instance)
      throws Exception {
    try (WireMockFace face = WireMockFace.of(cloud)) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Duser.home=" + folder,
                  "-cp",
                  System.getProperty("java.class.path"),
                  OnMachine.class.getName(),
                  "http://127.0.0.1:" + machine.getAddress().getPort() + "/"));
      command.addAll(
          List.of(
              "release",
              "--yes",
              "--force",
              "--verbose",
              "--deadline=1m",
              "--endpoint=" + account + "=" + face.endpoint(),
              instance.ref(account).toString()));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(folder.resolve("out").toFile())
              .redirectError(folder.resolve("err").toFile());
      builder.environment().clear();
      // Nobody listens there: whatever went through a proxy would be lost.
      for (String proxy : List.of("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "http_proxy")) {
        builder.environment().put(proxy, "http://127.0.0.1:1");
      }
      Process tool = builder.start();
      assertThat(tool.waitFor(80, TimeUnit.SECONDS)).isTrue();
      out = Files.readString(folder.resolve("out"));
      err = Files.readString(folder.resolve("err"));
      assertThat(out + err).doesNotContain(Bench.CANARY);
      return tool.exitValue();
    }
  }

  @Test
  void of_tencent_gives_keys_to_a_release_and_is_asked_once() throws Exception {
    assertThat(release(tencent, "tencent-cvm", tencent.add(i -> i.postpaid())))
        .as(() -> out + err)
        .isZero();
    assertThat(asked).containsExactly("GET " + TENCENT, "GET " + TENCENT + "release");
    assertThat(tencent.ledger().destructiveRequests()).hasSize(1);
  }

  @Test
  void of_aliyun_gives_keys_to_a_release_and_is_asked_once() throws Exception {
    assertThat(release(aliyun, "aliyun-ecs", aliyun.add(i -> i.running())))
        .as(() -> out + err)
        .isZero();
    assertThat(asked)
        .containsExactly(
            "PUT /100.100.100.200/latest/api/token", "GET " + ALIYUN, "GET " + ALIYUN + "release");
    assertThat(aliyun.ledger().destructiveRequests()).hasSize(1);
  }

  @Test
  void where_no_machine_answers_it_is_told_what_was_tried_and_nothing_is_sent() throws Exception {
    machine.stop(0);
    assertThat(release(tencent, "tencent-cvm", tencent.add(i -> i.postpaid())))
        .as(() -> out + err)
        .isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("no metadata service at metadata.tencentyun.com");
    assertThat(tencent.ledger().requests()).isEmpty();
  }
}
