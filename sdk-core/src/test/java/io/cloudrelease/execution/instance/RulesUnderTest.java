package io.cloudrelease.execution.instance;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Scope;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.Assessment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The rules as they are; a mutant overrides one of them. */
class RulesUnderTest {

  /** What the rules go by. */
  Terms terms(Terms terms) {
    return terms;
  }

  /** How the reader of a journal takes up a call. */
  InstanceLife toldAsSent(InstanceLife life, Assessment.Step step) {
    return life.toldAsSent(step, true);
  }

  Decision shown(
      InstanceLife life,
      Snapshot snapshot,
      Assessment assessment,
      Instant now,
      boolean token,
      Terms terms) {
    return AfterLook.shown(life, snapshot, assessment, now, token, terms);
  }

  Decision absent(InstanceLife life, Snapshot absent, Instant now, Terms terms) {
    return AfterAbsence.absent(life, absent, now, terms);
  }

  Decision failed(InstanceLife life, ReleaseError error, Scope scope, Instant now, Terms terms) {
    return AfterFailedLook.failed(life, error, scope, now, terms);
  }

  Decision unseen(InstanceLife life, Assessment assessment) {
    return AfterLook.unseen(life, assessment);
  }

  Decision withinWait(Decision decision, Instant now, Terms terms) {
    return EndRules.withinWait(decision, now, terms);
  }

  Decision accepted(InstanceLife life, CallEnd end, Terms terms) {
    return AfterAnswer.accepted(life, end, terms);
  }

  Decision listedAsFailed(InstanceLife life, CallEnd end, Terms terms) {
    return AfterAnswer.listedAsFailed(life, end, terms);
  }

  Decision refused(InstanceLife life, CallEnd end, boolean named, Terms terms) {
    return AfterAnswer.refused(life, end, named, terms);
  }

  Decision open(InstanceLife life, CallEnd end, Terms terms) {
    return AfterAnswer.open(life, end, terms);
  }

  Decision notSent(InstanceLife life, CallEnd end, boolean passing, Terms terms) {
    return AfterAnswer.notSent(life, end, passing, terms);
  }

  Decision heldBack(InstanceLife life, ReleaseError error, Instant now, Terms terms) {
    return HeldBack.by(life, error, now, terms);
  }

  Decision claimed(InstanceLife life, ReleaseError claim, Terms terms) {
    return HeldBack.claimed(life, claim, Optional.of(Duration.ZERO), terms);
  }

  Decision lookFirst(InstanceLife life) {
    return AfterAnswer.lookFirst(life);
  }

  Decision divided(InstanceLife life, Division.Refused batch, boolean named) {
    return Division.send(life, Division.together(life, batch, named));
  }

  Decision ended(InstanceLife life, ReleaseError why, Instant now, Terms terms) {
    return EndRules.ended(life, why, now, terms);
  }

  /** Whether what was acknowledged may stay in a bin where it was to be destroyed. */
  boolean halfway(InstanceLife life, Goal goal) {
    return EndRules.isHalfway(life, goal);
  }

  /** A journal holds an intent without an outcome. */
  InstanceLife interrupted(InstanceLife life, CallEnd lost, Terms terms) {
    return AfterAnswer.open(life, lost, terms).life();
  }
}
