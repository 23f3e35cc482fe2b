package io.cloudrelease.journal;

import io.cloudrelease.model.InstanceRef;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one instance, as a run names it, has of another run, or of all runs of a file before the
 * last. Not thread-safe.
 */
final class Trail {
  final InstanceRef ref;
  final String run;
  String cloud;
  final Set<String> open = new HashSet<>();
  Duration delay = Duration.ZERO;
  Duration lag = Duration.ZERO;

  /** What the calls that have ended leave in question. */
  ClaimRule.Trace trace = ClaimRule.Trace.NOTHING;

  long since;

  Trail(InstanceRef ref, String run, String cloud) {
    this.ref = ref;
    this.run = run;
    this.cloud = cloud;
  }

  void intended(JournalEntry.BatchIntent intent) {
    open.add(intent.batchId());
    cloud = cloud.equals(intent.cloud()) ? cloud : "";
    delay = Collections.max(List.of(delay, intent.delay()));
    lag = Collections.max(List.of(lag, intent.lag()));
  }

  void add(ClaimRule.Trace more, long at) {
    if (more != ClaimRule.Trace.NOTHING) {
      trace = ClaimRule.worse(trace, more);
      since = at;
    }
  }

  /** Of two runs, one after the other: the worse of both, from the later on. */
  Trail merged(Trail later) {
    Trail both = new Trail(ref, later.run, cloud.equals(later.cloud) ? cloud : "");
    both.delay = Collections.max(List.of(delay, later.delay));
    both.lag = Collections.max(List.of(lag, later.lag));
    both.trace = ClaimRule.worse(trace, later.trace);
    both.since = later.trace == ClaimRule.Trace.NOTHING ? since : later.since;
    return both;
  }

  /**
   * It with that trace.
   *
   * @param least how far looks at it may be behind where this run did not say
   */
  ClaimRule.OtherRun as(ClaimRule.Trace asTrace, Duration least, Duration asSince) {
    Duration longest = Collections.max(List.of(lag, least));
    return new ClaimRule.OtherRun(run, asTrace, delay, longest, asSince);
  }
}
