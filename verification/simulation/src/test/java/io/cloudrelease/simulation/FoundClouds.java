package io.cloudrelease.simulation;

import io.cloudrelease.aliyun.AliyunEcs;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.InstanceSpec;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.zenlayer.ZenlayerBmc;
import io.cloudrelease.zenlayer.ZenlayerVm;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.util.function.Consumer;

/** The clouds that instances are found on. */
enum FoundClouds {
  TENCENT(TencentCvm.KIND, 40, 6),
  ALIYUN(AliyunEcs.KIND, 20, 6),
  ZEC(ZenlayerZec.KIND, 20, 1),
  BMC(ZenlayerBmc.KIND, 20, 1),
  VM(ZenlayerVm.KIND, 20, 1);

  final String kind;
  final double looksPerSecond;
  final int regions;

  FoundClouds(String kind, double looksPerSecond, int regions) {
    this.kind = kind;
    this.looksPerSecond = looksPerSecond;
    this.regions = regions;
  }

  String place() {
    return regions == 1 ? kind : kind + ":*";
  }

  SimulatedCloud cloud(VirtualClock clock) {
    return switch (this) {
      case TENCENT -> new SimulatedTencent(clock);
      case ALIYUN -> new SimulatedAliyun(clock);
      case ZEC, BMC, VM -> new SimulatedZenlayer(clock);
    };
  }

  SimulatedInstance add(SimulatedCloud cloud, Consumer<InstanceSpec<?>> describe) {
    return switch (this) {
      case TENCENT -> ((SimulatedTencent) cloud).add(describe::accept);
      case ALIYUN -> ((SimulatedAliyun) cloud).add(describe::accept);
      case ZEC -> ((SimulatedZenlayer) cloud).addZec(describe::accept);
      case BMC -> ((SimulatedZenlayer) cloud).addBmc(describe::accept);
      case VM -> ((SimulatedZenlayer) cloud).addVm(describe::accept);
    };
  }

  CloudProvider provider(SimulatedCloud cloud) {
    Credentials key = cloud.credentials();
    return switch (this) {
      case TENCENT -> TencentCvm.builder().credentials(key).build();
      case ALIYUN -> AliyunEcs.builder().credentials(key).build();
      case ZEC -> ZenlayerZec.builder().credentials(key).build();
      case BMC -> ZenlayerBmc.builder().credentials(key).build();
      case VM -> ZenlayerVm.builder().credentials(key).build();
    };
  }
}
