package io.cloudrelease.testkit.http;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.testkit.Effect;
import io.cloudrelease.testkit.InstanceSpec;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The simulated clouds as a program of their own, for continuous integration: {@code simulate
 * --port 8380}. It prints where the clouds listen, the keys to use and the instances they have,
 * runs until it is ended, and then says what was done to whom.
 */
public final class Simulate {
  private static final int USAGE = 2;

  private static final String HELP =
      """
      simulate [options]          simulated clouds over HTTP, until Ctrl-C or a signal ends them

      --port N                    listen there (default: at a free port)
      --bind ADDRESS              on that address of this machine (default 127.0.0.1; 0.0.0.0 is all)
      --instances N               so many instances on each kind of cloud (default 10)
      --add REF                   one more, with that id: tencent-cvm:ap-guangzhou:ins-1a2b3c4d; repeatable
      --tag KEY=VALUE             with that tag on all of them; repeatable
      --disks                     with a disk on each that stays behind when it is released
      --age DAYS                  made so long ago: 8d (default: now)
      --config FILE               write a cloudrelease.yml that leads to them, and name it among the variables
      --real-transitions          instances take as long as on the real clouds, not a fifth of a second
      """;

  private static final String OURS = "# Written by simulate: leads to simulated clouds.\n";

  private static final String TENCENT_DISK = "disk-%08d";
  private static final String ALIYUN_DISK = "d-bp1%08d";
  private static final String ZENLAYER_DISK = "1400%015d";

  private final PrintStream out;
  private final PrintStream err;
  private int disks;

