package io.cloudrelease.examples;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.commandline.Interrupts;
import io.cloudrelease.commandline.Surroundings;
import io.cloudrelease.commandline.Tool;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.http.WireMockFace;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Three simulated clouds over HTTP, and time that passes when somebody waits. */
public final class Bench implements AutoCloseable {
  public final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  public final SimulatedZenlayer zenlayer = new SimulatedZenlayer(clock);
  public final SimulatedTencent tencent = new SimulatedTencent(clock);
  public final SimulatedAliyun aliyun = new SimulatedAliyun(clock);
  private final WireMockFace face = WireMockFace.of(zenlayer, tencent, aliyun);
  private final Random random = new Random(7);
  private String out = "";
  private String err = "";

  /** Runs the tool with these arguments; nobody sits at a terminal. */
  public int run(String... args) {
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            InputStream.nullInputStream(),
            new PrintStream(outBytes, true, StandardCharsets.UTF_8),
            new PrintStream(errBytes, true, StandardCharsets.UTF_8),
            false,
            nothing(),
            clock,
            Interrupts.none(),
            this::client);
    int exit = new Tool(surroundings).run(List.of(args));
    out = outBytes.toString(StandardCharsets.UTF_8);
    err = errBytes.toString(StandardCharsets.UTF_8);
    return exit;
  }

  public String out() {
    return out;
  }

  public String err() {
    return err;
  }

  /** A client without providers, on virtual time. */
  public ReleaseClientBuilder client() {
    return Clockwork.real()
        .clock(clock)
        .sleeper((duration, wake) -> clock.advance(duration))
        .random(() -> random)
        .singleThreaded(true)
        .in(ReleaseClient.builder());
  }

  /** Settings of an account on that cloud, under that name. */
  public ProviderSettings settings(String name, SimulatedCloud cloud) {
    return ProviderSettings.of(name, variable -> "", Path.of("no-such-home"))
        .endpoint(face.endpoint())
        .credentials(CredentialsProvider.of(cloud.credentials()));
  }

  private static Environment nothing() {
    return Environment.of(Map.of(), Path.of("no-such-home"));
  }

  /** What a request calls these instances. */
  public static List<String> refs(String provider, List<SimulatedInstance> instances) {
    return instances.stream().map(i -> i.ref(provider)).map(InstanceRef::toString).toList();
  }

  @Override
  public void close() {
    face.close();
  }
}
