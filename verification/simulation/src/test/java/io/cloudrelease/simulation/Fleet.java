package io.cloudrelease.simulation;

import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Power;
import io.cloudrelease.simulation.Member.Trait;
import io.cloudrelease.testkit.InstanceSpec;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.aliyun.AliyunSpec;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.tencent.TencentSpec;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.testkit.zenlayer.ZenlayerSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Puts instances on simulated clouds, each of a trait, and says how a request names them. */
final class Fleet {
  static final List<String> TENCENT_REGIONS = List.of("ap-guangzhou", "ap-shanghai", "ap-hongkong");
  static final List<String> ALIYUN_REGIONS = List.of("cn-hangzhou", "cn-beijing", "us-west-1");

  private final Draw draw;
  private final Timeline timeline;
  private final Instant start;
  private final Settings settings;
  private final boolean prepaidRefused;
  private int strangers;

  /**
   * @param prepaidRefused whether Zenlayer refuses to end subscriptions
   */
  Fleet(Draw draw, Timeline timeline, Instant start, Settings settings, boolean prepaidRefused) {
    this.prepaidRefused = prepaidRefused;
    this.draw = draw;
    this.timeline = timeline;
    this.start = start;
    this.settings = settings;
  }

  /** An instance of that trait, or what comes nearest to it on that cloud. */
  Member add(House house, Trait wanted, String region) {
    return switch (house.kind()) {
      case TENCENT -> tencent(house, wanted, region);
      case ZEC, BMC, VM -> zenlayer(house, wanted);
      case ALIYUN -> aliyun(house, wanted, region);
    };
  }

  private Member absent(House house, Trait trait, String region) {
    strangers++;
    String id =
        switch (house.kind()) {
          case TENCENT -> "ins-zzzz" + (1000 + strangers);
          case ZEC, BMC, VM -> "99" + (1_000_000 + strangers);
          case ALIYUN -> "i-bp1zzzzzzzzzzz" + (1000 + strangers);
        };
    return new Member(new InstanceRef(house.provider(), region, id), house, trait);
  }

  private Member tencent(House house, Trait trait, String region) {
    if (trait == Trait.UNKNOWN) {
      return absent(house, trait, region);
    }
    SimulatedTencent cloud = (SimulatedTencent) house.cloud();
    Trait[] made = {trait == Trait.BOUND ? Trait.REFUSED : trait};
    SimulatedInstance instance =
        cloud.add(
            spec -> {
              common(spec, house.account(), trait);
              spec.region(trait == Trait.ELSEWHERE ? other(TENCENT_REGIONS, region) : region);
              charge(spec);
              describe(spec, made[0]);
            });
    leaves(house, made[0], instance);
    return member(house, made[0], instance, region);
  }

  private void charge(TencentSpec spec) {
    if (draw.chance(0.5)) {
      spec.prepaid(start.plus(Duration.ofDays(20)));
    } else if (draw.chance(0.2)) {
      spec.spot();
    } else if (draw.chance(0.1)) {
      spec.chargeType("CDHPAID");
    }
  }

  private void describe(TencentSpec spec, Trait trait) {
    switch (trait) {
      case PASSING ->
          spec.state(draw.oneOf("PENDING", "STARTING", "STOPPING", "REBOOTING"))
              .becomes(draw.oneOf("RUNNING", "STOPPED"), draw.millis(30_100, 60_000));
      case WRONG_STATE -> spec.state(draw.oneOf("LAUNCH_FAILED", "BANNING", "PENDING"));
      case PROTECTED -> spec.protectedFromRelease();
      case BINNED -> spec.state("SHUTDOWN");
      case LEAVING -> {
        if (spec.chargeType().equals("PREPAID")) {
          spec.state("RUNNING");
        } else {
          spec.state("TERMINATING");
        }
      }
      case REFUSED ->
          spec.refusedWith(
              draw.oneOf(
                  "UnsupportedOperation.InstanceChargeType",
                  "FailedOperation.Unreturnable",
                  "InvalidInstance.NotSupported",
                  "UnsupportedOperation.InvalidInstancesOwner",
                  "MutexOperation.TaskRunning"));
      default -> spec.state(draw.oneOf("RUNNING", "STOPPED"));
    }
  }

