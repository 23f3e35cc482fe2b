package io.cloudrelease.aliyun.leftovers;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ErrorTable;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.error.Scope;
import io.cloudrelease.spi.CloudFailure;
import java.util.List;
import java.util.Locale;

/** What refusals of the calls about leftovers mean beyond the table, which is of instances. */
final class Refusals {
  private static final ErrorRule NOT_FOUND =
      ErrorRule.of(ErrorCategory.NOT_FOUND, Applied.NO, Remedy.GIVE_UP).scope(Scope.REQUEST);

  private static final ErrorRule NOT_LOOKED =
      ErrorRule.of(ErrorCategory.INVALID_REQUEST, Applied.NO, Remedy.GIVE_UP).scope(Scope.REQUEST);

  /** How codes begin that speak of the caller or of the call, whatever they do not find. */
  private static final List<String> OF_THE_CALL =
      List.of(
          "forbidden",
          "nopermission",
          "invalidaccesskey",
          "invalidaccount",
          "invaliduser",
          "invalidrole",
          "entitynotexist",
          "invalidregion",
          "invalidzone",
          "invalidproduct",
          "invalidversion",
          "invalidapi",
          "invalidaction");

  private Refusals() {}

  /**
   * Of a thing that is not there the codes of all services speak alike; but so do those of a key,
   * an account, a region or an action that is not known, and then nothing was looked at.
   */
  static CloudFailure meaning(CloudFailure failure, ErrorTable table) {
    String code = failure.code().toLowerCase(Locale.ROOT);
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
