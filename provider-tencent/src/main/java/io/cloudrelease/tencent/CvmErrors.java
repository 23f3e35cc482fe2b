package io.cloudrelease.tencent;

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
import static io.cloudrelease.error.Remedy.REGROUP;
import static io.cloudrelease.error.Remedy.RETRY;
import static io.cloudrelease.error.Scope.ACCOUNT;
import static io.cloudrelease.error.Scope.INSTANCE;
import static io.cloudrelease.error.Scope.REQUEST;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ErrorTable;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.error.Scope;

/**
 * What CVM's failures mean: the codes of the pages TerminateInstances and DescribeInstances
 * (section error codes), of the CVM error code page, and the common codes of API 3.0.
 *
 * <p>No page says whether a refused call left every instance alone; a refusal of the whole call is
 * read as "not applied", everything that sounds like an accident as "maybe".
 */
final class CvmErrors {

  static final ErrorTable TABLE = build();

  private CvmErrors() {}

  private static ErrorTable build() {
    ErrorTable.Builder table = ErrorTable.builder();
    limits(table);
    identity(table);
    accidents(table);
    states(table);
    money(table);
    wrongInstances(table);
    wrongRequests(table);
    unlisted(table);
    return table.inheritFromParent().build();
  }

  private static void limits(ErrorTable.Builder table) {
    table
        .codes(
            row(THROTTLED, NO, RETRY, REQUEST),
            "RequestLimitExceeded",
            "RequestLimitExceeded.GlobalRegionUinLimitExceeded",
            "RequestLimitExceeded.IPLimitExceeded",
            "RequestLimitExceeded.UinLimitExceeded")
        .codes(
            row(QUOTA, NO, GIVE_UP, REQUEST),
            "LimitExceeded",
            "ResourceInsufficient",
            "UnsupportedOperation.UserLimitOperationExceedQuota")
        .codes(
            row(QUOTA, NO, GIVE_UP, REQUEST).hint("the account's returns are used up for now"),
            "LimitExceeded.UserReturnQuota");
  }

  private static void identity(ErrorTable.Builder table) {
    table
        .codes(
            row(CLOCK_SKEW, NO, FIX_CLOCK, REQUEST).hint("set this machine's clock"),
            "AuthFailure.SignatureExpire")
        .codes(
            row(UNAUTHENTICATED, NO, GIVE_UP, ACCOUNT).hint("check the secret id and key"),
            "AuthFailure.InvalidAuthorization",
            "AuthFailure.InvalidSecretId",
            "AuthFailure.MFAFailure",
            "AuthFailure.SecretIdNotFound",
            "AuthFailure.SignatureFailure")
        .codes(
            row(UNAUTHENTICATED, NO, REFRESH_CREDENTIALS, ACCOUNT).hint("the token has expired"),
            "AuthFailure.TokenFailure",
            "UnauthorizedOperation.InvalidToken")
        .codes(
            row(FORBIDDEN, NO, GIVE_UP, ACCOUNT)
                .hint("the key needs cvm:TerminateInstances and cvm:DescribeInstances"),
            "AuthFailure.UnauthorizedOperation",
            "UnauthorizedOperation")
        .codes(
            row(FORBIDDEN, NO, GIVE_UP, ACCOUNT).hint("the key asks for a second factor (MFA)"),
            "UnauthorizedOperation.MFAExpired",
            "UnauthorizedOperation.MFANotFound")
        .codes(
            row(FORBIDDEN, NO, GIVE_UP, ACCOUNT).hint("this machine's address is not let in"),
            "IpInBlacklist",
            "IpNotInWhitelist");
  }

  private static void accidents(ErrorTable.Builder table) {
    table
        .codes(
            row(UNAVAILABLE, MAYBE, LOOK_FIRST, REQUEST),
            "InternalError",
            "InternalError.TradeUnknownError",
            "InternalServerError",
            "ServiceUnavailable",
            "ResourceUnavailable")
        .codes(row(UNKNOWN, MAYBE, LOOK_FIRST, REQUEST), "FailedOperation")
        .codes(row(INVALID_REQUEST, MAYBE, LOOK_FIRST, REQUEST), "ResponseSizeLimitExceeded");
  }

  private static void states(ErrorTable.Builder table) {
    table
        .codes(
            // The other task may be our own earlier call.
            row(BUSY, NO, LOOK_FIRST, INSTANCE),
            "MutexOperation.TaskRunning",
            "OperationDenied.InstanceOperationInProgress",
            "ResourceInUse")
        .codes(
            row(WRONG_STATE, NO, LOOK_FIRST, INSTANCE).hint("passes by itself"),
            "UnsupportedOperation.InstanceStatePending",
            "UnsupportedOperation.InstanceStateStarting",
            "UnsupportedOperation.InstanceStateStopping",
            "UnsupportedOperation.InstanceStateRebooting",
            "UnsupportedOperation.InstanceStateEnterRescueMode",
            "UnsupportedOperation.InstanceStateExitRescueMode",
            "UnsupportedOperation.InstanceStateEnterServiceLiveMigrate",
            "UnsupportedOperation.InstanceStateExitServiceLiveMigrate",
            // On its way to the bin, maybe by us.
            "UnsupportedOperation.InstanceStateIsolating")
        .codes(
            row(WRONG_STATE, NO, ALREADY_DONE, INSTANCE),
            "UnsupportedOperation.InstanceStateTerminating",
            "UnsupportedOperation.InstanceStateTerminated",
            // An older name, which Terraform's provider still looks for.
            "InvalidInstanceState.Terminating")
        .codes(
            row(WRONG_STATE, NO, GIVE_UP, INSTANCE),
            "UnsupportedOperation",
            "UnsupportedOperation.InstanceStateFreezing",
            "UnsupportedOperation.InstanceStateLaunchFailed")
        .codes(
            row(WRONG_STATE, NO, GIVE_UP, INSTANCE).hint("ask the vendor's support"),
            "UnsupportedOperation.InstanceStateBanning")
        .prefix("UnsupportedOperation.InstanceState", row(WRONG_STATE, NO, LOOK_FIRST, INSTANCE));
  }

