package com.example.service;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.spring.boot.ReleaseClientCustomizer;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Starts, releases twenty instances of a simulated cloud, is seen doing so, and ends. */
@SpringBootApplication(proxyBeanMethods = false)
public class Service {
  private static final VirtualClock CLOCK = VirtualClock.at("2026-11-20T08:00:00Z");
  private static final SimulatedTencent CLOUD = new SimulatedTencent(CLOCK);

  @Bean
  ReleaseClientCustomizer simulated() {
    return client -> CLOCK.drive(client).transport(InProcessTransport.to(CLOCK, CLOUD));
  }

  public static void main(String[] args) {
    List<String> old =
        CLOUD.add(20, vm -> vm.region("ap-guangzhou").postpaid()).stream()
            .map(instance -> "ci:ap-guangzhou:" + instance.id())
            .toList();
    SpringApplication application = new SpringApplication(Service.class);
    String[] properties = {
      "--spring.main.banner-mode=off",
      "--logging.level.root=warn",
      "--cloudrelease.accounts.ci.cloud=tencent-cvm",
      "--cloudrelease.accounts.ci.credentials.id=" + CLOUD.credentials().accessKeyId(),
      "--cloudrelease.accounts.ci.credentials.secret=" + CLOUD.credentials().secretKey().reveal(),
    };
    try (ConfigurableApplicationContext context = application.run(properties)) {
      ReleaseInstancesRequest.Builder request = ReleaseInstancesRequest.builder();
      old.forEach(request::instance);
      ReleaseInstancesResult result =
          context.getBean(ReleaseClient.class).releaseInstances(request.build());
      double counted =
          context
              .getBean(MeterRegistry.class)
              .get("cloudrelease.instances")
              .tag("verdict", "RELEASED")
              .counter()
              .count();
      Status health = context.getBean(HealthEndpoint.class).health().getStatus();
      if (!result.allGood() || counted != 20 || !health.equals(Status.UP)) {
        throw new IllegalStateException(
            "not as it should be: " + health + ", " + counted + " counted, " + result);
      }
    }
    Module ours = ReleaseClientCustomizer.class.getModule();
    System.out.printf(
        "%d released by a Spring Boot application on Java %s, %s%n",
        old.size(),
        Runtime.version().feature(),
        ours.isNamed() ? "module path (" + ours.getName() + ")" : "class path");
  }
}
