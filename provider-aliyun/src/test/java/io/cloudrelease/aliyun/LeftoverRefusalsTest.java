package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.leftover.LeftoverCall;
import io.cloudrelease.spi.leftover.LeftoverListing;
import io.cloudrelease.spi.leftover.LeftoverQuery;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A refusal that means that a thing is gone takes it off the bill: few do. */
class LeftoverRefusalsTest {
  private final LeftoverListing listing = (LeftoverListing) AliyunEcs.create(Ecs.settings());

  private ErrorRule meaning(int status, String code) {
    LeftoverCall byId =
        listing.leftoverCalls().stream().filter(call -> !call.finds()).findFirst().orElseThrow();
    CloudFailure failure =
        listing
            .readLeftovers(
                new LeftoverQuery(byId, Ecs.REGION, List.of("d-1"), Ecs.intent(false)),
                Ecs.answer(
                    status,
                    "{\"RequestId\":\"r\",\"Code\":\"%s\",\"Message\":\"m\"}".formatted(code)))
            .failure()
            .orElseThrow();
    return failure.meaning().orElseGet(() -> EcsErrors.TABLE.match(failure.status(), code));
  }

  @ParameterizedTest
  @CsvSource({
    "404, InvalidDiskId.NotFound, NOT_FOUND",
    "404, InvalidAllocationId.NotFound, NOT_FOUND",
    "404, InvalidDiskIds.NotFound, NOT_FOUND",
    "404, Forbidden.InstanceNotFound, NOT_FOUND",
    "404, InvalidAccessKeyId.NotFound, UNAUTHENTICATED",
    "403, InvalidAccount.NotFound, UNAUTHENTICATED",
    "404, InvalidProduct.NotFound, INVALID_REQUEST",
    "404, InvalidApi.NotFound, INVALID_REQUEST",
    "404, InvalidAction.NotFound, INVALID_REQUEST",
    "404, InvalidRegionId.NotFound, INVALID_REQUEST",
    "404, InvalidZoneId.NotFound, INVALID_REQUEST",
    "404, InvalidVersion.NotFound, INVALID_REQUEST",
    "403, Forbidden.UserNotFound, FORBIDDEN"
  })
  void only_a_thing_that_is_not_found_is_gone(int status, String code, ErrorCategory category) {
    assertThat(meaning(status, code).category()).isEqualTo(category);
  }
}
