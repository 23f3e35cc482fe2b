package io.cloudrelease.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose journals lie in one folder, and whose lists overlap. */
class OverlapTest {
  @TempDir Path temporary;
  private Path folder;
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final Clouds clouds = new Clouds(clock);
  private final AtomicInteger nonces = new AtomicInteger();

  private HttpTransport transport() {
    return InProcessTransport.to(clock, clouds.all());
  }

  @BeforeEach
  void set_up() throws Exception {
    folder = Files.createDirectory(temporary.resolve("journals"));
  }

  /** As another process has it, on the same clock. */
  private FileJournal journal() {
    return FileJournal.inFolder(folder).steadyClock(Clouds.nanos(clock));
  }

  private ReleaseClient client(HttpTransport transport) {
    return client(transport, journal());
  }

  private ReleaseClient client(HttpTransport transport, FileJournal journal) {
    Random random = new Random(1);
    return Clockwork.real()
        .clock(clock)
        // Of its own, as in another process: else it would remember what others did.
        .steadyClock(clock::instant)
        .sleeper((duration, wake) -> clock.advance(duration))
        .random(() -> random)
        .nonces(() -> "n" + nonces.incrementAndGet())
        .singleThreaded(true)
        .in(clouds.client(settings -> settings))
        .transport(transport)
        .journal(journal)
        .build();
  }

  private ReleaseInstancesResult release(List<InstanceRef> refs, HttpTransport transport) {
    return release(ReleaseInstancesRequest.builder().instances(refs), transport);
  }

  private ReleaseInstancesResult release(
      ReleaseInstancesRequest.Builder request, HttpTransport transport) {
    try (ReleaseClient client = client(transport)) {
      return client.releaseInstances(request.build());
    }
  }

  /** Lets something happen just after the first answer arrived, before its reader sees it. */
  private static HttpTransport meanwhile(HttpTransport transport, Runnable other) {
    return new HttpTransport() {
      private boolean done;

      @Override
      public HttpResponse send(HttpRequest request) throws TransportException {
        HttpResponse response = transport.send(request);
        if (!done) {
          done = true;
          other.run();
        }
        return response;
      }

      @Override
      public void close() {
        transport.close();
      }
    };
  }

  private void assert_the_slower_run_keeps_off(Function<Integer, List<InstanceRef>> add) {
    List<InstanceRef> shared = add.apply(5);
    List<InstanceRef> all = new ArrayList<>(shared);
    all.addAll(add.apply(3));
    List<ReleaseInstancesResult> first = new ArrayList<>();
    // Without waiting: else the look of the slower run would be old, and be taken once more.
    Runnable faster =
        () ->
            first.add(
                release(ReleaseInstancesRequest.builder().instances(shared).noWait(), transport()));
    ReleaseInstancesResult second = release(all, meanwhile(transport(), faster));
    assertThat(clouds.lies(shared, first.get(0), Goal.RELEASE)).isEmpty();
    assertThat(all).allSatisfy(ref -> assertThat(clouds.timesApplied(ref)).isEqualTo(1));
    // It looks on, and says what became of those of the other run.
    assertThat(shared)
        .allSatisfy(
            ref -> {
              InstanceVerdict verdict = second.verdict(ref).orElseThrow();
              assertThat(verdict.verdict()).isEqualTo(Verdict.ALREADY_DONE);
              assertThat(verdict.sends()).isZero();
              assertThat(clouds.ledger(ref).destructiveRequests())
                  .filteredOn(sent -> sent.ids().contains(ref.id()))
                  .hasSize(1);
            });
  }

  @Test
  void no_prepaid_instance_is_sent_after_a_look_from_before_another_run_sent_it() {
    assert_the_slower_run_keeps_off(clouds::prepaidTencent);
  }

  @Test
  void no_recycle_bin_instance_is_sent_after_a_look_from_before_another_run_sent_it() {
    assert_the_slower_run_keeps_off(clouds::zec);
  }

