package io.cloudrelease.tencent.listing;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.error.Scope;
import io.cloudrelease.spi.CloudFailure;
import java.util.List;
import java.util.Locale;

/**
 * What refusals of reading calls mean beyond the table, which is of the calls about named
 * instances: a filter that is wrong stays wrong (CVM API, DescribeInstances, error codes).
 */
public final class ReadFailures {
  private static final ErrorRule WRONG_FILTER =
      ErrorRule.of(ErrorCategory.INVALID_REQUEST, Applied.NO, Remedy.GIVE_UP)
          .scope(Scope.REQUEST)
          .hint("the cloud does not take this filter");

  private static final ErrorRule TOO_LARGE =
      ErrorRule.of(ErrorCategory.INVALID_REQUEST, Applied.NO, Remedy.GIVE_UP)
          .scope(Scope.REQUEST)
          .hint("the cloud finds even a short page too large");

  private static final List<String> OF_FILTERS =
      List.of(
          "invalidfilter",
          "invalidparametervalue.limitexceeded",
          "invalidparametervalue.vpcidmalformed",
          "invalidzone.",
          "failedoperation.illegaltag",
          "failedoperation.tagkeyreserved");

  private ReadFailures() {}

  /** Whether it is refused for the size of its answer. */
  static boolean isTooLarge(CloudFailure failure) {
    return failure.code().equalsIgnoreCase("ResponseSizeLimitExceeded");
  }

  /** That failure, with what it means of a list. */
  public static CloudFailure read(CloudFailure failure) {
    if (isTooLarge(failure)) {
      return failure.means(TOO_LARGE);
    }
    String code = failure.code().toLowerCase(Locale.ROOT);
    return OF_FILTERS.stream().anyMatch(code::startsWith) ? failure.means(WRONG_FILTER) : failure;
  }
}
