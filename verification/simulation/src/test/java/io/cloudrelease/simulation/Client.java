package io.cloudrelease.simulation;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.ReleaseHandle;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.batch.BatchSplitter;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.clockwork.Sleeper;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.execution.Engine;
import io.cloudrelease.execution.EventDelivery;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.LanePace;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.schedule.Guards;
import io.cloudrelease.execution.schedule.InstanceMemory;
import io.cloudrelease.execution.schedule.Safety;
import io.cloudrelease.execution.schedule.Waves;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.pace.BlastBudget;
import io.cloudrelease.pace.Pace;
import io.cloudrelease.retry.RetryPolicy;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.transport.HttpTransport;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A client as version 2 of the simulation drives it. This file alone knows how a client's parts are
 * put together.
 */
interface Client extends AutoCloseable {

  /**
   * What a client is made of.
   *
   * @param process whose client it is
   * @param clock wall time
   * @param steady only goes forward, evenly
   */
  record Parts(
      SimulatedProcess process,
      HttpTransport transport,
      InstantSource clock,
      InstantSource steady,
      Sleeper sleeper,
      SplittableRandom random,
      Supplier<String> nonces,
      ReleaseListener listener,
      Optional<Pace> pace,
      List<ReleaseGuard> guards,
      ReleaseJournal journal,
      BooleanSupplier killSwitch,
      List<CloudProvider> providers) {}

  ReleaseInstancesResult release(ReleaseInstancesRequest request, boolean planFirst);

  /** Completes a dead run, vouching for renewed keys or not. */
  ReleaseInstancesResult resume(ReleaseJournal journal, boolean renewedKeys);

  /**
   * Stops the run of that request, and no other that shares the client; false when there is nothing
   * to stop yet, as while it is planned.
   */
  boolean stop(ReleaseInstancesRequest request);

  @Override
  void close();

  /**
   * The client that users have.
   *
   * @param stops whether it will be stopped: only runs on another thread have a handle for that
   */
  static Client ofUsers(Parts parts, boolean stops) {
    ReleaseClientBuilder builder =
        Clockwork.real()
            .clock(parts.clock)
            .steadyClock(parts.steady)
            .sleeper(parts.sleeper)
            .random(() -> parts.random)
            .nonces(parts.nonces)
            .singleThreaded(true)
            .in(ReleaseClient.builder())
            .transport(parts.transport)
            .listener(parts.listener)
            .journal(parts.journal)
            .killSwitch(parts.killSwitch);
    parts.pace.ifPresent(builder::pace);
    parts.guards.forEach(builder::guard);
    parts.providers.forEach(builder::provider);
    ReleaseClient client = builder.build();
    return new Client() {
      private final Map<ReleaseInstancesRequest, ReleaseHandle> handles = new IdentityHashMap<>();
      private boolean closed;

      @Override
      public ReleaseInstancesResult release(ReleaseInstancesRequest request, boolean planFirst) {
        if (planFirst) {
          ReleasePlan plan = client.plan(request);
          return stops
              ? await(() -> client.executeAsync(plan), h -> handles.put(request, h))
              : client.execute(plan);
        }
        return stops
            ? await(() -> client.releaseInstancesAsync(request), h -> handles.put(request, h))
            : client.releaseInstances(request);
      }

      @Override
      public ReleaseInstancesResult resume(ReleaseJournal journal, boolean renewedKeys) {
        if (renewedKeys) {
          return client.resume(journal, ResumeOptions.defaults().renewedKeys());
        }
        return stops
            ? await(() -> client.resumeAsync(journal, ResumeOptions.defaults()), h -> {})
            : client.resume(journal, ResumeOptions.defaults());
      }

      private ReleaseInstancesResult await(
          Supplier<ReleaseHandle> start, Consumer<ReleaseHandle> known) {
        // Nothing may happen before the handle is there, or each time another thing would. After
        // the closing there is no other thread that would have to wait.
        if (!closed) {
          parts.process.hold();
        }
        ReleaseHandle handle;
        try {
          handle = start.get();
          known.accept(handle);
        } finally {
          parts.process.goOn();
        }
        try {
          return handle.result().join();
        } catch (CompletionException wrapped) {
          if (wrapped.getCause() instanceof Error error) {
            throw error;
          }
          throw wrapped.getCause() instanceof RuntimeException cause ? cause : wrapped;
        }
      }

      @Override
      public boolean stop(ReleaseInstancesRequest request) {
        ReleaseHandle handle = handles.get(request);
        if (handle != null) {
          handle.stop();
        }
        return handle != null;
      }

      @Override
      public void close() {
        closed = true;
        client.close();
      }
    };
  }

  /** The same without its front door, with calls that overlap as threads would make them. */
  static Client ofShuffledCrews(Parts parts, Draw shuffle) {
    ClientParts machinery =
        new ClientParts(
            parts.transport,
            parts.clock,
            parts.steady,
            parts.sleeper,
            () -> parts.random,
            parts.nonces,
            RetryPolicy.standard(() -> parts.random),
            BatchSplitter.inOrder(),
            EventDelivery.inPlace(parts.listener),
            parts.pace.orElseGet(LanePace::new));
    Map<String, Account> accounts = new LinkedHashMap<>();
    parts.providers.forEach(p -> accounts.put(p.facts().name(), new Account(p)));
    Guards guards = new Guards(parts.guards, BlastBudget.unlimited(), Waves.none());
    Engine engine =
        new Engine(
            machinery,
            accounts,
            control -> new ShuffledCrew(parts.sleeper, shuffle),
            new Safety(parts.journal, guards, InstanceMemory.with(parts.steady)));
    return new Client() {
      private final Map<ReleaseInstancesRequest, RunControl> controls = new IdentityHashMap<>();

      @Override
      public ReleaseInstancesResult release(ReleaseInstancesRequest request, boolean planFirst) {
        RunControl control = control(request);
        return planFirst
            ? engine.execute(engine.plan(request, control), control)
            : engine.release(request, control);
      }

      @Override
      public ReleaseInstancesResult resume(ReleaseJournal journal, boolean renewedKeys) {
        return engine.resume(journal, renewedKeys, this::control);
      }

      private RunControl control(ReleaseInstancesRequest request) {
        RunControl control =
            new RunControl(parts.clock, parts.steady, request.deadline(), parts.killSwitch);
        controls.put(request, control);
        return control;
      }

      @Override
      public boolean stop(ReleaseInstancesRequest request) {
        RunControl control = controls.get(request);
        if (control != null) {
          control.stop("stopped by the simulation");
        }
        return control != null;
      }

      @Override
      public void close() {
        controls.values().forEach(control -> control.stop("stopped by the simulation"));
        parts.transport.close();
      }
    };
  }
}
