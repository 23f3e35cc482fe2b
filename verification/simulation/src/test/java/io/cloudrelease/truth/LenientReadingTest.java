package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.refs;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.InstanceSpec;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A list that is written oddly is read as what it is. */
class LenientReadingTest {
  private final Sky sky = new Sky();

  @Test
  void one_name_with_raw_bytes_hides_nobody() {
    List<InstanceRef> refs = new ArrayList<>(refs(sky.aliyun.add(30, i -> {})));
    refs.add(ref(sky.aliyun.add(i -> i.rawName((byte) 'a', (byte) '\n', (byte) 'b'))));
    refs.add(ref(sky.aliyun.add(i -> i.rawName((byte) 'a', (byte) 0xe4, (byte) 0xb8))));
    ReleaseInstancesResult result = sky.release(r -> r.instances(refs));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(result.counts()).containsEntry(Verdict.RELEASED, 32);
  }

  /** The clouds behind a gateway that writes their lists anew. */
  private HttpTransport rewriting(UnaryOperator<String> rewrite) {
    HttpTransport wire = sky.wire();
    return new HttpTransport() {
      @Override
      public HttpResponse send(HttpRequest request) throws TransportException {
        HttpResponse response = wire.send(request);
        String text = response.body().text();
        return text.contains("otalCount")
            ? HttpResponse.of(
                response.status(), response.headers(), HttpBody.utf8(rewrite.apply(text)))
            : response;
      }

      @Override
      public void close() {
        wire.close();
      }
    };
  }

  private SimulatedInstance add(String kind) {
    return add(kind, i -> {});
  }

  private SimulatedInstance add(String kind, Consumer<InstanceSpec<?>> how) {
    return switch (kind) {
      case "tencent" -> sky.tencent.add(how::accept);
      case "zec" -> sky.zenlayer.addZec(how::accept);
      case "bmc" -> sky.zenlayer.addBmc(how::accept);
      default -> sky.aliyun.add(how::accept);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"tencent", "zec", "bmc", "ecs"})
  void a_name_or_tag_that_is_the_word_null_is_seen_by_guards(String kind) {
    InstanceRef named = ref(add(kind, i -> i.name("null")));
    InstanceRef tagged = ref(add(kind, i -> i.tag("env", "null")));
    InstanceRef keyed = ref(add(kind, i -> i.tag("null", "yes")));
    ReleaseInstancesResult result =
        sky.release(
            client ->
                client
                    .guard(ReleaseGuard.denyName("null"))
                    .guard(ReleaseGuard.denyTag("env", "null"))
                    .guard(ReleaseGuard.denyTag("null")),
            request -> request.instance(named).instance(tagged).instance(keyed));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, 3);
  }

  private static UnaryOperator<String> rewrite(String how) {
    return switch (how) {
      case "no total" -> text -> text.replaceAll("\"[tT]otalCount\":\\d+,", "");
      case "a total of 1.0" -> text -> text.replaceAll("(\"[tT]otalCount\":\\d+),", "$1.0,");
      default ->
          text ->
              text.replace("\"Instance\":[]", "\"Instance\":null")
                  .replace("\"InstanceSet\":[]", "\"InstanceSet\":null")
                  .replace("\"dataSet\":[]", "\"dataSet\":null");
    };
  }

  @ParameterizedTest
  @CsvSource({
    "tencent, a total of 1.0",
    "tencent, null for an empty list",
    "zec, a total of 1.0",
    "zec, null for an empty list",
    "bmc, a total of 1.0",
    "bmc, null for an empty list",
    "ecs, no total",
    "ecs, a total of 1.0",
    "ecs, null for an empty list"
  })
  void what_is_gone_is_told_in_the_usual_time(String kind, String how) {
    InstanceRef ref = ref(add(kind));
    ReleaseInstancesResult result =
        sky.release(p -> p.transport(rewriting(rewrite(how))), r -> r.instance(ref));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(verdict(result, ref))
        .isEqualTo(kind.equals("bmc") ? Verdict.RECYCLED : Verdict.RELEASED);
    assertThat(result.took()).isLessThan(Duration.ofMinutes(3));
  }

  /** Where the total alone says that a list is whole, one without it proves nothing. */
  @ParameterizedTest
  @CsvSource({"tencent", "zec"})
  void without_a_total_that_counts_absence_is_not_claimed(String kind) {
    InstanceRef ref = ref(add(kind));
    ReleaseInstancesResult result =
        sky.release(
            p -> p.transport(rewriting(rewrite("no total"))),
            r -> r.instance(ref).deadline(Duration.ofMinutes(5)));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(verdict(result, ref)).isEqualTo(Verdict.ACCEPTED);
  }
}
