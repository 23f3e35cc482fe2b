package io.cloudrelease.simulation;

import io.cloudrelease.aliyun.AliyunEcsFactory;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.zenlayer.ZenlayerBmc;
import io.cloudrelease.zenlayer.ZenlayerVm;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One seed of version 2: the world of version 1 of that seed, and on it runs of one or several
 * clients and processes, with hardships.
 */
final class Story {
  private static final Environment NOWHERE = Environment.of(Map.of(), Path.of("nowhere"));
  static final Duration LATE = Duration.ofMinutes(16);

  final World world;
  final Hardships hardships;
  final Draw draw;
  final Turns turns;
  final Traffic traffic = new Traffic();
  final Set<SimulatedCloud> clouds;
  final Map<SimulatedCloud, Skies> skies = new LinkedHashMap<>();
  final List<ClientRun> runs = new ArrayList<>();
  final Map<InstanceRef, Member> members = new LinkedHashMap<>();
  final Set<String> reached = new TreeSet<>();
  final Consumer<String> trace;
  private final boolean traced;
  boolean emptied;

  private final Map<String, CloudProvider> providers = new LinkedHashMap<>();
  private final Map<Turns.Turn, ClientRun> byTurn = new HashMap<>();
  private final Map<ClientRun, Client> clients = new HashMap<>();
  private final Optional<Disk> disk;
  private final Settings settings;
  private final SimulatedProcess first;
  private Optional<SimulatedProcess> mortal;
  private boolean mayCrashAgain;
  private int crashPoints;
  private boolean killSwitch;
  private int processes;

  private Story(long seed, Optional<Consumer<String>> trace) {
    this.trace = trace.orElse(line -> {});
    this.traced = trace.isPresent();
    this.draw = Hardships.source(seed);
    this.hardships = new Hardships(seed, draw);
    this.world = new World(seed, this::shownOnTheWay);
    this.settings = deadlined(world.settings);
    this.turns = new Turns(world.clock, world.timeline);
    this.clouds = new LinkedHashSet<>(world.clouds.values());
    for (SimulatedCloud cloud : clouds) {
      Skies sky =
          new Skies(world.weather.get(cloud), world.lags.get(cloud), hardships, draw.branch());
      cloud.faults(sky);
      skies.put(cloud, sky);
      if (hardships.postpaidBins && cloud instanceof SimulatedTencent tencent) {
        tencent.postpaidGoesToBin(true);
      }
    }
    this.providers.putAll(world.providers);
    world.members.forEach(member -> members.put(member.ref(), member));
    this.first = process(Duration.ZERO, hardships.drift);
    if (hardships.drift != 0) {
      reached("a clock that drifts");
    }
    if (hardships.sendsOnce) {
      reached("a request that sends once");
    }
    this.mortal = Optional.of(first);
    this.mayCrashAgain = hardships.crashAgain;
    this.disk =
        hardships.journal == Hardships.JournalKind.NONE
            ? Optional.empty()
            : Optional.of(new Disk(this));
  }

  /** The story of that seed, told to its end. */
  static Story of(long seed) {
    return of(seed, Optional.empty());
  }

  /** The same, with everything that happens in it. */
  static Story of(long seed, Consumer<String> trace) {
    return of(seed, Optional.of(trace));
  }

  private static Story of(long seed, Optional<Consumer<String>> trace) {
    Story story = new Story(seed, trace);
    try {
      story.tell();
      return story;
    } finally {
      story.disk.ifPresent(Disk::close);
    }
  }

  /** An instance of that cloud was shown on the way that a call of ours set going. */
  void passing(SimulatedCloud cloud) {
    boolean tencent = cloud instanceof SimulatedTencent;
    if (hardships.passing == Hardships.Passing.UNHEARD_OF) {
      reached("on its way in a state that nobody knows");
    } else if (hardships.passing == Hardships.Passing.BY_OPERATION && tencent) {
      reached("on its way as it was, but for the latest operation");
    }
  }

  private void shownOnTheWay(SimulatedCloud cloud) {
    if (cloud instanceof SimulatedZenlayer zenlayer) {
      zenlayer.endedRefused(hardships.endedRefused);
    }
    if (hardships.passing == Hardships.Passing.USUAL) {
      return;
    }
    boolean unheardOf = hardships.passing == Hardships.Passing.UNHEARD_OF;
    Duration lasts = hardships.onTheWay;
    if (cloud instanceof SimulatedTencent tencent) {
      tencent.passingUntold(unheardOf ? "RETURNING" : "");
      tencent.isolatingOperation(hardships.operation);
      tencent.isolating(lasts);
      tencent.terminating(lasts);
    } else if (cloud instanceof SimulatedZenlayer zenlayer && unheardOf) {
      zenlayer.passingState("RETURNING");
      zenlayer.recycling(lasts);
      zenlayer.releasing(lasts);
    } else if (cloud instanceof SimulatedAliyun aliyun && unheardOf) {
      aliyun.passingState("Returning");
      aliyun.releasing(lasts);
    }
  }

