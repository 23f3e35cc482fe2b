package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.remains.Refund;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.refund.RefundAnswer;
import io.cloudrelease.spi.refund.RefundInquiry;
import io.cloudrelease.spi.refund.RefundQuery;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would be paid back for ECS subscriptions. */
class RefundsTest {
  private static final String INQUIRY = "InquiryPriceRefundInstance";

  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedAliyun cloud = new SimulatedAliyun(clock);
  private final ReleaseClient client = Ecs.client(clock, cloud).build();

  @AfterEach
  void close() {
    client.close();
  }

  private ReleasePlan plan(List<SimulatedInstance> instances) {
    ReleaseInstancesRequest.Builder request =
        ReleaseInstancesRequest.builder().grant(Power.TERMINATE_SUBSCRIPTION);
    instances.forEach(i -> request.instance(i.ref(AliyunEcs.KIND)));
    return client.plan(request.build());
  }

  @Test
  void a_plan_tells_what_is_paid_back_also_of_what_it_cannot_release_for_it_is_paid() {
    SimulatedInstance over =
        cloud.add(i -> i.prepaid(clock.instant().minusSeconds(60)).refund("0.00"));
    SimulatedInstance running =
        cloud.add(i -> i.prepaid(clock.instant().plus(Duration.ofDays(9))).refund("88.10"));
    SimulatedInstance odd = cloud.add(i -> i.prepaid(clock.instant().plus(Duration.ofDays(9))));
    SimulatedInstance hourly = cloud.add(i -> i.postpaid());
    ReleasePlan plan = plan(List.of(over, running, odd, hourly));
    assertThat(plan.refunds()).isEmpty();

    ReleasePlan priced = client.withPrices(plan);
    assertThat(priced.refunds())
        .containsEntry(over.ref(AliyunEcs.KIND), Refund.of(new BigDecimal("0.00"), "CNY"))
        .containsEntry(running.ref(AliyunEcs.KIND), Refund.of(new BigDecimal("88.10"), "CNY"))
        .hasSize(3);
    Refund unknown = priced.refunds().get(odd.ref(AliyunEcs.KIND));
    assertThat(unknown.amount()).isEmpty();
    assertThat(unknown.why().orElseThrow().code()).isEqualTo("ResourceStatusError");
    assertThat(priced.toTable()).contains("together 88.10 CNY", "of 1 instance unknown");
    assertThat(cloud.ledger().destructiveRequests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "12.50, i-a, true",
    "3, '', true",
    "93.39999999999999, i-a, true",
    "0.30000000000000004, i-a, true",
    "1.0E-4, i-a, true",
    "1.23456789E7, i-a, true",
    "1e9, i-a, true",
    "1e-999999999, i-a, false",
    "1e999, i-a, false",
    "NaN, i-a, false",
    "1234567890123456, i-a, false",
    "'', i-a, false",
    "12.50, i-b, false"
  })
  void an_amount_counts_if_it_is_one_and_of_the_instance_that_was_asked_about(
      String amount, String id, boolean told) {
    RefundAnswer answer =
        read(
            "{'Success':true,'Data':{'InstanceId':'"
                + id
                + "','RefundAmount':'"
                + amount
                + "','Currency':'CNY'}}");
    assertThat(answer.failure().isEmpty()).isEqualTo(told);
    assertThat(answer.refunds())
        .isEqualTo(told ? Map.of("i-a", Refund.of(new BigDecimal(amount), "CNY")) : Map.of());
  }

  @ParameterizedTest
  @CsvSource({"-3, 0", "-0.01, 0", "0.01, 0.01"})
  void below_zero_nothing_is_paid_back_and_nothing_asked_for(String told, BigDecimal amount) {
    assertThat(read("{'Success':true,'Data':{'RefundAmount':'" + told + "'}}").refunds())
        .isEqualTo(Map.of("i-a", Refund.of(amount, "")));
  }

  @Test
  void an_answer_with_200_that_does_not_say_success_is_a_refusal_that_lasts() {
    for (String body :
        List.of(
            "{'Success':false,'Code':'NotApplicable','Data':{'RefundAmount':'1'}}",
            "{'Code':'NotApplicable','Data':{'RefundAmount':'1'}}",
            "{'Success':true,'Code':'NotApplicable','Data':'1'}")) {
      RefundAnswer answer = read(body);
      assertThat(answer.failure().orElseThrow().code()).isEqualTo("NotApplicable");
      assertThat(answer.failure().orElseThrow().meaning().orElseThrow().category())
          .isEqualTo(ErrorCategory.BILLING);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ResourceNotExists, BILLING, GIVE_UP",
    "ResourceStatusError, BILLING, GIVE_UP",
    "InvalidOwner, BILLING, GIVE_UP",
    "NotApplicable, BILLING, GIVE_UP",
    "notapplicable, BILLING, GIVE_UP",
    "Throttling.User, THROTTLED, RETRY",
    "InternalError, UNAVAILABLE, RETRY",
    "NoPermission, FORBIDDEN, GIVE_UP",
    "InvalidAccessKeyId.NotFound, UNAUTHENTICATED, GIVE_UP",
    "NobodyKnows, UNKNOWN, GIVE_UP"
  })
  void a_refusal_means_what_its_code_says_with_whatever_status_it_comes(
      String code, ErrorCategory category, Remedy remedy) {
    String body = "{'Success':false,'Code':'" + code + "','RequestId':'r'}";
    for (int status : new int[] {200, 400}) {
      CloudFailure failure = read(status, body).failure().orElseThrow();
      assertThat(failure.code()).isEqualTo(code);
      ErrorRule rule =
          failure.meaning().orElseGet(() -> EcsErrors.TABLE.match(status, failure.code()));
      assertThat(rule.category()).isEqualTo(category);
      assertThat(rule.remedy()).isEqualTo(remedy);
    }
  }

  @Test
  void an_answer_without_a_code_and_without_an_amount_is_none_of_the_documented() {
    for (String body : List.of("{}", "<html>", "{'Success':true,'Code':'200','Data':{}}")) {
      CloudFailure failure = read(body).failure().orElseThrow();
      assertThat(failure.code()).isEmpty();
      assertThat(failure.meaning()).isEmpty();
    }
  }

  private static RefundAnswer read(String body) {
    return read(200, body);
  }

  private static RefundAnswer read(int status, String body) {
    RefundInquiry ecs = (RefundInquiry) AliyunEcs.create(Ecs.settings());
    return ecs.readRefund(
        new RefundQuery(Ecs.REGION, Ecs.refs("i-a"), "t"),
        Ecs.answer(status, body.replace('\'', '"')));
  }

  @Test
  void without_the_right_it_is_unknown() {
    cloud.deniesReading(INQUIRY);
    SimulatedInstance over =
        cloud.add(i -> i.prepaid(clock.instant().minusSeconds(60)).refund("5"));
    Refund refund = client.withPrices(plan(List.of(over))).refunds().get(over.ref(AliyunEcs.KIND));
    assertThat(refund.amount()).isEmpty();
    assertThat(refund.why().orElseThrow().category()).isEqualTo(ErrorCategory.FORBIDDEN);
  }
}
