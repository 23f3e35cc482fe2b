package io.cloudrelease.aliyun;

import static io.cloudrelease.error.Applied.MAYBE;
import static io.cloudrelease.error.Applied.NO;
import static io.cloudrelease.error.ErrorCategory.BILLING;
import static io.cloudrelease.error.ErrorCategory.BUSY;
import static io.cloudrelease.error.ErrorCategory.CLOCK_SKEW;
import static io.cloudrelease.error.ErrorCategory.DEPENDENCY;
import static io.cloudrelease.error.ErrorCategory.DRY_RUN_PASSED;
import static io.cloudrelease.error.ErrorCategory.FORBIDDEN;
import static io.cloudrelease.error.ErrorCategory.INVALID_REQUEST;
import static io.cloudrelease.error.ErrorCategory.NOT_FOUND;
import static io.cloudrelease.error.ErrorCategory.PROTECTED;
import static io.cloudrelease.error.ErrorCategory.QUOTA;
import static io.cloudrelease.error.ErrorCategory.THROTTLED;
import static io.cloudrelease.error.ErrorCategory.UNAUTHENTICATED;
import static io.cloudrelease.error.ErrorCategory.UNAVAILABLE;
import static io.cloudrelease.error.ErrorCategory.UNKNOWN;
import static io.cloudrelease.error.ErrorCategory.WRONG_STATE;
import static io.cloudrelease.error.Remedy.ALREADY_DONE;
import static io.cloudrelease.error.Remedy.FIX_CLOCK;
import static io.cloudrelease.error.Remedy.GIVE_UP;
import static io.cloudrelease.error.Remedy.LOOK_FIRST;
import static io.cloudrelease.error.Remedy.REFRESH_CREDENTIALS;
import static io.cloudrelease.error.Remedy.RETRY;

import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ErrorTable;
import io.cloudrelease.error.Scope;

/**
 * What ECS's error codes mean. The code is read first and the status second, since one code comes
 * with different statuses on different pages.
 *
 * <p>Alibaba Cloud ECS documentation: error codes of DeleteInstances and DescribeInstances, "Client
 * errors", "Server errors", "Idempotence", "API call throttling".
 */
final class EcsErrors {

  /** Ours: the cloud answered a dry run with a success, which it never should. */
  static final String ACCEPTED_DRY_RUN = "AcceptedDryRun";

  static final ErrorTable TABLE = table();

  private EcsErrors() {}

  private static ErrorTable table() {
    ErrorTable.Builder rows = ErrorTable.builder();
    passing(rows);
    identity(rows);
    permission(rows);
    instance(rows);
    request(rows);
    dryRun(rows);
    unlisted(rows);
    return rows.build();
  }

  /** What passes by itself. */
  private static void passing(ErrorTable.Builder rows) {
    ErrorRule slower = ErrorRule.of(THROTTLED, NO, RETRY);
    ErrorRule clock =
        ErrorRule.of(CLOCK_SKEW, NO, FIX_CLOCK)
            .hint("this machine's clock is more than 15 minutes off");
    ErrorRule server = ErrorRule.of(UNAVAILABLE, MAYBE, RETRY);
    rows.codes(slower, "Throttling", "Throttling.User", "Throttling.Api", "Rejected.Throttling")
        .prefix("Throttling", slower)
        .codes(clock, "InvalidTimeStamp.Expired", "IllegalTimestamp")
        // Its twin with the same nonce was taken, and hides what became of it.
        .codes(server, "SignatureNonceUsed")
        .codes(
            server, "InternalError", "ServiceUnavailable", "ServiceUnavailable.RegionMaintaining")
        .codes(ErrorRule.of(BUSY, MAYBE, RETRY).scope(Scope.REQUEST), "LastTokenProcessing")
        .codes(ErrorRule.of(BUSY, NO, RETRY), "OperationConflict");
  }

