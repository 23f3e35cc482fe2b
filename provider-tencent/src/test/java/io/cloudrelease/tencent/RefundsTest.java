package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.remains.Refund;
import io.cloudrelease.spi.refund.RefundAnswer;
import io.cloudrelease.spi.refund.RefundInquiry;
import io.cloudrelease.spi.refund.RefundQuery;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.fake.FakeSleeper;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What would be paid back for prepaid CVM instances. */
class RefundsTest {
  private static final String INQUIRY = "InquiryPriceTerminateInstances";

  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedTencent cloud = new SimulatedTencent(clock);
  private final ReleaseClient client = Fixtures.client(clock, cloud).build();

  @AfterEach
  void close() {
    client.close();
  }

  private static RefundAnswer read(String content) {
    RefundInquiry cvm = (RefundInquiry) Fixtures.provider();
    return cvm.readRefund(
        new RefundQuery(Fixtures.REGION, Fixtures.refs("ins-1", "ins-2"), "t"),
        Fixtures.http(200, "{\"Response\":" + content.replace('\'', '"') + "}"));
  }

  @Test
  void the_question_names_the_instances_and_amounts_that_are_none_are_left_out() {
    RefundInquiry cvm = (RefundInquiry) Fixtures.provider();
    ApiRequest request =
        cvm.encodeRefund(new RefundQuery(Fixtures.REGION, Fixtures.refs("ins-1", "ins-2"), "t"));
    assertThat(request.action()).isEqualTo(cvm.refundAction().name());
    assertThat(request.region()).isEqualTo(Fixtures.REGION);
    assertThat(request.body().text()).isEqualTo("{\"InstanceIds\":[\"ins-1\",\"ins-2\"]}");
    assertThat(((Tc3Signer) cvm.refundSigner()).scope("d")).isEqualTo("d/cvm/tc3_request");
    assertThat(
            read("{'InstanceRefundsSet':[{'InstanceId':'ins-1','Refunds':-1.5},"
                    + "{'InstanceId':'ins-2','Refunds':'much'}],'RequestId':'r'}")
                .refunds())
        .isEqualTo(java.util.Map.of("ins-1", Refund.of(BigDecimal.ZERO, "")));
  }

  @Test
  void two_amounts_for_one_instance_tell_nothing_of_it() {
    assertThat(
            read("{'InstanceRefundsSet':[{'InstanceId':'ins-1','Refunds':1},"
                    + "{'InstanceId':'ins-2','Refunds':3},{'InstanceId':'ins-1','Refunds':2},"
                    + "{'InstanceId':'ins-1','Refunds':2},{'InstanceId':'ins-2','Refunds':3}],"
                    + "'RequestId':'r'}")
                .refunds())
        .isEqualTo(java.util.Map.of("ins-2", Refund.of(new BigDecimal("3"), "")));
  }

