package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The tool through a proxy with a password, to a host with a certificate of the company's own. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class ThroughCompanyTest {
  private final Bench bench = new Bench();
  @TempDir Path folder;
  private CompanyNetwork company;

  @BeforeEach
  void start() throws Exception {
    company = new CompanyNetwork(bench.endpoint());
  }

  @AfterEach
  void stop() throws IOException {
    if (company != null) {
      company.close();
    }
    bench.close();
  }

  private int release(String... options) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "release",
                "--yes",
                "--deadline",
                "2m",
                "--endpoint",
                "tencent-cvm=" + company.cloud()));
    args.addAll(List.of(options));
    args.addAll(Bench.refs("tencent-cvm", bench.tencent.add(2, i -> i.postpaid())));
    int exit = bench.run(args.toArray(String[]::new));
    assertThat(bench.out() + bench.err())
        .doesNotContain("correct horse", "correct%20horse", "correct+horse");
    return exit;
  }

  private void assertReleasedOnce() throws IOException {
    assertThat(bench.out()).endsWith("2 instances: 2 RELEASED\n");
    assertThat(bench.tencent.ledger().destructiveRequests()).hasSize(1);
    assertThat(company.log()).doesNotContain("POST");
  }

  @Test
  void it_goes_by_flags() throws IOException {
    bench.variables.put("CLOUDRELEASE_PROXY_PASSWORD", CompanyNetwork.PASSWORD);
    String ca = company.authority().toString();
    assertThat(release("--proxy", company.proxy(), "--proxy-user", "releaser", "--ca", ca))
        .as(bench.out() + bench.err())
        .isZero();
    assertReleasedOnce();
  }

  @Test
  void it_goes_by_variables() throws IOException {
    bench.variables.put(
        "HTTPS_PROXY",
        company.proxy().replace("http://", "http://releaser:correct%20horse+battery@"));
    bench.variables.put(
        "CLOUDRELEASE_CONFIG",
        Files.writeString(
                folder.resolve("trust.yml"), "network: {trust-pem: " + company.authority() + "}\n")
            .toString());
    assertThat(release()).as(bench.out() + bench.err()).isZero();
    assertReleasedOnce();
    assertThat(release("--proxy", "none")).as(bench.out()).isEqualTo(3);
    assertThat(bench.out()).contains("cloud.test has no address");
  }

  @Test
  void it_goes_by_the_file() throws IOException {
    bench.variables.put("SQUID_PASSWORD", CompanyNetwork.PASSWORD);
    Path file =
        Files.writeString(
            folder.resolve("cloudrelease.yml"),
            """
            network:
              proxy: %s
              proxy-user: releaser
              proxy-password: ${env:SQUID_PASSWORD}
              trust-pem: %s
            """
                .formatted(company.proxy(), company.authority()));
    assertThat(release("--config", file.toString())).as(bench.out() + bench.err()).isZero();
    assertReleasedOnce();
  }

  @Test
  void without_the_password_or_the_authority_nothing_is_sent_and_it_is_said_why() {
    String ca = company.authority().toString();
    assertThat(release("--proxy", company.proxy(), "--ca", ca)).isEqualTo(3);
    assertThat(bench.out()).contains("asks for a password (407)");
    bench.variables.put("CLOUDRELEASE_PROXY_PASSWORD", CompanyNetwork.PASSWORD);
    assertThat(release("--proxy", company.proxy(), "--proxy-user", "releaser")).isEqualTo(3);
    assertThat(bench.out()).contains("the certificate of cloud.test is not trusted");
    bench.variables.put("CLOUDRELEASE_PROXY_PASSWORD", "a wrong one");
    assertThat(release("--proxy", company.proxy(), "--proxy-user", "releaser", "--ca", ca))
        .isEqualTo(3);
    assertThat(bench.out()).contains("did not take user and password (407)");
    assertThat(bench.requests()).isZero();
  }
}