  @Test
  void a_look_that_has_grown_old_is_taken_once_more_before_anything_is_sent() {
    List<InstanceRef> refs = clouds.prepaidTencent(5);
    Runnable pause = () -> clock.advance(Duration.ofSeconds(31));
    Runnable other =
        () -> {
          release(ReleaseInstancesRequest.builder().instances(refs).noWait(), transport());
          pause.run();
        };
    ReleaseInstancesResult slow = release(refs, meanwhile(transport(), other));
    assertThat(slow.verdicts())
        .allMatch(verdict -> verdict.verdict() == Verdict.ALREADY_DONE && verdict.sends() == 0);
    assertThat(refs).allSatisfy(ref -> assertThat(clouds.timesApplied(ref)).isEqualTo(1));
  }

  @Test
  void without_a_shared_folder_the_second_step_is_taken() {
    // What the folder is for: the same schedule without one destroys what was to be kept.
    List<InstanceRef> refs = clouds.prepaidTencent(3);
    Random random = new Random(1);
    Function<HttpTransport, ReleaseClient> alone =
        transport ->
            Clockwork.real()
                .clock(clock)
                .steadyClock(clock::instant)
                .sleeper((duration, wake) -> clock.advance(duration))
                .random(() -> random)
                .singleThreaded(true)
                .in(clouds.client(settings -> settings))
                .transport(transport)
                .build();
    ReleaseInstancesRequest request = ReleaseInstancesRequest.builder().instances(refs).build();
    try (ReleaseClient fast = alone.apply(transport());
        ReleaseClient slow =
            alone.apply(meanwhile(transport(), () -> fast.releaseInstances(request)))) {
      slow.releaseInstances(request);
    }
    assertThat(refs)
        .allSatisfy(
            ref -> assertThat(clouds.ledger(ref).stepsBeyond(ref.id(), Goal.RELEASE)).isEqualTo(1));
  }

  /** The folder of the others is what it left. */
  private void dies_before_the_cloud_has_its_call(List<InstanceRef> refs) {
    Path left = temporary.resolve("left");
    Death death = new Death(transport(), 1, false, folder, left);
    try (ReleaseClient client = client(death)) {
      client.releaseInstances(nine_minutes(refs).build());
    }
    assertThat(death.came()).isTrue();
    folder = left;
  }

  @Test
  void what_a_dead_run_may_have_sent_is_left_alone_while_it_may_yet_be_carried_out() {
    List<InstanceRef> refs = clouds.prepaidTencent(3);
    dies_before_the_cloud_has_its_call(refs);
    assertThat(release(nine_minutes(refs), transport()).counts())
        .containsEntry(Verdict.NOT_SENT, 3);
    ReleaseInstancesResult resumed;
    try (ReleaseClient client = client(transport())) {
      resumed = client.resume(journal(), ResumeOptions.defaults());
    }
    assertThat(resumed.counts()).containsEntry(Verdict.UNKNOWN, 3);
    clock.advance(Duration.ofMinutes(1));
    try (ReleaseClient client = client(transport())) {
      ReleaseInstancesRequest request = nine_minutes(refs).build();
      assertThat(client.releaseInstances(request).counts()).containsEntry(Verdict.NOT_SENT, 3);
      assertThat(clouds.tencent.ledger().destructiveRequests()).isEmpty();
      clock.advance(Duration.ofMinutes(1).plusSeconds(30));
      assertThat(client.releaseInstances(request).counts()).containsEntry(Verdict.RECYCLED, 3);
    }
    assertThat(refs).allSatisfy(ref -> assertThat(clouds.timesApplied(ref)).isEqualTo(1));
  }

  /** Less than the longest delay and the longest lag together: what is open stays open. */
  private static ReleaseInstancesRequest.Builder nine_minutes(List<InstanceRef> refs) {
    return ReleaseInstancesRequest.builder().instances(refs).deadline(Duration.ofMinutes(9));
  }

