package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.error;
import static io.cloudrelease.truth.Sky.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.plan.Approval;
import io.cloudrelease.plan.KeptPlan;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Until a step of ours was taken, each send is one that the plan holds: the tenth as the first. */
class HeldToThePlanTest {
  private final Sky sky = new Sky();
  private Instant renamedAt = Instant.MAX;
  private Instant throttledUntil = Instant.MIN;

  /** Somebody gives it another name and makes it anew, at a moment of its own. */
  private final class Renaming implements HttpTransport {
    private final HttpTransport wire = sky.wire();

    @Override
    public HttpResponse send(HttpRequest request) throws TransportException {
      HttpResponse answer = wire.send(request);
      return sky.clock.instant().isBefore(renamedAt)
          ? answer
          : HttpResponse.of(
              answer.status(),
              answer.headers(),
              HttpBody.utf8(answer.body().text().replace("web-1", "prod-db-1")));
    }

    @Override
    public void close() {}
  }

  private ReleaseClientBuilder parts() {
    sky.tencent.faults(
        call ->
            call.destructive() && sky.clock.instant().isBefore(throttledUntil)
                ? Optional.of(Fault.throttled())
                : Optional.empty());
    return Clockwork.real()
        .steadyClock(sky.clock::instant)
        .in(sky.parts())
        .transport(new Renaming());
  }

  private KeptPlan plan(ReleaseClient client, InstanceRef ref) {
    ReleasePlan plan = client.plan(ReleaseInstancesRequest.builder().instance(ref).build());
    return KeptPlan.of(plan);
  }

  @Test
  void what_the_plan_saw_and_is_gone_since_went_by_other_hands() {
    InstanceRef ref = ref(sky.tencent.add(i -> i.postpaid().name("web-1")));
    try (ReleaseClient client = parts().build()) {
      KeptPlan plan = plan(client, ref);
      sky.tencent.vanish(ref.id());
      sky.clock.advance(Duration.ofMinutes(1));
      InstanceVerdict verdict =
          client.execute(plan, Approval.of(plan.digest())).verdict(ref).orElseThrow();
      assertThat(verdict.verdict()).isEqualTo(Verdict.ALREADY_DONE);
      assertThat(verdict.before().orElseThrow().name()).isEqualTo("web-1");
    }
    assertThat(sky.calls(ref)).isZero();
  }

  @Test
  void what_is_throttled_first_is_asked_of_the_plan_again() {
    InstanceRef ref = ref(sky.tencent.add(i -> i.postpaid().name("web-1")));
    try (ReleaseClient client = parts().build()) {
      KeptPlan plan = plan(client, ref);
      renamedAt = sky.clock.instant().plusSeconds(5);
      throttledUntil = sky.clock.instant().plusSeconds(45);
      ReleaseInstancesResult result = client.execute(plan, Approval.of(plan.digest()));
      assertThat(sky.applied(ref)).isZero();
      assertThat(error(result, ref).code()).isEqualTo(OwnCodes.CHANGED_SINCE_PLAN);
    }
  }

  @Test
  void what_was_refused_and_is_unchanged_is_sent_again_by_the_plan() {
    InstanceRef ref = ref(sky.tencent.add(i -> i.postpaid().name("web-1")));
    try (ReleaseClient client = parts().build()) {
      KeptPlan plan = plan(client, ref);
      throttledUntil = sky.clock.instant().plusSeconds(45);
      client.execute(plan, Approval.of(plan.digest()));
      assertThat(sky.applied(ref)).isEqualTo(1);
    }
  }

  @Test
  void what_was_planned_unseen_is_sent_again_after_looks_that_a_refusal_made_needed() {
    InstanceRef bad = ref(sky.tencent.add(i -> i.refusedWith("FailedOperation.Unreturnable")));
    InstanceRef good = ref(sky.tencent.add(i -> i.postpaid().name("web-1")));
    try (ReleaseClient client = parts().build()) {
      ReleaseInstancesRequest unseen =
          ReleaseInstancesRequest.builder().instance(bad).instance(good).lookFirst(false).build();
      ReleaseInstancesResult result = client.execute(client.plan(unseen));
      assertThat(sky.applied(good)).as("%s", result.verdicts()).isEqualTo(1);
    }
  }

  @Test
  void a_resumed_run_is_held_to_it_where_an_intent_came_to_nothing(@TempDir Path folder)
      throws IOException {
    InstanceRef ref = ref(sky.tencent.add(i -> i.postpaid().name("web-1")));
    Path file = folder.resolve("run.jsonl");
    FileJournal journal = FileJournal.at(file).steadyClock(Death.nanos(sky.clock));
    try (ReleaseClient client = parts().journal(journal).build()) {
      KeptPlan plan = plan(client, ref);
      throttledUntil = Instant.MAX;
      client.execute(plan, Approval.of(plan.digest()));
    }
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(line);
      if (line.contains("\"kind\":\"intent\"")) {
        break;
      }
    }
    Files.write(file, lines);
    throttledUntil = Instant.MIN;
    renamedAt = sky.clock.instant();
    sky.clock.advance(Duration.ofHours(2));
    try (ReleaseClient client = parts().build()) {
      ReleaseInstancesResult result = client.resume(journal, ResumeOptions.defaults());
      assertThat(sky.applied(ref)).as("%s", result.verdicts()).isZero();
      assertThat(error(result, ref).code()).isEqualTo(OwnCodes.CHANGED_SINCE_PLAN);
    }
  }
}
