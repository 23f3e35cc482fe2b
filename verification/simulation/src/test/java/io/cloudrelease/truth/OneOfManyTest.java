package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.error;
import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.refs;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.aliyun.AliyunEcsFactory;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.zenlayer.ZenlayerBmc;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be the matter with one is searched for, and spoils nothing of the others. */
class OneOfManyTest {
  private static final int MANY = 2000;
  private static final AccessKey LIMITED = AccessKey.of("AKIDLIMITED", "SECRETLIMITED");

  private final Sky sky = new Sky();

  private List<InstanceRef> fleet(String cloud, int size) {
    return refs(
        switch (cloud) {
          case "tencent" -> sky.tencent.add(size, i -> i.postpaid());
          case "zec" -> sky.zenlayer.addZec(size, i -> {});
          case "bmc" -> sky.zenlayer.addBmc(size, i -> {});
          default -> sky.aliyun.add(size, i -> i.postpaid());
        });
  }

  private static CloudProvider provider(String cloud, Credentials key) {
    return switch (cloud) {
      case "tencent" -> new TencentCvmFactory().create(Sky.settings("tencent-cvm", key));
      case "zec" -> new ZenlayerZec.Factory().create(Sky.settings("zenlayer-zec", key));
      case "bmc" -> new ZenlayerBmc.Factory().create(Sky.settings("zenlayer-bmc", key));
      default -> new AliyunEcsFactory().create(Sky.settings("aliyun-ecs", key));
    };
  }

