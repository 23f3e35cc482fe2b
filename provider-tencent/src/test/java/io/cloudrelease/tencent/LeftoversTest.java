package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.remains.Leftover;
import io.cloudrelease.remains.Leftover.Existence;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.leftover.LeftoverListing;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When leftovers of CVM instances are looked up, and what it costs. */
class LeftoversTest {
  private static final Set<String> READING =
      Set.of(
          "DescribeAddresses", "DescribeNetworkInterfaces", "DescribeSnapshots", "DescribeDisks");

  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedTencent cloud = new SimulatedTencent(clock);

  private ReleaseInstancesResult release(
      boolean check,
      List<SimulatedInstance> instances,
      Consumer<ReleaseInstancesRequest.Builder> more) {
    try (ReleaseClient client = Fixtures.client(clock, cloud).checkLeftovers(check).build()) {
      ReleaseInstancesRequest.Builder request =
          ReleaseInstancesRequest.builder().maxInstances(1_000);
      instances.forEach(i -> request.instance(i.ref(TencentCvm.KIND)));
      more.accept(request);
      return client.releaseInstances(request.build());
    }
  }

  private List<String> actions() {
    return cloud.ledger().requests().stream().map(RecordedRequest::action).toList();
  }

  private static List<String> left(ReleaseInstancesResult result, Existence exists) {
    return result.leftovers().stream()
        .filter(leftover -> leftover.exists() == exists)
        .map(Leftover::id)
        .sorted()
        .toList();
  }

  @Test
  void all_is_looked_up_in_hundreds_before_the_first_send() {
    List<SimulatedInstance> all = new ArrayList<>(cloud.add(249, i -> {}));
    all.add(cloud.add(i -> i.elasticAddress("eip-1", "203.0.113.9").networkInterface("eni-1")));
    ReleaseInstancesResult result = release(true, all, request -> {});

    List<String> actions = actions();
    List<String> before = actions.subList(0, actions.indexOf("TerminateInstances"));
    assertThat(before).filteredOn("DescribeAddresses"::equals).hasSize(3);
    assertThat(before).filteredOn("DescribeNetworkInterfaces"::equals).hasSize(3);
    // Ten disks in a call, and each instance has one.
    assertThat(before).filteredOn("DescribeSnapshots"::equals).hasSize(25);
    assertThat(cloud.ledger().destructiveRequests()).hasSize(3);
    assertThat(left(result, Existence.YES)).containsExactly("eip-1", "eni-1");
  }

  @Test
  void unless_it_is_wished_the_first_send_waits_for_nothing() {
    List<SimulatedInstance> all = cloud.add(250, i -> i.disk("disk-of-all", false));
    ReleaseInstancesResult result = release(false, all, request -> {});
    assertThat(actions()).doesNotContainAnyElementsOf(READING);
    assertThat(result.leftovers())
        .hasSize(250)
        .allSatisfy(
            leftover -> {
              assertThat(leftover.kind()).isEqualTo(Kind.DISK);
              assertThat(leftover.exists()).isEqualTo(Existence.NOT_KNOWN);
              assertThat(leftover.freedBy()).isEqualTo("TerminateDisks");
            });
  }

  @Test
  void what_is_not_sent_is_not_asked_about() {
    SimulatedInstance kept =
        cloud.add(i -> i.protectedFromRelease().elasticAddress("eip-1", "203.0.113.9"));
    ReleaseInstancesResult result = release(true, List.of(kept), request -> {});
    assertThat(result.verdicts().get(0).verdict()).isEqualTo(Verdict.REJECTED);
    assertThat(actions()).doesNotContainAnyElementsOf(READING);
    assertThat(result.leftovers()).isEmpty();
  }

  @Test
  void a_dry_run_asks_for_none() {
    List<SimulatedInstance> one = cloud.add(1, i -> i.elasticAddress("eip-1", "203.0.113.9"));
    assertThat(release(true, one, request -> request.dryRun(true)).leftovers()).isEmpty();
    assertThat(actions()).doesNotContainAnyElementsOf(READING);
  }

