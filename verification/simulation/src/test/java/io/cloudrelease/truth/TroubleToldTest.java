package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.error;
import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.refs;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.aliyun.AliyunEcsFactory;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.fake.LogCapture;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import io.cloudrelease.transport.TransportException.Obstacle;
import io.cloudrelease.zenlayer.ZenlayerBmc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is the matter is said, once, to who can do something about it, and nothing else is. */
class TroubleToldTest {
  private static final String TOKEN = "TOKENEXAMPLE0123456789";

  @TempDir Path folder;
  private final Sky sky = new Sky();

  private static HttpTransport failing(TransportException failure) {
    return new HttpTransport() {
      @Override
      public HttpResponse send(HttpRequest request) throws TransportException {
        throw failure;
      }

      @Override
      public void close() {}
    };
  }

  @ParameterizedTest
  @EnumSource(
      value = Obstacle.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PASSING"})
  void what_cannot_pass_is_told_within_three_seconds(Obstacle obstacle) {
    List<InstanceRef> refs = refs(sky.tencent.add(3, i -> {}));
    Instant began = sky.clock.instant();
    String told = "host cvm.tencentcloudapi.com cannot be used: do this";
    ReleaseInstancesResult result =
        sky.release(
            p -> p.transport(failing(new TransportException(SendPhase.NOT_SENT, obstacle, told))),
            r -> r.instances(refs));
    assertThat(Duration.between(began, sky.clock.instant()))
        .isLessThanOrEqualTo(Duration.ofSeconds(3));
    assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, 3);
    assertThat(error(result, refs.get(0)).summary()).contains(told);
    assertThat(error(result, refs.get(0)).summary()).doesNotContain("switching looks off");
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 20, 60})
  void what_might_have_passed_is_told_at_the_deadline(int seconds) {
    List<InstanceRef> refs = refs(sky.tencent.add(2, i -> {}));
    String told = "connection to cvm.tencentcloudapi.com refused";
    ReleaseInstancesResult result =
        sky.release(
            p -> p.transport(failing(new TransportException(SendPhase.NOT_SENT, told))),
            r -> r.instances(refs).deadline(Duration.ofSeconds(seconds)));
    assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, 2);
    assertThat(error(result, refs.get(0)).summary()).contains(told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tencent", "ecs", "bmc"})
  void a_wrong_key_is_told_by_its_own_hint_and_nobody_is_led_to_send_blindly(String cloud) {
    Credentials wrong = Credentials.ofKey("AKIDWRONG", "SECRETWRONG");
    CloudProvider provider =
        switch (cloud) {
          case "tencent" -> new TencentCvmFactory().create(Sky.settings("tencent-cvm", wrong));
          case "bmc" -> new ZenlayerBmc.Factory().create(Sky.settings("zenlayer-bmc", wrong));
          default -> new AliyunEcsFactory().create(Sky.settings("aliyun-ecs", wrong));
        };
    InstanceRef ref =
        ref(
            switch (cloud) {
              case "tencent" -> sky.tencent.add(i -> {});
              case "bmc" -> sky.zenlayer.addBmc(i -> {});
              default -> sky.aliyun.add(i -> {});
            });
    ReleaseInstancesResult result =
        sky.release(sky.bare().provider(provider), r -> r.instance(ref));
    assertThat(verdict(result, ref)).isEqualTo(Verdict.NOT_SENT);
    String told = error(result, ref).summary();
    assertThat(told).contains("key").doesNotContain("switching looks off", "looks off");
    assertThat(told).doesNotContain("SECRETWRONG");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tencent", "ecs"})
  void a_missing_right_to_look_is_named(String cloud) {
    AccessKey blind = AccessKey.of("AKIDBLIND", "SECRETBLIND").withMayDescribe(false);
    InstanceRef ref =
        ref(cloud.equals("tencent") ? sky.tencent.add(i -> {}) : sky.aliyun.add(i -> {}));
    sky.cloud(ref).addKey(sky.cloud(ref).account(), blind);
    CloudProvider provider =
        cloud.equals("tencent")
            ? new TencentCvmFactory().create(Sky.settings("tencent-cvm", blind.credentials()))
            : new AliyunEcsFactory().create(Sky.settings("aliyun-ecs", blind.credentials()));
    ReleaseInstancesResult result =
        sky.release(sky.bare().provider(provider), r -> r.instance(ref));
    assertThat(verdict(result, ref)).isEqualTo(Verdict.NOT_SENT);
    assertThat(error(result, ref).summary())
        .contains("DescribeInstances")
        .doesNotContain("switching looks off");
  }

  @Test
  void secrets_that_an_endpoint_repeats_are_in_no_result_and_no_journal() throws IOException {
    String secret = TOKEN;
    String html = secret.replace("E", "&#69;");
    String json = secret.replace("X", "\\u0058");
    String base64 =
        Base64.getEncoder().encodeToString(("key " + secret).getBytes(StandardCharsets.UTF_8));
    String body =
        "{\"Response\":{\"Error\":{\"Code\":\"InternalError\",\"Message\":\"no "
            + html
            + " "
            + json
            + " "
            + base64
            + "\"},\"RequestId\":\""
            + secret
            + "\"}}";
    InstanceRef ref = ref(sky.tencent.add(i -> {}));
    sky.tencent.faults(new FaultScript().always(SimulatedCall::destructive, answering(body)));
    Path file = folder.resolve("run.jsonl");
    ReleaseInstancesResult result =
        sky.release(
            withToken()
                .journal(
                    io.cloudrelease.journal.FileJournal.at(file)
                        .steadyClock(Death.nanos(sky.clock))),
            r -> r.instance(ref).deadline(Duration.ofMinutes(2)));
    for (String text :
        List.of(
            result.toJson(),
            result.toTable(),
            result.evidence().toJsonLines(),
            Files.readString(file))) {
      assertThat(text).doesNotContain(secret).doesNotContain(html).doesNotContain(base64);
      assertThat(text).doesNotContain(json);
    }
  }

  @Test
  void a_token_that_it_shows_as_a_state_or_a_name_is_not_repeated_either() {
    InstanceRef ref =
        ref(sky.tencent.add(i -> i.state(TOKEN).name(TOKEN).chargeType(TOKEN).tag(TOKEN, TOKEN)));
    ReleaseInstancesResult result = sky.release(withToken(), r -> r.instance(ref));
    assertThat(result.toJson() + result.evidence().toJsonLines() + result.toTable())
        .doesNotContain(TOKEN);
  }

  /** Temporary keys send their token along, and what an endpoint was sent it can repeat. */
  private ReleaseClientBuilder withToken() {
    AccessKey session =
        AccessKey.session("AKIDTEMP", "SECRETTEMP", TOKEN, sky.clock.instant().plusSeconds(9000));
    sky.tencent.addKey(sky.tencent.account(), session);
    return sky.bare()
        .provider(
            new TencentCvmFactory().create(Sky.settings("tencent-cvm", session.credentials())));
  }

  private static Fault answering(String body) {
    return Fault.answering(
        "an answer of " + body.length(),
        HttpResponse.of(
            200, List.of(new Header("Content-Type", "application/json")), HttpBody.utf8(body)));
  }

  @Test
  void a_request_id_of_seven_megabytes_fills_nothing() {
    String body = "{\"Response\":{\"RequestId\":\"" + "r".repeat(7_000_000) + "\"}}";
    InstanceRef ref = ref(sky.tencent.add(i -> {}));
    sky.tencent.faults(
        new FaultScript().always(SimulatedCall::destructive, answering(body).afterEffect()));
    ReleaseInstancesResult result = sky.release(r -> r.instance(ref));
    assertThat(verdict(result, ref)).isEqualTo(Verdict.RELEASED);
    assertThat(result.toJson().length() + result.evidence().toJsonLines().length())
        .isLessThan(20_000);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void xml_that_is_no_text_is_an_error_as_any_and_prints_nothing(boolean destructive) {
    byte[] bad =
        "<Error><Code>InternalError</Code><Message>..</Message></Error>"
            .getBytes(StandardCharsets.UTF_8);
    bad[bad.length - 20] = (byte) 0xff;
    Fault xml =
        Fault.answering(
            "XML with a broken character",
            HttpResponse.of(
                500, List.of(new Header("Content-Type", "text/xml")), HttpBody.wrap(bad)));
    InstanceRef ref = ref(sky.aliyun.add(i -> {}));
    sky.aliyun.faults(new FaultScript().first(c -> c.destructive() == destructive, xml));
    try (LogCapture heard = LogCapture.start()) {
      ReleaseInstancesResult result = sky.release(r -> r.instance(ref));
      assertThat(verdict(result, ref)).isEqualTo(Verdict.RELEASED);
      assertThat(heard.text()).doesNotContain("Fatal Error");
    }
  }

  /** How often that stands in it. */
  private static int count(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
  }

  @Test
  void a_look_that_the_provider_cannot_read_is_asked_for_once_and_told_with_its_class() {
    AtomicInteger asked = new AtomicInteger();
    CloudProvider broken =
        new Wrapped(sky.accounts().get("tencent-cvm")) {
          @Override
          public LookAnswer readLook(LookQuery query, HttpResponse response) {
            asked.incrementAndGet();
            throw new UnsupportedOperationException("c4n4ry");
          }
        };
    InstanceRef ref = ref(sky.tencent.add(i -> {}));
    try (LogCapture heard = LogCapture.start()) {
      ReleaseInstancesResult result =
          sky.release(sky.bare().provider(broken), r -> r.instance(ref));
      assertThat(verdict(result, ref)).isEqualTo(Verdict.NOT_SENT);
      assertThat(error(result, ref).summary())
          .contains("UnsupportedOperationException")
          .doesNotContain("DeadlinePassed", "c4n4ry");
      assertThat(asked).hasValueLessThanOrEqualTo(2);
      assertThat(count(heard.text(), "UnsupportedOperationException")).isEqualTo(1);
      assertThat(heard.text()).contains("WARN", "readLook").doesNotContain("c4n4ry");
    }
  }

  @Test
  void keys_that_cannot_be_had_are_told_with_the_class_of_what_was_thrown() {
    AtomicInteger asked = new AtomicInteger();
    CredentialsProvider shy =
        new CredentialsProvider() {
          @Override
          public Credentials resolve() {
            if (asked.incrementAndGet() > 2) {
              throw new UnsupportedOperationException("c4n4ry");
            }
            return sky.tencent.credentials();
          }
        };
    InstanceRef ref = ref(sky.tencent.add(i -> {}));
    try (LogCapture heard = LogCapture.start()) {
      ReleaseInstancesResult result =
          sky.release(
              sky.bare().provider(new TencentCvmFactory().create(Sky.settings("tencent-cvm", shy))),
              r -> r.instance(ref));
      assertThat(verdict(result, ref)).isEqualTo(Verdict.NOT_SENT);
      assertThat(error(result, ref).summary()).contains("UnsupportedOperationException");
      assertThat(heard.text())
          .contains("WARN", "UnsupportedOperationException", "\tat ")
          .doesNotContain("c4n4ry");
      assertThat(count(heard.text(), "WARN")).isEqualTo(1);
      assertThat(asked).hasValueLessThanOrEqualTo(12);
    }
  }

  @Test
  void a_guard_that_throws_is_told_with_the_class_of_what_it_threw() {
    ReleaseGuard broken =
        candidate -> {
          throw new UnsupportedOperationException("c4n4ry");
        };
    List<InstanceRef> refs = refs(sky.tencent.add(50, i -> {}));
    try (LogCapture heard = LogCapture.start()) {
      ReleaseInstancesResult result = sky.release(p -> p.guard(broken), r -> r.instances(refs));
      assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, 50);
      assertThat(error(result, refs.get(0)).summary()).contains("UnsupportedOperationException");
      assertThat(heard.text())
          .contains("WARN", "UnsupportedOperationException", "\tat ")
          .doesNotContain("c4n4ry");
      // One for all fifty.
      assertThat(count(heard.text(), "a guard broke")).isEqualTo(1);
    }
  }

  @Test
  void a_client_that_is_told_to_wait_for_years_ends_at_its_deadline() {
    InstanceRef ref = ref(sky.tencent.add(i -> {}));
    sky.tencent.faults(
        new FaultScript()
            .always(SimulatedCall::destructive, Fault.retryAfter(429, Duration.ofDays(400))));
    Instant began = sky.clock.instant();
    ReleaseInstancesResult result =
        sky.release(r -> r.instance(ref).deadline(Duration.ofMinutes(3)));
    assertThat(Duration.between(began, sky.clock.instant()))
        .isLessThanOrEqualTo(Duration.ofMinutes(3).plusSeconds(1));
    assertThat(verdict(result, ref)).isEqualTo(Verdict.UNKNOWN);
  }
}
