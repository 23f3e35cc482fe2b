package io.cloudrelease.aliyun.leftovers;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ErrorTable;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.remains.Refund;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.refund.RefundAnswer;
import io.cloudrelease.spi.refund.RefundQuery;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * InquiryPriceRefundInstance (BSS 2017-12-14): what would be paid back for one subscription. It has
 * a host by site; what is answered with status 200 may be a refusal all the same.
 */
public final class Refunds {
  public static final String VERSION = "2017-12-14";

  /** No page names a rate. */
  public static final ActionFacts INQUIRY =
      ActionFacts.of("InquiryPriceRefundInstance", 1, 5, Duration.ofSeconds(10));

  /** The host of accounts of the Chinese site. */
  public static final Endpoint HOST = Endpoint.https("business.aliyuncs.com");

  private static final ErrorRule NOT_REFUNDABLE =
      ErrorRule.of(ErrorCategory.BILLING, Applied.NO, Remedy.GIVE_UP)
          .hint("NotApplicable means that the account is of the other site");

  /** Codes that say of the instance, or of the account, that there is no refund to be told. */
  private static final Set<String> NO_REFUND =
      Set.of("resourcenotexists", "resourcestatuserror", "invalidowner", "notapplicable");

  /** Programs write amounts as {@code 93.39999999999999} and {@code 1.0E-4} too. */
  private static final Pattern AMOUNT =
      Pattern.compile("-?\\d{1,15}(\\.\\d{1,20})?([eE][-+]?\\d{1,2})?");

  private Refunds() {}

  /** The parameters of the call; nothing empty, since signatures of empty values differ. */
  public static SortedMap<String, String> parameters(RefundQuery query) {
    SortedMap<String, String> all = new TreeMap<>();
    all.put("ProductCode", "ecs");
    all.put("InstanceId", query.ids().get(0));
    all.put("ClientToken", query.token());
    return all;
  }

  /** Whether the answer says of itself that it is a success. */
  public static boolean isSuccess(JsonValue document) {
    return document.text("Success").equalsIgnoreCase("true") && document.get("Data").isObject();
  }

  /** What such an answer tells; empty when it tells nothing that can be read. */
  public static Optional<RefundAnswer> read(RefundQuery query, JsonValue document) {
    JsonValue data = document.get("Data");
    String amount = data.text("RefundAmount");
    String id = data.text("InstanceId");
    boolean ofThis = id.isEmpty() || id.equals(query.ids().get(0));
    return ofThis && AMOUNT.matcher(amount).matches()
        ? Optional.of(
            RefundAnswer.shows(
                Map.of(
                    query.ids().get(0), Refund.of(atLeastNothing(amount), data.text("Currency")))))
        : Optional.empty();
  }

  /**
   * What a refusal means. With status 200 its code says what it says with the status of an error.
   *
   * @param table what the codes of ECS mean, many of which are of all services
   */
  public static RefundAnswer refused(CloudFailure failure, ErrorTable table) {
    String code = failure.code();
    if (NO_REFUND.contains(code.toLowerCase(Locale.ROOT))) {
      return RefundAnswer.failed(failure.means(NOT_REFUNDABLE));
    }
    boolean unheeded = failure.status() == 200 && !code.isEmpty();
    return RefundAnswer.failed(unheeded ? failure.means(table.match(400, code)) : failure);
  }

  /** What is below zero is not paid back; a refund never asks for money. */
  private static BigDecimal atLeastNothing(String amount) {
    return new BigDecimal(amount).max(BigDecimal.ZERO);
  }
}
