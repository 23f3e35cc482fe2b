package io.cloudrelease.examples.demo;

import static java.time.temporal.ChronoUnit.DAYS;

import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The instances of the demo: mostly ordinary ones, and one of each kind that trips people up.
 *
 * @param groups in the order of the request
 */
record Fleet(List<Group> groups) {
  private static final String NOT_THERE = "1300000000000999999";

  Fleet {
    groups = List.copyOf(groups);
  }

  /**
   * Instances with one story.
   *
   * @param story what is special about them; empty when nothing is
   * @param cloud where they are
   * @param refs how the request names them
   */
  record Group(String story, SimulatedCloud cloud, List<InstanceRef> refs) {
    Group {
      Objects.requireNonNull(story, "story");
      Objects.requireNonNull(cloud, "cloud");
      refs = List.copyOf(refs);
    }

    static Group of(
        String story, SimulatedCloud cloud, String provider, List<SimulatedInstance> members) {
      return new Group(story, cloud, members.stream().map(m -> m.ref(provider)).toList());
    }
  }

  /** Puts the fleet on these clouds; subscriptions run out some days from now. */
  static Fleet on(DemoClouds clouds, Instant now) {
    List<Group> groups = new ArrayList<>();
    zec(clouds, groups);
    tencent(clouds, now, groups);
    aliyun(clouds, groups);
    bmc(clouds, now, groups);
    return new Fleet(groups);
  }

  private static void zec(DemoClouds clouds, List<Group> groups) {
    var zec = clouds.zec();
    groups.add(Group.of("", zec, DemoClouds.ZEC, zec.addZec(250, web -> web.name("web"))));
    InstanceRef missing = InstanceRef.of(DemoClouds.ZEC, NOT_THERE);
    groups.add(new Group("an id this account does not have", zec, List.of(missing)));
    groups.add(
        Group.of(
            "another account, which has a recycle bin",
            zec,
            DemoClouds.ZEC_LAB,
            zec.addZec(8, lab -> lab.account(clouds.lab()).name("lab"))));
  }

  private static void tencent(DemoClouds clouds, Instant now, List<Group> groups) {
    var cvm = clouds.tencent();
    String name = DemoClouds.TENCENT;
    groups.add(Group.of("", cvm, name, cvm.add(120, vm -> vm.region("ap-guangzhou").postpaid())));
    groups.add(Group.of("", cvm, name, cvm.add(60, vm -> vm.region("ap-singapore").postpaid())));
    groups.add(Group.of("", cvm, name, cvm.add(40, vm -> vm.region("ap-shanghai").spot())));
    groups.add(
        Group.of(
            "prepaid: the first call puts it into the recycle bin, a second one would destroy it",
            cvm,
            name,
            cvm.add(30, vm -> vm.region("ap-guangzhou").prepaid(now.plus(20, DAYS)))));
    groups.add(
        Group.of(
            "termination protection is on",
            cvm,
            name,
            cvm.add(1, vm -> vm.region("ap-guangzhou").protectedFromRelease())));
    groups.add(
        Group.of(
            "in the recycle bin already",
            cvm,
            name,
            cvm.add(
                1, vm -> vm.region("ap-shanghai").prepaid(now.plus(3, DAYS)).state("SHUTDOWN"))));
  }

  private static void aliyun(DemoClouds clouds, List<Group> groups) {
    var ecs = clouds.aliyun();
    String name = DemoClouds.ALIYUN;
    groups.add(Group.of("", ecs, name, ecs.add(110, vm -> vm.region("cn-hangzhou"))));
    groups.add(
        Group.of(
            "running: only with the power FORCE, which this request grants",
            ecs,
            name,
            ecs.add(40, vm -> vm.region("cn-beijing").running())));
    groups.add(
        Group.of(
            "release protection is on, which no power lifts",
            ecs,
            name,
            ecs.add(1, vm -> vm.region("cn-hangzhou").protectedFromRelease())));
  }

  private static void bmc(DemoClouds clouds, Instant now, List<Group> groups) {
    var bmc = clouds.bmc();
    groups.add(
        Group.of("bare metal", bmc, DemoClouds.BMC, bmc.addBmc(11, metal -> metal.name("metal"))));
    groups.add(
        Group.of(
            "prepaid bare metal: the cloud answers 200, and it runs on until it expires",
            bmc,
            DemoClouds.BMC,
            bmc.addBmc(1, metal -> metal.prepaid(now.plus(12, DAYS)))));
  }

  /** How many distinct instances the request names. */
  int size() {
    return groups.stream().mapToInt(group -> group.refs().size()).sum();
  }

  /** One request for all of them; the first is named twice. */
  ReleaseInstancesRequest request() {
    ReleaseInstancesRequest.Builder request =
        ReleaseInstancesRequest.builder()
            .grant(Power.FORCE)
            .maxInstances(size())
            .deadline(Duration.ofMinutes(1));
    groups.forEach(group -> request.instances(group.refs()));
    return request.instance(groups.get(0).refs().get(0)).build();
  }
}