  @Test
  void snapshots_of_the_system_disk_are_found_and_an_ordinary_address_is_no_leftover() {
    SimulatedInstance instance =
        cloud.add(
            i ->
                i.id("ins-0a1b2c3d")
                    .publicAddress("203.0.113.8")
                    .snapshot("snap-1", "disk-s0a1b2c3d"));
    ReleaseInstancesResult result = release(true, List.of(instance), request -> {});
    assertThat(result.leftovers()).extracting(Leftover::id).containsExactly("snap-1");
  }

  @Test
  void in_the_recycle_bin_all_of_it_is_still_there_but_what_goes_with_it_is_not_told() {
    SimulatedInstance instance =
        cloud.add(i -> i.prepaid().disk("disk-goes", true).elasticAddress("eip-1", "203.0.113.9"));
    ReleaseInstancesResult result = release(true, List.of(instance), request -> {});
    assertThat(result.verdicts().get(0).verdict()).isEqualTo(Verdict.RECYCLED);
    // The flag of a disk is for disks paid by the hour only: on a subscription it may stay.
    assertThat(left(result, Existence.YES)).containsExactly("disk-goes", "eip-1");
  }

  @Test
  void a_near_deadline_leaves_out_the_second_question_and_then_the_first() {
    List<SimulatedInstance> one = cloud.add(1, i -> i.elasticAddress("eip-1", "203.0.113.9"));
    ReleaseInstancesResult result =
        release(true, one, request -> request.deadline(Duration.ofSeconds(60)));
    assertThat(result.verdicts().get(0).verdict()).isEqualTo(Verdict.RELEASED);
    assertThat(left(result, Existence.YES)).containsExactly("eip-1");
    assertThat(result.took()).isLessThan(Duration.ofSeconds(60));

    List<SimulatedInstance> slow = cloud.add(1, i -> i.elasticAddress("eip-2", "203.0.113.10"));
    cloud.terminating(Duration.ofMinutes(5));
    ReleaseInstancesResult late =
        release(true, slow, request -> request.deadline(Duration.ofSeconds(30)));
    assertThat(late.verdicts().get(0).verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(late.took()).isLessThanOrEqualTo(Duration.ofSeconds(31));
    assertThat(left(late, Existence.NOT_KNOWN)).containsExactly("eip-2");
    assertThat(late.leftovers().get(0).why().orElseThrow().code()).isEqualTo("DeadlinePassed");
  }

  @Test
  void a_reading_that_hangs_holds_the_first_send_back_a_minute_at_most() {
    SimulatedInstance instance =
        cloud.add(i -> i.disk("disk-1", false).elasticAddress("eip-1", "203.0.113.9"));
    cloud.faults(
        new FaultScript().always(call -> call.action().equals("DescribeAddresses"), Fault.hang()));
    Instant begin = clock.instant();
    ReleaseInstancesResult result = release(true, List.of(instance), request -> {});
    assertThat(result.verdicts().get(0).verdict()).isEqualTo(Verdict.RELEASED);
    RecordedRequest first = cloud.ledger().destructiveRequests().get(0);
    assertThat(Duration.between(begin, first.call().at())).isLessThan(Duration.ofSeconds(65));
    assertThat(left(result, Existence.YES)).containsExactly("disk-1");
    assertThat(
            result.leftovers().stream()
                .filter(leftover -> leftover.kind() == Kind.ADDRESS)
                .map(leftover -> leftover.exists())
                .collect(Collectors.toSet()))
        .containsExactly(Existence.NOT_KNOWN);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 300})
  void looks_that_fail_put_the_others_off_half_a_minute_at_most_and_never_beyond_the_deadline(
      int seconds) {
    SimulatedInstance here = cloud.add(i -> i.elasticAddress("eip-1", "203.0.113.9"));
    SimulatedInstance there = cloud.add(i -> i.region("ap-shanghai"));
    cloud.faults(
        new FaultScript()
            .always(
                call ->
                    call.action().equals("DescribeInstances")
                        && call.region().equals("ap-shanghai"),
                Fault.dropped()));
    Instant begin = clock.instant();
    ReleaseInstancesResult result =
        release(
            true, List.of(here, there), request -> request.deadline(Duration.ofSeconds(seconds)));
    assertThat(result.verdicts()).hasSize(2);
    assertThat(Duration.between(begin, clock.instant()))
        .isLessThan(Duration.ofSeconds(seconds + 5));
    if (seconds > 60) {
      RecordedRequest first = cloud.ledger().destructiveRequests().get(0);
      assertThat(Duration.between(begin, first.call().at()))
          .isBetween(Duration.ofSeconds(25), Duration.ofSeconds(36));
      assertThat(left(result, Existence.YES)).containsExactly("eip-1");
    }
  }

