package io.cloudrelease.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.cloudrelease.ReleaseClient;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.ShortWaits;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.http.CloudsOverHttp;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

/** What the log tells of a run, on which level, and with which MDC. */
@Timeout(60)
class LogLinesTest {
  private static final String CANARY = "c4n4ry";
  private static final String GOES = "tencent-cvm:ap-guangzhou:ins-1a2b3c4d";
  private static final String STAYS = "tencent-cvm:ap-guangzhou:ins-2a2b3c4d";

  private final CloudsOverHttp clouds = CloudsOverHttp.start();
  private final HeardLog log = new HeardLog();

  @AfterEach
  void close() {
    log.close();
    clouds.close();
  }

  private ReleaseClient client() {
    AccessKey key = AccessKey.of("AKID1234", CANARY + "-secret");
    clouds.tencent().addKey(clouds.tencent().account(), key);
    CloudProvider tencent =
        TencentCvm.builder()
            .endpoint(clouds.endpoint().toString())
            .credentials(key.credentials())
            .build();
    return ReleaseClient.builder().provider(ShortWaits.on(tencent)).build();
  }

  private void release(String... refs) {
    ReleaseInstancesRequest.Builder request = ReleaseInstancesRequest.builder();
    List.of(refs).forEach(request::instance);
    try (ReleaseClient client = client()) {
      client.releaseInstances(request.build());
    }
  }

  private void two() {
    clouds.tencent().add(vm -> vm.id("ins-1a2b3c4d").region("ap-guangzhou").postpaid());
    clouds
        .tencent()
        .add(
            vm ->
                vm.id("ins-2a2b3c4d")
                    .region("ap-guangzhou")
                    .name(CANARY + "\u001b[31m\n")
                    .protectedFromRelease()
                    .postpaid());
  }

  @Test
  void info_tells_the_beginning_the_end_and_what_needs_a_person() {
    two();
    release(GOES, STAYS);
    List<String> lines = log.lines(Level.INFO);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).matches("run \\S+ begins: RELEASE, 2 instances of tencent-cvm");
    assertThat(lines.get(1)).contains(STAYS + " REJECTED: ");
    assertThat(lines.get(2)).matches("run \\S+ ends: 2 of 2: RELEASED 1, REJECTED 1");
    assertThat(log.lines(Level.WARN)).isEmpty();
  }

  @Test
  void debug_tells_each_call() {
    two();
    release(GOES, STAYS);
    assertThat(log.lines(Level.DEBUG))
        .anyMatch(line -> line.contains(" SENDING tencent-cvm:ap-guangzhou TerminateInstances"))
        .anyMatch(line -> line.contains(" ANSWERED tencent-cvm:ap-guangzhou TerminateInstances"))
        .anyMatch(line -> line.contains(" LOOKED tencent-cvm:ap-guangzhou DescribeInstances"));
    assertThat(log.of("io.cloudrelease.http"))
        .hasSizeGreaterThan(2)
        .allMatch(event -> event.getLevel().equals(Level.DEBUG));
  }

  @Test
  void each_line_of_a_run_says_of_which_and_those_of_a_call_of_which_account_and_batch() {
    two();
    MDC.put("user", "nightly");
    release(GOES);
    assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("user", "nightly"));
    MDC.clear();
    List<ILoggingEvent> of = log.of("io.cloudrelease");
    assertThat(of.stream().map(event -> event.getMDCPropertyMap().get("cloudrelease.run")))
        .hasSizeGreaterThan(5)
        .doesNotContainNull();
    assertThat(of.stream().map(event -> event.getMDCPropertyMap().get("cloudrelease.run")))
        .containsOnly(of.get(0).getMDCPropertyMap().get("cloudrelease.run"));
    List<ILoggingEvent> calls = log.of("io.cloudrelease.http");
    assertThat(calls)
        .allSatisfy(
            call ->
                assertThat(call.getMDCPropertyMap())
                    .containsEntry("cloudrelease.account", "tencent-cvm"));
    assertThat(calls)
        .filteredOn(call -> call.getMDCPropertyMap().containsKey("cloudrelease.batch"))
        .hasSize(1);
  }

  @Test
  void what_fails_alike_is_told_once() {
    ReleaseInstancesRequest.Builder request = ReleaseInstancesRequest.builder();
    clouds
        .tencent()
        .add(30, vm -> vm.region("ap-guangzhou").protectedFromRelease().postpaid())
        .forEach(vm -> request.instance("tencent-cvm:ap-guangzhou:" + vm.id()));
    try (ReleaseClient client = client()) {
      client.releaseInstances(request.build());
    }
    assertThat(log.lines(Level.INFO)).hasSize(3);
  }

  @Test
  void no_secret_and_nothing_that_steers_a_terminal_is_logged() {
    two();
    HttpResponse hostile =
        HttpResponse.of(
            400,
            List.of(),
            HttpBody.utf8(
                "{\"Response\":{\"Error\":{\"Code\":\"InvalidInstance\u001b[2J\",\"Message\":\""
                    + "SecretKey="
                    + CANARY
                    + "-secret \\u001b[31m\\r\\nrun x ends\\u202e\"},"
                    + "\"RequestId\":\"r\\u0007-1\"}}"));
    clouds
        .tencent()
        .faults(
            new FaultScript()
                .first(SimulatedCall::destructive, Fault.answering("hostile", hostile)));
    release(GOES, STAYS);
    release("tencent-cvm:ap-guangzhou:ins-99999999");
    Predicate<String> steers =
        text -> text.chars().anyMatch(c -> c < ' ' && c != '\n' || c == 0x202e);
    assertThat(log.text()).doesNotContain(CANARY + "-secret").matches(text -> !steers.test(text));
    assertThat(log.of("io.cloudrelease"))
        .noneMatch(event -> event.getFormattedMessage().contains("\n"));
  }
}
