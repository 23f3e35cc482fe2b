package io.cloudrelease.simulation;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.batch.BatchSplitter;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.execution.Engine;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.LanePace;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.schedule.Crew;
import io.cloudrelease.execution.schedule.InlineCrew;
import io.cloudrelease.execution.schedule.Safety;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.retry.RetryPolicy;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.transport.HttpTransport;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Carries out the run of one seed. */
final class Simulation {
  private final World world;
  private final Mutation mutation;
  private final Consumer<String> trace;
  private final Wire wire;
  private boolean killed;
  private Optional<Aftermath.Stop> stopped = Optional.empty();

  private Simulation(long seed, Mutation mutation, Consumer<String> trace) {
    this.world = new World(seed);
    this.mutation = mutation;
    this.trace = trace;
    SimulatedCloud[] clouds =
        new LinkedHashSet<>(world.clouds.values()).toArray(SimulatedCloud[]::new);
    InProcessTransport face =
        InProcessTransport.to(world.clock, clouds).withLatency(world.settings.latency());
    this.wire = new Wire(face, world.clock, world.timeline, trace);
  }

  static Aftermath run(long seed, Mutation mutation) {
    return run(seed, mutation, line -> {});
  }

  static Aftermath run(long seed, Mutation mutation, Consumer<String> trace) {
    return new Simulation(seed, mutation, trace).run();
  }

  private Aftermath run() {
    trace.accept(world.toString());
    ReleaseInstancesRequest request = request();
    Optional<ReleaseInstancesResult> result = Optional.empty();
    Optional<RuntimeException> thrown = Optional.empty();
    try {
      result = Optional.of(release(request));
    } catch (RuntimeException e) {
      thrown = Optional.of(e);
    }
    boolean flagged = Thread.interrupted();
    result.ifPresent(r -> trace.accept(r.toTable()));
    return new Aftermath(world, request, result, thrown, wire, stopped, flagged);
  }

  private ReleaseInstancesRequest request() {
    Settings s = world.settings;
    ReleaseInstancesRequest.Builder builder =
        ReleaseInstancesRequest.builder()
            .goal(s.goal())
            .collateral(s.collateral())
            .grant(s.powers().toArray(Power[]::new))
            .dryRun(s.dryRun())
            .lookFirst(s.looks())
            .waitAtMost(s.waitAtMost())
            .deadline(s.deadline())
            .maxInstances(1000);
    world.members.forEach(member -> builder.instance(member.ref()));
    if (world.draw().chance(0.1)) {
      builder.instance(world.members.get(0).ref());
    }
    return builder.build();
  }

  private ReleaseInstancesResult release(ReleaseInstancesRequest request) {
    SplittableRandom random = world.draw().branch().random();
    Supplier<String> nonces = nonces();
    HttpTransport transport = mutation.transport(wire);
    Settings s = world.settings;
    if (s.halt() == Settings.Halt.NONE
        && s.crew() == Settings.CrewKind.ONE_BY_ONE
        && mutation == Mutation.NONE) {
      return throughTheFrontDoor(request, transport, random, nonces);
    }
    RetryPolicy policy = mutation.retryPolicy().orElseGet(() -> RetryPolicy.standard(() -> random));
    ClientParts parts =
        new ClientParts(
            transport,
            world.clock,
            world.clock,
            world.timeline,
            () -> random,
            nonces,
            policy,
            BatchSplitter.inOrder(),
            listener(),
            new LanePace());
    Map<String, Account> accounts = new LinkedHashMap<>();
    world.providers.forEach(
        (name, provider) -> accounts.put(name, new Account(mutation.provider(provider))));
    Draw shuffle = world.draw().branch();
    Engine engine = new Engine(parts, accounts, control -> crew(control, shuffle), Safety.none());
    RunControl control = new RunControl(world.clock, world.clock, request.deadline(), () -> killed);
    haltLater(control);
    return s.planFirst()
        ? engine.execute(engine.plan(request, control), control)
        : engine.release(request, control);
  }

  private Crew crew(RunControl control, Draw shuffle) {
    return world.settings.crew() == Settings.CrewKind.SHUFFLED
        ? new ShuffledCrew(world.timeline, shuffle)
        : new InlineCrew(world.timeline, control);
  }

  private ReleaseInstancesResult throughTheFrontDoor(
      ReleaseInstancesRequest request,
      HttpTransport transport,
      SplittableRandom random,
      Supplier<String> nonces) {
    ReleaseClientBuilder builder =
        Clockwork.real()
            .clock(world.clock)
            .sleeper(world.timeline)
            .random(() -> random)
            .nonces(nonces)
            .singleThreaded(true)
            .in(ReleaseClient.builder())
            .transport(transport)
            .listener(listener());
    for (CloudProvider provider : world.providers.values()) {
      builder.provider(provider);
    }
    try (ReleaseClient client = builder.build()) {
      return world.settings.planFirst()
          ? client.execute(client.plan(request))
          : client.releaseInstances(request);
    }
  }

  private ReleaseListener listener() {
    return event -> trace.accept("  " + event);
  }

  private Supplier<String> nonces() {
    long[] count = {0};
    return () -> String.format("%016x%016x", world.seed, ++count[0]);
  }

  private void haltLater(RunControl control) {
    Settings s = world.settings;
    if (s.halt() == Settings.Halt.NONE) {
      return;
    }
    Instant when = world.start().plus(s.haltAfter());
    world.timeline.at(
        when,
        () -> {
          trace.accept("  " + s.halt() + " at " + world.clock.instant());
          stopped = Optional.of(new Aftermath.Stop(world.clock.instant(), wire.count()));
          switch (s.halt()) {
            case STOP -> control.stop("stopped by the simulation");
            case INTERRUPT -> Thread.currentThread().interrupt();
            default -> killed = true;
          }
        });
  }
}
