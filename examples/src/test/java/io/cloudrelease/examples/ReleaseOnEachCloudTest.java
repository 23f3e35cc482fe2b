package io.cloudrelease.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.aliyun.AliyunEcsFactory;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.zenlayer.ZenlayerBmc;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReleaseOnEachCloudTest {
  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  private static List<String> regionsAndIds(List<SimulatedInstance> instances) {
    return instances.stream().map(i -> i.region() + ':' + i.id()).toList();
  }

  private static List<Verdict> verdicts(ReleaseInstancesResult result) {
    return result.verdicts().stream().map(InstanceVerdict::verdict).toList();
  }

  @Test
  void on_tencent_a_subscription_takes_two_decisions() {
    List<SimulatedInstance> instances = new ArrayList<>(bench.tencent.add(1, i -> i.postpaid()));
    instances.addAll(bench.tencent.add(1, i -> i.prepaid()));
    try (ReleaseClient client =
        bench
            .client()
            .provider(new TencentCvmFactory().create(bench.settings("tencent-cvm", bench.tencent)))
            .build()) {
      ReleaseInstancesResult first = ReleaseOnTencent.release(client, regionsAndIds(instances));
      assertThat(verdicts(first)).containsExactly(Verdict.RELEASED, Verdict.RECYCLED);
      ReleaseInstancesResult second =
          ReleaseOnTencent.destroy(client, ReleaseOnTencent.recycled(first));
      assertThat(verdicts(second)).containsExactly(Verdict.RELEASED);
    }
    assertThat(instances).allMatch(i -> bench.tencent.ledger().isGone(i.id()));
  }

  @Test
  void on_aliyun_nothing_goes_unless_all_may() {
    List<SimulatedInstance> instances = new ArrayList<>(bench.aliyun.add(2, i -> i.running()));
    try (ReleaseClient client =
        bench
            .client()
            .provider(new AliyunEcsFactory().create(bench.settings("aliyun-ecs", bench.aliyun)))
            .build()) {
      List<SimulatedInstance> more = new ArrayList<>(instances);
      more.addAll(bench.aliyun.add(1, i -> i.protectedFromRelease()));
      ReleaseInstancesResult held = ReleaseOnAliyun.releaseIfAllMayGo(client, regionsAndIds(more));
      assertThat(held.counts()).containsEntry(Verdict.REJECTED, 1);
      assertThat(bench.aliyun.ledger().effects()).isEmpty();
      ReleaseInstancesResult released =
          ReleaseOnAliyun.releaseIfAllMayGo(client, regionsAndIds(instances));
      assertThat(verdicts(released)).containsExactly(Verdict.RELEASED, Verdict.RELEASED);
    }
  }

  @Test
  void on_zenlayer_products_and_accounts_go_side_by_side() {
    List<String> refs = new ArrayList<>();
    refs.addAll(Bench.refs("zenlayer-zec", bench.zenlayer.addZec(1, i -> i.name("web"))));
    refs.addAll(Bench.refs("zenlayer-bmc", bench.zenlayer.addBmc(1, i -> i.name("metal"))));
    refs.addAll(Bench.refs("zenlayer-lab", bench.zenlayer.addZec(1, i -> i.name("lab"))));
    try (ReleaseClient client =
        bench
            .client()
            .provider(
                new ZenlayerZec.Factory().create(bench.settings("zenlayer-zec", bench.zenlayer)))
            .provider(
                new ZenlayerBmc.Factory().create(bench.settings("zenlayer-bmc", bench.zenlayer)))
            .provider(
                new ZenlayerZec.Factory().create(bench.settings("zenlayer-lab", bench.zenlayer)))
            .build()) {
      ReleaseInstancesResult result = ReleaseOnZenlayer.release(client, refs);
      assertThat(verdicts(result))
          .containsExactly(Verdict.RELEASED, Verdict.RECYCLED, Verdict.RELEASED);
      assertThat(ReleaseOnZenlayer.line(result.verdicts().get(1)))
          .startsWith(refs.get(1) + " RECYCLED, billing STOPPED, restorable until 2026-11-2");
    }
    assertThat(bench.zenlayer.ledger().effects().get(0).options())
        .containsEntry("dependResource", "true");
  }
}