  private Settings deadlined(Settings s) {
    boolean longer = hardships.longDeadline && s.deadline().compareTo(Duration.ofMinutes(9)) > 0;
    return longer ? with(s, s.goal(), s.deadline().multipliedBy(3)) : s;
  }

  private static Settings with(Settings s, Goal goal, Duration deadline) {
    return new Settings(
        s.calm(),
        s.big(),
        goal,
        s.collateral(),
        s.powers(),
        s.dryRun(),
        s.looks(),
        s.waitAtMost(),
        deadline,
        s.partial(),
        s.crew(),
        s.halt(),
        s.haltAfter(),
        s.latency(),
        s.planFirst());
  }

  private SimulatedProcess process(Duration ahead, int drift) {
    processes++;
    return new SimulatedProcess("process " + processes, world.clock, ahead, drift);
  }

  private void tell() {
    if (traced) {
      trace.accept(world.toString() + hardships);
    }
    Client client = client(first, true);
    ClientRun run = begin(first, settings, refs(), Optional.empty(), 0);
    Turns.Turn turn =
        turnAt(world.start(), run, client, () -> client.release(run.request, settings.planFirst()));
    company(client);
    events(client, run, turn);
    turns.run();
    // What is still under way may be carried out after all.
    Instant end = world.clock.instant().plus(LATE);
    while (!world.timeline.next().isAfter(end)) {
      world.timeline.happen();
    }
    world.clock.advanceTo(end);
  }

  // ---- who asks for what ----

  private List<InstanceRef> refs() {
    List<InstanceRef> refs = new ArrayList<>();
    world.members.forEach(member -> refs.add(member.ref()));
    if (hardships.alias == Hardships.Alias.IN_ONE_REQUEST) {
      Member twice = draw.oneOf(world.members);
      refs.add(alias(twice));
      reached("one instance under two names in one request");
    }
    if (hardships.nowhere) {
      nowhere().ifPresent(refs::add);
    }
    return refs;
  }

  /** An instance in a region that does not exist, on a cloud that has regions. */
  private Optional<InstanceRef> nowhere() {
    Optional<House> house = world.houses.stream().filter(h -> !h.kind().isZenlayer()).findFirst();
    return house.map(
        h -> {
          String id = h.kind() == Kind.TENCENT ? "ins-zzzz9999" : "i-bp1zzzzzzzzzzz9999";
          InstanceRef ref = new InstanceRef(h.provider(), "ap-nowhere", id);
          members.put(ref, new Member(ref, h, Member.Trait.UNKNOWN));
          reached("a region that does not exist");
          return ref;
        });
  }

  /** That instance as a second name of its account knows it. */
  private InstanceRef alias(Member member) {
    House house = member.house();
    String name = "alias-" + house.provider();
    providers.computeIfAbsent(
        name,
        n -> {
          ProviderSettings same =
              ProviderSettings.of(n, NOWHERE::variable, NOWHERE.home())
                  .credentials(world.providers.get(house.provider()).credentials());
          return switch (house.kind()) {
            case TENCENT -> new TencentCvmFactory().create(same);
            case ZEC -> new ZenlayerZec.Factory().create(same);
            case BMC -> new ZenlayerBmc.Factory().create(same);
            case VM -> new ZenlayerVm.Factory().create(same);
            case ALIYUN -> new AliyunEcsFactory().create(same);
          };
        });
    InstanceRef ref = new InstanceRef(name, member.ref().region(), member.ref().id());
    members.put(ref, new Member(ref, house, member.trait()));
    return ref;
  }

  private ClientRun begin(
      SimulatedProcess process,
      Settings wanted,
      List<InstanceRef> refs,
      Optional<ClientRun> resumed,
      int group) {
    ReleaseInstancesRequest.Builder builder =
        ReleaseInstancesRequest.builder()
            .goal(wanted.goal())
            .collateral(wanted.collateral())
            .grant(wanted.powers().toArray(Power[]::new))
            .dryRun(wanted.dryRun())
            .lookFirst(wanted.looks())
            .sendsOnce(hardships.sendsOnce)
            .waitAtMost(wanted.waitAtMost())
            .deadline(wanted.deadline())
            .maxInstances(1000);
    refs.forEach(builder::instance);
    ClientRun run =
        new ClientRun(runs.size() + 1, process, wanted, builder.build(), resumed, group);
    runs.add(run);
    return run;
  }

