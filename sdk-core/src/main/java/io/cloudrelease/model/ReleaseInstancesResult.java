package io.cloudrelease.model;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One verdict per distinct instance of the request, in its order. Immutable and thread-safe.
 *
 * <p>{@link #toTable()} is for people, {@link #toJson()} for programs.
 */
public final class ReleaseInstancesResult {
  private final Intent intent;
  private final List<InstanceVerdict> verdicts;
  private final Instant startedAt;
  private final Duration took;
  private final Evidence evidence;
  private final Map<InstanceRef, InstanceVerdict> byRef;

  /** A result of these verdicts, without evidence. */
  public ReleaseInstancesResult(
      Intent intent, List<InstanceVerdict> verdicts, Instant startedAt, Duration took) {
    this(intent, verdicts, startedAt, took, Evidence.none());
  }

  /** A result of these verdicts. */
  public ReleaseInstancesResult(
      Intent intent,
      List<InstanceVerdict> verdicts,
      Instant startedAt,
      Duration took,
      Evidence evidence) {
    this.evidence = evidence;
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
  }

  /** One verdict per distinct instance, in the order of the request. */
  public List<InstanceVerdict> verdicts() {
    return verdicts;
  }

  /** The verdict for this instance; empty when the request did not name it. */
  public Optional<InstanceVerdict> verdict(InstanceRef ref) {
    return Optional.ofNullable(byRef.get(ref));
  }

  /** How many instances have each verdict, every verdict listed; the counts add up. */
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

  /** Whether every instance is at the goal, on its way there, or passed its dry run. */
  public boolean allGood() {
    return verdicts.stream().allMatch(v -> v.verdict().isGoodFor(intent.goal()));
  }

  /** What was asked for, with the powers that were granted. */
  public Intent intent() {
    return intent;
  }

  public Instant startedAt() {
    return startedAt;
  }

  public Duration took() {
    return took;
  }

  /**
   * What happened, line by line, for the files of those who must prove it; not a part of {@link
   * #toJson()}.
   */
  public Evidence evidence() {
    return evidence;
  }

  /** A table for people: the counts, then a line per instance. */
  public String toTable() {
    return ResultTable.of(this);
  }

  /**
   * The result for programs, as one JSON object: {@code schema} (1), {@code verdicts} with {@code
   * instance, verdict, category, code, message, requestIds, sends}, and {@code counts}.
   */
  public String toJson() {
    JsonWriter json = new JsonWriter().object().member("schema", 1).array("verdicts");
    for (InstanceVerdict verdict : verdicts) {
      write(json, verdict);
    }
    json.end().object("counts");
    counts().forEach((verdict, count) -> json.member(verdict.name(), count));
    return json.end().end().toText();
  }

  private static void write(JsonWriter json, InstanceVerdict verdict) {
    Optional<ReleaseError> error = verdict.error();
    json.object()
        .member("instance", verdict.ref().toString())
        .member("verdict", verdict.verdict().name())
        .textOrNull("category", error.map(e -> e.category().name()).orElse(""))
        .textOrNull("code", error.map(ReleaseError::code).orElse(""))
        .textOrNull("message", error.map(ReleaseError::message).orElse(verdict.hint()))
        .member("requestIds", verdict.requestIds())
        .member("sends", verdict.sends())
        .end();
  }

  @Override
  public String toString() {
    return "ReleaseInstancesResult" + counts();
  }
}
