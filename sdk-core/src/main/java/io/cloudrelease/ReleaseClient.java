package io.cloudrelease;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.execution.Runs;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.find.Found;
import io.cloudrelease.find.Selection;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.outcome.AllListeners;
import io.cloudrelease.outcome.MadePlan;
import io.cloudrelease.outcome.NoListener;
import io.cloudrelease.outcome.PricedPlan;
import io.cloudrelease.plan.Approval;
import io.cloudrelease.plan.KeptPlan;
import io.cloudrelease.spi.identity.Caller;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

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
 * clouds' clocks are shared by all requests. Calls run on at most 64 threads, virtual ones where
 * the JVM has them, and hold none while they wait for their turn.
 */
public final class ReleaseClient implements AutoCloseable {
  private final ReleaseClientBuilder made;
  private final Runs runs;

  ReleaseClient(ReleaseClientBuilder builder) {
    this.made = new ReleaseClientBuilder(builder);
    this.runs = new Runs(builder.settings());
  }

  /** A client of all providers on the class path, with credentials from the environment. */
  public static ReleaseClient fromEnvironment() {
    return builder().providersFromClassPath().build();
  }

  public static ReleaseClientBuilder builder() {
    return new ReleaseClientBuilder();
  }

  /** A builder that holds what this client was made of; a transport of yours is then shared. */
  public ReleaseClientBuilder toBuilder() {
    return new ReleaseClientBuilder(made);
  }

  /**
   * What is wrong with the request (unknown provider, foreign id, missing region, missing
   * credentials), found without sending anything; empty when nothing is. {@link #releaseInstances}
   * checks the same.
   */
  public Map<InstanceRef, ReleaseError> check(ReleaseInstancesRequest request) {
    return runs.engine().check(request);
  }

  /**
   * Asks the cloud whose keys an account calls with. From then on plans and journals are bound to
   * that account, so that its renewed keys and assumed roles carry them on.
   *
   * <p>Within 30 seconds, retries included.
   *
   * @param account the name it is registered under
   * @throws ConfigurationException when it cannot be asked, or does not say in time
   */
  public Caller whoAmI(String account) {
    return runs.whoAmI(Objects.requireNonNull(account, "account"));
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
    return runs.find(selection);
  }

  /**
   * Says what {@link #releaseInstances} would send, by reading only. At the request's deadline, or
   * when the thread is interrupted, what was not looked at by then is excluded, with the reason. A
   * kill switch that is thrown is among its {@link ReleasePlan#warnings}.
   */
  public ReleasePlan plan(ReleaseInstancesRequest request) {
    return runs.run(
        controls -> {
          RunControl control = controls.apply(request);
          MadePlan plan = runs.engine().plan(request, control);
          boolean killed = made.hasKillSwitch() && KillSwitch.isThrown(control);
          return killed ? plan.whileKilled() : plan;
        },
        NoListener.NONE);
  }

  /** As {@link #plan}, beside the caller's thread; {@link #stop} and {@link #close} end it too. */
  public CompletableFuture<ReleasePlan> planAsync(ReleaseInstancesRequest request) {
    Objects.requireNonNull(request, "request");
    return runs.beside(() -> plan(request));
  }

  /**
   * That plan with what the clouds would pay back for its prepaid instances, asked of them now.
   * Nothing is refunded. What a cloud does not tell is unknown, never zero; instances for which the
   * question makes no sense, or whose cloud cannot be asked, are not named. Within 2 minutes; what
   * was not told by then is unknown.
   *
   * @throws InvalidRequestException for a plan that no client made
   */
  public ReleasePlan withPrices(ReleasePlan plan) {
    MadePlan alone = MadePlan.behind(plan);
    return new PricedPlan(alone, runs.refunds(alone.looks()));
  }

  /**
   * Carries out a plan and nothing beyond it: an instance that changed since (other name or
   * creation time) or was not to be sent gets NOT_SENT, and so does everything of a plan older than
   * 15 minutes.
   *
   * @throws InvalidRequestException for a plan that no client made
   */
  public ReleaseInstancesResult execute(ReleasePlan plan, ReleaseListener... listeners) {
    return runs.run(executing(plan), AllListeners.of(listeners));
  }