  private void company(Client client) {
    Hardships.Company company = hardships.company;
    boolean alias = hardships.alias == Hardships.Alias.IN_SECOND_RUN;
    if (company == Hardships.Company.NOBODY && !alias) {
      return;
    }
    List<InstanceRef> some = new ArrayList<>();
    for (Member member : draw.someOf(world.members, 5)) {
      some.add(alias ? alias(member) : member.ref());
    }
    if (alias) {
      reached("one instance under two names in two runs");
    }
    Settings wanted =
        with(
            settings,
            draw.chance(0.7) ? Goal.RELEASE : Goal.DESTROY,
            draw.chance(0.5) ? settings.deadline() : Duration.ofMinutes(draw.between(1, 40)));
    boolean elsewhere =
        company == Hardships.Company.SAME_FOLDER || company == Hardships.Company.STRANGER;
    SimulatedProcess process = elsewhere ? process(offset(), 0) : first;
    // A client of before the crash is not there any more when it has crashed.
    Client other =
        company == Hardships.Company.NOBODY || company == Hardships.Company.SAME_CLIENT
            ? client
            : client(process, company != Hardships.Company.STRANGER);
    int group = company == Hardships.Company.STRANGER ? 1 : 0;
    ClientRun run = begin(process, wanted, some, Optional.empty(), group);
    turnAt(
        world.start().plus(hardships.companyAfter),
        run,
        other,
        () -> {
          reached("a second run: " + (company == Hardships.Company.NOBODY ? "ALIAS" : company));
          return other.release(run.request, false);
        });
  }

  private Duration offset() {
    return draw.chance(0.5)
        ? Duration.ZERO
        : Duration.ofSeconds(draw.oneOf(-300, -60, -2, 2, 60, 300, 7200));
  }

  // ---- clients ----

  /** No two clients draw the same nonces. */
  private int clientsMade;

  private Client client(SimulatedProcess process, boolean journals) {
    int number = ++clientsMade;
    long[] count = {0};
    Supplier<String> nonces = () -> String.format("%012x%04x%016x", world.seed, number, ++count[0]);
    Tantrum tantrum = new Tantrum(this);
    List<CloudProvider> unruly = new ArrayList<>();
    providers.values().forEach(provider -> unruly.add(tantrum.provider(provider)));
    Client.Parts parts =
        new Client.Parts(
            process,
            new Network(this, process),
            process::wallTime,
            process.steady,
            turns,
            draw.branch().random(),
            nonces,
            tantrum.listener(this::heard),
            tantrum.pace(),
            tantrum.guards(),
            journals ? journal(process) : ReleaseJournal.none(),
            () -> killSwitch,
            unruly);
    return settings.crew() == Settings.CrewKind.SHUFFLED
        ? Client.ofShuffledCrews(parts, draw.branch())
        : Client.ofUsers(parts, settings.halt() == Settings.Halt.STOP);
  }

  private void heard(ReleaseEvent event) {
    if (traced) {
      trace.accept("  " + event);
    }
  }

  private ReleaseJournal journal(SimulatedProcess process) {
    return disk.map(d -> d.journal(process)).orElseGet(ReleaseJournal::none);
  }

  private Turns.Turn turnAt(
      Instant at, ClientRun run, Client client, Supplier<ReleaseInstancesResult> body) {
    clients.put(run, client);
    Turns.Turn[] turn = new Turns.Turn[1];
    turn[0] = turns.at(at, run.process, () -> live(run, body));
    byTurn.put(turn[0], run);
    return turn[0];
  }

  private void live(ClientRun run, Supplier<ReleaseInstancesResult> body) {
    if (run.process.isDead()) {
      runs.remove(run);
      return;
    }
    run.startedAt = world.clock.instant();
    trace.accept("  " + run + " begins at " + run.startedAt);
    try {
      run.result = Optional.of(body.get());
    } catch (SimulatedProcess.Killed dead) {
      run.killed = true;
    } catch (Throwable thrown) {
      run.thrown = Optional.of(thrown);
    }
    run.flagged = Thread.interrupted();
    run.endedAt = world.clock.instant();
    if (run.process.isDead()) {
      run.killed = true;
      run.result = Optional.empty();
      run.thrown = Optional.empty();
      afterDeath(run);
    }
    if (traced) {
      trace.accept("  " + run + " ends at " + run.endedAt + (run.killed ? ", killed" : ""));
      run.result.ifPresent(result -> trace.accept(result.toTable()));
      run.thrown.ifPresent(
          thrown -> {
            trace.accept("  it threw " + thrown);
            for (StackTraceElement frame : thrown.getStackTrace()) {
              trace.accept("    at " + frame);
            }
          });
    }
  }

