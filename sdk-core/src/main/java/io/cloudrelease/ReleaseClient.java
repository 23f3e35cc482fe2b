package io.cloudrelease;

import io.cloudrelease.batch.BatchSplitter;
import io.cloudrelease.credentials.Environment;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.execution.Engine;
import io.cloudrelease.execution.EventDelivery;
import io.cloudrelease.execution.WarmUp;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.LanePace;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.call.SteadyClock;
import io.cloudrelease.execution.find.Finder;
import io.cloudrelease.execution.schedule.Crew;
import io.cloudrelease.execution.schedule.InlineCrew;
import io.cloudrelease.execution.schedule.InstanceMemory;
import io.cloudrelease.execution.schedule.Safety;
import io.cloudrelease.execution.schedule.ThreadCrew;
import io.cloudrelease.find.Found;
import io.cloudrelease.find.Selection;
import io.cloudrelease.guard.BlastBudget;
import io.cloudrelease.guard.Guards;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.guard.Waves;
import io.cloudrelease.http.HttpTransport;
import io.cloudrelease.http.okhttp.OkHttpTransport;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.retry.DefaultRetryPolicy;
import io.cloudrelease.retry.RetryPolicy;
import io.cloudrelease.retry.Sleeper;
import io.cloudrelease.signing.Hashes;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.Pace;
import io.cloudrelease.spi.ProviderFactory;
import io.cloudrelease.spi.ProviderSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gives cloud instances back, wherever they run, and says for every id what became of it.
 *
 * <pre>{@code
 * try (ReleaseClient client = ReleaseClient.fromEnvironment()) {
 *   ReleaseInstancesResult result =
 *       client.releaseInstances(
 *           ReleaseInstancesRequest.builder()
 *               .instance("tencent-cvm:ap-guangzhou:ins-1a2b3c4d")
 *               .build());
 *   System.out.print(result.toTable());
 * }
 * }</pre>
 *
 * <p>Thread-safe; make one and keep it: its connections, its pace and what it learned of the
 * clouds' clocks are shared by all requests.
 */
public final class ReleaseClient implements AutoCloseable {
  private static final String CLOSED = "the client was closed";

  private final Engine engine;
  private final Finder finder;
  private final ClientParts parts;
  private final BooleanSupplier killSwitch;
  private final ReleaseListener events;
  private final ExecutorService threads;
  private final Set<RunControl> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private ReleaseClient(Builder builder) {
    Map<String, Account> accounts = new LinkedHashMap<>();
    for (Map.Entry<String, CloudProvider> provider : builder.providers.entrySet()) {
      accounts.put(provider.getKey(), new Account(provider.getValue()));
    }
    this.killSwitch = builder.killSwitch;
    this.threads = Executors.newCachedThreadPool(new DaemonThreads());
    this.events =
        builder.singleThreaded || builder.listener == ReleaseListener.none()
            ? EventDelivery.inPlace(builder.listener)
            : EventDelivery.beside(builder.listener);
    HttpTransport transport = builder.transport;
    RetryPolicy retryPolicy = builder.retryPolicy;
    this.parts =
        new ClientParts(
            transport == null ? ownTransport(builder) : transport,
            builder.clock(),
            builder.steadyClock(),
            builder.sleeper,
            builder.random,
            builder.nonces,
            retryPolicy == null ? new DefaultRetryPolicy(builder.random) : retryPolicy,
            builder.splitter,
            events,
            builder.pace);
    Function<RunControl, Crew> crews =
        builder.singleThreaded
            ? control -> new InlineCrew(builder.sleeper, control)
            : control -> new ThreadCrew(threads);
    Guards guards = new Guards(builder.guards, builder.budget, builder.waves);
    this.finder = new Finder(parts, accounts, crews);
    InstanceMemory memory = InstanceMemory.with(builder.steadyClock());
    Safety safety = new Safety(builder.journal, guards, memory, builder.checkGroups);
    this.engine = new Engine(parts, accounts, crews, safety);
  }

  private static HttpTransport ownTransport(Builder builder) {
    OkHttpTransport transport = OkHttpTransport.create();
    boolean secure = false;
    for (CloudProvider provider : builder.providers.values()) {
      secure |= provider.usesHttps();
    }
    if (secure && !builder.singleThreaded) {
      WarmUp.take(transport::prepare);
    }
    return transport;
  }

