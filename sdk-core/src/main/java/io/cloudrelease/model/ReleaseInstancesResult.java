package io.cloudrelease.model;

import io.cloudrelease.remains.Leftover;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One verdict per distinct instance of the request, in its order. Immutable and thread-safe. Handed
 * out by the SDK, and not meant to be implemented: it may gain methods.
 *
 * <p>{@link #toTable()} is for people, {@link #toJson()} for programs, {@link #toCsv()} for
 * spreadsheets, {@link #toMarkdown()} for tickets. In all of them text of a cloud is harmless.
 */
public interface ReleaseInstancesResult {

  /** One verdict per distinct instance, in the order of the request. */
  List<InstanceVerdict> verdicts();

  /** The verdict for this instance; empty when the request did not name it. */
  Optional<InstanceVerdict> verdict(InstanceRef ref);

  /** How many instances have each verdict, every verdict listed; the counts add up. */
  Map<Verdict, Integer> counts();

  /**
   * Whether every instance is at the goal, on its way there, or passed its dry run. In the recycle
   * bin is short of {@link Goal#DESTROY}.
   */
  boolean allGood();

  /** What was asked for, with the powers that were granted. */
  Intent intent();

  /**
   * Names the run, as its journal, evidence, events and log do. A request that was refused as a
   * whole has one too, which stands in no list of runs.
   */
  String runId();

  Instant startedAt();

  Duration took();

  /**
   * What happened, line by line, for the files of those who must prove it; not a part of {@link
   * #toJson()}.
   */
  Evidence evidence();

  /**
   * What released instances leave behind, as the last looks before the release showed it; with
   * {@code checkLeftovers} of the client also what the looks do not show, and asked for again after
   * the release. What could not be looked up stands there without an id, with the reason.
   */
  List<Leftover> leftovers();

  /** A table for people: a line per instance, the counts, a line per leftover. */
  String toTable();

  /**
   * The result for programs, as one JSON object: {@code schema} (1), {@code verdicts} with {@code
   * instance, verdict, category, code, message, requestIds, sends, hint, restorableUntil, billing,
   * collateral} and, where looks showed it, {@code before} and {@code last}; {@code counts}; {@code
   * leftovers} with {@code kind, id, account, region, instance, exists, state, freedBy, category,
   * code, message}; and {@code run} with {@code runId, goal, collateral, dryRun, startedAt,
   * tookMillis}. Members may be added under the same {@code schema}.
   */
  String toJson();

  /**
   * A line of comma-separated values per instance, after one of names; UTF-8 when it is written to
   * a file, without a byte order mark. Where a cell could be taken for a formula, an apostrophe
   * stands in front: programs rather read {@link #toJson()}.
   */
  String toCsv();

  /** The counts and a table of all instances in Markdown, as GitHub, GitLab and others read it. */
  String toMarkdown();
}
