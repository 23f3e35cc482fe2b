package io.cloudrelease.simulation;

import io.cloudrelease.aliyun.AliyunEcsFactory;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.simulation.Member.Trait;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Atomicity;
import io.cloudrelease.testkit.RateLimit;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.zenlayer.ZenlayerBmc;
import io.cloudrelease.zenlayer.ZenlayerVm;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Clouds, accounts, instances and weather of one run, all drawn from one seed. */
final class World {
  private static final Instant START = Instant.parse("2026-11-20T08:00:00.250Z");

  /** The fleet is put up before the client comes, so that something can have moved just before. */
  private static final Duration BEFORE = Duration.ofSeconds(30);

  private static final Environment NOWHERE = Environment.of(Map.of(), Path.of("nowhere"));

  final long seed;
  final Settings settings;
  final VirtualClock clock = VirtualClock.at(START.minus(BEFORE));
  final Timeline timeline = new Timeline(clock);
  final Map<Kind, SimulatedCloud> clouds = new LinkedHashMap<>();
  final Map<SimulatedCloud, Weather> weather = new LinkedHashMap<>();
  final Map<SimulatedCloud, Duration> lags = new LinkedHashMap<>();
  final List<House> houses = new ArrayList<>();
  final Map<String, CloudProvider> providers = new LinkedHashMap<>();
  final List<Member> members = new ArrayList<>();
  final Set<SimulatedCloud> troubled = new LinkedHashSet<>();
  final List<String> notes = new ArrayList<>();

  /** Accounts whose keys end and are not followed by others. */
  final Map<String, Instant> keysEnd = new HashMap<>();

  /** After that time looks are as good as the settling time allows; far future when never. */
  final Instant looksWorkFrom;

  private final Draw draw;

  World(long seed) {
    this(seed, cloud -> {});
  }

  /**
   * @param prepare makes a cloud another before anything is put on it
   */
  World(long seed, Consumer<SimulatedCloud> prepare) {
    this.seed = seed;
    this.draw = new Draw(seed);
    this.settings = Settings.draw(draw);
    this.looksWorkFrom = endOfFaults();
    List<Kind> kinds = draw.someOf(List.of(Kind.values()), draw.oneOf(1, 1, 2, 5));
    boolean prepaidRefused = draw.chance(0.2);
    for (Kind kind : kinds) {
      SimulatedCloud cloud = cloud(kind, prepaidRefused, prepare);
      addHouse(kind, cloud, kind.provider);
      if (draw.chance(0.1)) {
        addHouse(kind, cloud, "second-" + kind.provider);
      }
    }
    Fleet fleet = new Fleet(draw.branch(), timeline, START, settings, prepaidRefused);
    populate(fleet);
    passTime();
    vanishings();
  }

