package io.cloudrelease.simulation.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.Ledger;
import io.cloudrelease.testkit.SimulatedInstance;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Errors as the vendors document them, answered to every release call over real HTTP: the category,
 * the verdict, and how many destructive requests arrived.
 *
 * <p>What passes (throttling, a state on its way to another, an outage) is tried until the deadline
 * of 15 minutes, with growing pauses. A prepaid Tencent instance and one of a ZEC with a bin could
 * go further by a second call: where the refusal may hide that the first was carried out, each
 * further one waits until looks have shown the instance untouched through the longest lag of 5
 * minutes, so that there are three at most, and at the end it stays UNKNOWN.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VendorErrorsTest {
  private Stage stage;

  @BeforeAll
  void open() throws IOException {
    stage = new Stage();
  }

  @AfterAll
  void close() throws IOException {
    stage.close();
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TENCENT_PREPAID  | 200 | RequestLimitExceeded                               | THROTTLED       | NOT_SENT | many
          TENCENT_PREPAID  | 200 | LimitExceeded.UserReturnQuota                      | QUOTA           | REJECTED | 1
          TENCENT_PREPAID  | 200 | AuthFailure.SignatureExpire                        | CLOCK_SKEW      | REJECTED | 2
          TENCENT_PREPAID  | 200 | AuthFailure.SecretIdNotFound                       | UNAUTHENTICATED | REJECTED | 1
          TENCENT_PREPAID  | 200 | AuthFailure.TokenFailure                           | UNAUTHENTICATED | REJECTED | 2
          TENCENT_PREPAID  | 200 | UnauthorizedOperation                              | FORBIDDEN       | REJECTED | 1
          TENCENT_PREPAID  | 200 | InternalError.TradeUnknownError                    | UNAVAILABLE     | UNKNOWN  | 3
          TENCENT_POSTPAID | 200 | InternalServerError                                | UNAVAILABLE     | UNKNOWN  | 11
          TENCENT_POSTPAID | 200 | FailedOperation                                    | UNKNOWN         | REJECTED | 3
          TENCENT_PREPAID  | 200 | MutexOperation.TaskRunning                         | BUSY            | UNKNOWN  | 3
          TENCENT_PREPAID  | 200 | UnsupportedOperation.InstanceStateStopping         | WRONG_STATE     | REJECTED | 6
          TENCENT_PREPAID  | 200 | UnsupportedOperation.InstanceStateBanning          | WRONG_STATE     | REJECTED | 1
          TENCENT_PREPAID  | 200 | UnsupportedOperation.InstancesProtected            | PROTECTED       | REJECTED | 1
          TENCENT_PREPAID  | 200 | FailedOperation.Unreturnable                       | BILLING         | REJECTED | 1
          TENCENT_PREPAID  | 200 | InvalidAccount.UnpaidOrder                         | BILLING         | REJECTED | 1
          TENCENT_PREPAID  | 200 | FailedOperation.InvalidInstanceApplicationRole     | DEPENDENCY      | REJECTED | 1
          TENCENT_PREPAID  | 200 | InvalidInstanceId.NotFound                         | NOT_FOUND       | UNKNOWN  | 3
          TENCENT_PREPAID  | 200 | InvalidParameterValue.LimitExceeded                | INVALID_REQUEST | REJECTED | 1
          ZEC_BIN          | 429 | REQUEST_LIMIT_EXCEEDED                             | THROTTLED       | NOT_SENT | many
          ZEC_BIN          | 401 | AUTHFAILURE_SIGNATURE_EXPIRED                      | CLOCK_SKEW      | REJECTED | 2
          ZEC_BIN          | 401 | AUTHFAILURE_SIGNATURE_FAILURE                      | UNAUTHENTICATED | REJECTED | 1
          ZEC_BIN          | 401 | AUTHFAILURE_UNAUTHORIZED_OPERATION                 | FORBIDDEN       | REJECTED | 1
          ZEC_BIN          | 500 | INTERNAL_SERVER_ERROR                              | UNAVAILABLE     | UNKNOWN  | 3
          BMC_POSTPAID     | 503 | SERVICE_TEMPORARY_UNAVAILABLE                      | UNAVAILABLE     | UNKNOWN  | 11
          BMC_POSTPAID     | 503 | REQUEST_TIMED_OUT                                  | UNAVAILABLE     | UNKNOWN  | 11
          BMC_POSTPAID     | 403 | OPERATION_DENIED_INSTANCE_CREATING                 | WRONG_STATE     | REJECTED | 12
          BMC_PREPAID      | 403 | OPERATION_DENIED_INSTANCE_SUBSCRIPTION             | BILLING         | REJECTED | 1
          BMC_POSTPAID     | 403 | OPERATION_DENIED_POSTPAID_PROMISE                  | BILLING         | REJECTED | 1
          BMC_POSTPAID     | 404 | INVALID_INSTANCE_NOT_FOUND                         | NOT_FOUND       | REJECTED | 1
          ZEC_FINAL        | 400 | MISSING_PARAMETER                                  | INVALID_REQUEST | REJECTED | 1
          ZEC_FINAL        | 418 | SOMETHING_NEW                                      | UNKNOWN         | REJECTED | 1
          ALIYUN_V3        | 400 | Throttling.User                                    | THROTTLED       | NOT_SENT | many
          ALIYUN_V3        | 400 | QuotaExceed.Instances                              | QUOTA           | REJECTED | 1
          ALIYUN_V3        | 400 | InvalidTimeStamp.Expired                           | CLOCK_SKEW      | REJECTED | 2
          ALIYUN_V1        | 400 | InvalidTimeStamp.Expired                           | CLOCK_SKEW      | REJECTED | 2
          ALIYUN_V3        | 404 | InvalidAccessKeyId.NotFound                        | UNAUTHENTICATED | REJECTED | 1
          ALIYUN_V3        | 403 | InvalidSecurityToken.Expired                       | UNAUTHENTICATED | REJECTED | 2
          ALIYUN_V3        | 403 | Forbidden.RAM                                      | FORBIDDEN       | REJECTED | 1
          ALIYUN_V3        | 500 | InternalError                                      | UNAVAILABLE     | UNKNOWN  | 40
          ALIYUN_V3        | 400 | SignatureNonceUsed                                 | UNAVAILABLE     | UNKNOWN  | 40
          ALIYUN_V3        | 403 | LastTokenProcessing                                | BUSY            | UNKNOWN  | 40
          ALIYUN_V3        | 409 | OperationConflict                                  | BUSY            | REJECTED | 12
          ALIYUN_V3        | 400 | UnknownError                                       | UNKNOWN         | REJECTED | 3
          ALIYUN_V3        | 403 | IncorrectInstanceStatus                            | WRONG_STATE     | REJECTED | 12
          ALIYUN_V3        | 403 | InvalidOperation.DeletionProtection                | PROTECTED       | REJECTED | 1
          ALIYUN_V3        | 403 | ChargeTypeViolation                                | BILLING         | REJECTED | 1
          ALIYUN_V3        | 400 | DependencyViolation.RouteEntry                     | DEPENDENCY      | REJECTED | 1
          ALIYUN_V3        | 404 | InvalidInstanceId.NotFound                         | NOT_FOUND       | REJECTED | 1
          ALIYUN_V3        | 403 | InvalidParameter.TooManyInstanceIds                | INVALID_REQUEST | REJECTED | 1
          """)
  void a_documented_error_is_read_as_its_category(
      Scene scene, int status, String code, ErrorCategory category, Verdict verdict, String wire) {
    SimulatedInstance instance = stage.add(scene);
    FaultCase always = FaultCase.ofEverySend(Fault.code(status, code, "as documented"));
    Outcome outcome = stage.release(scene, always, Goal.RELEASE, List.of(instance));
    stage.rest();
    assertThat(outcome.words(" ")).as("%s", outcome).isEqualTo(verdict.name());
    if (wire.equals("many")) {
      assertThat(outcome.wire()).as("tries until the deadline").isBetween(10, 1000);
    } else {
      assertThat(outcome.wire()).isEqualTo(Integer.parseInt(wire));
    }
    ReleaseError error = outcome.verdicts().get(0).error().orElseThrow();
    assertThat(error.category()).isEqualTo(category);
    assertThat(error.code()).isEqualTo(code);
    Ledger ledger = stage.ledger(scene);
    assertThat(ledger.timesApplied(instance.id())).isZero();
    assertThat(ledger.identicalRequests()).isEmpty();
  }
}
