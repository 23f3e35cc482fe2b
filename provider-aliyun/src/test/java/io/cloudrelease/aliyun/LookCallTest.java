package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.cloudrelease.error.Scope;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

  private final CloudProvider ecs = AliyunEcs.create(Ecs.settings());

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
                "EipAddress", "eip-bp1eeeeeeeeeeeee1",
                "EipAddress.AllocationId", "eip-bp1eeeeeeeeeeeee1"));
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
        "<DescribeInstancesResponse><RequestId>r</RequestId><Instances><Instance><InstanceId>"
            + A
            + "</InstanceId><RegionId>cn-hangzhou</RegionId><Status>Stopped</Status>"
            + "<OperationLocks><LockReason><LockReason>refunded</LockReason></LockReason>"
            + "</OperationLocks><Tags><Tag><TagKey>k</TagKey><TagValue>v</TagValue></Tag></Tags>"
            + "</Instance></Instances></DescribeInstancesResponse>";
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
        "{\"RequestId\":\"r\",\"Instances\":{\"Instance\":null}}",
        "{\"RequestId\":\"r\",\"TotalCount\":0,\"Instances\":{}}",
        "{\"RequestId\":\"r\",\"TotalCount\":0.0,\"Instances\":{\"Instance\":null}}",
        "{\"RequestId\":\"r\",\"TotalCount\":\"0\",\"Instances\":{\"Instance\":null}}",
        "<DescribeInstancesResponse><RequestId>r</RequestId><Instances/><NextToken></NextToken>"
            + "</DescribeInstancesResponse>"
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
        "{\"RequestId\":\"r\",\"TotalCount\":1,\"Instances\":{}}",
        "{\"RequestId\":\"r\",\"TotalCount\":\"none\",\"Instances\":{}}",
        "{\"RequestId\":\"r\",\"TotalCount\":0,\"Instances\":{\"Other\":[]}}",
        "{\"RequestId\":\"r\",\"Instances\":[]}",
        "{\"RequestId\":\"r\",\"Instances\":\"\"}",
        "{\"RequestId\":\"r\",\"Instances\":{\"Instance\":\"none\"}}",
        "<DescribeInstancesResponse><RequestId>r</RequestId><Instances>none</Instances>"
            + "</DescribeInstancesResponse>",
        "<DeleteInstancesResponse><RequestId>r</RequestId><Instances/></DeleteInstancesResponse>",
        "<Error><RequestId>r</RequestId><Instances/></Error>",
        "{\"RequestId\":\"r\",\"Message\":\"busy\",\"Instances\":{\"Instance\":[]}}",
        "{\"RequestId\":\"r\",\"HostId\":\"h\",\"Instances\":{\"Instance\":[]}}",
        "{\"RequestId\":\"r\",\"Code\":\"X\",\"Instances\":{\"Instance\":[]}}",
        "{\"Instances\":{\"Instance\":[]}}",
        "<html>sign in to this network</html>"
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
    "10,  100, '',    10,  10,   false",
    "10,  100, '',    100, 10,   true",
    "10,  100, '',    0,   0,    false",
    "11,  100, '',    10,  100,  true",
    "0,   100, '',    10,  0,    true",
    "0,   100, more,  10,  0,    false",
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
  void a_page_of_a_hundred_may_have_been_cut_whatever_it_says() {
    List<String> rows = IntStream.range(0, 100).mapToObj(i -> row("i-" + i, "")).toList();
    List<String> ids = IntStream.range(50, 150).mapToObj(i -> "i-" + i).toList();
    LookAnswer full = look(ids, rows, "");
    assertThat(full.snapshots()).hasSize(50);
    assertThat(full.complete()).isFalse();
    assertThat(look(ids, rows.subList(50, 99), "").complete()).isTrue();
  }

  @Test
  void a_page_that_repeats_one_row_has_lost_another() {
    LookAnswer answer = look(List.of(A, B), List.of(row(A, ""), row(A, "")), "");
    assertThat(answer.snapshots()).extracting(s -> s.ref().id()).containsExactly(A);
    assertThat(answer.complete()).isFalse();
    // Also where nothing is missing, and so nobody asks.
    assertThat(look(List.of(A), List.of(row(A, ""), row(A, "")), "").complete()).isFalse();
  }

  @Test
  void two_rows_of_one_instance_that_contradict_each_other_are_both_not_believed() {
    String held = row(A, "").replace("}", ",\"DeletionProtection\":true}");
    for (List<String> rows :
        List.of(
            List.of(row(A, ""), held),
            List.of(held, row(A, "")),
            List.of(held, row(A, ""), held),
            List.of(row(A, ""), row(A, "cn-beijing")),
            List.of(row(A, "cn-beijing"), row(A, "")))) {
      LookAnswer alone = look(List.of(A), rows, "");
      assertThat(alone.snapshots()).isEmpty();
      assertThat(alone.complete()).isFalse();
      List<String> beside = new ArrayList<>(rows);
      beside.add(row(B, ""));
      LookAnswer both = look(List.of(A, B), beside, "");
      assertThat(both.snapshots()).extracting(s -> s.ref().id()).containsExactly(B);
      assertThat(both.complete()).isFalse();
    }
  }

  @Test
  void rows_that_were_not_asked_for_are_not_handed_on_and_prove_no_absence() {
    for (String stranger : List.of(row("i-x", ""), row("i-y", "cn-beijing"))) {
      LookAnswer answer = look(List.of(A, B), List.of(stranger, row(A, "")), "");
      assertThat(answer.snapshots()).extracting(s -> s.ref().id()).containsExactly(A);
      assertThat(answer.complete()).isFalse();
      assertThat(look(List.of(A), List.of(stranger), "").complete()).isFalse();
      // Nothing is missing.
      assertThat(look(List.of(A), List.of(stranger, row(A, "")), "").complete()).isTrue();
    }
  }

  @Test
  void an_instance_that_is_shown_in_another_region_is_neither_here_nor_gone() {
    LookAnswer answer = look(List.of(A), List.of(row(A, "cn-beijing")), "");
    assertThat(answer.snapshots()).isEmpty();
    assertThat(answer.complete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"TotalCount\":1.0,", "\"TotalCount\":\"1\",", "\"TotalCount\":{},"})
  void the_total_decides_nothing_beside_rows(String total) {
    assertThat(look(List.of(A), List.of(row(A, "")), total).complete()).isTrue();
    assertThat(look(List.of(A, B), List.of(row(A, "")), total).complete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.0", "\"1\""})
  void no_list_at_all_beside_a_total_is_not_an_empty_one(String total) {
    String body =
        "{\"RequestId\":\"r\",\"TotalCount\":" + total + ",\"Instances\":{\"Instance\":null}}";
    LookAnswer answer = ecs.readLook(Ecs.query(A), Ecs.answer(200, body));
    assertThat(answer.failure()).isEmpty();
    assertThat(answer.complete()).isFalse();
  }

  @Test
  void a_number_of_megabytes_is_none_and_takes_no_time() {
    String size = "\"PageSize\":\"" + "9".repeat(2_000_000) + "\",";
    LookAnswer answer =
        assertTimeoutPreemptively(
            Duration.ofSeconds(5), () -> look(List.of(A, B), List.of(row(A, "")), size));
    assertThat(answer.complete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[\"t\"]", "{\"t\":1}"})
  void a_token_of_another_shape_is_no_end_of_the_list(String token) {
    LookAnswer answer = look(List.of(A), List.of(), "\"NextToken\":" + token + ",");
    assertThat(answer.complete()).isFalse();
  }

  @Test
  void one_name_that_is_not_quite_text_does_not_hide_the_list() {
    byte[][] names = {
      {'a', '\n', 'b'},
      {0x01, 0x1b},
      {'x', (byte) 0xe4, (byte) 0xb8},
      {(byte) 0xff},
      {(byte) 0xc0, 0}
    };
    for (byte[] name : names) {
      for (boolean xml : new boolean[] {false, true}) {
        LookAnswer answer = ecs.readLook(Ecs.query(A, B), named(name, xml));
        assertThat(answer.failure()).isEmpty();
        assertThat(answer.complete()).isTrue();
        assertThat(answer.snapshots()).extracting(s -> s.ref().id()).containsExactly(A, B);
      }
    }
  }

  @Test
  void a_list_that_cannot_be_read_may_be_read_in_parts() {
    for (String cut :
        List.of(
            "{\"RequestId\":\"r\",\"Instances\":{\"Instance\":[",
            "{\"RequestId\":\"r\",\"Instances\":{\"Instance\":[{\"InstanceName\":\"a\"b\"}]}}",
            "<?xml version='1.0'?><DescribeInstancesResponse><RequestId>r</RequestId>",
            "<DescribeInstancesResponse><InstanceName>&#1;</InstanceName></DescribeInstancesResponse>")) {
      CloudFailure failure =
          ecs.readLook(Ecs.query(A), Ecs.answer(200, cut)).failure().orElseThrow();
      assertThat(failure.code()).isEqualTo("UnreadableList");
      assertThat(ecs.facts().errors().match(200, failure.code()).scope()).isEqualTo(Scope.INSTANCE);
    }
  }

  @Test
  void what_is_wrong_with_an_answer_is_not_printed() {
    java.io.PrintStream before = System.err;
    java.io.ByteArrayOutputStream printed = new java.io.ByteArrayOutputStream();
    System.setErr(new java.io.PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      byte[] good = named(new byte[] {'n'}, true).body().bytes().clone();
      for (int at = 0; at < good.length; at++) {
        for (byte wrong : new byte[] {(byte) 0xff, (byte) 0xe4, 0, '<', '&'}) {
          byte[] bytes = good.clone();
          bytes[at] = wrong;
          HttpResponse response = HttpResponse.of(200, List.of(), HttpBody.wrap(bytes));
          ecs.readLook(Ecs.query(A, B), response);
          ecs.readRelease(Ecs.batch(Ecs.intent(false), A), response);
        }
      }
    } finally {
      System.setErr(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void a_look_that_is_denied_says_what_is_missing() {
    String body =
        "{\"RequestId\":\"r\",\"Code\":\"Forbidden.RAM\",\"Message\":\"not authorized\","
            + "\"AccessDeniedDetail\":{\"AuthAction\":\"ecs:DescribeInstances\","
            + "\"NoPermissionType\":\"ImplicitDeny\","
            + "\"PolicyType\":\"AccountLevelIdentityBasedPolicy\","
            + "\"EncodedDiagnosticMessage\":\"AQIBIAAA\"}}";
    CloudFailure failure =
        ecs.readLook(Ecs.query(A), Ecs.answer(403, body)).failure().orElseThrow();
    assertThat(failure.code()).isEqualTo("Forbidden.RAM");
    assertThat(failure.message())
        .isEqualTo(
            "not authorized (AuthAction ecs:DescribeInstances, NoPermissionType ImplicitDeny,"
                + " PolicyType AccountLevelIdentityBasedPolicy)");
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

  @Test
  void interfaces_that_may_stay_and_locks_with_a_reason_are_kept() {
    Snapshot snapshot =
        shown(
                ("{'InstanceId':'i-a','RegionId':'cn-hangzhou','Status':'Stopped',"
                        + "'OperationLocks':{'LockReason':[{'LockReason':''},"
                        + "{'LockReason':'security'},'financial']},"
                        + "'VpcAttributes':{'VpcId':'vpc-1'},"
                        + "'EipAddress':{'AllocationId':'','IpAddress':'203.0.113.9'},"
                        + "'NetworkInterfaces':{'NetworkInterface':["
                        + "{'Type':'Primary','NetworkInterfaceId':'eni-0'},"
                        + "{'Type':'secondary','NetworkInterfaceId':'eni-1'},"
                        + "{'Type':'Secondary'},"
                        + "{'Type':'','NetworkInterfaceId':'eni-3'},"
                        + "{'Type':'Secondary','NetworkInterfaceId':'eni-2'}]}}")
                    .replace('\'', '"'))
            .get(0);
    assertThat(snapshot.attribute("LockReason")).isEqualTo("security,financial");
    assertThat(snapshot.attribute("NetworkInterfaces")).isEqualTo("eni-1,eni-3,eni-2");
    assertThat(snapshot.attribute("EipAddress")).isEqualTo("203.0.113.9");
    assertThat(snapshot.vpcs()).containsExactly("vpc-1");
  }

  private static String row(String id, String region) {
    return "{\"InstanceId\":\""
        + id
        + "\",\"RegionId\":\""
        + (region.isEmpty() ? Ecs.REGION : region)
        + "\",\"Status\":\"Stopped\"}";
  }

  /** An answer with these rows, read for those ids; {@code more} stands before the list. */
  private LookAnswer look(List<String> ids, List<String> rows, String more) {
    String body =
        "{\"RequestId\":\"r\","
            + more
            + "\"Instances\":{\"Instance\":["
            + String.join(",", rows)
            + "]}}";
    return ecs.readLook(Ecs.query(ids.toArray(new String[0])), Ecs.answer(200, body));
  }

  /** An answer that shows A and B, the first under a name of these bytes. */
  private static HttpResponse named(byte[] name, boolean xml) {
    String text =
        xml
            ? "<DescribeInstancesResponse><RequestId>r</RequestId><Instances><Instance><InstanceId>"
                + A
                + "</InstanceId><InstanceName>?</InstanceName></Instance><Instance><InstanceId>"
                + B
                + "</InstanceId></Instance></Instances></DescribeInstancesResponse>"
            : "{\"RequestId\":\"r\",\"Instances\":{\"Instance\":[{\"InstanceId\":\""
                + A
                + "\",\"InstanceName\":\"?\"},{\"InstanceId\":\""
                + B
                + "\"}]}}";
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    int at = text.indexOf('?');
    bytes.writeBytes(text.substring(0, at).getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(name);
    bytes.writeBytes(text.substring(at + 1).getBytes(StandardCharsets.UTF_8));
    return HttpResponse.of(200, List.of(), HttpBody.wrap(bytes.toByteArray()));
  }

  private List<Snapshot> shown(String item) {
    String body = "{\"RequestId\":\"r\",\"Instances\":{\"Instance\":[" + item + "]}}";
    return ecs.readLook(Ecs.query("i-a"), Ecs.answer(200, body)).snapshots();
  }

  private static HttpResponse resource(String name) {
    try (var in = LookCallTest.class.getResourceAsStream(name)) {
      return HttpResponse.of(200, List.of(), HttpBody.wrap(in.readAllBytes()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
