package io.cloudrelease.tencent.leftovers;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.error.Scope;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.remains.Refund;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.refund.RefundAnswer;
import io.cloudrelease.spi.refund.RefundQuery;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * InquiryPriceTerminateInstances (API CVM 2017-03-12): what would be paid back for prepaid
 * instances. It names no currency; the site for other countries has no such call. Its price detail
 * is free text and not read.
 */
public final class Refunds {
  public static final ActionFacts INQUIRY =
      ActionFacts.of("InquiryPriceTerminateInstances", 100, 10, Duration.ofSeconds(10));

  /** What the answers hold when they are none of an error. */
  public static final String SET = "InstanceRefundsSet";

  /** Programs write amounts as {@code 93.39999999999999} and {@code 1.0E-4} too. */
  private static final Pattern AMOUNT =
      Pattern.compile("-?\\d{1,15}(\\.\\d{1,20})?([eE][-+]?\\d{1,2})?");

  private static final ErrorRule NO_SUCH_CALL =
      ErrorRule.of(ErrorCategory.FORBIDDEN, Applied.NO, Remedy.GIVE_UP)
          .scope(Scope.REQUEST)
          .hint("this site has no call that tells refunds");

  private static final ErrorRule NOT_REFUNDABLE =
      ErrorRule.of(ErrorCategory.BILLING, Applied.NO, Remedy.GIVE_UP).scope(Scope.REQUEST);

  private Refunds() {}

  /** The body of the call. */
  public static JsonWriter body(RefundQuery query) {
    return new JsonWriter().object().member("InstanceIds", query.ids()).end();
  }

  /** What such an answer tells; of two amounts for one instance none is believed. */
  public static RefundAnswer read(JsonValue response) {
    Map<String, Refund> refunds = new HashMap<>();
    Set<String> contradicted = new HashSet<>();
    for (JsonValue item : response.get(SET).items()) {
      String id = item.text("InstanceId");
      String amount = item.text("Refunds");
      if (AMOUNT.matcher(amount).matches()) {
        Refund refund = Refund.of(atLeastNothing(amount), "");
        Refund before = refunds.putIfAbsent(id, refund);
        if (before != null && !before.equals(refund)) {
          contradicted.add(id);
        }
      }
    }
    refunds.keySet().removeAll(contradicted);
    return RefundAnswer.shows(refunds);
  }

  /** Below zero nothing is paid back, and nothing asked for (CVM, returning instances). */
  private static BigDecimal atLeastNothing(String amount) {
    return new BigDecimal(amount).max(BigDecimal.ZERO);
  }

  /** What a refusal means. */
  public static RefundAnswer refused(CloudFailure failure) {
    String code = failure.code().toLowerCase(Locale.ROOT);
    if (code.equals("invalidaction")) {
      return RefundAnswer.failed(failure.means(NO_SUCH_CALL));
    }
    // Its parent passes by itself; these two say that this instance cannot be paid back.
    boolean lasting = code.startsWith("failedoperation.");
    return RefundAnswer.failed(lasting ? failure.means(NOT_REFUNDABLE) : failure);
  }
}
