package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --journal}, {@code resume}, the guards of the command line, and Ctrl-C in process. */
class JournalTest {
  private final Bench bench = new Bench();
  @TempDir Path folder;
  private String journal = "";

  @BeforeEach
  void name() {
    journal = folder.resolve("run.jsonl").toString();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private int release(List<String> refs, String... options) {
    List<String> args = new ArrayList<>(List.of("--yes", "--json"));
    args.addAll(List.of(options));
    args.addAll(refs);
    return bench.release(args);
  }

  private long count(String verdict) {
    return JsonValue.parse(bench.out().getBytes(StandardCharsets.UTF_8))
        .orElseThrow()
        .get("counts")
        .number(verdict, -1);
  }

  /** The process died right after its first intent was on the disk. */
  private void cutAfterFirstIntent() throws IOException {
    List<String> lines = Files.readAllLines(Path.of(journal));
    int last = 0;
    while (!lines.get(last).contains("\"intent\"")) {
      last++;
    }
    Files.writeString(
        Path.of(journal), String.join("\n", lines.subList(0, last + 1)) + "\n{\"torn");
  }

  @Test
  void a_run_that_broke_off_is_completed_and_nothing_is_sent_twice() throws Exception {
    List<String> refs = Bench.refs("tencent-cvm", bench.tencent.add(3, i -> i.prepaid()));
    assertThat(release(refs, "--journal", journal)).as(bench.err()).isZero();
    cutAfterFirstIntent();
    assertThat(bench.resume("--journal", journal, "--json")).as(bench.err()).isZero();
    assertThat(count("RECYCLED")).isEqualTo(3);
    assertThat(bench.tencent.ledger().effects()).hasSize(3);
    assertThat(bench.err()).contains("3 of 3 settled");
  }

  @Test
  void a_run_that_ended_gives_its_result_once_more_as_a_table() {
    List<String> refs = Bench.refs("aliyun-ecs", bench.aliyun.add(2, i -> i.running()));
    assertThat(release(refs, "--journal", journal)).isEqualTo(3);
    int requests = bench.requests();
    assertThat(bench.resume("--journal", journal)).isEqualTo(3);
    assertThat(bench.out()).startsWith("INSTANCE").endsWith("2 instances: 2 REJECTED\n");
    assertThat(bench.err()).contains("2 of 2 settled").doesNotContain("0 of 2");
    assertThat(bench.requests()).isEqualTo(requests);
  }

  /** RECYCLED with the end of its time in the bin, and UNKNOWN with what to do. */
  @Test
  void a_journal_tells_each_verdict_as_the_result_did() throws Exception {
    List<String> refs = Bench.refs("tencent-cvm", bench.tencent.add(2, i -> i.prepaid()));
    assertThat(release(refs, "--journal", journal)).as(bench.err()).isZero();
    assertToldAlike("restorable until ", "\"restorableUntil\":\"2026-", "\"before\":{\"at\"");
    journal = folder.resolve("lost.jsonl").toString();
    bench.tencent.faults(new FaultScript().always(SimulatedCall::destructive, Fault.dropped()));
    refs =
        Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.prepaid().name("web").tag("a", "b")));
    assertThat(release(refs, "--journal", journal, "--force")).isEqualTo(4);
    assertToldAlike(
        "(look at it again before you send anything)",
        "\"hint\":\"look at it again before you send anything\"",
        "\"tags\":{\"a\":\"b\"}");
  }

  private void assertToldAlike(String inTable, String... inJson) throws IOException {
    String result = bench.out();
    Path file = Files.writeString(folder.resolve("result.json"), result);
    String verdicts = result.substring(result.indexOf("\"verdicts\""), result.indexOf(",\"counts"));
    assertThat(verdicts).contains(inJson);
    assertThat(bench.run("show", journal, "--json")).isZero();
    assertThat(bench.out()).contains(verdicts);
    assertThat(bench.run("show", file.toString())).isZero();
    String table = bench.out();
    assertThat(table).contains(inTable);
    assertThat(bench.run("show", journal)).isZero();
    assertThat(bench.out()).endsWith("\n\n" + table);
  }

  @Test
  void a_journal_tells_what_may_have_stayed() {
    List<String> refs =
        Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.postpaid().disk("disk-1", false)));
    assertThat(release(refs, "--journal", journal)).as(bench.err()).isZero();
    assertThat(bench.run("show", journal)).isZero();
    assertThat(bench.out())
        .endsWith("left by " + refs.get(0) + ": disk disk-1, may still be there\n");
    assertThat(bench.run("show", journal, "--json")).isZero();
    assertThat(bench.out()).contains("\"leftovers\":[{\"kind\":\"DISK\",\"id\":\"disk-1\"");
  }

  @Test
  void an_unfinished_journal_takes_no_other_run() throws Exception {
    release(
        Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.postpaid())), "--journal", journal);
    cutAfterFirstIntent();
    int requests = bench.requests();
    List<String> others = Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.postpaid()));
    assertThat(release(others, "--journal", journal)).isEqualTo(3);
    assertThat(count("NOT_SENT")).isEqualTo(1);
    assertThat(bench.out()).contains("\"GUARDED\"", "\"Journal\"", "was not completed");
    assertThat(bench.requests()).isEqualTo(requests);
  }

  @Test
  void a_journal_that_cannot_be_used_sends_nothing() {
    List<String> refs = Bench.refs("tencent-cvm", bench.tencent.add(2, i -> i.postpaid()));
    assertThat(release(refs, "--journal", folder.resolve("no-folder/run").toString())).isEqualTo(2);
    assertThat(bench.err()).contains("its folder is not there", "nothing was sent");
    assertThat(bench.requests()).isZero();
  }

  @Test
  void what_cannot_be_resumed_is_said_and_ends_with_two() throws Exception {
    assertThat(bench.resume("--journal", journal)).isEqualTo(2);
    assertThat(bench.err()).contains("there is no journal " + journal, "nothing was sent");
    Files.writeString(Path.of(journal), "shopping list\n");
    assertThat(bench.resume("--journal", journal)).isEqualTo(2);
    assertThat(bench.err()).contains(journal);
    assertThat(bench.out()).isEmpty();
    assertThat(bench.requests()).isZero();
  }

  @Test
  void another_run_of_a_file_than_the_one_that_is_named_is_not_resumed() throws Exception {
    List<String> first = Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.postpaid()));
    release(first, "--journal", journal);
    String ended = runId(0);
    int lines = Files.readAllLines(Path.of(journal)).size();
    List<String> refs = Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.postpaid()));
    release(refs, "--journal", journal);
    String open = runId(lines);
    List<String> all = Files.readAllLines(Path.of(journal));
    int intent = lines;
    while (!all.get(intent).contains("\"intent\"")) {
      intent++;
    }
    Files.writeString(Path.of(journal), String.join("\n", all.subList(0, intent + 1)) + "\n");
    int requests = bench.requests();
    assertThat(bench.resume("--journal", journal, "--run", ended)).isEqualTo(2);
    assertThat(bench.err())
        .contains(journal + " does not end with the run " + ended)
        .contains("a resume would complete " + open, "nothing was sent");
    assertThat(bench.resume("--journal", journal, "--run", "nobody")).isEqualTo(2);
    assertThat(bench.resume("--journal", folder.resolve("no").toString(), "--run", open))
        .isEqualTo(2);
    assertThat(bench.requests()).isEqualTo(requests);
    assertThat(bench.resume("--journal", journal, "--run", open, "--json")).isZero();
    assertThat(bench.out()).contains(refs.get(0)).doesNotContain(first.get(0));
    assertThat(bench.resume("--journal", journal, "--run", open, "--json")).isZero();
  }

  private String runId(int line) throws Exception {
    return Files.readAllLines(Path.of(journal))
        .get(line)
        .replaceAll(".*\"runId\":\"([^\"]+)\".*", "$1");
  }

  @Test
  void a_run_of_another_access_key_is_not_resumed() throws Exception {
    List<String> refs = Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.postpaid()));
    release(refs, "--journal", journal);
    cutAfterFirstIntent();
    bench.variables.put("TENCENTCLOUD_SECRET_ID", "AKIDOTHER");
    assertThat(bench.resume("--journal", journal)).isEqualTo(2);
    assertThat(bench.err()).contains("another access key");
  }

  @Test
  void denied_tags_stay_and_the_others_go() {
    List<String> refs = new ArrayList<>();
    refs.addAll(Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.tag("env", "prod"))));
    refs.addAll(Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.tag("keep", "yes"))));
    refs.addAll(Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.tag("env", "ci"))));
    assertThat(release(refs, "--deny-tag", "env=prod", "--deny-tag=keep=yes")).isEqualTo(3);
    assertThat(count("NOT_SENT")).isEqualTo(2);
    assertThat(count("RELEASED")).isEqualTo(1);
    assertThat(bench.out()).contains("it has the tag env=prod", "it has the tag keep=yes");
    assertThat(bench.tencent.ledger().effects()).hasSize(1);
  }

  @Test
  void a_resumed_run_holds_back_what_it_is_told_to_again() throws Exception {
    List<String> refs = Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.tag("env", "prod")));
    assertThat(release(refs, "--journal", journal, "--deny-tag", "env=prod")).isEqualTo(3);
    String begun = Files.readAllLines(Path.of(journal)).get(0);
    Files.writeString(Path.of(journal), begun + "\n");
    assertThat(bench.resume("--journal", journal, "--json", "--deny-tag", "env=prod")).isEqualTo(3);
    assertThat(count("NOT_SENT")).as(bench.out()).isEqualTo(1);
    assertThat(bench.tencent.ledger().destructiveRequests()).isEmpty();
  }

  @Test
  void a_canary_in_trouble_ends_the_run() {
    List<String> refs = new ArrayList<>();
    refs.addAll(Bench.refs("tencent-cvm", bench.tencent.add(40, i -> i.postpaid())));
    // For good: what may pass is repeated until the deadline, which then holds back the others.
    Fault refusal = Fault.code(200, "UnsupportedOperation.InstanceStateBanning", "banned");
    bench.tencent.faults(new FaultScript().always(SimulatedCall::destructive, refusal));
    assertThat(release(refs, "--waves")).as(bench.out()).isEqualTo(3);
    assertThat(count("REJECTED")).isEqualTo(1);
    assertThat(count("NOT_SENT")).isEqualTo(39);
    assertThat(bench.out()).contains("\"Waves\"");
  }

  @Test
  void the_first_interrupt_stops_the_sending_and_the_whole_result_is_printed() {
    AtomicInteger left = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    bench.interrupted(
        new Interrupts(
            interrupt -> {
              interrupt.run();
              return ended::incrementAndGet;
            },
            left::incrementAndGet));
    List<String> refs = Bench.refs("tencent-cvm", bench.tencent.add(250, i -> i.postpaid()));
    int exit = release(refs, "--max-instances", "250");
    assertThat(count("NOT_SENT") + count("RELEASED") + count("ACCEPTED") + count("UNKNOWN"))
        .isEqualTo(250);
    assertThat(exit).isBetween(0, 4);
    assertThat(bench.err()).contains("stopping: nothing more is sent");
    assertThat(bench.tencent.ledger().effects().size()).isEqualTo(250 - (int) count("NOT_SENT"));
    assertThat(left).hasValue(0);
    assertThat(ended).hasValue(1);
  }

  @Test
  void the_second_interrupt_leaves_at_once() {
    List<String> happened = new ArrayList<>();
    AtomicReference<Runnable> press = new AtomicReference<>(() -> {});
    Interrupts interrupts =
        new Interrupts(
            interrupt -> {
              press.set(interrupt);
              return () -> happened.add("closed");
            },
            () -> happened.add("left"));
    try (Interrupts.Watch watch = interrupts.stopping(() -> happened.add("stopped"))) {
      press.get().run();
      press.get().run();
    }
    assertThat(happened).containsExactly("stopped", "left", "closed");
  }
}