  // ---- death and what follows ----

  /** Whether the process dies when it comes to that point once more. */
  boolean crashesNext(Hardships.Crash here, SimulatedProcess process) {
    return hardships.crash == here
        && mortal.filter(m -> m == process).isPresent()
        && crashPoints + 1 == hardships.crashAt;
  }

  /** Ends the process when it is to die here. */
  void reachesCrash(Hardships.Crash here, SimulatedProcess process) {
    if (hardships.crash != here || mortal.filter(m -> m == process).isEmpty()) {
      return;
    }
    crashPoints++;
    if (crashPoints == hardships.crashAt) {
      kill(process);
      process.live();
    }
  }

  private void kill(SimulatedProcess process) {
    if (!process.isDead()) {
      reached("a crash " + hardships.crash);
      trace.accept("  " + process + " dies at " + world.clock.instant());
      process.kill();
    }
  }

  private void afterDeath(ClientRun run) {
    disk.orElseThrow().died(run.process);
    if (mortal.filter(m -> m == run.process).isEmpty()) {
      return;
    }
    mortal = Optional.empty();
    SimulatedProcess next = process(offset(), 0);
    Client client = client(next, true);
    Instant when = world.clock.instant().plus(hardships.downtime);
    boolean startsOver = hardships.startOver && run.resumed.isEmpty();
    ClientRun later =
        begin(
            next,
            run.settings,
            run.request.instances(),
            startsOver ? Optional.empty() : Optional.of(run),
            0);
    if (startsOver) {
      turnAt(
          when,
          later,
          client,
          () -> {
            reached("another run after a crash");
            return client.release(later.request, false);
          });
      return;
    }
    turnAt(
        when,
        later,
        client,
        () -> {
          reached(run.resumed.isPresent() ? "resumed a second time" : "resumed");
          if (next.ahead().compareTo(Duration.ofSeconds(30)) > 0) {
            reached("resumed with a clock that is ahead");
          }
          return resume(client, next);
        });
    if (hardships.close) {
      closeAt(when.plus(hardships.closeAfter), client, "closed while resuming");
    }
    if (mayCrashAgain) {
      mayCrashAgain = false;
      crashPoints = Math.max(0, hardships.crashAt - 1);
      mortal = Optional.of(next);
    }
  }

  /** As people do: who is told that keys were renewed since vouches for them. */
  private ReleaseInstancesResult resume(Client client, SimulatedProcess process) {
    try {
      return client.resume(journal(process), false);
    } catch (ConfigurationException refused) {
      if (!String.valueOf(refused.getMessage()).contains("access key")) {
        throw refused;
      }
      reached("resumed with renewed keys");
      return client.resume(journal(process), true);
    }
  }

  /** A run of that process takes up the one that began so. */
  void takenUp(SimulatedProcess process, JournalEntry.RunStarted started) {
    Optional<ClientRun> later =
        runs.stream().filter(r -> r.process == process && r.resumed.isPresent()).findFirst();
    runs.stream()
        .filter(r -> r.process != process && r.process.isDead())
        .filter(r -> r.request.instances().equals(started.request().instances()))
        .filter(r -> r.request.intent().equals(started.request().intent()))
        .filter(r -> r.request.deadline().equals(started.request().deadline()))
        .filter(r -> !r.startedAt.equals(Instant.MAX))
        // Of two that asked for the same, the one that was cut off; the other had its end written.
        .min(Comparator.comparing(r -> !r.killed))
        .filter(r -> later.isPresent() && !later.get().goesBackTo(r))
        .ifPresent(dead -> later.get().completes(dead));
  }

  // ---- what happens meanwhile ----

