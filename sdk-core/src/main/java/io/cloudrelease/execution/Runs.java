package io.cloudrelease.execution;

import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.AccountCheck;
import io.cloudrelease.execution.call.AccountWishes;
import io.cloudrelease.execution.call.BrokenKeysException;
import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.find.Finder;
import io.cloudrelease.execution.find.RefundCheck;
import io.cloudrelease.execution.schedule.CallThreads;
import io.cloudrelease.execution.schedule.Crew;
import io.cloudrelease.execution.schedule.InlineCrew;
import io.cloudrelease.execution.schedule.InstanceMemory;
import io.cloudrelease.execution.schedule.Safety;
import io.cloudrelease.execution.schedule.ThreadCrew;
import io.cloudrelease.find.Found;
import io.cloudrelease.find.Selection;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.outcome.NoListener;
import io.cloudrelease.outcome.RunProgress;
import io.cloudrelease.remains.Refund;
import io.cloudrelease.retry.RetryPolicy;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.identity.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The runs of one client: begins them, here or beside, and stops them all. Thread-safe. */
public final class Runs implements AutoCloseable {
  private static final String STOPPED = "the client was stopped";
  private static final String CLOSED = "the client was closed";

  /** So long may clouds take to say what they would pay back. */
  private static final Duration LONGEST_PRICING = Duration.ofMinutes(2);

  private final Engine engine;
  private final Finder finder;
  private final Function<RunControl, Crew> crews;
  private final ClientParts parts;
  private final Map<String, Account> accounts;
  private final BooleanSupplier killSwitch;
  private final boolean singleThreaded;
  private final ExecutorService ownThreads = CallThreads.forCalls();
  private final ExecutorService runThreads = CallThreads.forRuns();
  private final Set<RunControl> underWay = ConcurrentHashMap.newKeySet();

  /** Why nothing may begin any more, once that is so. */
  private volatile @Nullable String over;

  public Runs(ClientSettings settings) {
    Clockwork clockwork = settings.clockwork();
    this.killSwitch = settings.killSwitch();
    this.singleThreaded = clockwork.isSingleThreaded();
    RetryPolicy retryPolicy =
        settings.retryPolicy().orElseGet(() -> RetryPolicy.standard(clockwork.random()));
    this.parts =
        new ClientParts(
            settings.transport(),
            clockwork.clock(),
            clockwork.steadyClock(),
            clockwork.sleeper(),
            clockwork.random(),
            clockwork.nonces(),
            retryPolicy,
            settings.splitter(),
            delivery(settings.listener()),
            settings.pace());
    Map<String, Account> accounts = new LinkedHashMap<>();
    for (CloudProvider provider : settings.providers()) {
      String name = provider.facts().name();
      Account account =
          new Account(
              provider,
              settings.accountIds().getOrDefault(name, ""),
              new AccountWishes(
                  settings.rates().getOrDefault(name, Map.of()), settings.answerTimeout()));
      account.callThrough(parts.transport());
      accounts.put(name, account);
    }
    this.accounts = Map.copyOf(accounts);
    Executor threads = settings.executor().orElse(ownThreads);
    this.crews =
        singleThreaded
            ? control -> new InlineCrew(clockwork.sleeper(), control)
            : control -> new ThreadCrew(threads, runThreads, clockwork.waitsReally());
    InstanceMemory memory = InstanceMemory.with(clockwork.steadyClock());
    Safety safety =
        new Safety(
            settings.journal(),
            settings.guards(),
            memory,
            settings.checkGroups(),
            settings.checkLeftovers(),
            settings.evidence());
    this.engine = new Engine(parts, accounts, crews, safety);
    this.finder = new Finder(parts, accounts, crews);
  }

  private ReleaseListener delivery(ReleaseListener listener) {
    return singleThreaded || listener == NoListener.NONE
        ? EventDelivery.inPlace(listener)
        : EventDelivery.beside(listener);
  }

  public Engine engine() {
    return engine;
  }

