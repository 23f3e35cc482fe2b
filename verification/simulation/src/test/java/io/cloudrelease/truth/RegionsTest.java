package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.error;
import static io.cloudrelease.truth.Sky.refs;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.SimulatedCloud;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a region that does not exist nothing is looked for, and nothing is said not to be there. */
class RegionsTest {
  private final Sky sky = new Sky();

  private List<InstanceRef> misplaced(String cloud, int size) {
    List<InstanceRef> wrong = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      wrong.add(
          cloud.equals("tencent")
              ? InstanceRef.of(
                  "tencent-cvm", "ap-atlantis", "ins-0000000" + Integer.toString(i, 36))
              : InstanceRef.of("aliyun-ecs", "cn-atlantis", String.format("i-bp1%017d", i)));
    }
    sky.tencent.unknownRegions("ap-atlantis");
    sky.aliyun.regions("cn-hangzhou");
    return wrong;
  }

  @ParameterizedTest
  @ValueSource(strings = {"tencent", "ecs"})
  void a_region_that_does_not_exist_takes_two_looks_at_most_and_is_said(String cloud) {
    List<InstanceRef> wrong = misplaced(cloud, cloud.equals("tencent") ? 36 : 100);
    SimulatedCloud asked = sky.cloud(wrong.get(0));
    ReleaseInstancesResult result = sky.release(r -> r.instances(wrong));
    assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, wrong.size());
    assertThat(error(result, wrong.get(0)).summary()).contains("no such region");
    assertThat(asked.ledger().requests()).hasSizeLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tencent", "ecs"})
  void what_is_in_another_region_is_released_all_the_same(String cloud) {
    List<InstanceRef> refs = new ArrayList<>(misplaced(cloud, 20));
    refs.addAll(
        refs(
            cloud.equals("tencent")
                ? sky.tencent.add(5, i -> i.id("").postpaid())
                : sky.aliyun.add(5, i -> i.postpaid())));
    ReleaseInstancesResult result = sky.release(r -> r.instances(refs));
    assertThat(result.counts())
        .containsEntry(Verdict.NOT_SENT, 20)
        .containsEntry(Verdict.RELEASED, 5);
  }
}