  private Member zenlayer(House house, Trait wanted) {
    if (wanted == Trait.UNKNOWN) {
      return absent(house, wanted, "");
    }
    boolean zec = house.kind() == Kind.ZEC;
    Trait trait = zec && wanted == Trait.BOUND ? Trait.REFUSED : wanted;
    Trait made = trait == Trait.PROTECTED ? Trait.REFUSED : trait;
    SimulatedZenlayer cloud = (SimulatedZenlayer) house.cloud();
    Kind home = house.kind();
    if (made == Trait.ELSEWHERE) {
      home = zec ? Kind.VM : Kind.ZEC;
    }
    SimulatedInstance instance =
        switch (home) {
          case ZEC -> cloud.addZec(spec -> describe(spec, house, made));
          case BMC -> cloud.addBmc(spec -> describe(spec, house, made));
          default -> cloud.addVm(spec -> describe(spec, house, made));
        };
    leaves(house, made, instance);
    boolean bound =
        (prepaidRefused || home == Kind.VM) // VM always refuses subscriptions
            && instance.chargeType().equals("PREPAID")
            && !house.cloud().ledger().stateOf(instance.id()).equals("CREATE_FAILED");
    return member(house, bound && made.mayGo() ? Trait.REFUSED : made, instance, "");
  }

  private void describe(ZenlayerSpec spec, House house, Trait trait) {
    common(spec, house.account(), trait);
    boolean zec = house.kind() == Kind.ZEC;
    boolean bmc = house.kind() == Kind.BMC;
    if (!zec && trait == Trait.GOOD && draw.chance(0.3)) {
      spec.prepaid(start.plus(Duration.ofDays(20)));
    }
    switch (trait) {
      case PASSING ->
          spec.state(
                  bmc ? draw.oneOf("CREATING", "INSTALLING") : draw.oneOf("DEPLOYING", "BOOTING"))
              .becomes("RUNNING", draw.millis(30_100, 60_000));
      case WRONG_STATE -> spec.state(draw.oneOf("NEVER_HEARD_OF", bmc ? "CREATING" : "DEPLOYING"));
      case BINNED -> spec.state("RECYCLE");
      case LEAVING ->
          spec.state(
              !zec ? "RECYCLING" : house.account().hasRecycleBin() ? "RUNNING" : "RELEASING");
      case REFUSED -> spec.refusedWith("OPERATION_DENIED_POSTPAID_PROMISE");
      case BOUND -> spec.prepaid(start.plus(Duration.ofDays(20))).autoRenew(false);
      default -> {
        boolean failed = !zec && draw.chance(0.1);
        spec.state(failed ? "CREATE_FAILED" : draw.oneOf("RUNNING", "STOPPED"));
      }
    }
  }

  private Member aliyun(House house, Trait wanted, String region) {
    Trait trait =
        switch (wanted) {
          case BINNED -> Trait.GOOD;
          case LEAVING -> Trait.GOOD;
          default -> wanted;
        };
    if (trait == Trait.UNKNOWN) {
      return absent(house, trait, region);
    }
    SimulatedAliyun cloud = (SimulatedAliyun) house.cloud();
    Trait[] made = {trait};
    SimulatedInstance instance =
        cloud.add(
            spec -> {
              common(spec, house.account(), trait);
              spec.region(trait == Trait.ELSEWHERE ? other(ALIYUN_REGIONS, region) : region);
              made[0] = describe(spec, trait);
            });
    return member(house, made[0], instance, region);
  }

