package io.cloudrelease.execution.find;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.schedule.Broken;
import io.cloudrelease.execution.schedule.Membership;
import io.cloudrelease.execution.schedule.RunContext;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.listing.GroupMembership;
import io.cloudrelease.spi.listing.MembershipAnswer;
import io.cloudrelease.spi.listing.MembershipQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Asks clouds who of a request's instances is a member of a group, before anything is sent. Who is
 * not answered for counts as unknown, never as no member. Used once, on one thread.
 */
public final class GroupCheck {
  private static final Duration LONGEST_ASKING = Duration.ofMinutes(1);

  private final CallLoop loop;
  private final Function<InstanceRef, Account> accounts;
  private final Map<InstanceRef, String> groups = new HashMap<>();
  private final Map<InstanceRef, ReleaseError> unknown = new HashMap<>();
  private final Set<Open> open = new LinkedHashSet<>();
  private final Duration longest;

  /** An instance that an action was not answered for yet. */
  private record Open(String action, InstanceRef ref) {}

  private record Home(Account account, String region) {}

  public GroupCheck(RunContext run, Function<InstanceRef, Account> accounts) {
    RunControl own = run.control().beside(LONGEST_ASKING);
    this.longest = own.timeLeft();
    this.loop = new CallLoop(run.parts(), own, run.crew());
    this.accounts = accounts;
  }

  /**
   * What the clouds say of these instances. Ends after a minute, or a quarter of the time that is
   * left: whom one cloud does not answer for keeps no other waiting.
   */
  public Membership of(List<InstanceRef> instances) {
    Map<Home, List<InstanceRef>> homes = new LinkedHashMap<>();
    for (InstanceRef ref : instances) {
      Home home = new Home(accounts.apply(ref), ref.region());
      homes.computeIfAbsent(home, any -> new ArrayList<>()).add(ref);
    }
    homes.forEach(this::ask);
    loop.run();
    loop.takeWhatHasEnded();
    open.forEach(left -> unknown.putIfAbsent(left.ref(), unanswered(left.action())));
    return new Membership(groups, unknown);
  }

  /** The time is over for these questions, not for the request. */
  private ReleaseError unanswered(String action) {
    return ReleaseError.of(
        ErrorCategory.UNAVAILABLE,
        OwnCodes.NO_ANSWER,
        action + ": not answered within " + longest.toSeconds() + " s");
  }

  private void ask(Home home, List<InstanceRef> refs) {
    if (!(home.account().provider() instanceof GroupMembership membership)) {
      return;
    }
    List<ActionFacts> actions;
    try {
      actions = Extension.ask(membership::membershipActions);
    } catch (Extension.BrokenException broken) {
      refs.forEach(ref -> unknown.put(ref, Broken.error(broken)));
      return;
    }
    for (ActionFacts action : actions) {
      refs.forEach(ref -> open.add(new Open(action.name(), ref)));
      for (int from = 0; from < refs.size(); from += action.maxBatch()) {
        int to = Math.min(refs.size(), from + action.maxBatch());
        ask(home, membership, action, refs.subList(from, to));
      }
    }
  }

  private void ask(
      Home home, GroupMembership membership, ActionFacts action, List<InstanceRef> refs) {
    MembershipQuery query = new MembershipQuery(action.name(), home.region(), refs);
    loop.add(
        new MembershipCall(home.account(), membership, action, query),
        result -> answered(home, membership, action, refs, result));
  }

  private void answered(
      Home home,
      GroupMembership membership,
      ActionFacts action,
      List<InstanceRef> refs,
      Result<MembershipAnswer> result) {
    if (result.failedBy(ErrorCategory.NOT_FOUND) && refs.size() > 1) {
      // One that is not known spoils the call for the others.
      int half = refs.size() / 2;
      ask(home, membership, action, refs.subList(0, half));
      ask(home, membership, action, refs.subList(half, refs.size()));
      return;
    }
    for (InstanceRef ref : refs) {
      open.remove(new Open(action.name(), ref));
      if (result.answer().isEmpty()) {
        unknown.putIfAbsent(ref, asked(action, result.error()));
      } else {
        String group = result.answer().get().groups().get(ref.id());
        if (group != null) {
          groups.putIfAbsent(ref, group);
        }
      }
    }
  }

  /** Names the call, so that whoever gives rights knows which one is missing. */
  private ReleaseError asked(ActionFacts action, ReleaseError error) {
    if (error.code().equals(OwnCodes.DEADLINE_PASSED)) {
      return unanswered(action.name());
    }
    return ReleaseError.of(error.category(), error.code(), action.name() + ": " + error.message())
        .hint(error.hint());
  }
}
