package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.refs;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody does to a journal under a run, or between two of them, destroys nothing. */
class JournalRowsTest {
  @TempDir Path folder;
  private final Sky sky = new Sky();

  private ReleaseClientBuilder parts() {
    return Clockwork.real().steadyClock(sky.clock::instant).in(sky.parts());
  }

  @Test
  void a_journal_with_a_flipped_bit_in_an_id_is_not_resumed_and_the_line_is_named()
      throws IOException {
    InstanceRef asked = ref(sky.tencent.add(i -> i.id("ins-aaaaaaa1").postpaid()));
    InstanceRef another = ref(sky.tencent.add(i -> i.id("ins-aaaaaaa0").postpaid()));
    Death death = new Death(folder, sky.clock);
    death.comes(
        sky.parts(),
        sky.wire(),
        ReleaseInstancesRequest.builder().instance(asked).build(),
        request -> true);
    Path file = folder.resolve("left").resolve("run.jsonl");
    String text = Files.readString(file);
    assertThat(text).contains(asked.id());
    // One bit makes the one id the other.
    Files.writeString(file, text.replace(asked.id(), another.id()));
    try (ReleaseClient client = parts().build()) {
      assertThatThrownBy(() -> client.resume(death.journal(), ResumeOptions.defaults()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("line 1");
    }
    assertThat(sky.tencent.ledger().destructiveRequests()).isEmpty();
  }

  @Test
  void what_a_resumed_run_has_open_no_other_run_of_its_process_sends() {
    InstanceRef ref = ref(sky.tencent.add(i -> i.prepaid()));
    Death death = new Death(folder, sky.clock);
    death.comes(
        parts(),
        sky.wire(),
        ReleaseInstancesRequest.builder().instance(ref).build(),
        HttpRequest::destructive);
    sky.tencent.lookLag(Duration.ofMinutes(4));
    InstantSource steady = sky.clock::instant;
    AtomicReference<ReleaseInstancesResult> second = new AtomicReference<>();
    ReleaseInstancesRequest soon =
        ReleaseInstancesRequest.builder().instance(ref).deadline(Duration.ofMinutes(1)).build();
    try (ReleaseClient other = Clockwork.real().steadyClock(steady).in(sky.parts()).build();
        ReleaseClient client = Clockwork.real().steadyClock(steady).in(sky.parts()).build()) {
      ReleaseListener meanwhile =
          event -> {
            if (event.kind() == ReleaseEvent.Kind.LOOKED && second.get() == null) {
              second.set(other.releaseInstances(soon));
            }
          };
      ReleaseInstancesResult result =
          client.resume(death.journal(), ResumeOptions.defaults(), meanwhile);
      assertThat(verdict(second.get(), ref)).isEqualTo(Verdict.NOT_SENT);
      assertThat(sky.applied(ref)).as("%s", result.verdicts()).isEqualTo(1);
      assertThat(verdict(result, ref)).isEqualTo(Verdict.RECYCLED);
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no such links")
  void a_live_run_is_not_resumed_beside_itself_by_another_name_of_its_file() throws IOException {
    InstanceRef ref = ref(sky.tencent.add(i -> i.prepaid()));
    Path file = folder.resolve("run.jsonl");
    Path symbolic = Files.createSymbolicLink(folder.resolve("symbolic.jsonl"), file);
    Path hard = folder.resolve("hard.jsonl");
    boolean[] tried = new boolean[1];
    sky.tencent.faults(
        call -> {
          if (call.destructive() && !tried[0]) {
            tried[0] = true;
            resumeFails(symbolic);
            link(hard, file);
            resumeFails(hard);
            delete(hard);
          }
          return Optional.empty();
        });
    ReleaseInstancesResult result =
        sky.release(
            p ->
                Clockwork.real()
                    .steadyClock(sky.clock)
                    .in(p)
                    .journal(FileJournal.at(file).steadyClock(Death.nanos(sky.clock))),
            r -> r.instance(ref));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(tried[0]).isTrue();
    assertThat(sky.applied(ref)).isEqualTo(1);
    assertThat(Sky.verdict(result, ref)).isEqualTo(Verdict.RECYCLED);
  }

  private void resumeFails(Path journal) {
    try (ReleaseClient client = parts().build()) {
      assertThatThrownBy(() -> client.resume(FileJournal.at(journal), ResumeOptions.defaults()))
          .isInstanceOf(ConfigurationException.class);
    }
  }

  private static void link(Path link, Path file) {
    try {
      Files.createLink(link, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"deleted", "cut", "replaced", "written into"})
  void nothing_more_is_sent_once_the_file_is_not_what_it_was(String how) {
    List<InstanceRef> refs = refs(sky.tencent.add(300, i -> i.postpaid()));
    Path file = folder.resolve("run.jsonl");
    boolean[] spoiled = new boolean[1];
    sky.tencent.faults(
        call -> {
          if (call.destructive() && !spoiled[0]) {
            spoiled[0] = true;
            spoil(file, how);
          }
          return Optional.empty();
        });
    ReleaseInstancesResult result =
        sky.release(
            p -> p.journal(FileJournal.at(file).steadyClock(Death.nanos(sky.clock))),
            r -> r.instances(refs));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(result.counts())
        .containsEntry(Verdict.RELEASED, 100)
        .containsEntry(Verdict.NOT_SENT, 200);
    assertThat(sky.tencent.ledger().destructiveRequests()).hasSize(1);
  }

  private static void spoil(Path file, String how) {
    try {
      byte[] content = Files.readAllBytes(file);
      switch (how) {
        case "deleted" -> Files.delete(file);
        case "cut" -> Files.write(file, new byte[0]);
        case "replaced" -> {
          Files.delete(file);
          Files.write(file, content);
        }
        default ->
            Files.write(file, "x\n".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
