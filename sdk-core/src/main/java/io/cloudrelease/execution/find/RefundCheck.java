package io.cloudrelease.execution.find;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.schedule.Broken;
import io.cloudrelease.execution.schedule.Crew;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.remains.Refund;
import io.cloudrelease.spi.refund.RefundAnswer;
import io.cloudrelease.spi.refund.RefundInquiry;
import io.cloudrelease.spi.refund.RefundQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks clouds what they would pay back for prepaid instances. Whatever goes wrong, what is not
 * answered is unknown. Refunds nothing. Used once, on one thread.
 */
public final class RefundCheck {
  /** Which instance is meant is not the trouble. */
  private static final Set<ErrorCategory> OF_THE_CALL =
      EnumSet.of(
          ErrorCategory.THROTTLED,
          ErrorCategory.UNAVAILABLE,
          ErrorCategory.UNAUTHENTICATED,
          ErrorCategory.CLOCK_SKEW,
          ErrorCategory.FORBIDDEN,
          ErrorCategory.STOPPED,
          ErrorCategory.DEADLINE,
          ErrorCategory.INTERNAL);

  private final ClientParts parts;
  private final CallLoop loop;
  private final Map<InstanceRef, Refund> refunds = new LinkedHashMap<>();

  public RefundCheck(ClientParts parts, RunControl control, Crew crew) {
    this.parts = parts;
    this.loop = new CallLoop(parts, control, crew);
  }

  /**
   * What would be paid back for those of them that are prepaid, where their cloud can be asked.
   *
   * @param accounts by registered name
   */
  public Map<InstanceRef, Refund> of(
      Collection<Snapshot> instances, Map<String, Account> accounts) {
    Map<Home, List<InstanceRef>> homes = new LinkedHashMap<>();
    for (Snapshot instance : instances) {
      Account account = accounts.get(instance.ref().provider());
      if (account != null && account.provider() instanceof RefundInquiry inquiry) {
        if (isPrepaid(inquiry, instance)) {
          Home home = new Home(account, instance.ref().region());
          homes.computeIfAbsent(home, any -> new ArrayList<>()).add(instance.ref());
        }
      }
    }
    homes.forEach(this::ask);
    loop.run().ifPresent(this::end);
    return refunds;
  }

  private boolean isPrepaid(RefundInquiry inquiry, Snapshot instance) {
    try {
      return Extension.ask(() -> inquiry.isPrepaid(instance));
    } catch (RuntimeException broken) {
      refunds.put(instance.ref(), Refund.unknown(Broken.error(broken)));
      return false;
    }
  }

  private void ask(Home home, List<InstanceRef> refs) {
    ReleaseError open =
        ReleaseError.of(ErrorCategory.INTERNAL, OwnCodes.STUCK, "nothing was left to ask");
    unknown(refs, open);
    RefundInquiry inquiry = (RefundInquiry) home.account().provider();
    try {
      int most = Extension.ask(inquiry::refundAction).maxBatch();
      for (int from = 0; from < refs.size(); from += most) {
        batch(home, inquiry, refs.subList(from, Math.min(refs.size(), from + most)));
      }
    } catch (Extension.BrokenException broken) {
      unknown(refs, Broken.error(broken));
    }
  }

  private void batch(Home home, RefundInquiry inquiry, List<InstanceRef> refs) {
    try {
      String nonce = Extension.ask(parts.nonces()::get);
      loop.add(
          new RefundRead(home.account(), inquiry, new RefundQuery(home.region(), refs, nonce)),
          result -> answered(home, inquiry, refs, result));
    } catch (Extension.BrokenException broken) {
      unknown(refs, Broken.error(broken));
    }
  }

  private void unknown(List<InstanceRef> refs, ReleaseError why) {
    refs.forEach(ref -> refunds.put(ref, Refund.unknown(why)));
  }

  private void answered(
      Home home, RefundInquiry inquiry, List<InstanceRef> refs, Result<RefundAnswer> result) {
    if (result.answer().isPresent()) {
      Map<String, Refund> told = result.answer().get().refunds();
      refs.forEach(ref -> refunds.put(ref, told.getOrDefault(ref.id(), unknown())));
    } else if (refs.size() > 1 && !OF_THE_CALL.contains(result.error().category())) {
      // One that cannot be paid back, or of another sort, spoils the call for the others.
      int half = refs.size() / 2;
      batch(home, inquiry, refs.subList(0, half));
      batch(home, inquiry, refs.subList(half, refs.size()));
    } else {
      unknown(refs, result.error());
    }
  }

  private static Refund unknown() {
    return Refund.unknown(
        ReleaseError.of(
            ErrorCategory.UNKNOWN, OwnCodes.NOT_SHOWN, "the answer tells no amount for it"));
  }

  private void end(ReleaseError why) {
    refunds.replaceAll(
        (ref, refund) ->
            refund.why().filter(open -> open.code().equals(OwnCodes.STUCK)).isPresent()
                ? Refund.unknown(why)
                : refund);
  }
}
