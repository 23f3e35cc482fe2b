package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.network.NetworkSettings;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.http.WireMockFace;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The tool on a bench: three simulated clouds over HTTP, time that passes when somebody waits, keys
 * whose secrets must never show.
 */
public final class Bench implements AutoCloseable {
  public static final String CANARY = "CANARY7f3a9c51e2";

  public final VirtualClock clock;
  public final SimulatedZenlayer zenlayer;
  public final SimulatedTencent tencent;
  public final SimulatedAliyun aliyun;
  public final Map<String, String> variables = new HashMap<>();
  private final WireMockFace face;
  private final Random random = new Random(7);
  private Interrupts interrupts = Interrupts.none();
  private final Path state = folder();
  private Optional<HttpTransport> transport = Optional.empty();
  private String typed = "";
  private boolean before;
  private boolean terminal;
  private Optional<Error> breaks = Optional.empty();
  private boolean full;
  private Path home = Path.of("no-such-home");
  private String out = "";
  private String err = "";

  public Bench() {
    this(VirtualClock.at("2026-11-20T08:00:00Z"));
  }

  /** Where it is that time; processes of their own can call the clouds when it is now. */
  public Bench(VirtualClock clock) {
    this.clock = clock;
    zenlayer = new SimulatedZenlayer(clock);
    tencent = new SimulatedTencent(clock);
    aliyun = new SimulatedAliyun(clock);
    face = WireMockFace.of(zenlayer, tencent, aliyun);
    Instant late = clock.instant().plusSeconds(1_000_000);
    zenlayer.addKey(zenlayer.account(), AccessKey.of("AKIDZEN", CANARY + "zen"));
    tencent.addKey(
        tencent.account(), AccessKey.session("AKIDTEN", CANARY + "ten", CANARY + "tok", late));
    aliyun.addKey(
        aliyun.account(), AccessKey.session("AKIDALI", CANARY + "ali", CANARY + "sts", late));
    variables.put("ZENLAYERCLOUD_ACCESS_KEY_ID", "AKIDZEN");
    variables.put("ZENLAYERCLOUD_ACCESS_KEY_PASSWORD", CANARY + "zen");
    variables.put("TENCENTCLOUD_SECRET_ID", "AKIDTEN");
    variables.put("TENCENTCLOUD_SECRET_KEY", CANARY + "ten");
    variables.put("TENCENTCLOUD_TOKEN", CANARY + "tok");
    variables.put("ALIBABA_CLOUD_ACCESS_KEY_ID", "AKIDALI");
    variables.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", CANARY + "ali");
    variables.put("ALIBABA_CLOUD_SECURITY_TOKEN", CANARY + "sts");
    variables.put("XDG_STATE_HOME", state().toString());
  }

  /** Where the tool keeps what it keeps by itself. */
  public Path state() {
    return state;
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("bench-state");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Somebody sits at a terminal and types this. */
  public Bench atTerminal(String typedText) {
    terminal = true;
    return input(typedText);
  }

  /** They typed it before they were asked. */
  Bench typedBefore() {
    before = true;
    return this;
  }

  /** No client can be made. */
  Bench breaking(Error by) {
    breaks = Optional.of(by);
    return this;
  }

  /** The user's home, which is the working folder too. */
  public Bench atHome(Path folder) {
    home = folder;
    return this;
  }

  /** Somebody may press Ctrl-C. */
  public Bench interrupted(Interrupts by) {
    interrupts = by;
    return this;
  }

  /** The standard output is a file on a disk that is full. */
  public Bench withFullDisk() {
    full = true;
    return this;
  }

  /** The standard input holds this. */
  public Bench input(String text) {
    typed = text;
    return this;
  }

  /** Runs the tool with these arguments. */
  public int run(String... args) {
    return run(List.of(args));
  }

  /** Runs {@code release} at the simulated clouds. */
  public int release(String... args) {
    return release(List.of(args));
  }

  public int release(Collection<String> args) {
    return atClouds("release", args);
  }

  /** Runs {@code resume} at the simulated clouds. */
  public int resume(String... args) {
    return atClouds("resume", List.of(args));
  }

  /** Runs that command at the simulated clouds. */
  public int atClouds(String command, Collection<String> args) {
    List<String> all = new ArrayList<>(List.of(command));
    for (String provider : List.of("zenlayer-zec", "zenlayer-bmc", "tencent-cvm", "aliyun-ecs")) {
      all.add("--endpoint");
      all.add(provider + "=" + face.endpoint());
    }
    all.addAll(args);
    return run(all);
  }

  private int run(List<String> args) {
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            before
                ? new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8))
                : after(typed),
            new PrintStream(full ? new FullDisk() : outBytes, true, StandardCharsets.UTF_8),
            new PrintStream(errBytes, true, StandardCharsets.UTF_8),
            terminal,
            Environment.of(variables, home),
            clock,
            interrupts,
            this::clientIfWhole);
    int exit = new Tool(surroundings).run(args);
    out = outBytes.toString(StandardCharsets.UTF_8);
    err = errBytes.toString(StandardCharsets.UTF_8);
    if ((out + err).contains(CANARY)) {
      throw new AssertionError("a secret was printed:\n" + out + err);
    }
    return exit;
  }

  /** Typed after the question: nothing is there before. */
  private static InputStream after(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
      @Override
      public synchronized int available() {
        return 0;
      }
    };
  }

  /** Requests go through that instead of the network. */
  public Bench through(HttpTransport other) {
    // Each call of the tool closes its client, and that the client's transport.
    transport =
        Optional.of(
            new HttpTransport() {
              @Override
              public HttpResponse send(HttpRequest request) throws TransportException {
                return other.send(request);
              }

              @Override
              public void close() {
                // It serves the next call too.
              }
            });
    return this;
  }

  /** Where the clouds listen. */
  public Endpoint endpoint() {
    return face.endpoint();
  }

  /** A client without providers, on virtual time. */
  public ReleaseClientBuilder client() {
    ReleaseClientBuilder builder = onVirtualTime();
    return transport.isPresent()
        ? builder.transport(transport.get())
        : builder.network(
            NetworkSettings.builder().variables(name -> variables.getOrDefault(name, "")).build());
  }

  private ReleaseClientBuilder clientIfWhole() {
    if (breaks.isPresent()) {
      throw breaks.get();
    }
    return client();
  }

  private ReleaseClientBuilder onVirtualTime() {
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

  /** How the tool is told of these instances. */
  public static List<String> refs(String provider, List<SimulatedInstance> instances) {
    return instances.stream().map(i -> i.ref(provider)).map(InstanceRef::toString).toList();
  }

  /** Takes nothing. */
  private static final class FullDisk extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("No space left on device");
    }
  }

  /** Every request that reached any cloud. */
  public int requests() {
    return zenlayer.ledger().requests().size()
        + tencent.ledger().requests().size()
        + aliyun.ledger().requests().size();
  }

  public String out() {
    return out;
  }

  public String err() {
    return err;
  }

  @Override
  public void close() {
    face.close();
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