  @Test
  void where_an_answer_is_cut_it_is_asked_in_parts_and_what_still_does_not_fit_is_said() {
    List<SimulatedInstance> all = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int n = 0; n < 60; n++) {
      String of = "eip-" + n + "-";
      String at = "203.0." + n + ".";
      all.add(
          cloud.add(
              i -> {
                for (int a = 0; a < 3; a++) {
                  i.elasticAddress(of + a, at + a);
                  ids.add(of + a);
                }
              }));
    }
    SimulatedInstance old =
        cloud.add(
            i -> {
              i.disk("disk-old", true);
              for (int s = 0; s < 101; s++) {
                i.snapshot("snap-" + s, "disk-old");
              }
            });
    all.add(old);
    ReleaseInstancesResult result = release(true, all, request -> {});
    assertThat(left(result, Existence.YES)).containsAll(ids);
    assertThat(result.leftovers())
        .filteredOn(leftover -> leftover.kind() == Kind.SNAPSHOT && leftover.id().isEmpty())
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.instance()).isEqualTo(old.ref(TencentCvm.KIND));
              assertThat(gap.why().orElseThrow().message()).contains("more than one answer shows");
            });
  }

  private static boolean asksForDisks(SimulatedCall call) {
    return call.action().equals("DescribeDisks");
  }

  @Test
  void a_row_that_took_the_place_of_another_does_not_free_the_other() {
    SimulatedInstance instance = cloud.add(i -> i.disk("disk-1", false).disk("disk-2", false));
    cloud.faults(new FaultScript().always(LeftoversTest::asksForDisks, Fault.repeatedRow()));
    ReleaseInstancesResult result = release(true, List.of(instance), request -> {});
    assertThat(left(result, Existence.YES)).containsExactly("disk-1", "disk-2");
  }

  /** Shows a disk that nobody asked about in place of one of them. */
  private final class Renaming implements HttpTransport {
    private final HttpTransport honest = InProcessTransport.to(clock, cloud);

    @Override
    public HttpResponse send(HttpRequest request) throws TransportException {
      HttpResponse response = honest.send(request);
      return request.headers().stream().anyMatch(h -> h.value().equals("DescribeDisks"))
          ? HttpResponse.of(
              response.status(),
              response.headers(),
              HttpBody.utf8(response.body().text().replace("disk-2", "disk-x")))
          : response;
    }

    @Override
    public void close() {}
  }

  @Test
  void what_only_a_stranger_is_shown_for_is_not_known_to_be_freed() {
    SimulatedInstance instance = cloud.add(i -> i.disk("disk-1", false).disk("disk-2", false));
    try (ReleaseClient client = parts(Fixtures.provider(cloud)).transport(new Renaming()).build()) {
      ReleaseInstancesResult result = client.releaseInstances(request(instance));
      assertThat(result.verdicts().get(0).verdict()).isEqualTo(Verdict.RELEASED);
      assertThat(left(result, Existence.YES)).containsExactly("disk-1");
      assertThat(left(result, Existence.NOT_KNOWN)).containsExactly("disk-2");
    }
  }

  @Test
  void what_should_have_gone_and_may_not_be_asked_for_is_told_once_of_each_instance() {
    List<SimulatedInstance> all = new ArrayList<>(cloud.add(1, i -> i.disk("disk-a", true)));
    all.addAll(cloud.add(1, i -> i.disk("disk-b", true)));
    cloud.deniesReading("DescribeDisks");
    ReleaseInstancesResult result = release(true, all, request -> {});
    assertThat(result.leftovers())
        .hasSize(2)
        .allSatisfy(
            left -> {
              assertThat(left.exists()).isEqualTo(Existence.NOT_KNOWN);
              assertThat(left.kind()).isEqualTo(Kind.DISK);
              assertThat(left.why().orElseThrow().hint()).contains("cvm:DescribeDisks");
            });
  }

  /** It may be gone, and then nothing leads to its disks any more. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_hangs_on_one_of_which_nobody_knows_whether_it_went_is_told(boolean check) {
    List<SimulatedInstance> one =
        cloud.add(1, i -> i.postpaid().disk("disk-data", false).elasticAddress("eip-1", "1.2.3.4"));
    cloud.faults(
        new FaultScript().first(SimulatedCall::destructive, Fault.dropped().afterEffect()));
    cloud.lookLag(Duration.ofMinutes(4));
    ReleaseInstancesResult result =
        release(check, one, request -> request.deadline(Duration.ofMinutes(2)));
    assertThat(result.verdicts().get(0).verdict()).isEqualTo(Verdict.UNKNOWN);
    // Without asking a look tells the address itself.
    assertThat(result.leftovers())
        .extracting(Leftover::id)
        .contains("disk-data", check ? "eip-1" : "1.2.3.4");
  }

  @Test
  void a_leftover_as_text_is_fit_for_a_terminal() {
    List<SimulatedInstance> one = cloud.add(1, i -> i.disk("disk-\u001b[31m\n1", false));
    assertThat(release(false, one, request -> {}).leftovers().toString())
        .contains("disk-")
        .doesNotContain("\u001b", "\n");
  }

  @Test
  void what_could_not_be_looked_up_is_summed_up_in_the_table() {
    List<SimulatedInstance> all = cloud.add(30, i -> {});
    cloud.deniesReading("DescribeAddresses", "DescribeNetworkInterfaces");
    String table = release(true, all, request -> {}).toTable();
    assertThat(table)
        .contains("left by 30 instances: address not looked up")
        .contains("give the key the right cvm:DescribeAddresses")
        .contains("give the key the right vpc:DescribeNetworkInterfaces");
  }

  private ReleaseClientBuilder parts(CloudProvider provider) {
    return Fixtures.client(clock, cloud, provider).checkLeftovers(true);
  }

  /** The provider, but for one question that it does not survive once something was sent. */
  private CloudProvider throwing(String question) {
    CloudProvider real = Fixtures.provider(cloud);
    return (CloudProvider)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {CloudProvider.class, LeftoverListing.class},
            (proxy, method, args) -> {
              if (method.getName().equals(question)
                  && !cloud.ledger().destructiveRequests().isEmpty()) {
                throw new IllegalStateException("broken");
              }
              try {
                return method.invoke(real, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"leftoverCalls", "encodeLeftovers", "readLeftovers", "leftoverSigner"})
  void a_provider_that_throws_afterwards_leaves_what_is_not_known_and_no_empty_list(
      String question) {
    SimulatedInstance instance = cloud.add(i -> i.elasticAddress("eip-1", "203.0.113.9"));
    try (ReleaseClient client = parts(throwing(question)).build()) {
      ReleaseInstancesResult result =
          client.releaseInstances(
              ReleaseInstancesRequest.builder().instance(instance.ref(TencentCvm.KIND)).build());
      assertThat(result.verdicts().get(0).verdict()).isEqualTo(Verdict.RELEASED);
      assertThat(left(result, Existence.NOT_KNOWN)).contains("eip-1");
    }
  }

  @Test
  void a_finished_run_that_is_told_again_says_that_its_leftovers_are_not_known(
      @TempDir Path folder) {
    SimulatedInstance instance = cloud.add(i -> i.elasticAddress("eip-1", "203.0.113.9"));
    FileJournal journal = FileJournal.at(folder.resolve("run.jsonl"));
    try (ReleaseClient client = parts(Fixtures.provider(cloud)).journal(journal).build()) {
      client.releaseInstances(
          ReleaseInstancesRequest.builder().instance(instance.ref(TencentCvm.KIND)).build());
      ReleaseInstancesResult again = client.resume(journal, ResumeOptions.defaults());
      assertThat(again.verdicts().get(0).verdict()).isEqualTo(Verdict.RELEASED);
      assertThat(again.leftovers())
          .singleElement()
          .satisfies(
              leftover -> {
                assertThat(leftover.exists()).isEqualTo(Existence.NOT_KNOWN);
                assertThat(leftover.why().orElseThrow().code()).isEqualTo("LeftoversNotCollected");
              });
    }
  }

  @Test
  void what_looks_showed_to_stay_is_told_again_with_a_finished_run(@TempDir Path folder) {
    SimulatedInstance instance = cloud.add(i -> i.disk("disk-1", false));
    FileJournal journal = FileJournal.at(folder.resolve("run.jsonl"));
    List<Leftover> first;
    try (ReleaseClient client = Fixtures.client(clock, cloud).journal(journal).build()) {
      first = client.releaseInstances(request(instance)).leftovers();
    }
    assertThat(first).extracting(Leftover::id).containsExactly("disk-1");
    try (ReleaseClient client = Fixtures.client(clock, cloud).journal(journal).build()) {
      assertThat(client.resume(journal, ResumeOptions.defaults()).leftovers()).isEqualTo(first);
    }
    CloudProvider another =
        TencentCvm.builder()
            .name("tencent-prod")
            .credentials(CredentialsProvider.of(Credentials.ofKey("AKIDother", "secret-of-other")))
            .build();
    try (ReleaseClient other = ReleaseClient.builder().provider(another).build()) {
      assertThat(other.resume(journal, ResumeOptions.defaults()).leftovers()).isEmpty();
    }
  }

  @Test
  void what_looks_showed_to_stay_is_told_by_the_resumed_run_too(@TempDir Path folder)
      throws IOException {
    SimulatedInstance instance = cloud.add(i -> i.disk("disk-1", false));
    Path file = folder.resolve("run.jsonl");
    FileJournal journal = FileJournal.at(file);
    List<Leftover> first;
    try (ReleaseClient client = Fixtures.client(clock, cloud).journal(journal).build()) {
      first = client.releaseInstances(request(instance)).leftovers();
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.get(lines.size() - 1)).contains("\"kind\":\"ended\"");
    Files.write(file, lines.subList(0, lines.size() - 1));
    try (ReleaseClient client = Fixtures.client(clock, cloud).journal(journal).build()) {
      List<Leftover> resumed = client.resume(journal, ResumeOptions.defaults()).leftovers();
      assertThat(first).extracting(Leftover::id).containsExactly("disk-1");
      assertThat(resumed).isEqualTo(first);
    }
  }

  @Test
  void they_are_told_in_the_order_of_the_request_whichever_went_first() {
    SimulatedInstance late = cloud.add(i -> i.disk("disk-1", false).region("ap-beijing"));
    SimulatedInstance soon = cloud.add(i -> i.disk("disk-2", false));
    cloud.faults(
        new FaultScript()
            .first(
                call -> call.destructive() && call.region().equals("ap-beijing"), Fault.dropped()));
    List<InstanceRef> gone = new ArrayList<>();
    ReleaseInstancesResult result;
    try (ReleaseClient client =
        Fixtures.client(clock, cloud)
            .listener(e -> e.verdict().ifPresent(verdict -> gone.add(verdict.ref())))
            .build()) {
      ReleaseInstancesRequest.Builder request = ReleaseInstancesRequest.builder();
      List.of(late, soon).forEach(i -> request.instance(i.ref(TencentCvm.KIND)));
      result = client.releaseInstances(request.build());
    }
    assertThat(gone).extracting(InstanceRef::id).containsExactly(soon.id(), late.id());
    assertThat(result.leftovers()).extracting(Leftover::id).containsExactly("disk-1", "disk-2");
  }

  private static ReleaseInstancesRequest request(SimulatedInstance instance) {
    return ReleaseInstancesRequest.builder().instance(instance.ref(TencentCvm.KIND)).build();
  }

  @Test
  void a_process_that_dies_while_it_asks_has_its_verdicts_written_down(@TempDir Path folder) {
    SimulatedInstance instance = cloud.add(i -> i.elasticAddress("eip-1", "203.0.113.9"));
    Path file = folder.resolve("run.jsonl");
    List<String> journals = new ArrayList<>();
    cloud.faults(
        new FaultScript()
            .always(
                call -> {
                  if (READING.contains(call.action())
                      && !cloud.ledger().destructiveRequests().isEmpty()) {
                    journals.add(text(file));
                  }
                  return false;
                },
                Fault.hang()));
    try (ReleaseClient client =
        parts(Fixtures.provider(cloud)).journal(FileJournal.at(file)).evidenceIn(folder).build()) {
      client.releaseInstances(request(instance));
    }
    assertThat(journals)
        .isNotEmpty()
        .allSatisfy(
            journal -> assertThat(journal).contains("\"RELEASED\"").contains("\"kind\":\"ended\""));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