  private static void money(ErrorTable.Builder table) {
    table
        .codes(
            row(BILLING, NO, GIVE_UP, INSTANCE).hint("its kind of billing does not allow it"),
            "UnsupportedOperation.InstanceChargeType",
            "UnsupportedOperation.RedHatInstanceTerminateUnsupported",
            "FailedOperation.Unreturnable",
            "InvalidInstanceNotSupportedPrepaidInstance")
        .codes(
            row(BILLING, NO, REGROUP, INSTANCE).hint("one charge type in a call"),
            "UnsupportedOperation.InstanceMixedPricingModel")
        .codes(
            row(BILLING, NO, GIVE_UP, ACCOUNT).hint("pay or cancel the account's open orders"),
            "InvalidAccount.UnpaidOrder");
  }

  private static void wrongInstances(ErrorTable.Builder table) {
    table
        .codes(
            row(PROTECTED, NO, GIVE_UP, INSTANCE)
                .hint("switch the protection off yourself if the instance may go"),
            "UnsupportedOperation.InstancesProtected")
        .codes(
            row(DEPENDENCY, NO, GIVE_UP, INSTANCE)
                .hint("it belongs to another product; release it there"),
            "FailedOperation.InvalidInstanceApplicationRole",
            "FailedOperation.InvalidInstanceApplicationRoleEmr")
        .codes(row(NOT_FOUND, NO, ALREADY_DONE, INSTANCE), "InvalidInstanceId.NotFound")
        .codes(row(NOT_FOUND, NO, LOOK_FIRST, INSTANCE), "ResourceNotFound")
        .codes(
            row(FORBIDDEN, NO, GIVE_UP, INSTANCE).hint("it is another account's"),
            "UnsupportedOperation.InvalidInstancesOwner")
        .codes(
            row(INVALID_REQUEST, NO, GIVE_UP, INSTANCE).hint("check the instance id"),
            "InvalidInstanceId.Malformed",
            "InvalidParameterValue",
            "InvalidParameterValue.InstanceIdMalformed")
        .codes(
            row(INVALID_REQUEST, NO, GIVE_UP, INSTANCE).hint("not for this kind of instance"),
            "InvalidInstance.NotSupported",
            "InvalidParameterValue.NotSupported",
            "UnsupportedOperation.RedHatInstanceUnsupported",
            "UnsupportedOperation.SpecialInstanceType");
  }

  private static void wrongRequests(ErrorTable.Builder table) {
    table
        .codes(row(DRY_RUN_PASSED, NO, GIVE_UP, REQUEST), "DryRunOperation")
        .codes(
            row(INVALID_REQUEST, NO, GIVE_UP, REQUEST),
            "RequestSizeLimitExceeded",
            "InvalidParameter",
            "InvalidParameterValue.InvalidAppIdFormat",
            "InvalidParameterValue.LimitExceeded",
            "InvalidFilter",
            "InvalidFilterValue.LimitExceeded",
            "InvalidRequest",
            "InvalidAction",
            "ActionOffline",
            "MissingParameter",
            "UnknownParameter",
            "NoSuchProduct",
            "NoSuchVersion",
            "UnsupportedProtocol")
        .codes(
            row(INVALID_REQUEST, NO, GIVE_UP, REQUEST)
                .hint(
                    "check the region; finance regions and the international site have own hosts"),
            "UnsupportedRegion",
            "UnsupportedOperation.Region");
  }

  /** Gateways and proxies speak by status alone, and so do codes that nobody has listed yet. */
  private static void unlisted(ErrorTable.Builder table) {
    ErrorRule throttled = row(THROTTLED, MAYBE, LOOK_FIRST, REQUEST);
    ErrorRule unavailable = row(UNAVAILABLE, MAYBE, LOOK_FIRST, REQUEST);
    ErrorRule unknown = row(UNKNOWN, MAYBE, LOOK_FIRST, REQUEST);
    table
        .unlisted(429, 429, throttled)
        .unlisted(500, 599, unavailable)
        .unlisted(0, 999, unknown)
        .unreadable(429, 429, throttled)
        .unreadable(500, 599, unavailable)
        .unreadable(0, 999, unknown);
  }

  private static ErrorRule row(
      ErrorCategory category, Applied applied, Remedy remedy, Scope scope) {
    return ErrorRule.of(category, applied, remedy).scope(scope);
  }
}
