package io.cloudrelease.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each kind of measurement once, as small as it gets: that it works, not how fast anything is. */
@Timeout(60)
class BenchmarksSmokeTest {
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  @Test
  void every_candidate_encodes_and_signs() throws Throwable {
    EncodeAndSign benchmark = new EncodeAndSign();
    assertThat(benchmark.oursTencent().header("Authorization")).isPresent();
    assertThat(benchmark.oursZenlayer().header("Authorization")).isPresent();
    assertThat(benchmark.oursAliyun().header("Authorization")).isPresent();
    assertThat(benchmark.bareHashesTencent()).hasSize(32);
    assertThat(benchmark.sdkTencent()).contains("Signature=");
    assertThat(benchmark.sdkAliyunTea()).contains("Signature=");
    assertThat(benchmark.sdkAliyunClassic()).isNotNull();
  }

  @Test
  void every_candidate_releases_over_loopback() throws Exception {
    try (Child server = server()) {
      String address = server.line();
      for (String name :
          List.of(
              "bare-tencent",
              "ours-tencent",
              "ours-zenlayer",
              "ours-aliyun",
              "sdk-tencent",
              "sdk-aliyun-tea",
              "sdk-aliyun-classic")) {
        Candidate.of(name, address, 3).call();
      }
      assertThat(RunAll.get(address + "/stats")).endsWith("requests\t7");
    }
  }

  @Test
  void every_answer_is_read() throws Exception {
    ReadAnswers benchmark = new ReadAnswers();
    assertThat(benchmark.oursLook().snapshots()).hasSize(100);
    assertThat(benchmark.oursLook().complete()).isTrue();
    assertThat(benchmark.sdkTencentLook().getInstanceSet()).hasSize(100);
    assertThat(benchmark.tokensLook()).isGreaterThan(10_000);
    assertThat(benchmark.oursRelease().failure()).isEmpty();
  }

  @Test
  void an_https_server_is_trusted_by_those_that_are_told_to() throws Exception {
    TestTrust trust = TestTrust.make();
    try (Child server = server("tls=" + trust.keys());
        Child client =
            new Child(trust.options(), CLASS_PATH, "EndToEnd", "ours-tencent", server.line())) {
      assertThat(client.ask("16")).contains("\t");
    }
  }

  @Test
  void bodies_of_either_transfer_belong_to_their_requests() throws IOException {
    String text =
        "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n"
            + "POST /b HTTP/1.1\r\nContent-Length: 2\r\n\r\nxy"
            + "GET /c HTTP/1.1\r\nHost: h\r\n\r\n";
    RequestReader reader =
        new RequestReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
    assertThat(reader.next().body()).isEqualTo("abcd");
    assertThat(reader.next().body()).isEqualTo("xy");
    assertThat(reader.next().header("host")).isEqualTo("h");
    assertThat(reader.next()).isNull();
  }

  @Test
  void a_small_sweep_is_measured() throws Exception {
    try (Child server = server("rate=10", "looks=40");
        Child sweep =
            new Child(
                List.of(), CLASS_PATH, "SweepRun", server.line(), "250", "1", "100", "ours")) {
      assertThat(sweep.line()).contains("{RELEASED=250}").contains("mostSends\t1");
    }
  }

  @Test
  void figures_are_summed_up_by_their_median() {
    Stats stats = Stats.of(List.of(5.0, 1.0, 3.0));
    assertThat(stats.median()).isEqualTo(3);
    assertThat(stats.spreadPercent()).isCloseTo(66.7, org.assertj.core.data.Offset.offset(0.1));
  }

  private static Child server(String... options) throws IOException {
    return new Child(List.of(), CLASS_PATH, "FastServer", options);
  }
}
