package io.cloudrelease.testkit.http;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.testkit.Effect;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
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
      --real-transitions          instances take as long as on the real clouds, not a fifth of a second
      """;

  private final PrintStream out;
  private final PrintStream err;

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
        introduce(clouds, instances);
        end.await(clouds);
        report(clouds);
      }
      return 0;
    } catch (IllegalArgumentException wrong) {
      err.println("simulate: " + wrong.getMessage() + " (simulate --help says more)");
      return USAGE;
    } catch (UncheckedIOException taken) {
      err.println("simulate: " + taken.getMessage() + "; is another program there already?");
      return USAGE;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static CloudsOverHttp start(SimulateArguments wish) {
    CloudsOverHttp.Builder builder =
        CloudsOverHttp.builder().port(wish.port()).bindAddress(wish.bindAddress());
    return (wish.realTransitions() ? builder.realTransitions() : builder).start();
  }

  private static List<InstanceRef> fill(CloudsOverHttp clouds, SimulateArguments wish) {
    List<InstanceRef> all = new ArrayList<>();
    int number = wish.instances();
    name("tencent-cvm", clouds.tencent().add(number, i -> i.postpaid()), all);
    name("aliyun-ecs", clouds.aliyun().add(number, i -> i.postpaid()), all);
    name("zenlayer-zec", clouds.zenlayer().addZec(number, i -> i.name("zec")), all);
    name("zenlayer-bmc", clouds.zenlayer().addBmc(number, i -> i.name("bmc")), all);
    name("zenlayer-vm", clouds.zenlayer().addVm(number, i -> i.name("vm")), all);
    for (InstanceRef ref : wish.added()) {
      add(clouds, ref);
      all.add(ref);
    }
    return all;
  }

  private static void name(
      String provider, List<SimulatedInstance> instances, List<InstanceRef> all) {
    instances.forEach(instance -> all.add(instance.ref(provider)));
  }

  private static void add(CloudsOverHttp clouds, InstanceRef ref) {
    switch (ref.provider()) {
      case "tencent-cvm" ->
          clouds.tencent().add(i -> i.id(ref.id()).region(ref.region()).postpaid());
      case "aliyun-ecs" -> clouds.aliyun().add(i -> i.id(ref.id()).region(ref.region()).postpaid());
      case "zenlayer-bmc" -> clouds.zenlayer().addBmc(i -> i.id(ref.id()));
      case "zenlayer-vm" -> clouds.zenlayer().addVm(i -> i.id(ref.id()));
      default -> clouds.zenlayer().addZec(i -> i.id(ref.id()));
    }
  }

  /** Each line by itself can be cut out by a script: its first word says what it is. */
  private void introduce(CloudsOverHttp clouds, List<InstanceRef> instances) {
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
    instances.forEach(ref -> out.println("instance " + ref));
    out.println("ready");
    out.flush();
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
