package io.cloudrelease.store.jdbc;

import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.pace.Pace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Runs and their lines, for tests. */
final class Runs {
  static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
  static final Pace.Lane LANE = new Pace.Lane("host", "key k", "TerminateInstances", 10);

  private Runs() {}

  static InstanceRef ref(int number) {
    return InstanceRef.of("prod", "ap-guangzhou", "ins-" + number);
  }

  static JournalEntry.RunStarted started(String id) {
    return started(id, ReleaseInstancesRequest.DEFAULT_DEADLINE);
  }

  static JournalEntry.RunStarted started(String id, Duration deadline) {
    return new JournalEntry.RunStarted(
        NOW,
        id,
        ReleaseInstancesRequest.builder()
            .instances(List.of(ref(1), ref(2), ref(3)))
            .deadline(deadline)
            .build(),
        Map.of("prod", "0123456789abcdef"),
        false,
        Map.of(),
        Map.of(),
        Map.of(),
        OptionalLong.empty());
  }

  static JournalEntry.BatchIntent intent(String batch, InstanceRef... refs) {
    return intent(batch, true, refs);
  }

  /** One that cannot go too far. */
  static JournalEntry.BatchIntent harmless(String batch, InstanceRef... refs) {
    return intent(batch, false, refs);
  }

  private static JournalEntry.BatchIntent intent(
      String batch, boolean escalates, InstanceRef... refs) {
    return new JournalEntry.BatchIntent(
        NOW,
        batch,
        "prod",
        "tencent-cvm",
        "ap-guangzhou",
        "TerminateInstances",
        1,
        "PREPAID",
        escalates,
        escalates,
        "",
        Duration.ofSeconds(10),
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        Arrays.asList(refs),
        Arrays.stream(refs)
            .collect(
                Collectors.toMap(
                    ref -> ref,
                    ref ->
                        Snapshot.builder(ref, NOW, LifecyclePhase.STABLE)
                            .state("RUNNING")
                            .build())));
  }

  /** Nothing more is heard of its owner, not even a heartbeat that was on its way. */
  static void silence(JdbcRun run) {
    Beat beat = run.store().beat();
    beat.close();
    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!beat.isSilent() && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  /** The statements of the first block of SQL under a heading of a page. */
  static List<String> pageSql(String page, String heading) throws Exception {
    String text = Files.readString(Path.of("..", "docs", page));
    int from = text.indexOf("```sql\n", text.indexOf("\n### " + heading + "\n")) + 7;
    List<String> statements = new ArrayList<>();
    for (String statement : text.substring(from, text.indexOf("```", from)).split(";\\s*\\n")) {
      if (!statement.isBlank()) {
        statements.add(statement);
      }
    }
    return statements;
  }
}
