package io.cloudrelease.execution;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The registered accounts, and whether a request fits them. Thread-safe. */
final class Accounts {
  private final Map<String, Account> accounts;

  Accounts(Map<String, Account> accounts) {
    this.accounts = Map.copyOf(accounts);
  }

  Account of(InstanceRef ref) {
    return account(ref.provider());
  }

  private Account account(String name) {
    return Objects.requireNonNull(accounts.get(name), name);
  }

  /** What is printable of the key of each account that a request names. */
  Map<String, String> marks(ReleaseInstancesRequest request) {
    Map<String, String> marks = new TreeMap<>();
    for (InstanceRef ref : request.instances()) {
      marks.computeIfAbsent(ref.provider(), name -> account(name).mark());
    }
    return marks;
  }

  /** Which cloud and site each of these accounts is of. */
  Map<String, String> clouds(Collection<String> names) {
    Map<String, String> clouds = new TreeMap<>();
    names.forEach(name -> clouds.put(name, account(name).facts().cloud()));
    return clouds;
  }

  /** What is wrong with a request, by the instances that are to blame. */
  Map<InstanceRef, ReleaseError> check(ReleaseInstancesRequest request) {
    return new RequestCheck(accounts).problems(request);
  }

  /** Why the request as a whole is held back, by the instances that are to blame. */
  Map<InstanceRef, ReleaseError> refusals(ReleaseInstancesRequest request) {
    Map<InstanceRef, ReleaseError> problems = check(request);
    int size = request.instances().size();
    if (!problems.isEmpty() || size <= request.maxInstances()) {
      return problems;
    }
    ReleaseError tooMany =
        ReleaseError.of(
                ErrorCategory.GUARDED,
                OwnCodes.MAX_INSTANCES,
                "the request names "
                    + size
                    + " instances; maxInstances is "
                    + request.maxInstances())
            .hint("raise maxInstances if that many are meant");
    Map<InstanceRef, ReleaseError> all = new HashMap<>();
    request.instances().forEach(ref -> all.put(ref, tooMany));
    return all;
  }

  ReleaseError refusal(Map<InstanceRef, ReleaseError> refusals, InstanceRef ref) {
    ReleaseError own = refusals.get(ref);
    return own != null
        ? own
        : ReleaseError.of(
                ErrorCategory.GUARDED,
                OwnCodes.REQUEST_HELD_BACK,
                refusals.size() + " other instance(s) of this request are wrong; nothing was sent")
            .hint("correct or remove them");
  }
}
