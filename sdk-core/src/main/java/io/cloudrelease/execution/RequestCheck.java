package io.cloudrelease.execution;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.BrokenKeysException;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.schedule.Broken;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.text.Nearest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** What is wrong with a request, found without sending anything. */
final class RequestCheck {
  private final Map<String, Account> accounts;

  RequestCheck(Map<String, Account> accounts) {
    this.accounts = accounts;
  }

  /** The problem of each instance that has one, in the order of the request. */
  Map<InstanceRef, ReleaseError> problems(ReleaseInstancesRequest request) {
    Map<InstanceRef, ReleaseError> problems = new LinkedHashMap<>();
    Map<String, Optional<ReleaseError>> credentials = new LinkedHashMap<>();
    Map<String, Map<String, InstanceRef>> byCloud = new HashMap<>();
    for (InstanceRef ref : request.instances()) {
      Optional<ReleaseError> problem = problem(ref, credentials).or(() -> twice(ref, byCloud));
      if (problem.isPresent()) {
        problems.put(ref, problem.get());
      }
    }
    return problems;
  }

  /** Ids are unique in a cloud: under two names of accounts it would be sent twice. */
  private Optional<ReleaseError> twice(
      InstanceRef ref, Map<String, Map<String, InstanceRef>> byCloud) {
    String cloud = Objects.requireNonNull(accounts.get(ref.provider())).facts().cloud();
    InstanceRef first =
        byCloud.computeIfAbsent(cloud, any -> new HashMap<>()).putIfAbsent(ref.id(), ref);
    return first == null || first.provider().equals(ref.provider())
        ? Optional.empty()
        : wrong(
            OwnCodes.NAMED_TWICE,
            "'" + ref + "' is the instance that '" + first + "' names under another account",
            "name it once, under the account that owns it");
  }

  private Optional<ReleaseError> problem(
      InstanceRef ref, Map<String, Optional<ReleaseError>> credentials) {
    Account account = accounts.get(ref.provider());
    if (account == null) {
      return wrong(
          OwnCodes.UNKNOWN_PROVIDER,
          "'" + ref + "' names provider '" + ref.provider() + "', which is not registered",
          Nearest.to(ref.provider(), accounts.keySet())
                  .map(meant -> "did you mean '" + meant + "'? ")
                  .orElse("")
              + "registered: "
              + String.join(", ", new TreeSet<>(accounts.keySet())));
    }
    Optional<ReleaseError> shape;
    try {
      shape = Extension.ask(() -> shape(ref, account));
    } catch (RuntimeException broken) {
      return Optional.of(Broken.error(broken));
    }
    if (shape.isPresent()) {
      return shape;
    }
    Optional<ReleaseError> known = credentials.get(ref.provider());
    if (known == null) {
      known = credentials(account);
      credentials.put(ref.provider(), known);
    }
    return known;
  }

  private Optional<ReleaseError> shape(InstanceRef ref, Account account) {
    String example = account.facts().idExample();
    if (account.facts().regional() && ref.region().isEmpty()) {
      return wrong(
          OwnCodes.MISSING_REGION,
          "'" + ref + "' has no region",
          "write " + ref.provider() + ":<region>:" + ref.id());
    }
    if (!account.facts().regional() && !ref.region().isEmpty()) {
      return wrong(
          OwnCodes.NO_REGIONS,
          "'" + ref + "' has a region, and this cloud has none",
          "write " + ref.provider() + ":" + ref.id());
    }
    if (account.provider().acceptsId(ref.id())) {
      Optional<String> other = foreign(ref, account);
      return other.isEmpty()
          ? Optional.empty()
          : wrong(
              OwnCodes.FOREIGN_ID,
              "'" + ref + "': the id looks like one of " + other.get(),
              "ids of " + ref.provider() + " look like " + example);
    }
    return wrong(
        OwnCodes.WRONG_ID,
        "'"
            + ref
            + "': the id is not one of "
            + ref.provider()
            + foreign(ref, account).map(other -> "; it looks like one of " + other).orElse(""),
        "ids of " + ref.provider() + " look like " + example);
  }

  /** The provider that recognizes the id as its own, unless this account's does so too. */
  private Optional<String> foreign(InstanceRef ref, Account account) {
    if (account.provider().recognizesId(ref.id())) {
      return Optional.empty();
    }
    for (Account other : accounts.values()) {
      if (other.provider().recognizesId(ref.id())) {
        return Optional.of(other.name());
      }
    }
    return Optional.empty();
  }

  private static Optional<ReleaseError> credentials(Account account) {
    try {
      account.keys();
      return Optional.empty();
    } catch (BrokenKeysException | ConfigurationException | InvalidRequestException none) {
      return Optional.of(noKeys(none));
    }
  }

  /** Why an account has no keys. */
  static ReleaseError noKeys(RuntimeException none) {
    return none instanceof BrokenKeysException broken
        ? broken.error()
        : ReleaseError.of(
            ErrorCategory.UNAUTHENTICATED,
            OwnCodes.MISSING_CREDENTIALS,
            String.valueOf(none.getMessage()));
  }

  private static Optional<ReleaseError> wrong(String code, String message, String hint) {
    return Optional.of(ReleaseError.of(ErrorCategory.INVALID_REQUEST, code, message).hint(hint));
  }
}
