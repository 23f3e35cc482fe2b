package io.cloudrelease.zenlayer;

import static io.cloudrelease.zenlayer.Given.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.LookAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LookAnswerTest {

  @Test
  void a_zec_instance_is_read_whole() {
    LookAnswer answer =
        look(
            Product.ZEC,
            """
            {"requestId":"T1","response":{"requestId":"T1","totalCount":1,"dataSet":[
              {"instanceId":"i-1","instanceName":"web","zoneId":"asia-east-1a","status":"RUNNING",
               "instanceStatus":"STOPPED",
               "systemDisk":{"diskId":"sys"},
               "dataDisks":[{"diskId":"d-1","portable":true},{"diskId":"d-2","portable":false},
                            {"diskId":"d-3"}],
               "publicIpAddresses":["203.0.113.7","203.0.113.8"],
               "nics":[{"nicId":"n-1","nicType":"Primary"},{"nicId":"n-2","nicType":"SECONDARY"}],
               "createTime":"2026-01-02T03:04:05Z","expiredTime":null,
               "resourceGroupId":"rg-1","later":{"added":true},
               "tags":{"tags":[{"key":"env","value":"test"}]}}]}}
            """);

    assertThat(answer.complete()).isTrue();
    Snapshot snapshot = answer.snapshots().get(0);
    assertThat(snapshot.ref()).isEqualTo(InstanceRef.of("zenlayer-zec", "i-1"));
    assertThat(snapshot.takenAt()).isEqualTo(Given.NOW);
    assertThat(snapshot.phase()).isEqualTo(LifecyclePhase.STABLE);
    assertThat(snapshot.state()).isEqualTo("RUNNING");
    assertThat(snapshot.name()).isEqualTo("web");
    assertThat(snapshot.chargeType()).isEmpty();
    assertThat(snapshot.protectedFromRelease()).isFalse();
    assertThat(snapshot.createdAt()).contains(Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(snapshot.expiresAt()).isEmpty();
    assertThat(snapshot.tags()).isEqualTo(Map.of("env", "test"));
    assertThat(snapshot.attributes())
        .isEqualTo(
            Map.of(
                "zoneId", "asia-east-1a",
                "resourceGroupId", "rg-1",
                "systemDisk", "sys",
                "dataDisks.portable", "d-1",
                "dataDisks.fixed", "d-2",
                "dataDisks", "d-3",
                "publicIpAddresses", "203.0.113.7,203.0.113.8",
                "nics.primary", "n-1",
                "nics.secondary", "n-2"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Product.class,
      names = {"BMC", "VM"})
  void a_bmc_or_vm_instance_is_read_with_its_charge_type_and_renewal(Product product) {
    LookAnswer answer =
        look(
            product,
            """
            {"requestId":"T1","response":{"requestId":"T1","totalCount":1,"dataSet":[
              {"instanceId":"i-1","instanceName":"db","hostname":"db-1","instanceStatus":"RUNNING",
               "status":"RECYCLE","instanceChargeType":"PREPAID","period":1,
               "createTime":"2026-01-02T03:04:05Z","expiredTime":"2026-04-02T03:04:05Z",
               "autoRenew":false,"zoneId":"HKG-A","resourceGroupId":"rg-1",
               "tags":[{"key":"env","value":"test"}]}]}}
            """);

    Snapshot snapshot = answer.snapshots().get(0);
    assertThat(snapshot.phase()).isEqualTo(LifecyclePhase.STABLE);
    assertThat(snapshot.chargeType()).isEqualTo("PREPAID");
    assertThat(snapshot.attribute("autoRenew")).isEqualTo("false");
    assertThat(snapshot.attribute("hostname")).isEqualTo("db-1");
    assertThat(snapshot.attribute("zoneId")).isEqualTo("HKG-A");
    assertThat(snapshot.expiresAt()).contains(Instant.parse("2026-04-02T03:04:05Z"));
    assertThat(snapshot.tags()).containsEntry("env", "test");
  }

  @ParameterizedTest
  @CsvSource({
    "RUNNING,STABLE,STABLE,STABLE",
    "STOPPED,STABLE,STABLE,STABLE",
    "CREATE_FAILED,STABLE,STABLE,STABLE",
    "INSTALL_FAILED,STABLE,STABLE,STABLE",
    "REINSTALL_FAILED,STABLE,STABLE,STABLE",
    "PENDING,CHANGING,CHANGING,CHANGING",
    "DEPLOYING,CHANGING,CHANGING,CHANGING",
    "CREATING,CHANGING,CHANGING,CHANGING",
    "INSTALLING,CHANGING,CHANGING,CHANGING",
    "REBUILDING,CHANGING,CHANGING,CHANGING",
    "BOOTING,CHANGING,CHANGING,CHANGING",
    "STOPPING,CHANGING,CHANGING,CHANGING",
    "REBOOT,CHANGING,CHANGING,CHANGING",
    "REBOOTING,CHANGING,CHANGING,CHANGING",
    "IMAGING,CHANGING,CHANGING,CHANGING",
    "RESIZING,CHANGING,CHANGING,CHANGING",
    "RELEASING,LEAVING,LEAVING,LEAVING",
    "RECYCLING,LEAVING,LEAVING,LEAVING",
    "RECYCLE,RECYCLED,RECYCLED,RECYCLED",
    "RECYCLED,RECYCLED,RECYCLED,RECYCLED",
    "SHUTDOWN,UNRECOGNIZED,LEAVING,UNRECOGNIZED",
    "MIGRATING,UNRECOGNIZED,UNRECOGNIZED,UNRECOGNIZED",
    "'',UNRECOGNIZED,UNRECOGNIZED,UNRECOGNIZED"
  })
  void every_state_word_has_its_phase(
      String state, LifecyclePhase zec, LifecyclePhase bmc, LifecyclePhase vm) {
    assertThat(phaseOnTheWire(Product.ZEC, state)).isEqualTo(zec);
    assertThat(phaseOnTheWire(Product.BMC, state)).isEqualTo(bmc);
    assertThat(phaseOnTheWire(Product.VM, state)).isEqualTo(vm);
  }

  private static LifecyclePhase phaseOnTheWire(Product product, String state) {
    String item = "{\"instanceId\":\"i-1\",\"" + product.stateField() + "\":\"" + state + "\"}";
    Snapshot snapshot = look(product, dataSet("1", "[" + item + "]")).snapshots().get(0);
    assertThat(snapshot.state()).isEqualTo(state);
    return snapshot.phase();
  }

  @Test
  void nothing_listed_and_nothing_counted_is_a_complete_answer() {
    for (String answered :
        List.of(dataSet("0", "[]"), dataSet("0.0", "null"), onlyTotal("\"0\""))) {
      LookAnswer answer = look(Product.ZEC, answered);
      assertThat(answer.failure()).isEmpty();
      assertThat(answer.complete()).isTrue();
      assertThat(answer.snapshots()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "101", "0", "null", "-1", "\"many\"", "1.5"})
  void a_count_that_is_not_what_is_listed_makes_the_answer_incomplete(String total) {
    LookAnswer answer =
        look(Product.ZEC, dataSet(total, "[{\"instanceId\":\"i-1\",\"status\":\"RUNNING\"}]"));

    assertThat(answer.complete()).isFalse();
    assertThat(answer.snapshots()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.0", "\"1\"", "\"1.0\""})
  void a_count_is_read_however_it_is_written(String total) {
    assertThat(look(Product.ZEC, dataSet(total, "[{\"instanceId\":\"i-1\"}]")).complete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "0", "\"many\""})
  void all_that_were_asked_for_need_no_count(String total) {
    String both = "[{\"instanceId\":\"i-1\"},{\"instanceId\":\"i-2\"},{\"instanceId\":\"i-9\"}]";
    LookAnswer answer = look(Product.ZEC, dataSet(total, both));

    assertThat(answer.complete()).isTrue();
    assertThat(answer.snapshots()).hasSize(2);
  }

  @Test
  void a_list_that_is_null_is_an_empty_one_and_what_is_counted_is_missing() {
    for (String answered : List.of(dataSet("3", "null"), dataSet("null", "null"), onlyTotal("3"))) {
      LookAnswer answer = look(Product.BMC, answered);
      assertThat(answer.failure()).isEmpty();
      assertThat(answer.complete()).isFalse();
      assertThat(answer.snapshots()).isEmpty();
    }
  }

  @Test
  void one_name_with_a_raw_line_end_does_not_hide_the_list() {
    LookAnswer answer =
        look(Product.VM, dataSet("1", "[{\"instanceId\":\"i-1\",\"instanceName\":\"we\nb\"}]"));

    assertThat(answer.complete()).isTrue();
    assertThat(answer.snapshots()).hasSize(1);
  }

  private static String onlyTotal(String total) {
    return dataSet(total, "null").replace(",\"dataSet\":null", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"status\":\"RUNNING\"}", "null", "7", "{\"instanceId\":null}"})
  void an_item_without_an_id_makes_the_answer_incomplete(String item) {
    LookAnswer answer = look(Product.ZEC, dataSet("1", "[" + item + "]"));

    assertThat(answer.complete()).isFalse();
    assertThat(answer.snapshots()).isEmpty();
  }

  @Test
  void instances_that_were_not_asked_for_and_repetitions_are_left_out_and_prove_no_absence() {
    LookAnswer answer =
        look(
            Product.ZEC,
            dataSet(
                "3",
                """
                [{"instanceId":"other: one","status":"RUNNING"},
                 {"instanceId":"i-1","status":"RUNNING"},{"instanceId":"i-1","status":"RUNNING"}]
                """));

    assertThat(answer.snapshots()).extracting(s -> s.ref().id()).containsExactly("i-1");
    assertThat(answer.complete()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "RUNNING, RECYCLE",
    "RECYCLE, RUNNING",
  })
  void two_rows_of_one_instance_that_contradict_each_other_are_both_not_believed(
      String one, String other) {
    LookAnswer answer =
        look(
            Product.ZEC,
            dataSet(
                "3",
                """
                [{"instanceId":"i-1","status":"%s"},{"instanceId":"i-2","status":"RUNNING"},
                 {"instanceId":"i-1","status":"%s"}]
                """
                    .formatted(one, other)));

    assertThat(answer.snapshots()).extracting(s -> s.ref().id()).containsExactly("i-2");
    assertThat(answer.complete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"response\":{}}",
        "{\"requestId\":\"T1\",\"response\":{\"requestId\":\"T1\"}}",
        "{\"requestId\":\"T1\",\"response\":{\"requestId\":\"T1\",\"instanceIds\":[]}}",
        "{\"response\":{\"totalCount\":0,\"dataSet\":[]}}",
        "{\"requestId\":\"T1\",\"response\":{\"totalCount\":0,\"dataSet\":[]}}",
        "{\"requestId\":\"T1\",\"code\":\"X\",\"response\":{\"requestId\":\"T1\",\"totalCount\":0,\"dataSet\":[]}}",
        "{\"requestId\":\"T1\",\"response\":{\"requestId\":\"T1\",\"totalCount\":0,\"dataSet\":{}}}",
        "{\"requestId\":\"T1\",\"response\":{\"requestId\":\"T1\",\"totalCount\":0,\"dataSet\":\"\"}}",
        "{\"requestId\":\"T1\",\"response\":null}",
        "<html/>"
      })
  void an_answer_without_a_list_is_a_failure_and_never_shows_that_all_are_gone(String body) {
    LookAnswer answer = look(Product.ZEC, body);

    assertThat(answer.failure()).isPresent();
    assertThat(answer.complete()).isFalse();
  }

  @Test
  void a_list_with_an_error_beside_it_is_none_and_one_without_its_value_does_no_harm() {
    String list = dataSet("0", "[]");
    assertThat(look(Product.ZEC, list.replace("\"dataSet\"", "\"errorCode\":\"X\",\"dataSet\"")))
        .matches(answer -> answer.failure().isPresent() && !answer.complete());
    assertThat(look(Product.ZEC, list.replace("\"dataSet\"", "\"errorCode\":null,\"dataSet\"")))
        .matches(answer -> answer.failure().isEmpty() && answer.complete());
  }

  @Test
  void a_refused_look_keeps_the_clouds_words() {
    LookAnswer answer =
        Given.provider(Product.BMC)
            .readLook(
                Given.query(Product.BMC, "i-1"),
                answer(
                    401,
                    "{\"requestId\":\"T9\",\"code\":\"AUTHFAILURE_SIGNATURE_FAILURE\","
                        + "\"message\":\"wrong\"}"));

    assertThat(answer.failure().orElseThrow().code()).isEqualTo("AUTHFAILURE_SIGNATURE_FAILURE");
    assertThat(answer.failure().orElseThrow().requestId()).isEqualTo("T9");
  }

  @Test
  void no_garbage_makes_the_reader_throw_or_call_a_damaged_answer_complete_and_empty() {
    byte[] valid =
        HttpBody.utf8(dataSet("1", "[{\"instanceId\":\"i-1\",\"status\":\"RUNNING\"}]")).bytes();
    Random random = new Random(11);
    int shown = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] body = valid.clone();
      body[random.nextInt(body.length)] = (byte) (32 + random.nextInt(95));
      LookAnswer answer =
          Given.provider(Product.ZEC)
              .readLook(
                  Given.query(Product.ZEC, "i-1"),
                  HttpResponse.of(200, List.of(), HttpBody.wrap(body)));
      shown += answer.snapshots().size();
      boolean idIntact = new String(body, java.nio.charset.StandardCharsets.UTF_8).contains("i-1");
      if (idIntact && answer.complete()) {
        assertThat(answer.snapshots()).as("damage %d", i).isNotEmpty();
      }
    }
    assertThat(shown).isPositive();
  }

  private static String dataSet(String total, String list) {
    return "{\"requestId\":\"T1\",\"response\":{\"requestId\":\"T1\",\"totalCount\":"
        + total
        + ",\"dataSet\":"
        + list
        + "}}";
  }

  private static LookAnswer look(Product product, String body) {
    return Given.provider(product).readLook(Given.query(product, "i-1", "i-2"), answer(200, body));
  }
}