  /** Keys, signatures, tokens. */
  private static void identity(ErrorTable.Builder rows) {
    ErrorRule wrongKey = ErrorRule.of(UNAUTHENTICATED, NO, GIVE_UP);
    ErrorRule staleToken =
        ErrorRule.of(UNAUTHENTICATED, NO, REFRESH_CREDENTIALS)
            .hint("key and security token must be of one issue, and not expired");
    rows.codes(
            wrongKey.hint("check the access key secret"),
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "InvalidSignatureMethod")
        .codes(
            wrongKey.hint("check the access key id: it is unknown, disabled or deleted"),
            "InvalidAccessKeyId.NotFound",
            "InvalidAccessKeyId.Inactive",
            "Forbidden.AccessKeyDisabled",
            "InvalidAccount.NotFound")
        .codes(
            staleToken,
            "InvalidSecurityToken.Expired",
            "InvalidSecurityToken.Malformed",
            "InvalidSecurityToken.MismatchWithAccessKey",
            "MissingSecurityToken")
        .prefix("InvalidSecurityToken", staleToken);
  }

  /** What the account may not do, or cannot pay. */
  private static void permission(ErrorTable.Builder rows) {
    ErrorRule forbidden = ErrorRule.of(FORBIDDEN, NO, GIVE_UP);
    ErrorRule denied =
        forbidden.hint("grant ecs:DeleteInstances and ecs:DescribeInstances to this RAM identity");
    rows.codes(
            denied,
            "Forbidden.RAM",
            "Forbidden.NotSupportRAM",
            "Forbidden.SubUser",
            "Forbidden.Unauthorized",
            "InvalidAction")
        .codes(
            forbidden.hint("the account owner must settle this with Alibaba Cloud"),
            "Forbidden.RiskControl",
            "RealNameAuthenticationError")
        // It speaks of a parameter that is not open to everybody; the rest of the account works.
        .codes(forbidden.scope(Scope.REQUEST), "InvalidOperation.NotInWhiteList")
        .codes(
            ErrorRule.of(BILLING, NO, GIVE_UP).scope(Scope.ACCOUNT).hint("settle the account"),
            "InsufficientBalance")
        .affixes("Forbidden", "", 400, 499, denied)
        .affixes("NoPermission", "", 400, 499, denied);
  }

  /** What one of the instances is or is not. */
  private static void instance(ErrorTable.Builder rows) {
    states(rows);
    ErrorRule gone = ErrorRule.of(NOT_FOUND, NO, ALREADY_DONE);
    // Of a batch it does not say which, nor how many: a look must.
    ErrorRule someGone = ErrorRule.of(NOT_FOUND, NO, LOOK_FIRST);
    ErrorRule held = ErrorRule.of(DEPENDENCY, NO, GIVE_UP);
    rows.codes(gone, "InvalidInstanceId.NotFound", "Forbidden.InstanceNotFound")
        .codes(someGone, "InvalidInstanceIds.NotFound")
        .affixes("Invalid", "Id.NotFound", 400, 499, someGone)
        .codes(ErrorRule.of(DEPENDENCY, NO, RETRY), "DependencyViolation.SLBConfiguring")
        .codes(
            held.hint("delete the route entry that points to the instance"),
            "DependencyViolation.RouteEntry")
        .codes(held.hint("unbind its network interfaces"), "InvalidOperation.EniLinked")
        .codes(
            held.hint("another product keeps this instance; release it there"),
            "OperationDenied.SystemInstanceNotSupport")
        .affixes("DependencyViolation", "", 400, 499, ErrorRule.of(DEPENDENCY, NO, LOOK_FIRST));
  }

