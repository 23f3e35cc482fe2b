package io.cloudrelease.execution;

import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ReleaseError;
import java.util.ArrayList;
import java.util.List;

/**
 * Instances whose batch was refused as a whole, on the way to finding out because of whom. What
 * comes out of one batch shares one allowance of extra calls.
 */
final class Cohort {
  private static final int CALLS_PER_LEVEL = 6;
  private static final int MOST_BUSY_RETRIES = 3;

  final ReleaseError error;
  final ErrorRule rule;
  final List<String> named;
  final List<Work> survivors = new ArrayList<>();
  private final Allowance allowance;
  private final int size;
  int unexplained;

  private Cohort(
      int size, ReleaseError error, ErrorRule rule, List<String> named, Allowance allowance) {
    this.size = size;
    this.unexplained = size;
    this.error = error;
    this.rule = rule;
    this.named = named;
    this.allowance = allowance;
  }

  /** The cohort of a refused batch, which may itself be a part of an earlier one. */
  static Cohort of(List<Work> batch, Outcome<?> refusal) {
    Cohort earlier = batch.get(0).cohort;
    Allowance allowance =
        earlier == null ? new Allowance(CALLS_PER_LEVEL * levels(batch.size())) : earlier.allowance;
    return new Cohort(batch.size(), refusal.error(), refusal.rule(), refusal.culprits(), allowance);
  }

  /** A part of this cohort that is sent again by itself. */
  Cohort part(List<Work> members) {
    Cohort part = new Cohort(members.size(), error, rule, List.of(), allowance);
    members.forEach(member -> member.cohort = part);
    return part;
  }

  /** A look of one member is in; true when it was the last one missing. */
  boolean explained(Work member, boolean survives) {
    if (survives) {
      survivors.add(member);
    }
    unexplained--;
    return unexplained == 0;
  }

  /** Whether a look showed why some member was refused. */
  boolean foundCulprit() {
    return survivors.size() < size;
  }

  boolean spend(int calls) {
    if (allowance.calls < calls) {
      return false;
    }
    allowance.calls -= calls;
    return true;
  }

  /** Whether the whole may be tried once more because the trouble passes. */
  boolean spendBusyRetry() {
    return allowance.busyRetries++ < MOST_BUSY_RETRIES;
  }

  private static int levels(int size) {
    return 32 - Integer.numberOfLeadingZeros(Math.max(1, size - 1));
  }

  private static final class Allowance {
    int calls;
    int busyRetries;

    Allowance(int calls) {
      this.calls = calls;
    }
  }
}