  @Test
  void what_a_dead_run_sent_is_taken_over_after_that_without_anybody_who_resumes_it()
      throws Exception {
    List<InstanceRef> refs = clouds.prepaidTencent(3);
    dies_before_the_cloud_has_its_call(refs);
    Instant begun = clock.instant();
    ReleaseInstancesRequest request = ReleaseInstancesRequest.builder().instances(refs).build();
    try (ReleaseClient client = client(transport())) {
      assertThat(client.releaseInstances(request).counts()).containsEntry(Verdict.RECYCLED, 3);
    }
    assertThat(refs).allSatisfy(ref -> assertThat(clouds.timesApplied(ref)).isEqualTo(1));
    assertThat(clouds.tencent.ledger().destructiveRequests())
        .hasSize(1)
        .allMatch(sent -> !sent.call().at().isBefore(begun.plus(Duration.ofMinutes(10))));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> read(file).contains("\"kind\":\"adopted\""))).hasSize(1);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Two runs one after the other with one journal, the second on a look from before the first. */
  private void assert_the_second_keeps_off(Function<Integer, List<InstanceRef>> add, Path file) {
    List<InstanceRef> refs = add.apply(3);
    FileJournal journal = FileJournal.at(file).steadyClock(Clouds.nanos(clock));
    ReleaseInstancesRequest request =
        ReleaseInstancesRequest.builder().instances(refs).noWait().build();
    try (ReleaseClient first = client(transport(), journal)) {
      first.releaseInstances(request);
    }
    clouds.lookLag(Duration.ofSeconds(6));
    try (ReleaseClient second = client(transport(), journal)) {
      second.releaseInstances(request);
    }
    assertThat(refs)
        .allSatisfy(
            ref -> assertThat(clouds.ledger(ref).stepsBeyond(ref.id(), Goal.RELEASE)).isZero());
  }

  @Test
  void a_second_run_with_the_same_file_does_not_send_prepaid_instances_on_a_look_that_is_behind() {
    assert_the_second_keeps_off(clouds::prepaidTencent, folder.resolve("runs"));
  }

  @Test
  void a_second_run_with_the_same_file_does_not_send_bin_instances_on_a_look_that_is_behind() {
    assert_the_second_keeps_off(clouds::zec, folder.resolve("runs"));
  }

  @Test
  void a_journal_of_the_release_before_is_completed() throws Exception {
    // As that release wrote it: a call was sent and its process died before the answer came.
    Path file = folder.resolve("run.jsonl");
    try (InputStream in = getClass().getResourceAsStream("version-1.jsonl")) {
      Files.copy(in, file);
    }
    List<InstanceRef> refs =
        clouds.register(
            clouds.tencent,
            TencentCvm.KIND,
            List.of(
                clouds.tencent.add(i -> i.id("ins-v1open").prepaid()),
                clouds.tencent.add(i -> i.id("ins-v1other").prepaid())));
    Instant begun = clock.instant();
    ReleaseInstancesResult result;
    try (ReleaseClient client = client(transport())) {
      result =
          client.resume(
              FileJournal.at(file).steadyClock(Clouds.nanos(clock)), ResumeOptions.defaults());
    }
    assertThat(result.verdicts().stream().map(InstanceVerdict::ref).toList()).isEqualTo(refs);
    assertThat(clouds.lies(refs, result, Goal.RELEASE)).isEmpty();
    // Looks through the longest delay and the longest lag prove that it was not carried out.
    assertThat(result.counts()).containsEntry(Verdict.RECYCLED, 2);
    assertThat(refs).allSatisfy(ref -> assertThat(clouds.timesApplied(ref)).isEqualTo(1));
    assertThat(clouds.tencent.ledger().destructiveRequests())
        .hasSize(1)
        .allMatch(sent -> !sent.call().at().isBefore(begun.plus(Duration.ofMinutes(10))));
    assertThat(Files.readString(file)).contains("\"v\":2,\"kind\":\"ended\"");
  }
}