  /** A client of all providers on the class path, with credentials from the environment. */
  public static ReleaseClient fromEnvironment() {
    return builder().providersFromClassPath(Environment.system()).build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * What is wrong with the request (unknown provider, foreign id, missing region, missing
   * credentials), found without sending anything; empty when nothing is. {@link #releaseInstances}
   * checks the same.
   */
  public Map<InstanceRef, ReleaseError> check(ReleaseInstancesRequest request) {
    return engine.check(request);
  }

  /**
   * The instances that fit, found by reading lists. It only names them: give the references to
   * {@link #plan} or {@link #releaseInstances}, which look again.
   *
   * <p>What could not be read, or did not fit together, is said in {@link Found#incomplete}; the
   * other places are read all the same.
   *
   * @throws InvalidRequestException when a place is none, before anything is read
   */
  public Found find(Selection selection) {
    return under(selection.deadline(), control -> finder.find(selection, control));
  }

  /** Says what {@link #releaseInstances} would send, by reading only. */
  public ReleasePlan plan(ReleaseInstancesRequest request) {
    return run(controls -> engine.plan(request, controls.apply(request)));
  }

  /**
   * Carries out a plan and nothing beyond it: an instance that changed since (other name or
   * creation time) or was not to be sent gets NOT_SENT, and so does everything of a plan older than
   * 15 minutes.
   */
  public ReleaseInstancesResult execute(ReleasePlan plan) {
    return run(executing(plan));
  }

  /**
   * Releases, and waits for the result as the request says.
   *
   * <p>Never throws for what happens to instances: each has exactly one verdict, also when the
   * deadline passes, the thread is interrupted (the flag is set again) or a provider fails. When
   * anything is wrong with the request itself nothing is sent, and every verdict is NOT_SENT.
   */
  public ReleaseInstancesResult releaseInstances(ReleaseInstancesRequest request) {
    return run(releasing(request));
  }

  /** As {@link #releaseInstances}, on another thread. */
  public ReleaseHandle releaseInstancesAsync(ReleaseInstancesRequest request) {
    return start(releasing(request));
  }

  /** As {@link #execute}, on another thread. */
  public ReleaseHandle executeAsync(ReleasePlan plan) {
    return start(executing(plan));
  }

  /**
   * Completes the run of a process that died: looks first, sends again only what cannot go too far,
   * and answers for every instance of the run, in its order. What has its verdict keeps it; a run
   * that ended gives its verdicts once more. The deadline of the request begins anew.
   *
   * @throws ConfigurationException when the journal holds no run, cannot be read or written, is
   *     used by another process, or when the run was made with another access key
   */
  public ReleaseInstancesResult resume(ReleaseJournal journal) {
    return run(resuming(journal, false));
  }

  /**
   * As {@link #resume}, for access keys that were renewed since: you vouch that they are of the
   * same accounts. With the keys of another account, instances that still run would seem to be
   * gone.
   */
  public ReleaseInstancesResult resumeWithRenewedKeys(ReleaseJournal journal) {
    return run(resuming(journal, true));
  }

  /** As {@link #resume}, on another thread. */
  public ReleaseHandle resumeAsync(ReleaseJournal journal) {
    return start(resuming(journal, false));
  }

  private Work<ReleaseInstancesResult> releasing(ReleaseInstancesRequest request) {
    return controls -> engine.release(request, controls.apply(request));
  }

  private Work<ReleaseInstancesResult> executing(ReleasePlan plan) {
    return controls -> engine.execute(plan, controls.apply(plan.request()));
  }

  private Work<ReleaseInstancesResult> resuming(ReleaseJournal journal, boolean renewedKeys) {
    return controls -> engine.resume(journal, renewedKeys, controls);
  }

  /** What a run does, once it has asked for its control. */
  private interface Work<T> {
    T run(Function<ReleaseInstancesRequest, RunControl> controls);
  }

  /** The one way to begin: what runs is stopped by {@link #close}. */
  private <T> T run(Work<T> work) {
    return run(work, control -> {});
  }

  private <T> T run(Work<T> work, Consumer<RunControl> known) {
    List<RunControl> own = new ArrayList<>();
    try {
      return work.run(
          request -> {
            RunControl control = begin(request.deadline());
            own.add(control);
            known.accept(control);
            return control;
          });
    } finally {
      own.forEach(underWay::remove);
    }
  }

  private <T> T under(Duration deadline, Function<RunControl, T> work) {
    RunControl control = begin(deadline);
    try {
      return work.apply(control);
    } finally {
      underWay.remove(control);
    }
  }

  private RunControl begin(Duration deadline) {
    RunControl control = new RunControl(parts.clock(), parts.steady(), deadline, killSwitch);
    underWay.add(control);
    // After the adding: a close() between the two stops it there, or is seen here.
    if (closed) {
      control.stop(CLOSED);
    }
    return control;
  }

  private ReleaseHandle start(Work<ReleaseInstancesResult> work) {
    CompletableFuture<RunControl> known = new CompletableFuture<>();
    Supplier<ReleaseInstancesResult> run = () -> run(work, known::complete);
    try {
      return new ReleaseHandle(CompletableFuture.supplyAsync(run, threads), known);
    } catch (RejectedExecutionException afterClose) {
      // It is stopped as it begins, and only says so.
      CompletableFuture<ReleaseInstancesResult> result = new CompletableFuture<>();
      try {
        result.complete(run.get());
      } catch (RuntimeException failed) {
        result.completeExceptionally(failed);
      }
      return new ReleaseHandle(result, known);
    }
  }

  /**
   * Ends all connections and threads. Requests under way end as if they were stopped, and later
   * ones send nothing.
   */
  @Override
  public void close() {
    closed = true;
    underWay.forEach(control -> control.stop(CLOSED));
    threads.shutdownNow();
    parts.transport().close();
    if (events instanceof EventDelivery delivery) {
      delivery.close();
    }
  }

  /** Daemon threads with telling names. */
  private static final class DaemonThreads implements ThreadFactory {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public Thread newThread(Runnable task) {
      Thread thread = new Thread(task, "cloudrelease-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    }
  }

  /** Collects the parts of a client. Not thread-safe. */
  public static final class Builder {
    private final Map<String, CloudProvider> providers = new LinkedHashMap<>();
    private @Nullable HttpTransport transport;
    private @Nullable InstantSource clock;
    private @Nullable InstantSource steady;
    private Sleeper sleeper = Sleeper.system();
    private Supplier<? extends RandomGenerator> random = ThreadLocalRandom::current;
    private Supplier<String> nonces = secureNonces();
    private @Nullable RetryPolicy retryPolicy;
    private BatchSplitter splitter = BatchSplitter.inOrder();
    private ReleaseListener listener = ReleaseListener.none();
    private BooleanSupplier killSwitch = () -> false;
    private Pace pace = new LanePace();
    private boolean singleThreaded;
    private ReleaseJournal journal = ReleaseJournal.none();
    private final List<ReleaseGuard> guards = new ArrayList<>();
    private boolean checkGroups;
    private BlastBudget budget = BlastBudget.unlimited();
    private Waves waves = Waves.none();

    private Builder() {}

    /**
     * Registers an account under its provider's name.
     *
     * @throws ConfigurationException when the name is taken
     */
    public Builder provider(CloudProvider provider) {
      String name = provider.facts().name();
      if (providers.putIfAbsent(name, provider) != null) {
        throw new ConfigurationException(
            "two providers are registered as '" + name + "'; give one of them another name");
      }
      return this;
    }

    /** Registers every provider that {@link ServiceLoader} finds, with this environment. */
    public Builder providersFromClassPath(Environment environment) {
      for (ProviderFactory factory : ServiceLoader.load(ProviderFactory.class)) {
        provider(factory.create(ProviderSettings.of(factory.kind(), environment)));
      }
      return this;
    }

    /** Sends through this; default OkHttp. It is closed with the client. */
    public Builder transport(HttpTransport value) {
      transport = value;
      return this;
    }

    /** The wall clock, for stamps and signatures; default the system's. */
    public Builder clock(InstantSource value) {
      clock = Objects.requireNonNull(value, "clock");
      return this;
    }

    /**
     * The clock that intervals, deadlines and ages are measured by; it must only go forward.
     * Default the system's, which is not moved when the wall clock is set; with a {@link #clock} of
     * your own, that one.
     */
    public Builder steadyClock(InstantSource value) {
      steady = Objects.requireNonNull(value, "steadyClock");
      return this;
    }

    private InstantSource clock() {
      return clock == null ? InstantSource.system() : clock;
    }

    private InstantSource steadyClock() {
      if (steady != null) {
        return steady;
      }
      return clock == null ? SteadyClock.system() : clock;
    }

    /** How to wait; default really. */
    public Builder sleeper(Sleeper value) {
      sleeper = value;
      return this;
    }

    /** The source of jitter; default the thread's own. Must be safe to ask from several threads. */
    public Builder random(Supplier<? extends RandomGenerator> value) {
      random = value;
      return this;
    }

    /**
     * The source of nonces and idempotency tokens; default 128 secure random bits in hex. Must
     * never give the same text twice.
     */
    public Builder nonces(Supplier<String> value) {
      nonces = value;
      return this;
    }

    /** Decides after failures; default {@link DefaultRetryPolicy}. */
    public Builder retryPolicy(RetryPolicy value) {
      retryPolicy = value;
      return this;
    }

    /** Cuts groups into batches; default in order. */
    public Builder batchSplitter(BatchSplitter value) {
      splitter = value;
      return this;
    }

    /** Told what happens; default nobody. */
    public Builder listener(ReleaseListener value) {
      listener = value;
      return this;
    }

    /**
     * Where each run makes its intents durable before they leave; default nowhere. A run whose
     * journal cannot be written sends nothing.
     */
    public Builder journal(ReleaseJournal value) {
      journal = Objects.requireNonNull(value, "journal");
      return this;
    }

    /** Adds a guard that is asked for each instance; one objection is enough. Default none. */
    public Builder guard(ReleaseGuard value) {
      guards.add(Objects.requireNonNull(value, "guard"));
      return this;
    }

    /**
     * Whether clouds are asked, before anything is sent, which instances are members of scaling
     * groups or node pools; who cannot be asked about is held back. Default off: then members are
     * known by the tags that the look shows. Members are held back in either case, unless a request
     * grants {@link io.cloudrelease.model.Power#ALLOW_GROUP_MEMBERS}.
     */
    public Builder checkGroups(boolean value) {
      checkGroups = value;
      return this;
    }

    /** How many instances of an account may be sent in a time; default without limit. */
    public Builder blastBudget(BlastBudget value) {
      budget = Objects.requireNonNull(value, "budget");
      return this;
    }

    /** Sends each request in waves, and stops when one goes wrong; default all at once. */
    public Builder waves(Waves value) {
      waves = Objects.requireNonNull(value, "waves");
      return this;
    }

    /**
     * Says when each call may leave; default evenly spaced at the providers' documented rates,
     * slower after throttling answers, for this client alone. Give several clients or processes
     * that use one account a common one.
     */
    public Builder pace(Pace value) {
      pace = value;
      return this;
    }

    /**
     * Asked before each destructive send; once it says true, or throws, nothing more of that run is
     * sent.
     */
    public Builder killSwitch(BooleanSupplier value) {
      killSwitch = value;
      return this;
    }

    /**
     * Runs every call on the caller's own thread, one after the other: slower, and deterministic
     * with a virtual clock. Default off.
     */
    public Builder singleThreaded(boolean value) {
      singleThreaded = value;
      return this;
    }

    /**
     * The client.
     *
     * @throws ConfigurationException when no provider is registered, or OkHttp on the class path is
     *     too old to be safe
     */
    public ReleaseClient build() {
      if (providers.isEmpty()) {
        throw new ConfigurationException(
            "no provider is registered; add provider-zenlayer, provider-tencent or"
                + " provider-aliyun to the class path, or register one");
      }
      return new ReleaseClient(this);
    }

    private static Supplier<String> secureNonces() {
      SecureRandom random = new SecureRandom();
      return () -> {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        return Hashes.hex(bits);
      };
    }
  }
}