  private Trait describe(AliyunSpec spec, Trait trait) {
    boolean force = settings.powers().contains(Power.FORCE);
    switch (trait) {
      case GOOD -> {
        if (draw.chance(0.15)) {
          spec.prepaid(start.minus(Duration.ofDays(3)));
          return settings.powers().contains(Power.TERMINATE_SUBSCRIPTION)
              ? Trait.GOOD
              : Trait.BOUND;
        }
        if (draw.chance(0.5)) {
          spec.running();
          return force ? Trait.GOOD : Trait.WRONG_STATE;
        }
      }
      case PASSING ->
          spec.state(draw.oneOf("Stopping", "Pending"))
              .becomes("Stopped", draw.millis(30_100, 60_000));
      case WRONG_STATE -> spec.state(draw.oneOf("Pending", "NeverHeardOf"));
      case PROTECTED -> spec.protectedFromRelease();
      case REFUSED ->
          spec.refusedWith(
              draw.oneOf(
                  "OperationDenied.SystemInstanceNotSupport",
                  "InvalidOperation.EniLinked",
                  "DependencyViolation.RouteEntry"));
      case BOUND -> spec.prepaid(start.plus(Duration.ofDays(20)));
      default -> {}
    }
    return trait;
  }

  private void common(InstanceSpec<?> spec, SimulatedAccount account, Trait trait) {
    spec.account(trait == Trait.FOREIGN ? SimulatedAccount.named("a stranger's") : account);
    spec.name("n" + draw.below(1000));
    if (draw.chance(0.2)) {
      spec.disk("disk-" + draw.below(10_000), draw.chance(0.5)).publicAddress("203.0.113.7");
    }
  }

  /** Somebody else's release of it ends some time later. */
  private void leaves(House house, Trait trait, SimulatedInstance instance) {
    if (trait != Trait.LEAVING) {
      return;
    }
    Duration later = draw.millis(1000, 60_000);
    String id = instance.id();
    if (house.kind() == Kind.TENCENT && instance.chargeType().equals("PREPAID")) {
      moves(house, id, start.minus(draw.millis(0, 12_000)), "ISOLATING");
      moves(house, id, start.plus(later), "SHUTDOWN");
    } else if (house.kind() == Kind.BMC || house.kind() == Kind.VM) {
      moves(house, id, start.plus(later), "RECYCLE");
    } else if (house.kind() == Kind.ZEC && house.account().hasRecycleBin()) {
      moves(house, id, start.minus(draw.millis(0, 12_000)), "RECYCLING");
      moves(house, id, start.plus(later), "RECYCLE");
    } else {
      moves(house, id, start.plus(later), "");
    }
  }

  /** Somebody else moves it, unless we have moved it before; empty lets it vanish. */
  private void moves(House house, String id, Instant when, String state) {
    timeline.at(
        when,
        () -> {
          boolean ours = house.cloud().ledger().timesApplied(id) > 0;
          if (!ours && state.isEmpty()) {
            house.cloud().vanish(id);
          } else if (!ours) {
            house.cloud().moveTo(id, state);
          }
        });
  }

  private Member member(House house, Trait trait, SimulatedInstance instance, String region) {
    return new Member(new InstanceRef(house.provider(), region, instance.id()), house, trait);
  }

  private String other(List<String> regions, String region) {
    return draw.oneOf(regions.stream().filter(r -> !r.equals(region)).toList());
  }

  /** Whether a settled instance, released as asked, is gone in the end rather than in a bin. */
  static boolean endsGone(Member member, SimulatedInstance instance, Settings settings) {
    if (settings.goal() == Goal.DESTROY) {
      return true;
    }
    return switch (member.house().kind()) {
      case TENCENT -> !instance.chargeType().equals("PREPAID");
      case ZEC -> !member.house().account().hasRecycleBin();
      case BMC, VM -> false;
      case ALIYUN -> true;
    };
  }
}