  private ReleaseInstancesResult asLimited(String cloud, List<InstanceRef> refs) {
    return sky.release(
        sky.bare().provider(provider(cloud, LIMITED.credentials())),
        r -> r.instances(refs).deadline(Duration.ofHours(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tencent", "zec", "bmc", "ecs"})
  void a_key_that_may_not_release_one_of_two_thousand_releases_the_others(String cloud) {
    int size = cloud.equals("bmc") ? 300 : MANY;
    List<InstanceRef> refs = fleet(cloud, size);
    String forbidden = refs.get(size / 3).id();
    AccessKey key = LIMITED.withMayReleaseOnly(i -> !i.id().equals(forbidden));
    sky.cloud(refs.get(0)).addKey(sky.cloud(refs.get(0)).account(), key);
    sky.aliyun.deniesReleases(key.id(), i -> i.id().equals(forbidden));
    ReleaseInstancesResult result = asLimited(cloud, refs);
    sky.isTrue(result, Goal.RELEASE);
    assertThat(verdict(result, refs.get(size / 3))).isEqualTo(Verdict.REJECTED);
    assertThat(error(result, refs.get(size / 3)).category()).isEqualTo(ErrorCategory.FORBIDDEN);
    Verdict goal = cloud.equals("bmc") ? Verdict.RECYCLED : Verdict.RELEASED;
    assertThat(result.counts()).containsEntry(goal, size - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tencent", "ecs"})
  void a_look_that_was_lost_at_first_is_taken_apart_all_the_same(String cloud) {
    List<InstanceRef> refs = fleet(cloud, 20);
    String spoiling = refs.get(7).id();
    String code =
        cloud.equals("ecs") ? "InvalidInstanceId.NotFound" : "InvalidInstanceId.Malformed";
    sky.cloud(refs.get(0))
        .faults(
            new FaultScript()
                .first(Sky::look, Fault.dropped())
                .always(
                    call -> Sky.look(call) && call.ids().contains(spoiling),
                    Fault.code(cloud.equals("ecs") ? 400 : 200, code, "one of them")));
    ReleaseInstancesResult result = sky.release(r -> r.instances(refs));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(result.counts()).as("%s", result.verdicts()).containsEntry(Verdict.RELEASED, 19);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tencent", "ecs"})
  void after_looks_that_failed_for_all_the_one_that_still_spoils_them_hides_no_other(String cloud) {
    List<InstanceRef> refs = fleet(cloud, 100);
    String spoiling = refs.get(37).id();
    AtomicInteger failed = new AtomicInteger();
    String code = cloud.equals("ecs") ? "InvalidParameter" : "InvalidInstanceId.Malformed";
    sky.cloud(refs.get(0))
        .faults(
            new FaultScript()
                .always(
                    call ->
                        Sky.look(call)
                            && !sky.cloud(refs.get(0)).ledger().destructiveRequests().isEmpty()
                            && (failed.incrementAndGet() <= 200 || call.ids().contains(spoiling)),
                    Fault.code(cloud.equals("ecs") ? 400 : 200, code, "one of them")));
    ReleaseInstancesResult result =
        sky.release(
            r ->
                r.instances(refs)
                    .waitAtMost(Duration.ofMinutes(25))
                    .deadline(Duration.ofMinutes(30)));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(result.counts()).containsEntry(Verdict.RELEASED, 99);
    assertThat(failed).hasValueLessThan(600);
  }

  @Test
  void nor_does_one_that_it_may_not_see() {
    List<InstanceRef> refs = fleet("ecs", MANY);
    String forbidden = refs.get(700).id();
    sky.aliyun.addKey(sky.aliyun.account(), LIMITED);
    sky.aliyun.deniesLooks(LIMITED.id(), i -> i.id().equals(forbidden));
    ReleaseInstancesResult result = asLimited("ecs", refs);
    sky.isTrue(result, Goal.RELEASE);
    assertThat(verdict(result, refs.get(700))).isIn(Verdict.NOT_SENT, Verdict.REJECTED);
    assertThat(error(result, refs.get(700)).category()).isEqualTo(ErrorCategory.FORBIDDEN);
    assertThat(result.counts()).containsEntry(Verdict.RELEASED, MANY - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tencent", "zec", "ecs"})
  void where_lists_are_cut_without_a_word_only_the_unseen_one_is_left_out(String cloud) {
    List<InstanceRef> refs = fleet(cloud, 200);
    String unseen = refs.get(70).id();
    AccessKey key = LIMITED.withMayDescribeOnly(i -> !i.id().equals(unseen));
    sky.cloud(refs.get(0)).addKey(sky.cloud(refs.get(0)).account(), key);
    sky.aliyun.hides(key.id(), i -> i.id().equals(unseen));
    ReleaseInstancesResult result = asLimited(cloud, refs);
    assertThat(verdict(result, refs.get(70))).isEqualTo(Verdict.NOT_FOUND);
    assertThat(error(result, refs.get(70)).summary()).contains("right");
    assertThat(result.counts()).containsEntry(Verdict.RELEASED, 199);
    assertThat(sky.applied(refs.get(70))).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tencent", "ecs"})
  void a_right_to_see_that_is_taken_away_in_mid_run_makes_nothing_released(String cloud) {
    List<InstanceRef> refs = fleet(cloud, 2);
    sky.cloud(refs.get(0)).addKey(sky.cloud(refs.get(0)).account(), LIMITED);
    sky.cloud(refs.get(0))
        .faults(
            call -> {
              if (!call.destructive()) {
                return Optional.empty();
              }
              AccessKey blind = LIMITED.withMayDescribe(false);
              sky.cloud(refs.get(0)).addKey(sky.cloud(refs.get(0)).account(), blind);
              return Optional.of(Fault.dropped());
            });
    ReleaseInstancesResult result = asLimited(cloud, refs);
    sky.isTrue(result, Goal.RELEASE);
    assertThat(result.counts()).containsEntry(Verdict.UNKNOWN, 2);
  }

  @Test
  void a_key_that_may_see_nothing_at_all_is_found_out_soon() {
    List<InstanceRef> refs = fleet("ecs", MANY);
    sky.aliyun.addKey(sky.aliyun.account(), LIMITED);
    sky.aliyun.deniesLooks(LIMITED.id(), i -> true);
    ReleaseInstancesResult result = asLimited("ecs", refs);
    assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, MANY);
    assertThat(sky.aliyun.ledger().requests().size()).isLessThan(30);
  }

  @Test
  void a_key_that_may_release_nothing_at_all_is_found_out_soon() {
    List<InstanceRef> refs = fleet("ecs", MANY);
    sky.aliyun.addKey(sky.aliyun.account(), LIMITED.withMayRelease(false));
    ReleaseInstancesResult result = asLimited("ecs", refs);
    assertThat(sky.aliyun.ledger().effects()).isEmpty();
    assertThat(result.counts().get(Verdict.REJECTED) + result.counts().get(Verdict.NOT_SENT))
        .isEqualTo(MANY);
    // Some are halved down to one, and two single ones say enough of the account.
    assertThat(sky.aliyun.ledger().destructiveRequests().size()).isLessThan(150);
  }

  @Test
  void two_that_are_another_accounts_tell_nothing_of_what_the_key_may_do_with_the_others() {
    List<InstanceRef> refs = new ArrayList<>();
    String owner = "UnsupportedOperation.InvalidInstancesOwner";
    refs.addAll(refs(sky.tencent.add(2, i -> i.postpaid().refusedWith(owner))));
    refs.addAll(refs(sky.tencent.add(1, i -> i.prepaid().refusedWith(owner))));
    refs.addAll(refs(sky.tencent.add(1, i -> i.prepaid())));
    ReleaseInstancesResult result =
        sky.release(r -> r.instances(refs).grant(Power.TERMINATE_SUBSCRIPTION));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(result.counts())
        .as("%s", result.verdicts())
        .contains(Map.entry(Verdict.REJECTED, 3), Map.entry(Verdict.RECYCLED, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "tencent, InternalError", "tencent, InternalServerError", "tencent, FailedOperation",
    "tencent, ResourceBusy", "ecs, InternalError", "ecs, ResourceBusy",
    "ecs, OperationFailed.Unheard", "zec, INTERNAL_SERVER_ERROR", "zec, OPERATION_FAILED_UNHEARD"
  })
  void one_that_breaks_every_call_that_names_it_spoils_nothing_else(String cloud, String code) {
    SimulatedInstance bad =
        switch (cloud) {
          case "tencent" -> sky.tencent.add(i -> i.postpaid().refusedWith(code));
          case "zec" -> sky.zenlayer.addZec(i -> i.refusedWith(code));
          default -> sky.aliyun.add(i -> i.postpaid().refusedWith(code));
        };
    sky.zenlayer.zecRefusesBatches(true);
    InstanceRef good = fleet(cloud, 1).get(0);
    ReleaseInstancesResult result = sky.release(r -> r.instance(ref(bad)).instance(good));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(verdict(result, good)).isEqualTo(Verdict.RELEASED);
    assertThat(verdict(result, ref(bad))).isIn(Verdict.UNKNOWN, Verdict.REJECTED);
  }

  @ParameterizedTest
  @CsvSource({
    "OperationDenied.InstanceOperationInProgress, false", "MutexOperation.TaskRunning, false",
    "OperationDenied.InstanceOperationInProgress, true", "MutexOperation.TaskRunning, true"
  })
  void what_is_busy_for_half_a_minute_is_waited_for(String code, boolean prepaid) {
    InstanceRef ref =
        ref(
            sky.tencent.add(
                i -> {
                  if (prepaid) {
                    i.prepaid();
                  }
                }));
    busyUntil(sky.clock.instant().plusSeconds(25), code);
    ReleaseInstancesResult result =
        sky.release(r -> r.instance(ref).deadline(Duration.ofSeconds(90)));
    sky.isTrue(result, Goal.RELEASE);
    if (prepaid) {
      assertThat(verdict(result, ref)).isIn(Verdict.UNKNOWN, Verdict.RECYCLED);
    } else {
      assertThat(verdict(result, ref)).isEqualTo(Verdict.RELEASED);
    }
  }

  private void busyUntil(Instant free, String code) {
    sky.tencent.faults(
        call ->
            call.destructive() && sky.clock.instant().isBefore(free)
                ? Optional.of(Fault.code(200, code, "There is a task."))
                : Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(ints = {25, 45})
  void an_ecs_instance_that_is_initializing_is_waited_for(int seconds) {
    InstanceRef ref = ref(sky.aliyun.add(i -> i.initializing(Duration.ofSeconds(seconds))));
    ReleaseInstancesResult result =
        sky.release(r -> r.instance(ref).deadline(Duration.ofSeconds(90)));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(verdict(result, ref)).isEqualTo(Verdict.RELEASED);
  }

  @Test
  void several_that_are_initializing_hold_up_nothing_else() {
    List<InstanceRef> refs = new ArrayList<>(fleet("ecs", 40));
    refs.addAll(refs(sky.aliyun.add(3, i -> i.initializing(Duration.ofSeconds(25)))));
    ReleaseInstancesResult result =
        sky.release(r -> r.instances(refs).deadline(Duration.ofSeconds(150)));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(result.counts()).containsEntry(Verdict.RELEASED, 43);
  }

  @Test
  void what_no_look_can_read_any_more_is_not_looked_at_one_by_one_for_ever() {
    List<InstanceRef> refs = refs(sky.tencent.add(300, i -> i.postpaid()));
    CloudProvider unreadable =
        new Wrapped(sky.accounts().get("tencent-cvm")) {
          @Override
          public LookAnswer readLook(LookQuery query, HttpResponse response) {
            if (sky.tencent.ledger().destructiveRequests().isEmpty()) {
              return super.readLook(query, response);
            }
            throw new IllegalStateException("a field of another kind");
          }
        };
    ReleaseInstancesResult result =
        sky.release(
            sky.bare().provider(unreadable),
            r -> r.instances(refs).deadline(Duration.ofMinutes(30)));

    assertThat(result.counts()).containsEntry(Verdict.ACCEPTED, 300);
    // With one of each batch alone beside it: 20,000 where all are taken apart each time.
    assertThat(sky.tencent.ledger().requests().size()).isLessThan(1_200);
  }

  @Test
  void what_was_shown_alone_is_looked_at_with_the_others_again() {
    List<InstanceRef> refs = refs(sky.tencent.add(100, i -> i.postpaid()));
    boolean[] spoilt = {true};
    List<Integer> asked = new ArrayList<>();
    CloudProvider once =
        new Wrapped(sky.accounts().get("tencent-cvm")) {
          @Override
          public LookAnswer readLook(LookQuery query, HttpResponse response) {
            asked.add(query.instances().size());
            spoilt[0] &= query.instances().size() > 1;
            if (spoilt[0]) {
              throw new IllegalStateException("a field of another kind");
            }
            return super.readLook(query, response);
          }
        };
    sky.release(sky.bare().provider(once), r -> r.instances(refs));

    assertThat(asked.subList(asked.size() - 2, asked.size())).contains(100);
  }

  @Test
  void many_bad_ones_of_a_region_spoil_no_good_one_of_another() {
    Set<String> bad = new HashSet<>();
    List<InstanceRef> refs = new ArrayList<>(refs(sky.tencent.add(101, i -> i.postpaid())));
    refs.forEach(ref -> bad.add(ref.id()));
    List<InstanceRef> others = refs(sky.tencent.add(100, i -> i.postpaid().region("ap-shanghai")));
    bad.add(others.get(50).id());
    refs.addAll(others);
    sky.tencent.faults(
        new FaultScript()
            .always(
                call -> Sky.look(call) && call.ids().stream().anyMatch(bad::contains),
                Fault.code(200, "InvalidInstanceId.Malformed", "one of them")));
    ReleaseInstancesResult result =
        sky.release(r -> r.instances(refs).deadline(Duration.ofMinutes(30)));

    assertThat(result.counts()).containsEntry(Verdict.RELEASED, 99);
  }
}
