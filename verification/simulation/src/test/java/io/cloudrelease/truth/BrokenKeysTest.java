package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.refs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.tencent.TencentCvmFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The source of one account's keys works but for one ask, whichever that is: every instance has its
 * verdict, and it is true.
 */
@Timeout(60)
class BrokenKeysTest {
  /** More than any of these runs asks. */
  private static final int ASKS = 16;

  private final Sky sky = new Sky();

  enum Way {
    EXCEPTION,
    ERROR,
    NOTHING
  }

  /** Keys of the simulated account that break at one ask, counted from when it was told so. */
  private final class Keys implements CredentialsProvider {
    private final Way way;
    private int left;

    Keys(Way way) {
      this.way = way;
    }

    void breakAt(int ask) {
      left = ask;
    }

    @Override
    public Credentials resolve() {
      left--;
      if (left != 0) {
        return sky.tencent.credentials();
      }
      switch (way) {
        case EXCEPTION -> throw new IllegalStateException("c4n4ry");
        case ERROR -> throw new AssertionError("c4n4ry");
        default -> {
          return null;
        }
      }
    }
  }

  private ReleaseClientBuilder client(Keys keys) {
    return sky.bare()
        .provider(new TencentCvmFactory().create(Sky.settings("tencent-cvm", keys)))
        .provider(sky.accounts().get("aliyun-ecs"));
  }

  private ReleaseInstancesRequest request() {
    List<InstanceRef> refs = new ArrayList<>(refs(sky.tencent.add(2, i -> i.postpaid())));
    refs.addAll(refs(sky.aliyun.add(1, i -> {})));
    return ReleaseInstancesRequest.builder().instances(refs).build();
  }

  private void isWhole(ReleaseInstancesResult result, ReleaseInstancesRequest request) {
    assertThat(result.verdicts())
        .extracting(InstanceVerdict::ref)
        .containsExactlyElementsOf(request.instances());
    sky.isTrue(result, Goal.RELEASE);
    assertThat(result.toJson()).doesNotContain("c4n4ry");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void each_has_its_verdict_and_nothing_sent_says_whose_keys_broke(Way way) {
    boolean held = false;
    for (int ask = 1; ask <= ASKS; ask++) {
      Keys keys = new Keys(way);
      ReleaseInstancesRequest request = request();
      try (ReleaseClient client = client(keys).build()) {
        keys.breakAt(ask);
        ReleaseInstancesResult result = client.releaseInstances(request);
        isWhole(result, request);
        InstanceVerdict first = result.verdicts().get(0);
        Optional<ReleaseError> error =
            first.verdict() == Verdict.NOT_SENT ? first.error() : Optional.empty();
        error.ifPresent(
            why -> {
              assertThat(why.code()).isEqualTo(OwnCodes.EXTENSION_BROKEN);
              assertThat(why.message())
                  .startsWith("the source of the keys of tencent-cvm threw java.lang.");
            });
        held |= error.isPresent();
      }
    }
    assertThat(held).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void so_it_is_when_a_plan_is_carried_out(Way way) {
    for (int ask = 1; ask <= ASKS; ask++) {
      Keys keys = new Keys(way);
      ReleaseInstancesRequest request = request();
      try (ReleaseClient client = client(keys).build()) {
        ReleasePlan plan = client.plan(request);
        keys.breakAt(ask);
        isWhole(client.execute(plan), request);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void so_it_is_when_a_run_is_resumed_unless_that_is_refused(Way way, @TempDir Path folder)
      throws IOException {
    for (int ask = 1; ask <= ASKS; ask++) {
      Keys keys = new Keys(way);
      ReleaseInstancesRequest request = request();
      Path file = folder.resolve("run-" + ask + ".jsonl");
      FileJournal journal = FileJournal.at(file);
      try (ReleaseClient client = client(keys).journal(journal).killSwitch(() -> true).build()) {
        client.releaseInstances(request);
      }
      Files.write(file, Files.readAllLines(file).subList(0, 1));
      try (ReleaseClient client = client(keys).journal(journal).build()) {
        keys.breakAt(ask);
        try {
          isWhole(client.resume(journal, ResumeOptions.defaults()), request);
        } catch (ConfigurationException refused) {
          assertThat(refused).hasMessageContaining("tencent-cvm threw java.lang.");
          keys.breakAt(0);
          isWhole(client.resume(journal, ResumeOptions.defaults()), request);
        }
      }
    }
  }

  @Test
  void who_they_are_of_is_not_known_then_and_the_error_says_why() {
    Keys keys = new Keys(Way.ERROR);
    try (ReleaseClient client = client(keys).build()) {
      for (int ask = 1; ask <= 2; ask++) {
        keys.breakAt(ask);
        assertThatThrownBy(() -> client.whoAmI("tencent-cvm"))
            .isInstanceOf(ConfigurationException.class);
      }
    }
  }
}
