package io.cloudrelease.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpRequest;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulateTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(Simulate.End end, String... args) {
    return new Simulate(print(out), print(err)).run(List.of(args), end);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String complained() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void it_says_where_it_is_with_which_keys_and_what_is_there() {
    Simulate.End atOnce =
        clouds ->
            assertThat(said()).contains("endpoint " + clouds.endpoint() + '\n').endsWith("ready\n");

    assertThat(run(atOnce, "--instances=1", "--add", "zenlayer-vm:77")).isZero();

    assertThat(said())
        .contains(
            "export ZENLAYERCLOUD_ACCESS_KEY_ID=AKIDEXAMPLE\n",
            "export ZENLAYERCLOUD_ACCESS_KEY_PASSWORD=",
            "export TENCENTCLOUD_SECRET_ID=",
            "export TENCENTCLOUD_SECRET_KEY=",
            "export ALIBABA_CLOUD_ACCESS_KEY_ID=",
            "export ALIBABA_CLOUD_ACCESS_KEY_SECRET=",
            "instance tencent-cvm:ap-guangzhou:ins-",
            "instance aliyun-ecs:cn-hangzhou:i-bp1",
            "instance zenlayer-zec:13000",
            "instance zenlayer-bmc:13000",
            "instance zenlayer-vm:13000",
            "instance zenlayer-vm:77\n");
  }

  @Test
  void a_configuration_that_leads_to_them_is_written_where_that_is_asked_for(@TempDir Path folder)
      throws IOException {
    Path config = folder.resolve("it's clouds.yml");
    Simulate.End atOnce =
        clouds ->
            assertThat(read(config))
                .contains("\naccounts:\n")
                .contains("  zenlayer-bmc:\n    endpoint: " + clouds.endpoint() + '\n');
    assertThat(run(atOnce, "--instances=1", "--age=8d", "--config", config.toString())).isZero();
    assertThat(said()).contains("export CLOUDRELEASE_CONFIG='", "/it'\\''s clouds.yml'\n");
    assertThat(run(atOnce, "--config", config.toString())).isZero();
    assertThat(run(atOnce, "--config", folder.resolve("no/file").toString())).isEqualTo(2);
    assertThat(run(atOnce, "--age", "week")).isEqualTo(2);
    assertThat(complained()).contains("cannot be written", "--age takes a number of days");
  }

  @Test
  void a_configuration_of_somebody_else_stays(@TempDir Path folder) throws IOException {
    Path config = Files.writeString(folder.resolve("cloudrelease.yml"), "accounts: mine\n");
    assertThat(run(clouds -> {}, "--config", config.toString())).isEqualTo(2);
    assertThat(complained()).contains(config.toString(), "is there already");
    assertThat(config).hasContent("accounts: mine");
    Files.write(config, new byte[] {(byte) 0xff, 0});
    assertThat(run(clouds -> {}, "--config", config.toString())).isEqualTo(2);
    Files.write(config, new byte[0]);
    assertThat(run(clouds -> {}, "--config", config.toString())).isZero();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void what_was_done_is_said_when_it_ends() {
    Simulate.End call =
        clouds ->
            assertThat(sent(terminate(clouds.endpoint())))
                .contains("RequestId")
                .doesNotContain("Error");

    run(call, "--instances", "0", "--add", "tencent-cvm:ap-guangzhou:ins-1a2b3c4d");

    assertThat(said()).endsWith("ready\ndone DESTROYED ins-1a2b3c4d on Tencent CVM\n");
  }

  private static HttpRequest terminate(Endpoint endpoint) {
    return PlainCalls.tencent(
        endpoint, Instant.now(), "TerminateInstances", "{\"InstanceIds\":[\"ins-1a2b3c4d\"]}");
  }

  private static String sent(HttpRequest request) {
    try {
      return RawHttp.send(request, Duration.ofSeconds(10)).body().text();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String onTencent(CloudsOverHttp clouds, String region, String service) {
    String action = service.equals("as") ? "DescribeAutoScalingInstances" : "DescribeInstances";
    String asked = service.equals("cbs") ? "DescribeDisks" : action;
    return sent(
        PlainCalls.tencent(
            clouds.endpoint(), Instant.now(), PlainCalls.FIRST, service, region, asked, "{}"));
  }

  private static String onAliyun(CloudsOverHttp clouds, String region, String action) {
    String version = action.equals("DescribeScalingInstances") ? "2014-08-28" : "2014-05-26";
    Map<String, String> parameters =
        Map.of("RegionId", region, "Version", version, "Format", "JSON");
    clouds.aliyun().checksNonces(false);
    return sent(
        PlainCalls.aliyun(clouds.endpoint(), "POST", true, Instant.now(), action, parameters));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ap-guangzhuo", "cn-hangzhou", "AP-GUANGZHOU"})
  void a_region_that_tencent_does_not_have_is_refused_as_there(String wrong) {
    Simulate.End asks =
        clouds -> {
          for (String service : List.of("cvm", "as", "cbs")) {
            assertThat(onTencent(clouds, wrong, service))
                .contains("\"Code\":\"InvalidParameterValue\"", "`" + wrong + "`", "`Region`");
            assertThat(onTencent(clouds, "sa-saopaulo", service))
                .contains("\"TotalCount\":0")
                .doesNotContain("Error");
          }
        };
    assertThat(run(asks, "--instances=1")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cn-hangzuo", "ap-guangzhou", "cn-hangzhou-h"})
  void a_region_that_aliyun_does_not_have_is_refused_as_there(String wrong) {
    Simulate.End asks =
        clouds -> {
          for (String action :
              List.of("DescribeInstances", "DescribeScalingInstances", "DescribeDisks")) {
            assertThat(onAliyun(clouds, wrong, action)).contains("\"InvalidRegionId.NotFound\"");
            assertThat(onAliyun(clouds, "cn-wuhan-lr", action))
                .contains("\"TotalCount\":0")
                .doesNotContain("Code");
          }
        };
    assertThat(run(asks, "--instances=1")).isZero();
  }

  @Test
  void a_region_of_an_instance_of_your_own_exists() {
    Simulate.End asks =
        clouds -> {
          assertThat(onTencent(clouds, "ap-atlantis", "cvm")).contains("\"TotalCount\":1");
          assertThat(onAliyun(clouds, "cn-atlantis", "DescribeInstances"))
              .contains("\"TotalCount\":1");
          assertThat(onTencent(clouds, "cn-atlantis", "cvm")).contains("InvalidParameterValue");
        };
    assertThat(
            run(
                asks,
                "--instances=0",
                "--add=tencent-cvm:ap-atlantis:ins-1a2b3c4d",
                "--add=aliyun-ecs:cn-atlantis:i-bp1a2b3c4d"))
        .isZero();
  }

  @Test
  @Timeout(60)
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no signal that a program could answer")
  void a_signal_lets_the_program_say_its_last() throws Exception {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Simulate.class.getName(),
                "--instances=0",
                "--add=tencent-cvm:ap-guangzhou:ins-1a2b3c4d")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader says = program.inputReader(StandardCharsets.UTF_8)) {
      String endpoint = says.readLine().replace("endpoint ", "");
      assertThat(says.lines().anyMatch("ready"::equals)).isTrue();
      sent(terminate(Endpoint.parse(endpoint)));

      // Not the method destroy(): it closes what the program says.
      program.toHandle().destroy();

      assertThat(says.lines()).containsExactly("done DESTROYED ins-1a2b3c4d on Tencent CVM");
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void a_taken_port_is_said_and_ends_it() {
    try (CloudsOverHttp first = CloudsOverHttp.start()) {
      String port = Integer.toString(first.endpoint().port());

      assertThat(run(clouds -> {}, "--port", port)).isEqualTo(2);

      assertThat(complained())
          .isEqualTo(
              "simulate: cannot listen on 127.0.0.1 at port "
                  + port
                  + "; is another program there already, or is that no address of this machine?\n");
      assertThat(said()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --port 70000                | --port takes a number from 0 to 65535, not '70000'
          --port http                 | --port takes a number from 0 to 65535, not 'http'
          --port                      | --port needs a value
          --instances -1              | --instances takes a number from 0 to 100000, not '-1'
          --add tencent-cvm:ins-1     | not 'tencent-cvm:ins-1'
          --add zenlayer-zec:eu:7     | not 'zenlayer-zec:eu:7'
          --add nimbus:7              | not 'nimbus:7'
          --add ins-1a2b3c4d          | not 'ins-1a2b3c4d'
          --tag purpose               | --tag takes KEY=VALUE, not 'purpose'
          8380                        | '8380' is not an option
          """)
  void what_is_wrong_with_the_arguments_is_said_and_nothing_starts(String line, String why) {
    assertThat(run(clouds -> {}, line.split(" "))).isEqualTo(2);
    assertThat(complained()).startsWith("simulate: ").contains(why);
    assertThat(said()).isEmpty();
  }

  @Test
  void help_names_every_option() {
    assertThat(run(clouds -> {}, "--help")).isZero();
    assertThat(said())
        .contains(
            "--port", "--bind", "--instances", "--add", "--tag", "--disks", "--real-transitions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"over-http.md", "over-http.zh-CN.md"})
  void the_page_shows_arguments_that_it_takes(String page) throws IOException {
    List<String> shown =
        Files.readAllLines(Path.of("..", "docs", "testing", page)).stream()
            .filter(line -> line.startsWith("java ") && line.contains(" simulate "))
            .toList();
    assertThat(shown).isNotEmpty();
    for (String line : shown) {
      String arguments = line.substring(line.indexOf(" simulate ") + 10).replaceAll("[>&].*", "");
      SimulateArguments.parse(List.of(arguments.strip().split(" +")));
    }
  }
}
