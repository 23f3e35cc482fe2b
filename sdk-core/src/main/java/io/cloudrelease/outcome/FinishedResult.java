package io.cloudrelease.outcome;

import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.Evidence;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.remains.Leftover;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The result of a run, or of a request that never became one. */
public final class FinishedResult implements ReleaseInstancesResult {
  private final Intent intent;
  private final List<InstanceVerdict> verdicts;
  private final Instant startedAt;
  private final Duration took;
  private final Evidence evidence;
  private final List<Leftover> leftovers;
  private final Map<InstanceRef, InstanceVerdict> byRef;
  private final String runId;

  /** A result of these verdicts, without evidence. */
  public FinishedResult(
      Intent intent, List<InstanceVerdict> verdicts, Instant startedAt, Duration took) {
    this(intent, verdicts, startedAt, took, RunEvidence.none());
  }

  /** A result of these verdicts. */
  public FinishedResult(
      Intent intent,
      List<InstanceVerdict> verdicts,
      Instant startedAt,
      Duration took,
      Evidence evidence) {
    this(intent, verdicts, startedAt, took, evidence, List.of());
  }

  /** A result of these verdicts, with what the instances left behind. */
  public FinishedResult(
      Intent intent,
      List<InstanceVerdict> verdicts,
      Instant startedAt,
      Duration took,
      Evidence evidence,
      List<Leftover> leftovers) {
    this.evidence = evidence;
    this.leftovers = List.copyOf(leftovers);
    this.intent = intent;
    this.verdicts = List.copyOf(verdicts);
    this.startedAt = startedAt;
    this.took = took;
    Map<InstanceRef, InstanceVerdict> index = new HashMap<>();
    for (InstanceVerdict verdict : this.verdicts) {
      if (index.put(verdict.ref(), verdict) != null) {
        throw new IllegalArgumentException("two verdicts for " + verdict.ref());
      }
    }
    this.byRef = index;
    this.runId = "";
  }

  private FinishedResult(FinishedResult other, String runId) {
    this.evidence = other.evidence;
    this.leftovers = other.leftovers;
    this.intent = other.intent;
    this.verdicts = other.verdicts;
    this.startedAt = other.startedAt;
    this.took = other.took;
    this.byRef = other.byRef;
    this.runId = Objects.requireNonNull(runId, "runId");
  }

  /** The same of that run. */
  public FinishedResult ofRun(String id) {
    return new FinishedResult(this, id);
  }

  @Override
  public List<InstanceVerdict> verdicts() {
    return verdicts;
  }

  @Override
  public Optional<InstanceVerdict> verdict(InstanceRef ref) {
    return Optional.ofNullable(byRef.get(ref));
  }

  @Override
  public Map<Verdict, Integer> counts() {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict, 0);
    }
    for (InstanceVerdict verdict : verdicts) {
      counts.merge(verdict.verdict(), 1, Integer::sum);
    }
    return Collections.unmodifiableMap(counts);
  }

  @Override
  public boolean allGood() {
    return verdicts.stream().allMatch(v -> v.isGoodFor(intent.goal()));
  }

  @Override
  public Intent intent() {
    return intent;
  }

  @Override
  public String runId() {
    return runId;
  }

  @Override
  public Instant startedAt() {
    return startedAt;
  }

  @Override
  public Duration took() {
    return took;
  }

  @Override
  public Evidence evidence() {
    return evidence;
  }

  @Override
  public List<Leftover> leftovers() {
    return leftovers;
  }

  @Override
  public String toTable() {
    return ResultTable.of(this);
  }

  @Override
  public String toJson() {
    JsonWriter json = new JsonWriter().object().member("schema", 1).array("verdicts");
    for (InstanceVerdict verdict : verdicts) {
      VerdictJson.write(json, verdict);
    }
    json.end().object("counts");
    counts().forEach((verdict, count) -> json.member(verdict.name(), count));
    LeftoverTable.write(json.end(), leftovers);
    json.object("run")
        .textOrNull("runId", runId)
        .member("goal", intent.goal().name())
        .member("collateral", intent.collateral().name())
        .member("dryRun", intent.dryRun())
        .member("startedAt", startedAt)
        .member("tookMillis", took.toMillis())
        .end();
    return json.end().toText();
  }

  @Override
  public String toCsv() {
    return ResultReport.csv(this);
  }

  @Override
  public String toMarkdown() {
    return ResultReport.markdown(this);
  }

  @Override
  public String toString() {
    return "ReleaseInstancesResult" + counts();
  }
}
