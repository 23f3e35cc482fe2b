package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.leftover.LeftoverCall;
import io.cloudrelease.spi.leftover.LeftoverListing;
import io.cloudrelease.spi.leftover.LeftoverQuery;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A refusal that means that a thing is gone takes it off the bill: few do. */
class LeftoverRefusalsTest {
  private final LeftoverListing listing = (LeftoverListing) Fixtures.provider();

  private ErrorRule meaning(String code) {
    LeftoverCall byId =
        listing.leftoverCalls().stream().filter(call -> !call.finds()).findFirst().orElseThrow();
    CloudFailure failure =
        listing
            .readLeftovers(
                new LeftoverQuery(
                    byId,
                    Fixtures.REGION,
                    List.of("disk-1"),
                    Fixtures.intent(Goal.RELEASE, Collateral.KEEP)),
                Fixtures.refusal(code))
            .failure()
            .orElseThrow();
    return failure.meaning().orElseGet(() -> CvmErrors.TABLE.match(failure.status(), code));
  }

  @ParameterizedTest
  @CsvSource({
    "InvalidDisk.NotFound, NOT_FOUND",
    "InvalidParameterValue.AddressIdNotFound, NOT_FOUND",
    "ResourceNotFound, NOT_FOUND",
    "ResourceNotFound.NotFound, NOT_FOUND",
    "InvalidInstanceId.NotFound, NOT_FOUND",
    "AuthFailure.SecretIdNotFound, UNAUTHENTICATED",
    "AuthFailure.UserNotFound, UNKNOWN",
    "UnauthorizedOperation.MFANotFound, FORBIDDEN",
    "UnauthorizedOperation.RoleNotFound, FORBIDDEN",
    "ResourceNotFound.RoleNotFound, INVALID_REQUEST",
    "InvalidAccount.NotFound, UNKNOWN",
    "InvalidRegion.NotFound, UNKNOWN"
  })
  void only_a_thing_that_is_not_found_is_gone(String code, ErrorCategory category) {
    assertThat(meaning(code).category()).isEqualTo(category);
  }

  @Test
  void an_action_called_too_often_is_called_again_later() {
    ErrorRule rule = meaning("LimitExceeded.ActionLimited");
    assertThat(rule.category()).isEqualTo(ErrorCategory.THROTTLED);
    assertThat(rule.remedy()).isEqualTo(Remedy.RETRY);
  }

  /** Fewer names may pass: the core asks again for halves of what is wrong as a request. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "LimitExceeded.FilterValuesTooLong",
        "LimitExceeded.NumberOfFilters",
        "InvalidParameter.Coexist",
        "InvalidParameter.FilterInvalidKey",
        "InvalidParameter.InvalidFilter",
        "InvalidParameterValue.Filter"
      })
  void a_filter_that_is_too_long_or_wrong_is_a_wrong_request_and_uses_up_no_quota(String code) {
    assertThat(meaning(code).category()).isEqualTo(ErrorCategory.INVALID_REQUEST);
    assertThat(meaning(code).remedy()).isEqualTo(Remedy.GIVE_UP);
    assertThat(meaning("LimitExceeded").category()).isEqualTo(ErrorCategory.QUOTA);
  }
}
