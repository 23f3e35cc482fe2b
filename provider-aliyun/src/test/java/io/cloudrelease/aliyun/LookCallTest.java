package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.LookAnswer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LookCallTest {
  private static final String A = "i-bp1aaaaaaaaaaaaaaaa1";
  private static final String B = "i-bp1aaaaaaaaaaaaaaaa2";

  private final AliyunEcs ecs = AliyunEcs.create(Ecs.settings());

  @Test
  void a_look_names_its_ids_and_asks_for_a_page_that_holds_them_all() {
    ApiRequest request = ecs.encodeLook(Ecs.query(A, B));
    assertThat(Ecs.decoded(request.query()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "RegionId", "cn-hangzhou",
                "InstanceIds", "[\"" + A + "\",\"" + B + "\"]",
                "MaxResults", "100"));
    assertThat(request.action()).isEqualTo("DescribeInstances");
    assertThat(request.version()).isEqualTo("2014-05-26");
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.body()).isEqualTo(HttpBody.empty());
    assertThat(request.query())
        .startsWith("InstanceIds=%5B%22" + A + "%22%2C%22" + B + "%22%5D&MaxResults=100&");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/answers/describe.json", "/answers/describe.xml"})
  void the_documented_answer_is_read_in_both_forms(String resource) {
    LookAnswer answer = ecs.readLook(Ecs.query(A, B, "i-gone"), resource(resource));
    assertThat(answer.failure()).isEmpty();
    assertThat(answer.complete()).isTrue();
    assertThat(answer.snapshots()).hasSize(2);

    Snapshot first = answer.snapshots().get(0);
    assertThat(first.ref()).isEqualTo(InstanceRef.of("aliyun-ecs", "cn-hangzhou", A));
    assertThat(first.takenAt()).isEqualTo(Ecs.NOW);
    assertThat(first.phase()).isEqualTo(LifecyclePhase.STABLE);
    assertThat(first.state()).isEqualTo("Running");
    assertThat(first.name()).isEqualTo("web \"1\" & \u4e2d\u6587");
    assertThat(first.chargeType()).isEqualTo("PostPaid");
    assertThat(first.protectedFromRelease()).isFalse();
    assertThat(first.createdAt()).contains(Instant.parse("2025-12-10T04:04:00Z"));
    assertThat(first.expiresAt()).isEmpty();
    assertThat(first.attributes())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "ZoneId", "cn-hangzhou-h",
                "StoppedMode", "Not-applicable",
                "SpotStrategy", "NoSpot",
                "Recyclable", "false",
                "EipAddress", "eip-bp1eeeeeeeeeeeee1"));
    assertThat(first.tags()).containsExactlyInAnyOrderEntriesOf(Map.of("env", "test", "empty", ""));

    Snapshot second = answer.snapshots().get(1);
    assertThat(second.ref().id()).isEqualTo(B);
    assertThat(second.state()).isEqualTo("Stopped");
    assertThat(second.name()).isEmpty();
    assertThat(second.chargeType()).isEqualTo("PrePaid");
    assertThat(second.protectedFromRelease()).isTrue();
    assertThat(second.expiresAt()).contains(Instant.parse("2026-11-01T16:00:00Z"));
    assertThat(second.attribute("LockReason")).isEqualTo("security,financial");
    assertThat(second.attribute("EipAddress")).isEmpty();
    assertThat(second.tags()).isEmpty();
  }

  @Test
  void one_xml_item_reads_like_one_of_many() {
    String xml =
        "<R><RequestId>r</RequestId><Instances><Instance><InstanceId>"
            + A
            + "</InstanceId><RegionId>cn-hangzhou</RegionId><Status>Stopped</Status>"
            + "<OperationLocks><LockReason><LockReason>refunded</LockReason></LockReason>"
            + "</OperationLocks><Tags><Tag><TagKey>k</TagKey><TagValue>v</TagValue></Tag></Tags>"
            + "</Instance></Instances></R>";
    LookAnswer answer = ecs.readLook(Ecs.query(A), Ecs.answer(200, xml));
    assertThat(answer.complete()).isTrue();
    assertThat(answer.snapshots()).hasSize(1);
    assertThat(answer.snapshots().get(0).attribute("LockReason")).isEqualTo("refunded");
    assertThat(answer.snapshots().get(0).tags()).containsExactly(Map.entry("k", "v"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"RequestId\":\"r\",\"TotalCount\":0,\"Instances\":{\"Instance\":[]}}",
        "{\"RequestId\":\"r\",\"Instances\":{\"Instance\":[]},\"NextToken\":null}",
        "<R><RequestId>r</RequestId><Instances/><NextToken></NextToken></R>"
      })
  void nothing_shown_is_an_answer(String body) {
    LookAnswer answer = ecs.readLook(Ecs.query(A), Ecs.answer(200, body));
    assertThat(answer.failure()).isEmpty();
    assertThat(answer.snapshots()).isEmpty();
    assertThat(answer.complete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"RequestId\":\"r\"}",
        "{\"RequestId\":\"r\",\"Instances\":null}",
        "{\"RequestId\":\"r\",\"Instances\":{}}",
        "{\"RequestId\":\"r\",\"Instances\":[]}",
        "{\"RequestId\":\"r\",\"Instances\":{\"Instance\":null}}",
        "<R><RequestId>r</RequestId><Instances>none</Instances></R>",
        "{\"Instances\":{\"Instance\":[]}}",
        "<html>sign in to this network</html>",
        "{\"RequestId\":\"r\",\"Instances\":{\"Instance\":["
      })
  void what_is_not_an_answer_shows_nothing_and_says_so(String body) {
    LookAnswer answer = ecs.readLook(Ecs.query(A), Ecs.answer(200, body));
    assertThat(answer.complete()).isFalse();
    CloudFailure failure = answer.failure().orElseThrow();
    assertThat(failure.status()).isEqualTo(200);
    assertThat(failure.code()).isEmpty();
  }

  @Test
  void an_error_is_handed_on() {
    String body = "{\"RequestId\":\"r\",\"Code\":\"Throttling.User\",\"Message\":\"slow\"}";
    LookAnswer answer = ecs.readLook(Ecs.query(A), Ecs.answer(400, body));
    assertThat(answer.failure()).contains(CloudFailure.of(400, "Throttling.User", "slow", "r"));
  }

  @ParameterizedTest
  @CsvSource({
    // shown, asked, NextToken, PageSize, TotalCount, complete
    "2,   3,   '',    0,   0,    true",
    "2,   3,   more,  0,   0,    false",
    "3,   3,   more,  0,   0,    true",
    "10,  100, '',    10,  100,  false",
    "10,  10,  '',    10,  100,  true",
    "9,   100, '',    10,  5000, true",
    "100, 100, '',    100, 5000, true",
    "99,  100, '',    100, 99,   true"
  })
  void absence_counts_only_when_the_answer_is_whole(
      int shown, int asked, String next, int pageSize, int total, boolean complete) {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < shown; i++) {
      items.append(i == 0 ? "" : ",").append("{\"InstanceId\":\"i-").append(i);
      items.append("\",\"RegionId\":\"cn-hangzhou\",\"Status\":\"Stopped\"}");
    }
    String body =
        "{\"RequestId\":\"r\",\"PageSize\":"
            + pageSize
            + ",\"TotalCount\":"
            + total
            + ",\"NextToken\":\""
            + next
            + "\",\"Instances\":{\"Instance\":["
            + items
            + "]}}";
    String[] ids = IntStream.range(0, asked).mapToObj(i -> "i-" + i).toArray(String[]::new);
    LookAnswer answer = ecs.readLook(Ecs.query(ids), Ecs.answer(200, body));
    assertThat(answer.snapshots()).hasSize(shown);
    assertThat(answer.complete()).isEqualTo(complete);
  }

  @Test
  void an_instance_is_where_the_answer_says_it_is() {
    String item =
        "{\"InstanceId\":\"" + A + "\",\"RegionId\":\"cn-beijing\",\"Status\":\"Stopped\"}";
    assertThat(shown(item)).extracting(s -> s.ref().region()).containsExactly("cn-beijing");
  }

  @Test
  void an_item_that_names_no_instance_makes_the_answer_incomplete() {
    for (String id : List.of("\"\"", "null", "\"two words\"", "{}")) {
      String body =
          "{\"RequestId\":\"r\",\"Instances\":{\"Instance\":[{\"InstanceId\":" + id + "}]}}";
      LookAnswer answer = ecs.readLook(Ecs.query(A), Ecs.answer(200, body));
      assertThat(answer.snapshots()).isEmpty();
      assertThat(answer.complete()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Pending,CHANGING",
    "Starting,CHANGING",
    "Stopping,CHANGING",
    "Running,STABLE",
    "Stopped,STABLE",
    "Hibernating,UNRECOGNIZED",
    "running,UNRECOGNIZED",
    "'',UNRECOGNIZED"
  })
  void each_status_has_its_phase(String status, LifecyclePhase phase) {
    String item =
        "{\"InstanceId\":\"i-a\",\"RegionId\":\"cn-hangzhou\",\"Status\":\"" + status + "\"}";
    assertThat(shown(item)).extracting(Snapshot::phase).containsExactly(phase);
    assertThat(shown(item)).extracting(Snapshot::state).containsExactly(status);
  }

  private List<Snapshot> shown(String item) {
    String body = "{\"RequestId\":\"r\",\"Instances\":{\"Instance\":[" + item + "]}}";
    return ecs.readLook(Ecs.query("i-a"), Ecs.answer(200, body)).snapshots();
  }

  private static HttpResponse resource(String name) {
    try (var in = LookCallTest.class.getResourceAsStream(name)) {
      return new HttpResponse(200, List.of(), HttpBody.wrap(in.readAllBytes()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