  private static void states(ErrorTable.Builder rows) {
    ErrorRule state = ErrorRule.of(WRONG_STATE, NO, LOOK_FIRST);
    rows.codes(
            ErrorRule.of(PROTECTED, NO, GIVE_UP).hint(EcsRules.LIFT_PROTECTION),
            "InvalidOperation.DeletionProtection")
        .codes(state.hint(EcsRules.GRANT_FORCE), "IncorrectInstanceStatus")
        .codes(state, "IncorrectInstanceStatus.Initializing")
        .affixes("IncorrectInstanceStatus", "", 400, 499, state)
        .codes(
            ErrorRule.of(WRONG_STATE, NO, GIVE_UP).hint("it is locked for security reasons"),
            "InstanceLockedForSecurity")
        .codes(
            ErrorRule.of(BILLING, NO, GIVE_UP)
                .hint(
                    "a subscription must have expired or been refunded, and then be released with"
                        + " the power TERMINATE_SUBSCRIPTION"),
            "ChargeTypeViolation");
  }

  /** What is wrong with the request. Where an id may be at fault, the other ids may be fine. */
  private static void request(ErrorTable.Builder rows) {
    ErrorRule wrong = ErrorRule.of(INVALID_REQUEST, NO, GIVE_UP);
    ErrorRule whole = wrong.scope(Scope.REQUEST);
    rows.codes(
            wrong,
            "InvalidInstanceIds.ValueNotSupported",
            "InvalidParameter",
            "InvalidParameter.IsNull",
            "InvalidParameter.Format")
        .codes(
            wrong.hint("an instance is not in the region of its reference"),
            "InvalidParameter.CrossRegionNotSupport")
        .codes(
            whole,
            "InvalidTimeStamp.Format",
            "InvalidParameter.TooManyInstanceIds",
            "MissingParameter",
            "UnsupportedParameter",
            "InvalidOwner",
            "InvalidOwnerId",
            "InvalidOwnerAccount",
            "UnsupportedHTTPMethod",
            "InvalidApi.NotFound",
            "InvalidAction.NotFound",
            "InvalidProtocol.NeedSsl")
        .codes(whole.hint("the endpoint is not one of ECS"), "InvalidProduct.NotFound")
        .codes(whole.hint("check the region of the reference"), "InvalidRegion.NotFound")
        .codes(
            whole.hint("a token was used twice; the first call may stand"),
            "IdempotentParameterMismatch",
            "InvalidIdempotenceParameter.Mismatch")
        .prefix("MissingParameter.", whole)
        .affixes("Invalid", "", 400, 499, wrong)
        .affixes("Missing", "", 400, 499, whole)
        .affixes("Unsupported", "", 400, 499, whole);
  }

  private static void dryRun(ErrorTable.Builder rows) {
    rows.codes(ErrorRule.of(DRY_RUN_PASSED, NO, GIVE_UP), "DryRunOperation", "DRYRUN.SUCCESS")
        .codes(
            ErrorRule.of(UNKNOWN, MAYBE, LOOK_FIRST)
                .scope(Scope.REQUEST)
                .hint("a dry run was answered as if it had been carried out: check the instances"),
            ACCEPTED_DRY_RUN);
  }

  /** What has no row above. Answers that cannot be read and have no row here are UNKNOWN, maybe. */
  private static void unlisted(ErrorTable.Builder rows) {
    ErrorRule quota = ErrorRule.of(QUOTA, NO, GIVE_UP);
    rows.affixes("QuotaExceed", "", 400, 499, quota)
        .affixes("", ".QuotaExceeded", 400, 499, quota)
        .codes(ErrorRule.of(UNKNOWN, MAYBE, LOOK_FIRST), "UnknownError")
        .unlisted(400, 499, ErrorRule.of(UNKNOWN, NO, GIVE_UP))
        .unlisted(500, 599, ErrorRule.of(UNKNOWN, MAYBE, LOOK_FIRST))
        .unreadable(429, 429, ErrorRule.of(THROTTLED, NO, RETRY))
        .unreadable(500, 599, ErrorRule.of(UNAVAILABLE, MAYBE, RETRY));
  }
}
