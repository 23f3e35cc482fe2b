package io.cloudrelease.execution;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.AccountCheck;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.outcome.MadePlan;
import io.cloudrelease.outcome.PlanMaker;
import io.cloudrelease.policy.Policy;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The registered accounts, and whether a request fits them. Thread-safe. */
final class Accounts {
  private static final String OF_ACCOUNT = "account ";

  private final Map<String, Account> accounts;

  Accounts(Map<String, Account> accounts) {
    this.accounts = Map.copyOf(accounts);
  }

  Account of(InstanceRef ref) {
    return account(ref.provider());
  }

  /** The account of that name, where one is registered. */
  Optional<Account> named(String name) {
    return Optional.ofNullable(accounts.get(name));
  }

  private Account account(String name) {
    return Objects.requireNonNull(accounts.get(name), name);
  }

  /** What is printable of the key of each account that a request names. */
  Map<String, String> marks(ReleaseInstancesRequest request) {
    Map<String, String> marks = new TreeMap<>();
    names(request).forEach(name -> marks.put(name, account(name).mark()));
    return marks;
  }

  /** The cloud's own id of each account that a request names, where it is known. */
  Map<String, String> ids(ReleaseInstancesRequest request) {
    Map<String, String> ids = new TreeMap<>();
    names(request).forEach(name -> account(name).id().ifPresent(id -> ids.put(name, id)));
    return ids;
  }

  /** The accounts that a request names, each once, as it names them first. */
  private static Set<String> names(ReleaseInstancesRequest request) {
    Set<String> names = new LinkedHashSet<>();
    request.instances().forEach(ref -> names.add(ref.provider()));
    return names;
  }

  /**
   * What a plan is bound to: the cloud's own id of each account, where it is known, else what is
   * printable of its key.
   */
  Map<String, String> bonds(ReleaseInstancesRequest request) {
    Map<String, String> bonds = new TreeMap<>(marks(request));
    ids(request).forEach((name, id) -> bonds.put(name, OF_ACCOUNT + id));
    return bonds;
  }

  /**
   * Why an account is not the one of then, if so.
   *
   * @param mark what was printable of its key then, or what a plan was bound to
   * @param id the cloud's own id of it then; empty when it was not known
   */
  Optional<ReleaseError> changed(String name, String mark, String id, AccountCheck check) {
    Account account = accounts.get(name);
    if (account == null || account.mark().equals(mark)) {
      return account == null ? Optional.of(otherKey(name)) : Optional.empty();
    }
    String then = mark.startsWith(OF_ACCOUNT) ? mark.substring(OF_ACCOUNT.length()) : id;
    if (then.isEmpty()) {
      return Optional.of(otherKey(name));
    }
    if (account.id().isEmpty()) {
      Optional<ReleaseError> unknown = check.ask(account);
      if (unknown.isPresent()) {
        return unknown;
      }
    }
    String now = account.id().orElse("");
    return now.equals(then)
        ? Optional.empty()
        : Optional.of(AccountCheck.other(account, now, then));
  }

  /** Why one of the accounts of a plan is not what it was, if so. */
  Optional<ReleaseError> changed(MadePlan plan, AccountCheck check) {
    for (InstanceRef ref : plan.instances()) {
      if (!plan.accounts().containsKey(ref.provider())) {
        return Optional.of(otherKey(ref.provider()));
      }
    }
    for (Map.Entry<String, String> bond : new TreeMap<>(plan.accounts()).entrySet()) {
      String name = bond.getKey();
      PlanMaker maker = plan.makers().get(name);
      Optional<ReleaseError> changed =
          otherCloud(name, maker == null ? "" : maker.cloud())
              .or(() -> changed(name, bond.getValue(), "", check));
      if (changed.isPresent()) {
        return changed;
      }
    }
    return Optional.empty();
  }

  /** Why one of these names is of another cloud now, if so: ids of one say nothing in another. */
  Optional<ReleaseError> otherCloud(Map<String, String> then) {
    return new TreeMap<>(then)
        .entrySet().stream()
            .flatMap(each -> otherCloud(each.getKey(), each.getValue()).stream())
            .findFirst();
  }

  private Optional<ReleaseError> otherCloud(String name, String then) {
    Account account = accounts.get(name);
    String now = account == null ? then : account.facts().cloud();
    return then.isEmpty() || now.equals(then)
        ? Optional.empty()
        : Optional.of(
            ReleaseError.of(
                    ErrorCategory.GUARDED,
                    OwnCodes.OTHER_ACCOUNT,
                    name + " is an account of " + now + " here, and was one of " + then)
                .hint("register the account that is meant under that name"));
  }

  /** With what each account's part of a plan is made. */
  Map<String, PlanMaker> makers(ReleaseInstancesRequest request, Instant now) {
    Map<String, PlanMaker> makers = new TreeMap<>();
    for (String name : names(request)) {
      Account account = account(name);
      makers.put(
          name,
          new PlanMaker(account.facts().cloud(), account.callerName(), account.cloudTime(now)));
    }
    return makers;
  }

  private static ReleaseError otherKey(String account) {
    return ReleaseError.of(
            ErrorCategory.GUARDED,
            OwnCodes.OTHER_ACCOUNT,
            "it was made with another access key for " + account)
        .hint("make a new plan; where the account's id is expected, renewed keys of it do as well");
  }

  /** Accounts that are not those they are expected to be, by the instances that name them. */
  Map<InstanceRef, ReleaseError> unexpected(ReleaseInstancesRequest request, AccountCheck check) {
    Map<String, ReleaseError> problems = new HashMap<>();
    names(request)
        .forEach(
            name -> check.problem(account(name)).ifPresent(problem -> problems.put(name, problem)));
    Map<InstanceRef, ReleaseError> unexpected = new LinkedHashMap<>();
    for (InstanceRef ref : request.instances()) {
      ReleaseError problem = problems.get(ref.provider());
      if (problem != null) {
        unexpected.put(ref, problem);
      }
    }
    return unexpected;
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
  Map<InstanceRef, ReleaseError> refusals(ReleaseInstancesRequest request, Policy policy) {
    Map<InstanceRef, ReleaseError> problems = check(request);
    if (!problems.isEmpty()) {
      return problems;
    }
    Map<InstanceRef, ReleaseError> all = new HashMap<>();
    RequestSize.tooMany(request, policy)
        .ifPresent(tooMany -> request.instances().forEach(ref -> all.put(ref, tooMany)));
    return all;
  }

  ReleaseError refusal(Map<InstanceRef, ReleaseError> refusals, InstanceRef ref) {
    ReleaseError own = refusals.get(ref);
    if (own != null) {
      return own;
    }
    boolean ofKeys = refusals.values().stream().allMatch(Accounts::isOfKeys);
    Set<String> accounts = new TreeSet<>();
    refusals.keySet().forEach(other -> accounts.add(other.provider()));
    return ReleaseError.of(
            ErrorCategory.GUARDED,
            OwnCodes.REQUEST_HELD_BACK,
            ofKeys
                ? "other accounts of this request are not confirmed to be those that are meant ("
                    + String.join(", ", accounts)
                    + "); nothing was sent"
                : "other instances of this request are wrong ("
                    + refusals.size()
                    + "); nothing was sent")
        .hint(
            ofKeys
                ? "see what is said of their instances, or ask for these alone"
                : "correct or remove them");
  }

  private static boolean isOfKeys(ReleaseError refusal) {
    return refusal.code().equals(OwnCodes.OTHER_ACCOUNT)
        || refusal.code().equals(OwnCodes.ACCOUNT_NOT_CONFIRMED);
  }
}
