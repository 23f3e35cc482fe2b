package io.cloudrelease.execution.schedule;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.instance.AfterAnswer;
import io.cloudrelease.execution.instance.HeldBack;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.Assessment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What may hold an instance back when its batch is about to be started. Loop's thread only. */
final class SendCheck {
  private final RunControl control;
  private final Dispatch dispatch;
  private final AccountTroubles troubles;
  private final WaveGate waves;
  private final ClaimDesk claims;
  private final BinWatch bins;

  SendCheck(
      RunControl control,
      Dispatch dispatch,
      AccountTroubles troubles,
      WaveGate waves,
      ClaimDesk claims,
      BinWatch bins) {
    this.control = control;
    this.dispatch = dispatch;
    this.troubles = troubles;
    this.waves = waves;
    this.claims = claims;
    this.bins = bins;
  }

  /** Those that nothing holds back at this moment; the others go where they belong. */
  List<TrackedInstance> mayGo(List<TrackedInstance> instances) {
    Account account = instances.get(0).account();
    ReleaseError failure = troubles.of(account.name());
    Optional<ReleaseError> tripped = waves.tripped();
    Instant trusted = control.trustedFrom();
    List<TrackedInstance> mayGo = new ArrayList<>(instances.size());
    for (TrackedInstance instance : instances) {
      if (failure != null) {
        dispatch.carryOut(
            instance,
            HeldBack.accountRefused(instance.life(), failure, control.now(), instance.terms()));
      } else if (tripped.isPresent()) {
        dispatch.holdBack(instance, tripped.get());
      } else if (isOld(instance, trusted)) {
        dispatch.carryOut(instance, AfterAnswer.lookFirst(instance.life()));
      } else if (claims.take(instance)) {
        mayGo.add(instance);
      }
    }
    return mayGo;
  }

  /**
   * For its call, once its turn has come: whether a bin has shown up since, or another run saw one
   * of them leaving, so that to send it, or to send it again, would go too far. On any thread.
   */
  BooleanSupplier overtaken(List<TrackedInstance> batch) {
    Assessment.Step step = batch.get(0).life().step();
    return () -> batch.stream().anyMatch(i -> bins.isNews(i, step) || claims.isOvertaken(i));
  }

  private static boolean isOld(TrackedInstance instance, Instant trusted) {
    Snapshot last = instance.life().seen().last();
    return instance.terms().looks() && last != null && last.takenAt().isBefore(trusted);
  }
}
