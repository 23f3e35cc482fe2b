package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.spi.CloudFailure;
import org.junit.jupiter.api.Test;

class StsIdentityTest {

  private static ErrorRule meaning(String code) {
    CloudFailure failure = StsIdentity.read(Fixtures.refusal(code)).failure().orElseThrow();
    return failure
        .meaning()
        .orElseGet(() -> CvmErrors.TABLE.match(failure.status(), failure.code()));
  }

  @Test
  void asked_too_often_it_is_asked_again_later() {
    ErrorRule rule = meaning("InvalidParameter.OverLimit");
    assertThat(rule.category()).isEqualTo(ErrorCategory.THROTTLED);
    assertThat(rule.remedy()).isEqualTo(Remedy.RETRY);
  }

  @Test
  void other_parameters_that_are_refused_stay_wrong() {
    assertThat(meaning("InvalidParameter.ParamError").category())
        .isEqualTo(ErrorCategory.INVALID_REQUEST);
  }
}
