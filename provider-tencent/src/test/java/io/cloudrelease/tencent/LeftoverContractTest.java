package io.cloudrelease.tencent;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.testkit.InstanceSpec;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.contract.LeftoverContract;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.util.function.Consumer;

class LeftoverContractTest extends LeftoverContract {
  @Override
  protected SimulatedCloud cloud(VirtualClock clock) {
    return new SimulatedTencent(clock);
  }

  @Override
  protected CloudProvider provider(Credentials credentials) {
    return TencentCvm.builder().credentials(credentials).build();
  }

  @Override
  protected SimulatedInstance add(SimulatedCloud cloud, Consumer<InstanceSpec<?>> belongings) {
    return ((SimulatedTencent) cloud).add(belongings::accept);
  }
}
