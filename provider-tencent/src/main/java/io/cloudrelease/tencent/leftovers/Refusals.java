package io.cloudrelease.tencent.leftovers;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ErrorTable;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.error.Scope;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.leftover.LeftoverAnswer;
import io.cloudrelease.spi.leftover.LeftoverQuery;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What refusals of the calls about leftovers mean beyond the table, which is of CVM. */
final class Refusals {
  private static final ErrorRule NOT_FOUND =
      ErrorRule.of(ErrorCategory.NOT_FOUND, Applied.NO, Remedy.GIVE_UP).scope(Scope.REQUEST);

  private static final ErrorRule NOT_LOOKED =
      ErrorRule.of(ErrorCategory.INVALID_REQUEST, Applied.NO, Remedy.GIVE_UP).scope(Scope.REQUEST);

  private static final ErrorRule THROTTLED =
      ErrorRule.of(ErrorCategory.THROTTLED, Applied.NO, Remedy.RETRY).scope(Scope.REQUEST);

  /** What VPC answers when an action is called too often; CVM's table reads it as a quota. */
  private static final String TOO_OFTEN = "limitexceeded.actionlimited";

  /** What VPC answers to a filter of too many names: fewer may pass, and no quota is used up. */
  private static final Set<String> TOO_LONG =
      Set.of("limitexceeded.filtervaluestoolong", "limitexceeded.numberoffilters");

  /** How codes begin that speak of the caller or of the place, whatever they do not find. */
  private static final List<String> OF_THE_CALL =
      List.of(
          "authfailure",
          "unauthorizedoperation",
          "invalidaccount",
          "invalidregion",
          "invalidzone",
          "resourcenotfound.role",
          "nosuch");

  /**
   * A region without cloud disks has none of them, nor snapshots. No region with instances is
   * without VPC: there the same codes leave open what there is.
   */
  private static final Set<String> NO_SUCH_SERVICE =
      Set.of("unsupportedregion", "unsupportedoperation");

  private Refusals() {}

  /** Without the service there is nothing, and an id may not be known. */
  static LeftoverAnswer read(LeftoverQuery query, CloudFailure failure, ErrorTable table) {
    String code = failure.code().toLowerCase(Locale.ROOT);
    boolean ofDisks = Leftovers.serviceOf(query.call()).equals("cbs");
    if (NO_SUCH_SERVICE.contains(code) && ofDisks && query.call().finds()) {
      return LeftoverAnswer.shows(List.of(), true);
    }
    if (code.equals(TOO_OFTEN)) {
      return LeftoverAnswer.failed(failure.means(THROTTLED));
    }
    return LeftoverAnswer.failed(
        TOO_LONG.contains(code) ? failure.means(NOT_LOOKED) : meaning(code, failure, table));
  }

  /**
   * Of a thing that is not there the codes of all services speak alike; but so do those of a caller
   * or a place that is not known, and then nothing was looked at.
   */
  private static CloudFailure meaning(String code, CloudFailure failure, ErrorTable table) {
    if (!code.contains("notfound")) {
      return failure;
    }
    boolean known = table.match(failure.status(), code).category() == ErrorCategory.NOT_FOUND;
    boolean gone =
        table.listedCodes().contains(code)
            ? known
            : OF_THE_CALL.stream().noneMatch(code::startsWith);
    if (gone) {
      return failure.means(NOT_FOUND);
    }
    return known ? failure.means(NOT_LOOKED) : failure;
  }
}