  /**
   * Asks the cloud whose keys that account calls with.
   *
   * @throws ConfigurationException when it cannot be asked, or does not say
   */
  public Caller whoAmI(String name) {
    Account asked = accounts.get(name);
    if (asked == null) {
      throw new ConfigurationException(
          "no account is registered as '"
              + name
              + "'; registered: "
              + String.join(", ", new TreeSet<>(accounts.keySet())));
    }
    RunControl control = begin(AccountCheck.LONGEST_QUESTION, NoListener.NONE);
    Optional<ReleaseError> unknown;
    try {
      unknown = new AccountCheck(parts, control).ask(asked);
    } finally {
      underWay.remove(control);
    }
    try {
      return asked
          .caller(asked.keys())
          .orElseThrow(
              () ->
                  new ConfigurationException(
                      unknown.map(ReleaseError::summary).orElse("its keys changed meanwhile")));
    } catch (BrokenKeysException broken) {
      throw new ConfigurationException(broken.error().summary(), broken);
    }
  }

  /** What a run does, once it has asked for its control. */
  public interface Work<T> {
    T run(Function<ReleaseInstancesRequest, RunControl> controls);
  }

  /**
   * A run on a thread of its own.
   *
   * @param control known once it has begun
   */
  public record Started(
      CompletableFuture<ReleaseInstancesResult> result, CompletableFuture<RunControl> control) {}

  /** The one way to begin: what runs is stopped by {@link #close}. */
  public <T> T run(Work<T> work, ReleaseListener own) {
    Objects.requireNonNull(own, "listener");
    return run(work, own, control -> {});
  }

  private <T> T run(Work<T> work, ReleaseListener own, Consumer<RunControl> known) {
    List<RunControl> mine = new ArrayList<>();
    ReleaseListener heard = delivery(own);
    try {
      return work.run(
          request -> {
            RunControl control = begin(request.deadline(), heard);
            control.progress(RunProgress.begun(request.instances().size()));
            mine.add(control);
            known.accept(control);
            return control;
          });
    } finally {
      mine.forEach(underWay::remove);
      end(heard);
    }
  }

  /** What fits the selection; a search is stopped by {@link #close} too. */
  public Found find(Selection selection) {
    RunControl control = begin(selection.deadline(), NoListener.NONE);
    try {
      return finder.find(selection, control);
    } finally {
      underWay.remove(control);
    }
  }

  /** What clouds would pay back for these. */
  public Map<InstanceRef, Refund> refunds(Collection<Snapshot> instances) {
    RunControl control = begin(LONGEST_PRICING, NoListener.NONE);
    try (Crew crew = crews.apply(control)) {
      return new RefundCheck(parts, control, crew).of(instances, accounts);
    } finally {
      underWay.remove(control);
    }
  }

  private RunControl begin(Duration deadline, ReleaseListener heard) {
    RunControl control = new RunControl(parts.clock(), parts.steady(), deadline, killSwitch);
    control.heardBy(heard);
    underWay.add(control);
    // After the adding: a close() between the two stops it there, or is seen here.
    @Nullable String why = over;
    if (why != null) {
      control.stop(why);
    }
    return control;
  }

  /** Begins beside the caller's thread. */
  public Started start(Work<ReleaseInstancesResult> work, ReleaseListener own) {
    Objects.requireNonNull(own, "listener");
    CompletableFuture<RunControl> known = new CompletableFuture<>();
    return new Started(beside(() -> run(work, own, known::complete)), known);
  }

  /** Does that on a thread of its own. */
  public <T> CompletableFuture<T> beside(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, runThreads);
    } catch (RejectedExecutionException afterClose) {
      // It is stopped as it begins, and only says so.
      CompletableFuture<T> result = new CompletableFuture<>();
      try {
        result.complete(work.get());
      } catch (RuntimeException failed) {
        result.completeExceptionally(failed);
      }
      return result;
    }
  }

  private static void end(ReleaseListener heard) {
    if (heard instanceof EventDelivery delivery) {
      delivery.close();
    }
  }

  /** Stops all that is under way and all that begins from now on; calls in the air may end. */
  public void stop() {
    halt(STOPPED);
  }

  private void halt(String why) {
    over = why;
    underWay.forEach(control -> control.stop(why));
  }

  /** Ends all connections and threads; requests under way end as if they were stopped. */
  @Override
  public void close() {
    halt(CLOSED);
    runThreads.shutdownNow();
    // What has not begun finds out that it must not.
    ownThreads.shutdownNow().forEach(Runnable::run);
    parts.transport().close();
    end(parts.listener());
  }
}