  /** Lets the time before the start pass, with what happens in it. */
  private void passTime() {
    try {
      timeline.sleep(BEFORE, new CompletableFuture<>());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Instant endOfFaults() {
    if (settings.calm()) {
      return START;
    }
    return draw.chance(0.7)
        ? START.plus(draw.millis(0, draw.oneOf(5_000, 60_000, 240_000)))
        : Instant.MAX;
  }

  // ---- clouds ----

  private SimulatedCloud cloud(
      Kind kind, boolean prepaidRefused, Consumer<SimulatedCloud> prepare) {
    Kind host = kind.isZenlayer() ? Kind.ZEC : kind;
    SimulatedCloud known = clouds.get(host);
    if (known != null) {
      clouds.put(kind, known);
      return known;
    }
    SimulatedCloud cloud =
        switch (host) {
          case TENCENT -> tencent();
          case ALIYUN -> aliyun();
          default -> zenlayer(prepaidRefused);
        };
    prepare.accept(cloud);
    clouds.put(host, cloud);
    clouds.put(kind, cloud);
    if (settings.calm()) {
      weather.put(cloud, Weather.fine());
      lags.put(cloud, Duration.ZERO);
      return cloud;
    }
    Duration settling = Duration.ofSeconds(host == Kind.ALIYUN ? 15 : 10);
    Duration lag = draw.chance(0.3) ? draw.millis(0, (int) settling.toMillis()) : Duration.ZERO;
    cloud.lookLag(lag);
    lags.put(cloud, lag);
    Weather w = Weather.draw(draw, kind, settling, settings.partial(), looksWorkFrom);
    cloud.faults(w);
    weather.put(cloud, w);
    if (settings.partial()) {
      cloud.atomicity(draw.oneOf(Atomicity.values()));
    }
    if (draw.chance(0.15)) {
      Duration skew = Duration.ofSeconds(draw.oneOf(-1, 1) * draw.oneOf(2, 200, 400, 1200, 40_000));
      cloud.clockSkew(skew);
      notes.add(cloud.name() + " clock skew " + skew);
    }
    return cloud;
  }

  private SimulatedCloud tencent() {
    SimulatedTencent cloud = new SimulatedTencent(clock);
    cloud.terminating(draw.millis(0, draw.oneOf(1_000, 60_000)));
    cloud.isolating(draw.millis(0, draw.oneOf(1_000, 60_000)));
    cloud.passingState(draw.oneOf("SHUTDOWN", "ISOLATING"));
    cloud.busyWhileOperating(draw.chance(0.3));
    cloud.namesCulprits(draw.chance(0.5));
    throttle(cloud, "TerminateInstances", "DescribeInstances");
    return cloud;
  }

  private SimulatedCloud zenlayer(boolean prepaidRefused) {
    SimulatedZenlayer cloud = new SimulatedZenlayer(clock);
    cloud.releasing(draw.millis(0, draw.oneOf(1_000, 60_000)));
    cloud.recycling(draw.millis(0, draw.oneOf(1_000, 60_000)));
    cloud.prepaidRefused(prepaidRefused);
    cloud.zecRefusesBatches(draw.chance(0.2));
    throttle(cloud, "ReleaseInstances", "TerminateInstance", "DescribeInstances");
    return cloud;
  }

  private SimulatedCloud aliyun() {
    SimulatedAliyun cloud = new SimulatedAliyun(clock);
    // What is being released looks like what is merely stopped: a lag of looks like any other.
    cloud.releasing(draw.millis(0, draw.oneOf(1_000, 45_000)));
    cloud.gracefulStop(draw.millis(0, 180_000));
    cloud.tokenRunning(draw.chance(0.3) ? draw.millis(0, 5_000) : Duration.ZERO);
    cloud.remembersRefusals(draw.chance(0.3));
    cloud.dryRunCode(draw.oneOf("DRYRUN.SUCCESS", "DryRunOperation"));
    cloud.throttleStatus(draw.oneOf(400, 429));
    throttle(cloud, "DeleteInstances", "DescribeInstances");
    return cloud;
  }

  private void throttle(SimulatedCloud cloud, String... actions) {
    for (String action : actions) {
      if (!settings.calm() && draw.chance(0.1)) {
        cloud.rateLimit(action, RateLimit.perSecond(draw.between(1, 5)));
        notes.add(cloud.name() + " " + action + " is limited");
      }
    }
  }

  // ---- accounts ----

  private void addHouse(Kind kind, SimulatedCloud cloud, String name) {
    SimulatedAccount account = SimulatedAccount.named("of " + name).recycleBin(draw.chance(0.5));
    boolean maySee = settings.calm() || !draw.chance(0.03);
    boolean mayRelease = settings.calm() || !draw.chance(0.02);
    if (!settings.calm() && draw.chance(0.02)) {
      account.unpaid(true);
    }
    CredentialsProvider keys = keys(kind, cloud, account, name, maySee, mayRelease);
    houses.add(new House(name, kind, cloud, account, maySee, mayRelease));
    ProviderSettings provider =
        ProviderSettings.of(name, NOWHERE::variable, NOWHERE.home()).credentials(keys);
    providers.put(
        name,
        switch (kind) {
          case TENCENT -> new TencentCvmFactory().create(provider);
          case ZEC -> new ZenlayerZec.Factory().create(provider);
          case BMC -> new ZenlayerBmc.Factory().create(provider);
          case VM -> new ZenlayerVm.Factory().create(provider);
          case ALIYUN -> new AliyunEcsFactory().create(provider);
        });
  }

  private CredentialsProvider keys(
      Kind kind,
      SimulatedCloud cloud,
      SimulatedAccount account,
      String name,
      boolean maySee,
      boolean mayRelease) {
    List<AccessKey> keys = new ArrayList<>();
    if (!kind.isZenlayer() && draw.chance(0.25)) {
      Instant expiry = START.plus(draw.millis(-10_000, 60_000));
      keys.add(AccessKey.session(name + "-1", "secret-1", "token-1", expiry));
      if (settings.calm() || draw.chance(0.9)) {
        keys.add(AccessKey.session(name + "-2", "secret-2", "token-2", Instant.MAX));
      } else {
        keysEnd.put(name, expiry);
      }
    } else {
      keys.add(AccessKey.of(name + "-0", "secret-0"));
    }
    List<Credentials> credentials = new ArrayList<>();
    for (AccessKey key : keys) {
      cloud.addKey(account, key.withMayDescribe(maySee).withMayRelease(mayRelease));
      credentials.add(key.credentials());
    }
    return new SessionKeys(credentials);
  }

  // ---- instances ----

  private void populate(Fleet fleet) {
    int size = settings.big() ? draw.between(90, 250) : draw.between(1, 12);
    double oddness = draw.oneOf(0.0, 0.02, 0.15, 0.5, 1.0);
    boolean oneRegion = draw.chance(0.6);
    for (int i = 0; i < size; i++) {
      House house = houses.get(oneRegion ? 0 : draw.below(houses.size()));
      if (houses.size() > 1 && !settings.big()) {
        house = houses.get(draw.below(houses.size()));
      }
      Trait trait = draw.chance(oddness) ? draw.oneOf(Trait.values()) : Trait.GOOD;
      members.add(fleet.add(house, trait, region(house.kind(), oneRegion)));
    }
    // Bystanders: nobody may touch them.
    for (House house : houses) {
      fleet.add(house, Trait.GOOD, region(house.kind(), true));
    }
  }

  private String region(Kind kind, boolean first) {
    List<String> regions =
        switch (kind) {
          case TENCENT -> Fleet.TENCENT_REGIONS;
          case ALIYUN -> Fleet.ALIYUN_REGIONS;
          default -> List.of("");
        };
    return first ? regions.get(0) : draw.oneOf(regions);
  }

  /** Somebody else releases some of them meanwhile. */
  private void vanishings() {
    if (settings.calm() || !draw.chance(0.1)) {
      return;
    }
    for (Member member : members) {
      boolean there = member.trait().mayGo() && draw.chance(0.3);
      if (there) {
        timeline.at(
            START.plus(draw.millis(0, 40_000)),
            () -> {
              if (!member.house().cloud().ledger().isGone(member.ref().id())) {
                member.house().cloud().vanish(member.ref().id());
                vanished.add(member.ref());
              }
            });
      }
    }
  }

  final Set<InstanceRef> vanished = new LinkedHashSet<>();

  Instant start() {
    return START;
  }

  Draw draw() {
    return draw;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("seed ").append(seed).append('\n').append(settings).append('\n');
    weather.forEach(
        (cloud, w) ->
            text.append(cloud.name())
                .append(": lag ")
                .append(lags.get(cloud))
                .append(", ")
                .append(w)
                .append('\n'));
    notes.forEach(note -> text.append(note).append('\n'));
    houses.forEach(
        h ->
            text.append(h.provider())
                .append(h.maySee() ? "" : " may not see")
                .append(h.mayRelease() ? "" : " may not release")
                .append(h.account().hasRecycleBin() ? " with a bin" : "")
                .append(h.account().isUnpaid() ? " unpaid" : "")
                .append('\n'));
    for (Member m : members) {
      text.append("  ").append(m.ref()).append(' ').append(m.trait());
      m.house()
          .cloud()
          .ledger()
          .instance(m.ref().id())
          .ifPresent(
              i -> text.append(' ').append(i.chargeType()).append(' ').append(i.at(START).state()));
      text.append('\n');
    }
    return text.toString();
  }
}
