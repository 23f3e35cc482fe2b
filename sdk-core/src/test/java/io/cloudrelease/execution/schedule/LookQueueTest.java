package io.cloudrelease.execution.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.batch.BatchSplitter;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.LanePace;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.instance.InstanceLife;
import io.cloudrelease.execution.instance.Next;
import io.cloudrelease.execution.instance.Standing;
import io.cloudrelease.execution.instance.Terms;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.retry.RetryPolicy;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.transport.HttpTransport;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which looks go together, and which have to wait for their time. */
class LookQueueTest {
  private static final ActionFacts LOOK = ActionFacts.of("Look", 100, 10, Duration.ofSeconds(10));
  private static final ActionFacts RELEASE = ActionFacts.of("Go", 10, 10, Duration.ofSeconds(10));
  private static final ProviderFacts FACTS = ProviderFacts.of("cloud", LOOK, List.of(RELEASE));
  private static final Duration SOON = Duration.ofSeconds(10);

  private Instant now = Instant.parse("2026-05-01T00:00:00Z");
  private final Account account = new Account(unasked(CloudProvider.class));
  private final LookQueue queue = new LookQueue(parts(), control());

  /** The queue asks a provider for its facts and its lanes, and a transport for nothing. */
  private static <T> T unasked(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            LookQueueTest.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) ->
                switch (method.getName()) {
                  case "facts" -> FACTS;
                  case "accessHost" -> "host";
                  case "credentials" -> CredentialsProvider.of(Credentials.ofKey("AKID", "key"));
                  default -> throw new UnsupportedOperationException(method.getName());
                }));
  }

  private RunControl control() {
    return new RunControl(() -> now, () -> now, Duration.ofMinutes(10), () -> false);
  }

  private ClientParts parts() {
    return new ClientParts(
        unasked(HttpTransport.class),
        () -> now,
        () -> now,
        (duration, wake) -> {},
        () -> new Random(1),
        () -> "nonce",
        RetryPolicy.standard(() -> new Random(1)),
        BatchSplitter.inOrder(),
        event -> {},
        new LanePace());
  }

  private TrackedInstance instance(String id, Standing standing) {
    Intent intent = new Intent(Goal.RELEASE, Collateral.KEEP, Set.of(), false);
    Terms terms = new Terms(intent, true, Duration.ofDays(1), false, FACTS, life -> true);
    InstanceRef ref = new InstanceRef("cloud", "", id);
    return new TrackedInstance(ref, account, terms, InstanceLife.NEW.at(standing));
  }

  /** That one in a while, and one that is looked at a little sooner. */
  private TrackedInstance besideASoonerOne(Standing standing) {
    TrackedInstance later = instance("i-2", standing);
    queue.later(instance("i-1", Standing.LOOKING), Next.look(SOON));
    queue.later(later, Next.look(SOON.plusMillis(300)));
    return later;
  }

  private List<String> next() {
    Optional<List<TrackedInstance>> chunk = queue.next(region -> 0);
    return TrackedInstance.refs(chunk.orElse(List.of())).stream().map(InstanceRef::id).toList();
  }

  @Test
  void looks_that_are_due_within_half_a_second_go_together() {
    besideASoonerOne(Standing.OPEN);
    assertThat(next()).isEmpty();
    now = now.plus(SOON);
    assertThat(next()).containsExactly("i-1", "i-2");
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void what_a_refused_batch_left_in_doubt_is_not_looked_at_before_its_time_has_passed_in_full() {
    besideASoonerOne(Standing.ASKING);
    now = now.plus(SOON);
    assertThat(next()).containsExactly("i-1");
    assertThat(next()).isEmpty();
    assertThat(queue.untilNext()).contains(Duration.ofMillis(300));
    now = now.plusMillis(300);
    assertThat(next()).containsExactly("i-2");
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void suspects_whose_time_has_come_go_with_the_others() {
    besideASoonerOne(Standing.ASKING);
    now = now.plus(SOON).plusMillis(300);
    assertThat(next()).containsExactlyInAnyOrder("i-1", "i-2");
  }
}
