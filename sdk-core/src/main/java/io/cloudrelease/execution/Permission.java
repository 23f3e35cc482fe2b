package io.cloudrelease.execution;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.AccountCheck;
import io.cloudrelease.execution.call.BrokenKeysException;
import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.schedule.Broken;
import io.cloudrelease.execution.schedule.PlanAge;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.outcome.MadePlan;
import io.cloudrelease.policy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a request or a plan as a whole may be carried out. */
final class Permission {
  private final ClientParts parts;
  private final Accounts accounts;
  private final Policy policy;
  private final Beside beside;

  Permission(ClientParts parts, Accounts accounts, Policy policy, Beside beside) {
    this.parts = parts;
    this.accounts = accounts;
    this.policy = policy;
    this.beside = beside;
  }

  /** Why the request as a whole is held back; whatever an extension throws is a reason too. */
  Map<InstanceRef, ReleaseError> refusals(ReleaseInstancesRequest request, RunControl control) {
    return beside.ask(control, () -> found(request, control), why -> ofAll(request, why));
  }

  private static Map<InstanceRef, ReleaseError> ofAll(
      ReleaseInstancesRequest request, ReleaseError why) {
    Map<InstanceRef, ReleaseError> all = new LinkedHashMap<>();
    request.instances().forEach(ref -> all.put(ref, why));
    return all;
  }

  private Map<InstanceRef, ReleaseError> found(
      ReleaseInstancesRequest request, RunControl control) {
    Map<InstanceRef, ReleaseError> refusals = new LinkedHashMap<>();
    Optional<Throwable> broken =
        LastResort.run(
            () -> {
              refusals.putAll(accounts.refusals(request, policy));
              if (refusals.isEmpty()) {
                refusals.putAll(accounts.unexpected(request, new AccountCheck(parts, control)));
              }
            });
    return broken.isPresent() ? ofAll(request, Broken.error(broken.get())) : refusals;
  }

  /**
   * Adds what is printable of the key of each account that is named, and the cloud's own id of it
   * where it is known; or says why there is no key.
   */
  Optional<ReleaseError> marks(
      ReleaseInstancesRequest request,
      RunControl control,
      Map<String, String> marks,
      Map<String, String> ids) {
    return beside.ask(control, () -> marks(request, marks, ids), Optional::of);
  }

  private Optional<ReleaseError> marks(
      ReleaseInstancesRequest request, Map<String, String> marks, Map<String, String> ids) {
    try {
      marks.putAll(accounts.marks(request));
      ids.putAll(accounts.ids(request));
      return Optional.empty();
    } catch (BrokenKeysException | ConfigurationException | InvalidRequestException noKeys) {
      return Optional.of(RequestCheck.noKeys(noKeys));
    }
  }

  /** Why a plan is too old, or of the future, if so. */
  Optional<ReleaseError> stale(MadePlan plan) {
    return PlanAge.problem(plan, parts.clock().instant());
  }

  /** Why an account is not the one that a plan was made with, if so. */
  Optional<ReleaseError> changed(MadePlan plan, RunControl control) {
    return beside.ask(control, () -> otherAccount(plan, control), Optional::of);
  }

  private Optional<ReleaseError> otherAccount(MadePlan plan, RunControl control) {
    List<ReleaseError> changed = new ArrayList<>();
    Optional<Throwable> broken =
        LastResort.run(
            () -> accounts.changed(plan, new AccountCheck(parts, control)).ifPresent(changed::add));
    return broken.map(Broken::error).or(() -> changed.stream().findFirst());
  }

  /** Why so many must not be sent, which nobody approved, if so; a dry run changes nothing. */
  Optional<ReleaseError> unapproved(ReleaseInstancesRequest request, int unapproved) {
    return request.intent().dryRun()
        ? Optional.empty()
        : RequestSize.unapproved(unapproved, policy);
  }

  /** Why this is no approval of that plan, if so. */
  static Optional<ReleaseError> otherPlan(String digest, Optional<String> approved) {
    return approved.isEmpty() || approved.get().equals(digest)
        ? Optional.empty()
        : Optional.of(
            ReleaseError.of(
                    ErrorCategory.GUARDED,
                    OwnCodes.NOT_APPROVED,
                    "the approval is of the plan " + approved.get() + "; this is " + digest)
                .hint("review this one, or carry out the one that was approved"));
  }
}