  /**
   * Carries out a plan that was kept, if this is an approval of it: as {@link #execute(ReleasePlan,
   * ReleaseListener...)}, as long as the plan says it holds. An approval of another plan
   * (NotApproved) sends nothing.
   */
  public ReleaseInstancesResult execute(
      KeptPlan plan, Approval approval, ReleaseListener... listeners) {
    return runs.run(executing(plan, approval), AllListeners.of(listeners));
  }

  /** As {@link #execute(KeptPlan, Approval, ReleaseListener...)}, on another thread. */
  public ReleaseHandle executeAsync(
      KeptPlan plan, Approval approval, ReleaseListener... listeners) {
    return new ReleaseHandle(
        runs.start(executing(plan, approval), AllListeners.of(listeners)),
        plan.plan().request().instances().size());
  }

  /** As {@link #execute(ReleasePlan, ReleaseListener...)}, on another thread. */
  public ReleaseHandle executeAsync(ReleasePlan plan, ReleaseListener... listeners) {
    return new ReleaseHandle(
        runs.start(executing(plan), AllListeners.of(listeners)), plan.request().instances().size());
  }

  /**
   * Releases, and waits for the result as the request says.
   *
   * <p>Never throws for what happens to instances: each has exactly one verdict, also when the
   * deadline passes, the thread is interrupted (the flag is set again) or a provider fails. When
   * anything is wrong with the request itself nothing is sent, and every verdict is NOT_SENT.
   *
   * @param listeners told what happens in this run, beside the client's own
   */
  public ReleaseInstancesResult releaseInstances(
      ReleaseInstancesRequest request, ReleaseListener... listeners) {
    return runs.run(releasing(request), AllListeners.of(listeners));
  }

  /**
   * As {@link #releaseInstances}, on another thread. {@link #close} stops it: wait for the result
   * before you close the client.
   */
  public ReleaseHandle releaseInstancesAsync(
      ReleaseInstancesRequest request, ReleaseListener... listeners) {
    return new ReleaseHandle(
        runs.start(releasing(request), AllListeners.of(listeners)), request.instances().size());
  }

  /**
   * Completes the run of a process that died: looks first, sends what that run had not sent yet,
   * sends again only what cannot go too far, and answers for every instance of the run, in its
   * order. What has its verdict keeps it. The deadline of the request begins anew. A run that ended
   * gives its verdicts once more, with the times of then, and listeners hear that it is FINISHED
   * and nothing else.
   *
   * @throws ConfigurationException when the journal holds no run, cannot be read or written, is
   *     used by another process, or when the run was made with another access key
   */
  public ReleaseInstancesResult resume(
      ReleaseJournal journal, ResumeOptions options, ReleaseListener... listeners) {
    return runs.run(resuming(journal, options), AllListeners.of(listeners));
  }

  /** As {@link #resume}, on another thread. */
  public ReleaseHandle resumeAsync(
      ReleaseJournal journal, ResumeOptions options, ReleaseListener... listeners) {
    return new ReleaseHandle(runs.start(resuming(journal, options), AllListeners.of(listeners)), 0);
  }

  private Runs.Work<ReleaseInstancesResult> releasing(ReleaseInstancesRequest request) {
    Objects.requireNonNull(request, "request");
    return controls -> runs.engine().release(request, controls.apply(request));
  }

  private Runs.Work<ReleaseInstancesResult> executing(ReleasePlan plan) {
    MadePlan own = MadePlan.behind(plan);
    return controls -> runs.engine().execute(own, controls.apply(own.request()));
  }

  private Runs.Work<ReleaseInstancesResult> executing(KeptPlan kept, Approval approval) {
    MadePlan plan = MadePlan.behind(kept.plan());
    return controls ->
        runs.engine()
            .execute(plan, kept.digest(), approval.digest(), controls.apply(plan.request()));
  }

  private Runs.Work<ReleaseInstancesResult> resuming(
      ReleaseJournal journal, ResumeOptions options) {
    Objects.requireNonNull(journal, "journal");
    Objects.requireNonNull(options, "options");
    return controls -> runs.engine().resume(journal, options.hasRenewedKeys(), controls);
  }

  /**
   * Ends the sending of all requests at once, as {@link ReleaseHandle#stop} does for one; later
   * ones send nothing. Their results come as usual: calls in the air may still be answered, which
   * {@link #close} alone would cut off.
   */
  public void stop() {
    runs.stop();
  }

  /**
   * Ends all connections and threads. Requests under way end as if they were stopped, those on
   * other threads too, and later ones send nothing.
   */
  @Override
  public void close() {
    runs.close();
  }
}