  Simulate(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** What ends it. */
  interface End {
    /** Waits for it; the clouds listen by now. */
    void await(CloudsOverHttp clouds) throws InterruptedException;
  }

  /** Runs until the process is ended; exits with 2 when it cannot run at all. */
  public static void main(String[] args) {
    Thread program = Thread.currentThread();
    CountDownLatch ended = new CountDownLatch(1);
    End signal =
        clouds -> {
          Runtime.getRuntime().addShutdownHook(new Thread(() -> endAndWait(ended, program)));
          ended.await();
        };
    int exit = new Simulate(System.out, System.err).run(List.of(args), signal);
    if (exit != 0) {
      System.exit(exit);
    }
  }

  /** The process ends only when the program has said its last. */
  private static void endAndWait(CountDownLatch ended, Thread program) {
    ended.countDown();
    try {
      program.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives the exit code: 0, or 2 when nothing was started. */
  int run(List<String> args, End end) {
    if (args.contains("--help") || args.contains("-h")) {
      out.print(HELP);
      return 0;
    }
    try {
      SimulateArguments wish = SimulateArguments.parse(args);
      try (CloudsOverHttp clouds = start(wish)) {
        List<InstanceRef> instances = fill(clouds, wish);
        if (wish.config().isPresent()) {
          write(wish.config().get(), clouds.endpoint().toString());
        }
        introduce(clouds, instances, wish);
        end.await(clouds);
        report(clouds);
      }
      return 0;
    } catch (IllegalArgumentException wrong) {
      err.println("simulate: " + wrong.getMessage() + " (simulate --help says more)");
      return USAGE;
    } catch (UncheckedIOException taken) {
      err.println(
          "simulate: "
              + taken.getMessage()
              + "; is another program there already, or is that no address of this machine?");
      return USAGE;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static CloudsOverHttp start(SimulateArguments wish) {
    CloudsOverHttp.Builder builder =
        CloudsOverHttp.builder().port(wish.port()).bindAddress(wish.bindAddress());
    CloudsOverHttp clouds = (wish.realTransitions() ? builder.realTransitions() : builder).start();
    // A mistyped region is said, as the real clouds say it, and is not merely empty.
    clouds.tencent().onlyRealRegions();
    clouds.aliyun().onlyRealRegions();
    return clouds;
  }

  private List<InstanceRef> fill(CloudsOverHttp clouds, SimulateArguments wish) {
    List<InstanceRef> all = new ArrayList<>();
    int number = wish.instances();
    name(
        "tencent-cvm",
        clouds.tencent().add(number, i -> equipped(i.postpaid(), wish, TENCENT_DISK)),
        all);
    name(
        "aliyun-ecs",
        clouds.aliyun().add(number, i -> equipped(i.postpaid(), wish, ALIYUN_DISK)),
        all);
    name(
        "zenlayer-zec",
        clouds.zenlayer().addZec(number, i -> equipped(i.name("zec"), wish, ZENLAYER_DISK)),
        all);
    name(
        "zenlayer-bmc",
        clouds.zenlayer().addBmc(number, i -> equipped(i.name("bmc"), wish, ZENLAYER_DISK)),
        all);
    name(
        "zenlayer-vm",
        clouds.zenlayer().addVm(number, i -> equipped(i.name("vm"), wish, ZENLAYER_DISK)),
        all);
    for (InstanceRef ref : wish.added()) {
      add(clouds, ref, wish);
      all.add(ref);
    }
    return all;
  }

  private static void name(
      String provider, List<SimulatedInstance> instances, List<InstanceRef> all) {
    instances.forEach(instance -> all.add(instance.ref(provider)));
  }

  private void add(CloudsOverHttp clouds, InstanceRef ref, SimulateArguments wish) {
    switch (ref.provider()) {
      case "tencent-cvm" ->
          clouds
              .tencent()
              .add(
                  i ->
                      equipped(i.id(ref.id()).region(ref.region()).postpaid(), wish, TENCENT_DISK));
      case "aliyun-ecs" ->
          clouds
              .aliyun()
              .add(
                  i -> equipped(i.id(ref.id()).region(ref.region()).postpaid(), wish, ALIYUN_DISK));
      case "zenlayer-bmc" ->
          clouds.zenlayer().addBmc(i -> equipped(i.id(ref.id()), wish, ZENLAYER_DISK));
      case "zenlayer-vm" ->
          clouds.zenlayer().addVm(i -> equipped(i.id(ref.id()), wish, ZENLAYER_DISK));
      default -> clouds.zenlayer().addZec(i -> equipped(i.id(ref.id()), wish, ZENLAYER_DISK));
    }
  }

  private <S extends InstanceSpec<S>> S equipped(
      S instance, SimulateArguments wish, String diskForm) {
    wish.tags().forEach(instance::tag);
    if (!wish.age().isZero()) {
      instance.createdAt(Instant.now().minus(wish.age()));
    }
    if (wish.disks()) {
      instance.disk(String.format(Locale.ROOT, diskForm, ++disks), false);
    }
    return instance;
  }

  /** Each line by itself can be cut out by a script: its first word says what it is. */
  private void introduce(
      CloudsOverHttp clouds, List<InstanceRef> instances, SimulateArguments wish) {
    out.println("endpoint " + clouds.endpoint());
    Credentials zenlayer = clouds.zenlayer().credentials();
    export("ZENLAYERCLOUD_ACCESS_KEY_ID", zenlayer.accessKeyId());
    export("ZENLAYERCLOUD_ACCESS_KEY_PASSWORD", zenlayer.secretKey().reveal());
    Credentials tencent = clouds.tencent().credentials();
    export("TENCENTCLOUD_SECRET_ID", tencent.accessKeyId());
    export("TENCENTCLOUD_SECRET_KEY", tencent.secretKey().reveal());
    Credentials aliyun = clouds.aliyun().credentials();
    export("ALIBABA_CLOUD_ACCESS_KEY_ID", aliyun.accessKeyId());
    export("ALIBABA_CLOUD_ACCESS_KEY_SECRET", aliyun.secretKey().reveal());
    wish.config().ifPresent(file -> export("CLOUDRELEASE_CONFIG", quoted(file)));
    instances.forEach(ref -> out.println("instance " + ref));
    out.println("ready");
    out.flush();
  }

  /** Whose keys they are stands in the variables, as for the clouds themselves. */
  private static void write(Path file, String endpoint) {
    StringBuilder text = new StringBuilder(OURS + "accounts:\n");
    for (String name :
        List.of("tencent-cvm", "aliyun-ecs", "zenlayer-zec", "zenlayer-bmc", "zenlayer-vm")) {
      text.append("  ").append(name).append(":\n    endpoint: ").append(endpoint).append('\n');
    }
    try {
      if (Files.exists(file) && !isOurs(file)) {
        throw new IllegalArgumentException(
            "--config " + file + " is there already, and not written by simulate; name another");
      }
      Files.writeString(file, text);
    } catch (IOException unwritable) {
      throw new IllegalArgumentException(
          "--config " + file + " cannot be written: " + unwritable.getMessage(), unwritable);
    }
  }

  private static boolean isOurs(Path file) throws IOException {
    byte[] text = Files.readAllBytes(file);
    byte[] ours = OURS.getBytes(StandardCharsets.UTF_8);
    return text.length == 0 || Arrays.mismatch(text, ours) == ours.length;
  }

  /** For a shell. */
  private static String quoted(Path file) {
    return "'" + file.toAbsolutePath().toString().replace("'", "'\\''") + "'";
  }

  private void export(String variable, String value) {
    out.println("export " + variable + '=' + value);
  }

  private void report(CloudsOverHttp clouds) {
    List<SimulatedCloud> all = List.of(clouds.tencent(), clouds.aliyun(), clouds.zenlayer());
    for (SimulatedCloud cloud : all) {
      for (Effect effect : cloud.ledger().effects()) {
        out.println("done " + effect.kind() + ' ' + effect.id() + " on " + cloud.name());
      }
    }
    out.flush();
  }
}