  @ParameterizedTest
  @CsvSource({
    "93.39999999999999, 93.39999999999999",
    "0.30000000000000004, 0.30000000000000004",
    "1.0E-4, 0.00010",
    "1.23456789E7, 12345678.9",
    "-1.0E-4, 0"
  })
  void amounts_are_read_as_programs_write_them(String told, BigDecimal amount) {
    assertThat(
            read("{'InstanceRefundsSet':[{'InstanceId':'ins-1','Refunds':"
                    + told
                    + "}],'RequestId':'r'}")
                .refunds())
        .isEqualTo(java.util.Map.of("ins-1", Refund.of(amount, "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e-999999999", "1e999", "1234567890123456", "'NaN'"})
  void what_is_no_amount_is_not_read(String told) {
    assertThat(
            read("{'InstanceRefundsSet':[{'InstanceId':'ins-1','Refunds':"
                    + told
                    + "}],'RequestId':'r'}")
                .refunds())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"-1.5, 0", "-0.01, 0", "0, 0", "0.01, 0.01"})
  void below_zero_nothing_is_paid_back_and_nothing_asked_for(String told, BigDecimal amount) {
    assertThat(
            read("{'InstanceRefundsSet':[{'InstanceId':'ins-1','Refunds':"
                    + told
                    + "}],'RequestId':'r'}")
                .refunds())
        .isEqualTo(java.util.Map.of("ins-1", Refund.of(amount, "")));
  }

  @ParameterizedTest
  @CsvSource({
    "InvalidAction, FORBIDDEN",
    "FailedOperation.Unreturnable, BILLING",
    "FailedOperation, ",
    "InternalError, "
  })
  void a_refusal_that_lasts_is_told_from_one_that_passes(String code, ErrorCategory category) {
    assertThat(
            read("{'Error':{'Code':'" + code + "','Message':'m'},'RequestId':'r'}")
                .failure()
                .orElseThrow()
                .meaning()
                .map(ErrorRule::category))
        .isEqualTo(java.util.Optional.ofNullable(category));
  }

  private ReleasePlan plan(List<SimulatedInstance> instances) {
    ReleaseInstancesRequest.Builder request = ReleaseInstancesRequest.builder().maxInstances(500);
    instances.forEach(i -> request.instance(i.ref(TencentCvm.KIND)));
    return client.plan(request.build());
  }

  @Test
  void a_plan_tells_what_is_paid_back_when_asked_and_is_carried_out_as_it_was() {
    SimulatedInstance paid = cloud.add(i -> i.prepaid().refund("123.45"));
    SimulatedInstance hourly = cloud.add(i -> i.postpaid());
    ReleasePlan plan = plan(List.of(paid, hourly));
    assertThat(plan.refunds()).isEmpty();
    assertThat(cloud.ledger().requests(INQUIRY)).isEmpty();

    ReleasePlan priced = client.withPrices(plan);
    assertThat(priced.refunds())
        .containsExactly(
            java.util.Map.entry(
                paid.ref(TencentCvm.KIND), Refund.of(new BigDecimal("123.45"), "")));
    assertThat(priced.digest()).isEqualTo(plan.digest());
    assertThat(priced.toTable()).contains("refund", "123.45", "currency not told");
    assertThat(client.withPrices(priced).refunds()).isEqualTo(priced.refunds());
    assertThat(cloud.ledger().effects()).isEmpty();

    assertThat(client.execute(priced).verdicts())
        .extracting(verdict -> verdict.verdict())
        .containsExactly(Verdict.RECYCLED, Verdict.RELEASED);
  }

  @Test
  void one_that_cannot_be_paid_back_is_unknown_never_zero_and_spoils_no_other() {
    List<SimulatedInstance> all = new ArrayList<>(cloud.add(150, i -> i.prepaid().refund("1.5")));
    all.add(70, cloud.add(i -> i.prepaid()));
    ReleasePlan priced = client.withPrices(plan(all));
    assertThat(priced.refunds()).hasSize(151);
    Refund odd = priced.refunds().get(all.get(70).ref(TencentCvm.KIND));
    assertThat(odd.amount()).isEmpty();
    assertThat(odd.why().orElseThrow().code()).isEqualTo("FailedOperation.Unreturnable");
    assertThat(priced.refunds().values())
        .filteredOn(refund -> refund.amount().isPresent())
        .hasSize(150)
        .allMatch(refund -> refund.amount().orElseThrow().equals(new BigDecimal("1.5")));
    assertThat(cloud.ledger().requests(INQUIRY)).hasSizeLessThan(20);
    assertThat(priced.toTable()).contains("together 225.0", "of 1 instance unknown");
  }

  @Test
  void without_the_right_all_are_unknown_and_the_right_is_named() {
    cloud.deniesReading(INQUIRY);
    ReleasePlan priced = client.withPrices(plan(cloud.add(3, i -> i.prepaid().refund("9"))));
    assertThat(priced.refunds().values())
        .hasSize(3)
        .allSatisfy(
            refund -> {
              assertThat(refund.amount()).isEmpty();
              assertThat(refund.why().orElseThrow().category()).isEqualTo(ErrorCategory.FORBIDDEN);
              assertThat(refund.why().orElseThrow().message()).contains("cvm:" + INQUIRY);
            });
    assertThat(cloud.ledger().requests(INQUIRY)).hasSize(1);
  }

  @Test
  void whatever_breaks_what_is_not_answered_is_unknown() {
    SimulatedInstance paid = cloud.add(i -> i.prepaid().refund("123.45"));
    ReleasePlan plan = plan(List.of(paid));
    try (ReleaseClient broken =
        Clockwork.real()
            .clock(clock)
            .sleeper(new FakeSleeper(clock))
            .random(() -> new Random(3))
            .nonces(
                () -> {
                  throw new IllegalStateException("no nonce");
                })
            .singleThreaded(true)
            .in(client.toBuilder())
            .build()) {
      assertThat(broken.withPrices(plan).refunds().get(paid.ref(TencentCvm.KIND)).why())
          .isPresent();
    }
  }
}