  private void events(Client client, ClientRun run, Turns.Turn turn) {
    Timeline timeline = world.timeline;
    if (hardships.crash == Hardships.Crash.AT_A_TIME) {
      timeline.at(
          world.start().plus(hardships.crashAfter),
          () -> {
            if (run.endedAt.equals(Instant.MAX)) {
              kill(first);
            }
          });
    } else if (hardships.close && hardships.crash == Hardships.Crash.NEVER) {
      closeAt(world.start().plus(hardships.closeAfter), client, "closed while a run goes on");
    }
    for (int i = 0; i < hardships.clockSteps; i++) {
      Duration by = Duration.ofSeconds(draw.oneOf(-1, 1) * draw.oneOf(60, 300, 3600, 7200));
      timeline.at(
          world.start().plus(draw.millis(0, draw.oneOf(5_000, 60_000, 600_000))),
          () -> {
            trace.accept("  the wall clock of " + first + " is set by " + by);
            reached("the wall clock is set " + (by.isNegative() ? "back" : "forward"));
            if (open(first)) {
              reached("the wall clock is set while a call is open");
            }
            first.step(by);
          });
    }
    if (settings.halt() != Settings.Halt.NONE) {
      timeline.at(world.start().plus(settings.haltAfter()), () -> halt(client, run, turn));
    }
  }

  /** Whether the guards say by now that nothing may leave. */
  boolean isCurfew(Instant now) {
    return hardships.curfew.filter(after -> !now.isBefore(world.start().plus(after))).isPresent();
  }

  /** Whether events are told on the thread of the run. */
  boolean isHeardInPlace() {
    return settings.crew() == Settings.CrewKind.SHUFFLED;
  }

  /** Whoever calls does not come back for a while, or not before the deadline. */
  void hang() {
    ClientRun run = byTurn.get(turns.current());
    Duration left =
        Duration.between(world.clock.instant(), run.startedAt.plus(run.settings.deadline()));
    Duration some = Duration.ofSeconds(draw.between(5, 120));
    Duration time = draw.chance(0.5) && some.compareTo(left) < 0 ? some : left;
    if (time.isNegative() || time.isZero()) {
      return;
    }
    reached(time == left ? "hung until the deadline" : "hung for a while");
    turns.pass(time);
    run.process.live();
  }

  private boolean open(SimulatedProcess process) {
    return traffic.calls().stream()
        .anyMatch(
            c ->
                c.run.process == process
                    && c.destructive()
                    && c.endedAt.isAfter(world.clock.instant().minusSeconds(20))
                    && c.answer.isEmpty());
  }

  private void halt(Client client, ClientRun run, Turns.Turn turn) {
    if (run.endedAt.isBefore(Instant.MAX)) {
      return;
    }
    trace.accept("  " + settings.halt() + " at " + world.clock.instant());
    boolean halted = true;
    switch (settings.halt()) {
      case STOP -> halted = client.stop(run.request);
      case INTERRUPT -> turn.interrupt();
      default -> killSwitch = true;
    }
    if (halted) {
      reached("halted: " + settings.halt());
      run.stoppedAt = run.stoppedAt.or(() -> Optional.of(world.clock.instant()));
    }
  }

  private void closeAt(Instant when, Client client, String what) {
    world.timeline.at(
        when,
        () -> {
          boolean any = false;
          for (ClientRun run : runs) {
            boolean goesOn = !run.startedAt.equals(Instant.MAX) && run.endedAt.equals(Instant.MAX);
            if (goesOn && clients.get(run) == client) {
              run.stoppedAt = run.stoppedAt.or(() -> Optional.of(world.clock.instant()));
              run.closedAt = Optional.of(world.clock.instant());
              any = true;
            }
          }
          if (any) {
            reached(what);
          }
          trace.accept("  closed at " + world.clock.instant());
          client.close();
        });
  }

  // ---- the wire ----

  Traffic.Call begin(HttpRequest request) {
    ClientRun run = byTurn.get(turns.current());
    Traffic.Call call = traffic.begin(run, request, world.clock.instant());
    if (disk.isPresent() && call.destructive() && run.group == 0 && !run.settings.dryRun()) {
      call.announced = disk.get().announced(call);
    }
    return call;
  }

  void ended(Traffic.Call call) {
    if (traced) {
      tell(call);
    }
    world.timeline.catchUp();
  }

  private void tell(Traffic.Call call) {
    trace.accept(
        "  #"
            + call.number
            + (call.destructive() ? " DESTRUCTIVE " : " look ")
            + call.run
            + " "
            + call.startedAt
            + " "
            + (call.destructive() ? call.named() : call.request.toString())
            + "\n       -> "
            + call.answer.map(a -> a.status() + " " + cut(a.body().text())).orElse("no answer")
            + (call.late ? ", carried out later" : "")
            + " at "
            + call.endedAt);
  }

  private static String cut(String text) {
    return text.length() > 700 ? text.substring(0, 700) + "..." : text;
  }

  Kind kindOf(SimulatedCloud cloud) {
    return world.houses.stream().filter(h -> h.cloud() == cloud).findFirst().orElseThrow().kind();
  }

  void reached(String situation) {
    reached.add(situation);
  }
}
