package io.cloudrelease.store.jdbc;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One machine: a process of its own that releases what it is told on its input, and takes over runs
 * whose owners are dead. Told by properties where database and clouds are.
 */
public final class Releaser {
  private final CountingSource source;
  private final JdbcStore store;
  private final ReleaseClient client;
  private volatile String begun = "";

  private Releaser() {
    PGSimpleDataSource postgres = new PGSimpleDataSource();
    postgres.setUrl(System.getProperty("store.url"));
    source = new CountingSource(postgres);
    boolean plain = Boolean.getBoolean("store.none");
    store = plain ? null : store(source.asDataSource());
    client = client();
  }

  /** Opened again when the database was too slow for it, as whoever starts services does. */
  private static JdbcStore store(DataSource source) {
    for (int tries = 10; ; tries--) {
      try {
        return open(source);
      } catch (ConfigurationException slow) {
        if (tries == 1 || !(slow.getCause() instanceof SQLTimeoutException)) {
          throw slow;
        }
      }
    }
  }

  private static JdbcStore open(DataSource source) {
    return JdbcStore.builder(source)
        .patience(Duration.ofSeconds(Integer.getInteger("store.patience", 60)))
        .attempt(Duration.ofMillis(Integer.getInteger("store.attempt", 10_000)))
        .heartbeat(Duration.ofMillis(Integer.getInteger("store.heartbeat", 5_000)))
        .build();
  }

  private ReleaseClient client() {
    Duration ahead = Duration.ofMinutes(Integer.getInteger("store.ahead", 0));
    InstantSource wall = () -> Instant.now().plus(ahead);
    Instant start = wall.instant();
    long nanos = System.nanoTime();
    String cloud = "http://127.0.0.1:" + Integer.getInteger("store.cloud", 0);
    Credentials key = Credentials.ofKey("AKIDEXAMPLE", "SECRETEXAMPLE");
    ReleaseClientBuilder builder =
        Clockwork.real()
            .clock(wall)
            .steadyClock(() -> start.plusNanos(System.nanoTime() - nanos))
            .in(ReleaseClient.builder())
            .provider(hastened(TencentCvm.builder().endpoint(cloud).credentials(key).build()))
            .provider(hastened(ZenlayerZec.builder().endpoint(cloud).credentials(key).build()));
    int budget = Integer.getInteger("store.budget", 0);
    if (store != null) {
      builder.journal(told(store.journal())).pace(store.pace());
      if (budget > 0) {
        builder.blastBudget(store.budgetPerHour(budget));
      }
    }
    return builder.build();
  }

  /** For clouds whose looks are never behind, so that a dead run is known to be dead in seconds. */
  private static CloudProvider hastened(CloudProvider provider) {
    Duration lag = Duration.ofMillis(Integer.getInteger("store.lag", 0));
    if (lag.isZero()) {
      return provider;
    }
    ProviderFacts facts =
        provider
            .facts()
            .settlingTime(lag.dividedBy(4))
            .pollInterval(lag.dividedBy(4))
            .longestLag(lag)
            .longestDelay(lag);
    return (CloudProvider)
        Proxy.newProxyInstance(
            Releaser.class.getClassLoader(),
            new Class<?>[] {CloudProvider.class},
            (self, method, arguments) -> {
              if (method.getName().equals("facts")) {
                return facts;
              }
              try {
                return method.invoke(provider, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  /** Says which run it is that begins. */
  private ReleaseJournal told(ReleaseJournal journal) {
    return new ReleaseJournal() {
      @Override
      public RunLog begin(JournalEntry.RunStarted started) throws JournalException {
        begun = started.runId();
        return journal.begin(started);
      }

      @Override
      public RunLog resume() throws JournalException {
        return journal.resume();
      }
    };
  }

  private void release(Path list, Path result) throws Exception {
    List<InstanceRef> refs = Files.readAllLines(list).stream().map(InstanceRef::parse).toList();
    int before = source.statements.get();
    int transactions = source.transactions.get();
    long began = System.nanoTime();
    ReleaseInstancesResult released =
        client.releaseInstances(
            ReleaseInstancesRequest.builder()
                .instances(refs)
                .maxInstances(refs.size())
                .deadline(Duration.ofSeconds(Integer.getInteger("store.deadline", 900)))
                .build());
    long took = (System.nanoTime() - began) / 1_000_000;
    write(result, released);
    say(
        "released "
            + begun
            + " in "
            + took
            + " ms with "
            + (source.statements.get() - before)
            + " statements in "
            + (source.transactions.get() - transactions)
            + " transactions "
            + released.counts());
  }

  private static void write(Path result, ReleaseInstancesResult released) throws Exception {
    Path half = result.resolveSibling(result.getFileName() + ".half");
    Files.writeString(half, released.toJson());
    Files.move(half, result, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Looks for runs of dead owners until told otherwise. */
  private void keep(Path folder) {
    Thread keeper =
        new Thread(
            () -> {
              while (true) {
                try {
                  takeOver(folder);
                  Thread.sleep(100);
                } catch (InterruptedException stopped) {
                  return;
                } catch (Exception failed) {
                  say("failed " + failed);
                }
              }
            });
    keeper.setDaemon(true);
    keeper.start();
  }

  private void takeOver(Path folder) throws Exception {
    for (StoredRun run : store.runs(20)) {
      if (run.state() == StoredRun.State.ABANDONED) {
        try {
          ReleaseInstancesResult result =
              client.resume(store.run(run.runId()), ResumeOptions.defaults());
          write(folder.resolve("taken-" + run.runId() + ".json"), result);
          say("taken " + run.runId() + " " + result.counts());
        } catch (ConfigurationException another) {
          say("not taken " + run.runId());
        }
      }
    }
  }

  /** What a run that is complete came to. */
  private void answer(String run, Path result) throws Exception {
    write(result, client.resume(store.run(run), ResumeOptions.defaults()));
    say("answered " + run);
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /**
   * Lines of input: {@code release LIST RESULT}, {@code keep FOLDER}, {@code answer RUN RESULT};
   * ends with its input.
   */
  public static void main(String[] arguments) throws Exception {
    Releaser releaser = new Releaser();
    say("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "release" -> releaser.release(Path.of(words[1]), Path.of(words[2]));
        case "keep" -> releaser.keep(Path.of(words[1]));
        case "answer" -> releaser.answer(words[1], Path.of(words[2]));
        default -> say("what is " + line);
      }
    }
    releaser.client.close();
    if (releaser.store != null) {
      releaser.store.close();
    }
  }
}
