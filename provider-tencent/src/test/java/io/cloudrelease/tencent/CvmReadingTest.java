package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.tencentcloudapi.cvm.v20170312.models.DataDisk;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesResponse;
import com.tencentcloudapi.cvm.v20170312.models.Instance;
import com.tencentcloudapi.cvm.v20170312.models.Placement;
import com.tencentcloudapi.cvm.v20170312.models.Tag;
import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.Scope;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.ReleaseAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CvmReadingTest {

  private final CloudProvider provider = Fixtures.provider();

  private ReleaseAnswer release(int status, String body) {
    return provider.readRelease(Fixtures.batch("ins-1", "ins-11"), Fixtures.http(status, body));
  }

  private LookAnswer look(String response, String... ids) {
    return provider.readLook(
        Fixtures.query(ids), Fixtures.http(200, "{\"Response\":" + response + "}"));
  }

  @Test
  void a_request_id_alone_is_acceptance_of_the_whole_call() {
    ReleaseAnswer answer = release(200, "{\"Response\":{\"RequestId\":\"r-1\"}}");
    assertThat(answer.failure()).isEmpty();
    assertThat(answer.requestId()).isEqualTo("r-1");
    assertThat(answer.refusedIds()).isEmpty();
  }

  @Test
  void plain_values_that_are_added_one_day_do_not_unmake_an_acceptance() {
    ReleaseAnswer answer =
        release(200, "{\"Response\":{\"RequestId\":\"r-1\",\"TaskId\":7,\"Later\":null}}");
    assertThat(answer.failure()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Response':{'Error':null,'RequestId':'r'}}",
        "{'Response':{'Error':'null','RequestId':'r'}}",
        "{'Response':{'Xrror':{'Code':'InternalError','Message':'m'},'RequestId':'r'}}",
        "{'Response':{'error':{'Code':'InternalError'},'RequestId':'r'}}",
        "{'Response':{'Err0r':'InternalError','RequestId':'r'}}",
        "{'Response':{'Code':'InternalError','Message':'m','RequestId':'r'}}",
        "{'Response':{'ErrorCode':7,'RequestId':'r'}}",
        "{'Response':{'X':[],'RequestId':'r'}}",
        "{'Response':{'TotalCount':1,'InstanceSet':[],'RequestId':'r'}}",
        "{'Response':{'TotalCount':0,'RequestId':'r'}}",
        "{'Response':{'RequestId':'r'},'Error':{'Code':'InternalError','Message':'m'}}",
        "{'Response':{'RequestId':'r'},'code':'500'}",
        "{'Response':{'RequestId':'not a request id'}}",
        "{'Response':{'RequestId':{'Error':1}}}"
      })
  void an_errors_body_that_lost_its_error_or_another_calls_answer_is_no_acceptance(String body) {
    ReleaseAnswer answer = release(200, body.replace('\'', '"'));
    assertIsUnreadable(answer.failure().orElseThrow(), ErrorCategory.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'RequestId':'r'}",
        "{'RequestId':'r','InstanceStatusSet':[]}",
        "{'RequestId':'r','InstanceSet':{}}",
        "{'RequestId':'r','InstanceSet':'none','TotalCount':0}",
        "{'RequestId':'r','ErrorCode':'X','InstanceSet':[],'TotalCount':0}",
        "{'RequestId':'r','Errors':[1],'InstanceSet':[],'TotalCount':0}"
      })
  void an_answer_that_is_no_list_shows_nothing_and_never_that_all_are_gone(String response) {
    LookAnswer answer = look(response.replace('\'', '"'), "ins-1");
    assertIsUnreadable(answer.failure().orElseThrow(), ErrorCategory.UNKNOWN);
    assertThat(answer.complete()).isFalse();
  }

  @Test
  void a_request_id_of_megabytes_is_none() {
    String id = "r".repeat(7_000_000);
    ReleaseAnswer answer = release(200, "{\"Response\":{\"RequestId\":\"" + id + "\"}}");
    assertIsUnreadable(answer.failure().orElseThrow(), ErrorCategory.UNKNOWN);
    assertThat(answer.requestId()).isEmpty();
  }

  @Test
  void a_request_id_is_a_word_of_at_most_128_characters() {
    for (String id : List.of("r".repeat(128), "!", "~")) {
      assertThat(release(200, "{\"Response\":{\"RequestId\":\"" + id + "\"}}").requestId())
          .isEqualTo(id);
    }
    for (String id : List.of("r".repeat(129), " ", "a b", "\u007f")) {
      assertThat(release(200, "{\"Response\":{\"RequestId\":\"" + id + "\"}}").failure())
          .isPresent();
    }
  }

  @Test
  void an_answer_that_is_none_is_told_by_what_is_wrong_with_it() {
    String error = "\"Error\":{\"Code\":\"C\",\"Message\":\"m\"}";
    assertThat(message(503, "<html>")).isEqualTo("HTTP 503, not an answer of the CVM API");
    assertThat(message(200, "{\"Response\":{}}"))
        .isEqualTo("HTTP 200, an answer without a request id");
    assertThat(message(500, "{\"Response\":{\"RequestId\":\"r\"}}")).isEqualTo("HTTP 500");
    assertThat(message(500, "{\"Response\":{\"RequestId\":\"r\"," + error + "}}"))
        .isEqualTo("HTTP 500, error C: m");
  }

  private String message(int status, String body) {
    return release(status, body).failure().orElseThrow().message();
  }

  private ErrorRule meaning(String code, String message) {
    CloudFailure failure =
        release(
                200,
                "{\"Response\":{\"Error\":{\"Code\":\""
                    + code
                    + "\",\"Message\":\""
                    + message
                    + "\"},\"RequestId\":\"r\"}}")
            .failure()
            .orElseThrow();
    assertThat(failure.code()).isEqualTo(code);
    return failure
        .meaning()
        .orElseGet(() -> CvmErrors.TABLE.match(failure.status(), failure.code()));
  }

  private static final String DENIED =
      "you are not authorized to perform operation (cvm:TerminateInstances)\\nresource"
          + " (qcs:id/0:cvm:ap-guangzhou:uin/1000:instance/%s) has no permission";

  @ParameterizedTest
  @CsvSource({
    "UnauthorizedOperation, OWN",
    "AuthFailure.UnauthorizedOperation, OWN",
    "UnauthorizedOperation.Unheard, NOTHING"
  })
  void a_denial_that_names_an_instance_speaks_of_that_instance_alone(String code, Proof proof) {
    ErrorRule one = meaning(code, DENIED.formatted("ins-11"));
    assertThat(one.scope()).isEqualTo(Scope.INSTANCE);
    assertThat(one.category()).isEqualTo(ErrorCategory.FORBIDDEN);
    assertThat(one.proves()).isEqualTo(proof);
    CloudFailure failure =
        release(
                200,
                "{\"Response\":{\"Error\":{\"Code\":\""
                    + code
                    + "\",\"Message\":\""
                    + DENIED.formatted("ins-11")
                    + "\"},\"RequestId\":\"r\"}}")
            .failure()
            .orElseThrow();
    assertThat(failure.culprits()).containsExactly("ins-11");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resource (qcs::cvm:ap-guangzhou:uin/1000:instance/*) has no permission",
        "resource (*) has no permission",
        "you are not authorized to perform operation (cvm:TerminateInstances)",
        ""
      })
  void a_denial_of_all_instances_or_of_none_speaks_of_the_account(String message) {
    for (String code : List.of("UnauthorizedOperation", "AuthFailure.UnauthorizedOperation")) {
      ErrorRule all = meaning(code, message);
      assertThat(all.scope()).isEqualTo(Scope.ACCOUNT);
      assertThat(all.proves()).isEqualTo(Proof.ALL);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UnauthorizedOperation.InvalidToken", "UnauthorizedOperation.MFAExpired"})
  void a_wrong_token_and_a_missing_factor_speak_of_the_account_whatever_they_name(String code) {
    assertThat(meaning(code, DENIED.formatted("ins-11")).scope()).isEqualTo(Scope.ACCOUNT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The value `ap-nowhere` of `Region` is invalid.",
        "invalid region",
        "\u5730\u57df ap-nowhere \u4e0d\u5b58\u5728"
      })
  void a_wrong_region_is_wrong_for_the_whole_request_and_no_instance_is_suspected(String message) {
    ErrorRule rule = meaning("InvalidParameterValue", message);
    assertThat(rule.scope()).isEqualTo(Scope.REQUEST);
    assertThat(rule.proves()).isEqualTo(Proof.ALL);
    assertThat(rule.hint()).contains("no such region");
  }

  @ParameterizedTest
  @CsvSource({
    "InvalidParameterValue, the instance `ins-1` is not of this region",
    "InvalidParameterValue, InstanceIds is wrong",
    "InvalidParameterValue, a regional matter",
    "InvalidInstanceId.Malformed, Region"
  })
  void what_can_speak_of_one_instance_is_searched_for_one(String code, String message) {
    assertThat(meaning(code, message).scope()).isEqualTo(Scope.INSTANCE);
  }

  @Test
  void an_error_within_http_200_is_a_failure_with_code_message_and_request_id() {
    ReleaseAnswer answer =
        release(
            200,
            "{\"Response\":{\"Error\":{\"Code\":\"InvalidInstanceId.NotFound\","
                + "\"Message\":\"no `ins-1` here\"},\"RequestId\":\"r-2\"}}");
    assertThat(answer.failure())
        .hasValue(
            CloudFailure.of(200, "InvalidInstanceId.NotFound", "no `ins-1` here", "r-2")
                .culprits(List.of("ins-1")));
    assertThat(answer.requestId()).isEqualTo("r-2");
  }

  @Test
  void only_ids_that_the_message_really_names_are_blamed() {
    String body =
        "{\"Response\":{\"Error\":{\"Code\":\"X\",\"Message\":\"%s\"},\"RequestId\":\"r\"}}";
    assertThat(release(200, body.formatted("ins-11, please")).failure().orElseThrow().culprits())
        .containsExactly("ins-11");
    assertThat(release(200, body.formatted("ins-111")).failure().orElseThrow().culprits())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "true", "\"broken\"", "{\"Message\":\"only\"}"})
  void any_error_at_all_is_a_failure_even_without_a_code(String error) {
    ReleaseAnswer answer =
        release(200, "{\"Response\":{\"Error\":" + error + ",\"RequestId\":\"r-3\"}}");
    assertThat(answer.failure()).map(CloudFailure::code).hasValue("");
    assertThat(answer.requestId()).isEqualTo("r-3");
    assertIsUnreadable(answer.failure().orElseThrow(), ErrorCategory.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "{}",
        "[]",
        "{\"Response\":{}}",
        "{\"Response\":null}",
        "{\"Response\":[]}",
        "{\"Response\":\"RequestId\"}",
        "{\"Response\":{\"RequestId\":\"\"}}",
        "{\"Response\":{\"RequestId\":null}}",
        "{\"Response\":{\"RequestId\":{}}}",
        "{\"Response\":{\"RequestId\":\"r\"}",
        "{\"Response\":{\"RequestId\":\"r\"}}{}",
        "{\"RequestId\":\"r\"}",
        "<html><body>Service Unavailable</body></html>",
        "{\"Response\":{\"Error\":{\"Code\":\"RequestLimitExceeded\",\"Message\":\"m\"}}}"
      })
  void what_is_no_answer_of_the_api_is_unreadable_and_may_have_been_applied(String body) {
    ReleaseAnswer release = release(200, body);
    assertThat(release.failure()).isPresent();
    assertIsUnreadable(release.failure().orElseThrow(), ErrorCategory.UNKNOWN);
    LookAnswer look = provider.readLook(Fixtures.query("ins-1"), Fixtures.http(200, body));
    assertThat(look.failure()).isPresent();
    assertThat(look.snapshots()).isEmpty();
    assertThat(look.complete()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "302, UNKNOWN",
    "403, UNKNOWN",
    "408, UNKNOWN",
    "429, THROTTLED",
    "500, UNAVAILABLE",
    "503, UNAVAILABLE",
    "201, UNKNOWN",
    "204, UNKNOWN"
  })
  void any_status_but_200_is_a_gateways_word_whatever_its_body_says(
      int status, ErrorCategory category) {
    ReleaseAnswer accepted = release(status, "{\"Response\":{\"RequestId\":\"r-4\"}}");
    assertThat(accepted.requestId()).isEqualTo("r-4");
    assertIsUnreadable(accepted.failure().orElseThrow(), category);
    ReleaseAnswer refused =
        release(
            status,
            "{\"Response\":{\"Error\":{\"Code\":\"InvalidInstanceId.NotFound\",\"Message\":\"m\"},"
                + "\"RequestId\":\"r-5\"}}");
    assertIsUnreadable(refused.failure().orElseThrow(), category);
    assertThat(refused.failure().orElseThrow().message())
        .contains("HTTP " + status, "InvalidInstanceId.NotFound");
  }

  @Test
  void a_gateways_page_is_not_repeated_in_a_message() {
    CloudFailure failure =
        release(502, "<pre>Authorization: TC3 CANARY</pre>").failure().orElseThrow();
    assertThat(failure.toString()).doesNotContain("CANARY").contains("HTTP 502");
  }

  private static void assertIsUnreadable(CloudFailure failure, ErrorCategory category) {
    assertThat(failure.code()).isEmpty();
    ErrorRule rule = CvmErrors.TABLE.match(failure.status(), failure.code());
    assertThat(rule.category()).isEqualTo(category);
    assertThat(rule.applied()).isEqualTo(Applied.MAYBE);
  }

  @Test
  void what_the_vendors_own_model_writes_is_read_field_by_field() {
    Instance instance = new Instance();
    instance.setInstanceId("ins-1");
    instance.setInstanceName("\u672a\u547d\u540d");
    instance.setInstanceState("RUNNING");
    instance.setInstanceChargeType("PREPAID");
    instance.setRestrictState("NORMAL");
    instance.setIsolatedSource("NOTISOLATED");
    instance.setRenewFlag("NOTIFY_AND_AUTO_RENEW");
    instance.setLatestOperation("StartInstances");
    instance.setLatestOperationState("SUCCESS");
    instance.setLatestOperationRequestId("op-1");
    instance.setDisableApiTermination(true);
    instance.setCreatedTime("2025-01-02T03:04:05Z");
    instance.setExpiredTime("2026-01-02T11:04:05+08:00");
    instance.setPublicIpAddresses(new String[] {"198.51.100.7", "198.51.100.8"});
    Placement placement = new Placement();
    placement.setZone("ap-guangzhou-6");
    instance.setPlacement(placement);
    DataDisk disk = new DataDisk();
    disk.setDiskId("disk-1");
    disk.setDiskType("CLOUD_BSSD");
    disk.setDeleteWithInstance(false);
    instance.setDataDisks(new DataDisk[] {disk});
    Tag tag = new Tag();
    tag.setKey("team");
    tag.setValue("\"blue\"");
    instance.setTags(new Tag[] {tag});
    DescribeInstancesResponse response = new DescribeInstancesResponse();
    response.setTotalCount(1L);
    response.setInstanceSet(new Instance[] {instance});
    response.setRequestId("r-6");

    LookAnswer answer = look(new Gson().toJson(response), "ins-1");

    assertThat(answer.failure()).isEmpty();
    assertThat(answer.complete()).isTrue();
    Snapshot snapshot = answer.snapshots().get(0);
    assertThat(snapshot)
        .isEqualTo(
            Snapshot.builder(
                    InstanceRef.of("tencent-cvm", "ap-guangzhou", "ins-1"),
                    Fixtures.NOW,
                    LifecyclePhase.STABLE)
                .state("RUNNING")
                .name("\u672a\u547d\u540d")
                .chargeType("PREPAID")
                .zone("ap-guangzhou-6")
                .protectedFromRelease(true)
                .createdAt(Instant.parse("2025-01-02T03:04:05Z"))
                .expiresAt(Instant.parse("2026-01-02T03:04:05Z"))
                .attribute("RestrictState", "NORMAL")
                .attribute("IsolatedSource", "NOTISOLATED")
                .attribute("RenewFlag", "NOTIFY_AND_AUTO_RENEW")
                .attribute("LatestOperation", "StartInstances")
                .attribute("LatestOperationState", "SUCCESS")
                .attribute("LatestOperationRequestId", "op-1")
                .attribute("Zone", "ap-guangzhou-6")
                .attribute("PublicIpAddresses", "198.51.100.7,198.51.100.8")
                .attribute(
                    "DataDisks",
                    "[{\"DiskId\":\"disk-1\",\"DiskType\":\"CLOUD_BSSD\","
                        + "\"DeleteWithInstance\":\"false\"}]")
                .tag("team", "\"blue\"")
                .build());
  }

  /** The vendor's own sample of a running instance has the time when it was made there. */
  @ParameterizedTest
  @CsvSource({
    "PREPAID, true",
    "POSTPAID_BY_HOUR, false",
    "SPOTPAID, false",
    "CDHPAID, false",
    "'', false"
  })
  void only_a_subscription_has_an_end(String chargeType, boolean ends) {
    LookAnswer answer =
        look(
            "{\"TotalCount\":1,\"RequestId\":\"r\",\"InstanceSet\":[{\"InstanceId\":\"ins-1\","
                + "\"InstanceState\":\"RUNNING\",\"InstanceChargeType\":\""
                + chargeType
                + "\",\"CreatedTime\":\"2020-09-22T00:00:00+00:00\","
                + "\"ExpiredTime\":\"2020-09-22T00:00:00+00:00\"}]}",
            "ins-1");
    assertThat(answer.snapshots().get(0).expiresAt().isPresent()).isEqualTo(ends);
  }

  @Test
  void nulls_and_unknown_members_are_no_trouble() {
    LookAnswer answer =
        look(
            "{\"TotalCount\":1,\"RequestId\":\"r\",\"New\":{\"a\":[1]},\"InstanceSet\":[{"
                + "\"InstanceId\":\"ins-1\",\"InstanceState\":\"STOPPED\",\"DataDisks\":null,"
                + "\"Tags\":\"null\",\"PublicIpAddresses\":[null],\"LatestOperation\":null,"
                + "\"ExpiredTime\":\"null\",\"CreatedTime\":\"soon\",\"Placement\":null,"
                + "\"DisableApiTermination\":null,\"New\":1}]}",
            "ins-1");
    assertThat(answer.complete()).isTrue();
    Snapshot snapshot = answer.snapshots().get(0);
    assertThat(snapshot.phase()).isEqualTo(LifecyclePhase.STABLE);
    assertThat(snapshot.attributes()).isEmpty();
    assertThat(snapshot.tags()).isEmpty();
    assertThat(snapshot.createdAt()).isEmpty();
    assertThat(snapshot.expiresAt()).isEmpty();
    assertThat(snapshot.protectedFromRelease()).isFalse();
    assertThat(snapshot.chargeType()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'TotalCount':0,'InstanceSet':[],'RequestId':'r'}; true; 0",
        "{'TotalCount':0,'InstanceSet':null,'RequestId':'r'}; true; 0",
        "{'TotalCount':0,'RequestId':'r'}; true; 0",
        "{'Error':null,'TotalCount':0,'InstanceSet':[],'RequestId':'r'}; true; 0",
        "{'Error':'null','TotalCount':1,'InstanceSet':[{'InstanceId':'ins-1'}],'RequestId':'r'};"
            + " true; 1",
        "{'TotalCount':1,'InstanceSet':[{'InstanceId':'ins-1'}],'RequestId':'r'}; true; 1",
        "{'TotalCount':2,'InstanceSet':[{'InstanceId':'ins-1'}],'RequestId':'r'}; false; 1",
        "{'TotalCount':0,'InstanceSet':[{'InstanceId':'ins-1'}],'RequestId':'r'}; false; 1",
        "{'InstanceSet':[{'InstanceId':'ins-1'}],'RequestId':'r'}; false; 1",
        "{'InstanceSet':[],'RequestId':'r'}; false; 0",
        "{'TotalCount':1.0,'InstanceSet':[{'InstanceId':'ins-1'}],'RequestId':'r'}; true; 1",
        "{'TotalCount':'1','InstanceSet':[{'InstanceId':'ins-1'}],'RequestId':'r'}; true; 1",
        "{'TotalCount':0.0,'InstanceSet':null,'RequestId':'r'}; true; 0",
        "{'TotalCount':1,'InstanceSet':null,'RequestId':'r'}; false; 0",
        "{'InstanceSet':null,'RequestId':'r'}; false; 0",
        "{'InstanceSet':[{'InstanceId':'ins-1'},{'InstanceId':'ins-2'}],'RequestId':'r'}; true; 2",
        "{'TotalCount':7,'InstanceSet':[{'InstanceId':'ins-1'},{'InstanceId':'ins-2'},"
            + "{'InstanceId':'ins-9'}],'RequestId':'r'}; true; 2",
        "{'TotalCount':2,'InstanceSet':[{'InstanceId':'ins-1'},{'InstanceId':'ins-9'}],"
            + "'RequestId':'r'}; false; 1",
        "{'TotalCount':1,'InstanceSet':[{'InstanceId':'ins-1'},{'InstanceId':'ins-9'}],"
            + "'RequestId':'r'}; false; 1",
        "{'TotalCount':1,'InstanceSet':[{'InstanceId':'ins-1'},{'InstanceId':'ins-1'}],"
            + "'RequestId':'r'}; false; 1",
        "{'TotalCount':2,'InstanceSet':[{'InstanceId':'ins-1'},{'InstanceId':'ins-2',"
            + "'Placement':{'Zone':'ap-shanghai-2'}}],'RequestId':'r'}; false; 1",
        "{'TotalCount':'many','InstanceSet':[],'RequestId':'r'}; false; 0",
        "{'TotalCount':1,'InstanceSet':[{'InstanceId':'ins-9'}],'RequestId':'r'}; false; 0",
        "{'TotalCount':1,'InstanceSet':[{}],'RequestId':'r'}; false; 0",
        "{'TotalCount':1,'InstanceSet':['ins-1'],'RequestId':'r'}; false; 0",
        "{'TotalCount':2,'InstanceSet':[{'InstanceId':'ins-1'},{'InstanceId':'ins-1'}],"
            + "'RequestId':'r'}; false; 1"
      })
  void absence_counts_only_when_the_answer_accounts_for_everything(
      String response, boolean complete, int shown) {
    LookAnswer answer = look(response.replace('\'', '"'), "ins-1", "ins-2");
    assertThat(answer.failure()).isEmpty();
    assertThat(answer.complete()).isEqualTo(complete);
    assertThat(answer.snapshots()).hasSize(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'InstanceState':'RUNNING'; 'InstanceState':'SHUTDOWN','IsolatedSource':'MANMADE'",
        "'InstanceState':'SHUTDOWN','IsolatedSource':'MANMADE'; 'InstanceState':'RUNNING'",
        "'DisableApiTermination':true; 'DisableApiTermination':false",
        "'Placement':{'Zone':'ap-guangzhou-6'}; 'Placement':{'Zone':'ap-shanghai-2'}",
        "'Placement':{'Zone':'ap-shanghai-2'}; 'Placement':{'Zone':'ap-guangzhou-6'}"
      })
  void two_rows_of_one_instance_that_contradict_each_other_are_both_not_believed(
      String one, String other) {
    String rows = "{'InstanceId':'ins-1',%s},{'InstanceId':'ins-1',%s}".formatted(one, other);
    LookAnswer alone = rows(2, rows, "ins-1");
    assertThat(alone.snapshots()).isEmpty();
    assertThat(alone.complete()).isFalse();
    LookAnswer both = rows(3, rows + ",{'InstanceId':'ins-2'}", "ins-1", "ins-2");
    assertThat(both.snapshots()).extracting(s -> s.ref().id()).containsExactly("ins-2");
    assertThat(both.complete()).isFalse();
  }

  private LookAnswer rows(int total, String rows, String... ids) {
    String response = "{'TotalCount':%d,'InstanceSet':[%s],'RequestId':'r'}".formatted(total, rows);
    return look(response.replace('\'', '"'), ids);
  }

  @Test
  void one_name_with_a_raw_line_end_does_not_hide_the_list() {
    LookAnswer answer =
        look(
            "{\"TotalCount\":1,\"RequestId\":\"r\",\"InstanceSet\":[{\"InstanceId\":\"ins-1\","
                + "\"InstanceName\":\"we\nb\"}]}",
            "ins-1");
    assertThat(answer.complete()).isTrue();
    assertThat(answer.snapshots()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "ap-guangzhou-6, true",
    "ap-guangzhou, true",
    "ap-guangzhou-open-1, true",
    "'', true",
    "zone-3, true",
    "something-else, true",
    "ap-shanghai-open, true",
    "ap-shanghai-1a, true",
    "ap-shanghai-, true",
    "-shanghai-6, true",
    "ap-shanghai-2, false",
    "ap-shanghai-0, false",
    "ap-shanghai-19, false",
    "ap-guangzhou2-1, false"
  })
  void an_instance_of_another_region_proves_nothing_for_this_one(String zone, boolean here) {
    LookAnswer answer =
        look(
            "{\"TotalCount\":1,\"RequestId\":\"r\",\"InstanceSet\":[{\"InstanceId\":\"ins-1\","
                + "\"Placement\":{\"Zone\":\""
                + zone
                + "\"}}]}",
            "ins-1");
    assertThat(answer.complete()).isEqualTo(here);
    assertThat(answer.snapshots()).hasSize(here ? 1 : 0);
  }

  @Test
  void a_look_that_is_refused_blames_the_ids_it_names() {
    LookAnswer answer =
        look(
            "{\"Error\":{\"Code\":\"InvalidInstanceId.Malformed\",\"Message\":\"ins-2 is bad\"},"
                + "\"RequestId\":\"r\"}",
            "ins-1",
            "ins-2");
    assertThat(answer.failure().orElseThrow().culprits()).containsExactly("ins-2");
    assertThat(answer.complete()).isFalse();
  }

  static final Map<LifecyclePhase, List<String>> PHASES =
      Map.of(
          LifecyclePhase.STABLE,
          List.of("RUNNING", "STOPPED", "RESCUE_MODE", "SERVICE_LIVE_MIGRATE", "LAUNCH_FAILED"),
          LifecyclePhase.CHANGING,
          List.of(
              "PENDING",
              "STARTING",
              "STOPPING",
              "REBOOTING",
              "ENTER_RESCUE_MODE",
              "EXIT_RESCUE_MODE",
              "ENTER_SERVICE_LIVE_MIGRATE",
              "EXIT_SERVICE_LIVE_MIGRATE"),
          LifecyclePhase.RECYCLED,
          List.of("SHUTDOWN"),
          LifecyclePhase.LEAVING,
          List.of("TERMINATING", "ISOLATING"),
          LifecyclePhase.UNRECOGNIZED,
          List.of("FREEZING", "BANNING", "CORRUPTED", "", "running"));

  private LifecyclePhase phase(String state, String more) {
    LookAnswer answer =
        look(
            "{\"TotalCount\":1,\"RequestId\":\"r\",\"InstanceSet\":[{\"InstanceId\":\"ins-1\","
                + "\"InstanceState\":\""
                + state
                + "\""
                + more
                + "}]}",
            "ins-1");
    return answer.snapshots().get(0).phase();
  }

  @Test
  void every_state_has_its_phase() {
    PHASES.forEach(
        (phase, states) ->
            states.forEach(state -> assertThat(phase(state, "")).as(state).isEqualTo(phase)));
  }

  @Test
  void what_a_caller_returned_is_leaving_in_any_state_until_it_is_in_the_bin() {
    PHASES.forEach(
        (phase, states) -> {
          LifecyclePhase expected =
              phase == LifecyclePhase.RECYCLED ? phase : LifecyclePhase.LEAVING;
          states.forEach(
              state ->
                  assertThat(phase(state, ",\"IsolatedSource\":\"MANMADE\""))
                      .as(state)
                      .isEqualTo(expected));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOTISOLATED", "ARREAR", "EXPIRE", "SOMETHING"})
  void other_sources_of_isolation_move_nothing(String source) {
    assertThat(phase("RUNNING", ",\"IsolatedSource\":\"" + source + "\""))
        .isEqualTo(LifecyclePhase.STABLE);
    assertThat(phase("SHUTDOWN", ",\"IsolatedSource\":\"" + source + "\""))
        .isEqualTo(LifecyclePhase.RECYCLED);
  }

  @Test
  void a_termination_under_way_is_leaving_in_any_state() {
    String operating =
        ",\"LatestOperation\":\"TerminateInstances\",\"LatestOperationState\":\"OPERATING\"";
    PHASES
        .values()
        .forEach(
            states ->
                states.forEach(
                    state ->
                        assertThat(phase(state, operating))
                            .as(state)
                            .isEqualTo(LifecyclePhase.LEAVING)));
  }

  @ParameterizedTest
  @CsvSource({
    "TerminateInstances, SUCCESS",
    "TerminateInstances, FAILED",
    "IsolateInstances, SUCCESS",
    "StopInstances, SUCCESS"
  })
  void what_is_over_moves_nothing(String operation, String state) {
    String more =
        ",\"LatestOperation\":\"" + operation + "\",\"LatestOperationState\":\"" + state + "\"";
    assertThat(phase("RUNNING", more)).isEqualTo(LifecyclePhase.STABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "IsolateInstances, LEAVING",
    "ReturnInstances, LEAVING",
    "TerminateOther, LEAVING",
    "StopInstances, CHANGING",
    "RenewInstances, CHANGING",
    "TidyUp, UNRECOGNIZED",
    "null, UNRECOGNIZED"
  })
  void what_is_under_way_is_waited_for(String operation, LifecyclePhase expected) {
    for (String state : List.of("RUNNING", "STOPPED", "RESCUE_MODE")) {
      String more =
          ",\"LatestOperation\":\"" + operation + "\",\"LatestOperationState\":\"OPERATING\"";
      assertThat(phase(state, more)).as(state).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TerminateInstances, OPERATING, LEAVING",
    "IsolateInstances, OPERATING, LEAVING",
    "NobodyKnowsInstances, OPERATING, LEAVING",
    "TerminateInstances, SUCCESS, RECYCLED",
    "IsolateInstances, SUCCESS, RECYCLED",
    "TerminateInstances, FAILED, RECYCLED",
    "null, null, RECYCLED"
  })
  void the_bin_is_reached_when_nothing_is_operating_any_more(
      String operation, String state, LifecyclePhase expected) {
    String more =
        ",\"LatestOperation\":\"" + operation + "\",\"LatestOperationState\":\"" + state + "\"";
    assertThat(phase("SHUTDOWN", more)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "SHUTDOWN, PREPAID, EXPIRE, RenewInstances, CHANGING",
    "SHUTDOWN, PREPAID, MANMADE, RenewInstances, CHANGING",
    "SHUTDOWN, POSTPAID_BY_HOUR, ARREAR, StartInstances, CHANGING",
    "STOPPED, PREPAID, EXPIRE, StartInstances, CHANGING",
    "RUNNING, PREPAID, MANMADE, RenewInstances, CHANGING",
    // What is said by its state is said, whatever was begun beside it.
    "TERMINATING, PREPAID, MANMADE, RenewInstances, LEAVING",
    "ISOLATING, PREPAID, MANMADE, StopInstances, LEAVING",
    "TERMINATING, PREPAID, NOTISOLATED, StopInstances, LEAVING",
    // A stop may be a part of the way into the bin.
    "RUNNING, PREPAID, MANMADE, StopInstances, LEAVING",
    "SHUTDOWN, PREPAID, EXPIRE, StopInstances, LEAVING",
    "SHUTDOWN, PREPAID, EXPIRE, TidyUp, LEAVING",
    "RUNNING, PREPAID, MANMADE, TidyUp, LEAVING",
    "NEW, PREPAID, NOTISOLATED, RenewInstances, UNRECOGNIZED"
  })
  void what_is_brought_back_is_not_on_its_way_out(
      String state, String chargeType, String source, String operation, LifecyclePhase expected) {
    String more =
        (",\"InstanceChargeType\":\"%s\",\"IsolatedSource\":\"%s\",\"LatestOperation\":\"%s\","
                + "\"LatestOperationState\":\"OPERATING\"")
            .formatted(chargeType, source, operation);
    assertThat(phase(state, more)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "POSTPAID_BY_HOUR, ARREAR, SUCCESS, STABLE",
    "SPOTPAID, ARREAR, SUCCESS, STABLE",
    "POSTPAID_BY_HOUR, ARREAR, OPERATING, LEAVING",
    "POSTPAID_BY_HOUR, MANMADE, SUCCESS, RECYCLED",
    "POSTPAID_BY_HOUR, NOTISOLATED, SUCCESS, RECYCLED",
    "PREPAID, ARREAR, SUCCESS, RECYCLED",
    "PREPAID, EXPIRE, SUCCESS, RECYCLED",
    "CDHPAID, ARREAR, SUCCESS, RECYCLED"
  })
  void what_is_shut_down_for_arrears_comes_back_when_paid_and_is_not_in_the_bin(
      String chargeType, String source, String operation, LifecyclePhase expected) {
    String more =
        ",\"InstanceChargeType\":\"%s\",\"IsolatedSource\":\"%s\",\"LatestOperationState\":\"%s\""
            .formatted(chargeType, source, operation);
    assertThat(phase("SHUTDOWN", more)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "POSTPAID_BY_HOUR, PROTECTIVELY_ISOLATED, null, SUCCESS, STABLE",
    "SPOTPAID, PROTECTIVELY_ISOLATED, '', SUCCESS, STABLE",
    "POSTPAID_BY_HOUR, PROTECTIVELY_ISOLATED, null, OPERATING, LEAVING",
    // Who returned it says more than why it is held.
    "POSTPAID_BY_HOUR, PROTECTIVELY_ISOLATED, MANMADE, SUCCESS, RECYCLED",
    "POSTPAID_BY_HOUR, NORMAL, null, SUCCESS, RECYCLED",
    "PREPAID, PROTECTIVELY_ISOLATED, null, SUCCESS, RECYCLED"
  })
  void where_no_source_is_told_the_restriction_tells_of_arrears(
      String chargeType,
      String restricted,
      String source,
      String operation,
      LifecyclePhase expected) {
    String more =
        (",\"InstanceChargeType\":\"%s\",\"RestrictState\":\"%s\",\"IsolatedSource\":\"%s\","
                + "\"LatestOperationState\":\"%s\"")
            .formatted(chargeType, restricted, source, operation);
    assertThat(phase("SHUTDOWN", more)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "STOPPED, PREPAID, EXPIRE, NORMAL, SUCCESS, RECYCLED",
    "STOPPED, PREPAID, NOTISOLATED, EXPIRED, SUCCESS, RECYCLED",
    "STOPPED, CDHPAID, EXPIRE, EXPIRED, null, RECYCLED",
    "STOPPED, PREPAID, EXPIRE, EXPIRED, OPERATING, LEAVING",
    "STOPPED, PREPAID, NOTISOLATED, NORMAL, OPERATING, UNRECOGNIZED",
    "STOPPED, PREPAID, ARREAR, PROTECTIVELY_ISOLATED, SUCCESS, STABLE",
    "STOPPED, POSTPAID_BY_HOUR, EXPIRE, EXPIRED, SUCCESS, STABLE",
    "STOPPED, SPOTPAID, EXPIRE, EXPIRED, SUCCESS, STABLE",
    "STOPPED, PREPAID, MANMADE, NORMAL, SUCCESS, LEAVING"
  })
  void an_expired_subscription_that_is_shown_as_stopped_is_read_as_shut_down(
      String state,
      String chargeType,
      String source,
      String restricted,
      String operation,
      LifecyclePhase expected) {
    String more =
        (",\"InstanceChargeType\":\"%s\",\"IsolatedSource\":\"%s\",\"RestrictState\":\"%s\","
                + "\"LatestOperationState\":\"%s\"")
            .formatted(chargeType, source, restricted, operation);
    assertThat(phase(state, more)).isEqualTo(expected);
  }

  @Test
  void garbage_of_any_kind_is_read_without_an_exception() {
    byte[] good =
        ("{\"Response\":{\"TotalCount\":1,\"RequestId\":\"r\",\"InstanceSet\":[{\"InstanceId\":"
                + "\"ins-1\",\"InstanceState\":\"RUNNING\",\"Placement\":{\"Zone\":\"a-b-1\"},"
                + "\"DataDisks\":[{\"DiskId\":\"d\"}],\"Tags\":[{\"Key\":\"k\"}]}]}}")
            .getBytes(StandardCharsets.UTF_8);
    Random random = new Random(7);
    int failures = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] bad = java.util.Arrays.copyOf(good, 1 + random.nextInt(good.length));
      for (int n = random.nextInt(6); n >= 0; n--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      HttpResponse response = HttpResponse.of(200, List.of(), HttpBody.wrap(bad));
      LookAnswer look = provider.readLook(Fixtures.query("ins-1"), response);
      ReleaseAnswer release = provider.readRelease(Fixtures.batch("ins-1"), response);
      // What shows instances is not what accepts a release.
      assertThat(look.failure().isEmpty() && release.failure().isEmpty()).isFalse();
      failures += look.failure().isPresent() ? 1 : 0;
    }
    assertThat(failures).isBetween(4_000, 5_000);
  }

  @Test
  void very_deep_json_is_unreadable_and_no_stack_overflow() {
    String deep = "{\"Response\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThat(release(200, deep).failure()).map(CloudFailure::code).hasValue("");
  }
}
