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
import static io.cloudrelease.error.Proof.ALL;
import static io.cloudrelease.error.Proof.NOTHING;
import static io.cloudrelease.error.Proof.OWN;
import static io.cloudrelease.error.Proof.UNDER_WAY;
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
import io.cloudrelease.spi.CloudFailure;
import java.util.regex.Pattern;

/**
 * What CVM's failures mean: the codes of the pages TerminateInstances and DescribeInstances
 * (section error codes), of the CVM error code page, and the common codes of API 3.0.
 *
 * <p>No page says whether a refused call left every instance alone; a refusal of the whole call is
 * read as "not applied", everything that sounds like an accident as "maybe". What a refusal proves
 * of the instances is what is usual for its category, but where a row says otherwise: a quota or an
 * open order may be met halfway through a batch, so that such a refusal proves nothing; a code that
 * is not listed itself proves nothing, even where it is read as its parent is.
 */
final class CvmErrors {

  private static final String UNAUTHORIZED = "UnauthorizedOperation";
  private static final String INVALID_VALUE = "InvalidParameterValue";

  private static final ErrorRule DENIED =
      row(FORBIDDEN, NO, GIVE_UP, ACCOUNT)
          .proves(ALL)
          .hint("the key needs cvm:TerminateInstances and cvm:DescribeInstances");
  private static final ErrorRule DENIED_UNLISTED = DENIED.proves(NOTHING);
  private static final ErrorRule DENIED_FOR_ONE =
      row(FORBIDDEN, NO, GIVE_UP, INSTANCE)
          .hint("the key may not do this with this instance (a policy by resource or tag)");
  private static final ErrorRule USED_UP = row(QUOTA, NO, GIVE_UP, REQUEST).proves(NOTHING);
  private static final ErrorRule UNSUPPORTED = row(WRONG_STATE, NO, GIVE_UP, INSTANCE);
  private static final ErrorRule BAD_PARAMETER = row(INVALID_REQUEST, NO, GIVE_UP, REQUEST);
  private static final ErrorRule BAD_VALUE =
      row(INVALID_REQUEST, NO, GIVE_UP, INSTANCE).proves(OWN).hint("check the instance id");
  private static final ErrorRule NO_SUCH_REGION =
      row(INVALID_REQUEST, NO, GIVE_UP, REQUEST)
          .hint("no such region here; finance regions and the international site have own hosts");

  /** The resource in a denial: {@code qcs::cvm:ap-guangzhou:uin/1000:instance/ins-3jaw1j8m}. */
  private static final Pattern ONE_INSTANCE = Pattern.compile("instance/ins-[0-9A-Za-z]");

  private static final Pattern REGION =
      Pattern.compile("\\bregion\\b|\u5730\u57df", Pattern.CASE_INSENSITIVE);

  static final ErrorTable TABLE = build();

  private CvmErrors() {}

  /**
   * That failure, with what its words tell beyond its code: a denial speaks of one instance if it
   * names one as the resource, and of the account if it names all or none (CVM, access management);
   * a wrong value speaks of the region if it says so and names no instance.
   */
  static CloudFailure read(CloudFailure failure) {
    String message = failure.message();
    ErrorRule usual = TABLE.match(failure.status(), failure.code());
    if (usual.equals(DENIED) || usual.equals(DENIED_UNLISTED)) {
      boolean one = ONE_INSTANCE.matcher(message).find() && !message.contains("instance/*");
      return one
          ? failure.means(DENIED_FOR_ONE.proves(usual.equals(DENIED) ? OWN : NOTHING))
          : failure;
    }
    boolean ofTheRegion =
        failure.code().equalsIgnoreCase(INVALID_VALUE)
            && failure.culprits().isEmpty()
            && REGION.matcher(message).find();
    return ofTheRegion ? failure.means(NO_SUCH_REGION) : failure;
  }

  private static ErrorTable build() {
    ErrorTable table = ErrorTable.empty();
    table = limits(table);
    table = identity(table);
    table = accidents(table);
    table = states(table);
    table = money(table);
    table = wrongInstances(table);
    table = wrongRequests(table);
    table = unlisted(table);
    return table.inheritFromParent();
  }

  private static ErrorTable limits(ErrorTable table) {
    return table
        .codes(
            row(THROTTLED, NO, RETRY, REQUEST),
            "RequestLimitExceeded",
            "RequestLimitExceeded.GlobalRegionUinLimitExceeded",
            "RequestLimitExceeded.IPLimitExceeded",
            "RequestLimitExceeded.UinLimitExceeded")
        .codes(
            USED_UP,
            "LimitExceeded",
            "ResourceInsufficient",
            "UnsupportedOperation.UserLimitOperationExceedQuota")
        .unlisted("LimitExceeded.*", 0, 999, USED_UP)
        .unlisted("ResourceInsufficient.*", 0, 999, USED_UP)
        .codes(
            // It is subscriptions that are returned; calls hold one charge type. The account's
            // other subscriptions would be refused alike, but no scope leaves pay as you go out.
            USED_UP.hint("the yearly number of returns (199 for an account) is used up"),
            "LimitExceeded.UserReturnQuota");
  }

  private static ErrorTable identity(ErrorTable table) {
    return table
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
        .codes(DENIED, "AuthFailure.UnauthorizedOperation", UNAUTHORIZED)
        .unlisted(UNAUTHORIZED + ".*", 0, 999, DENIED_UNLISTED)
        .codes(
            row(FORBIDDEN, NO, GIVE_UP, ACCOUNT)
                .proves(ALL)
                .hint("the key asks for a second factor (MFA)"),
            "UnauthorizedOperation.MFAExpired",
            "UnauthorizedOperation.MFANotFound")
        .codes(
            row(FORBIDDEN, NO, GIVE_UP, ACCOUNT)
                .proves(ALL)
                .hint("this machine's address is not let in"),
            "IpInBlacklist",
            "IpNotInWhitelist");
  }

  private static ErrorTable accidents(ErrorTable table) {
    return table
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

  private static ErrorTable states(ErrorTable table) {
    return table
        .codes(
            // The other task may be our own earlier call.
            row(BUSY, NO, LOOK_FIRST, INSTANCE),
            "MutexOperation.TaskRunning",
            "OperationDenied.InstanceOperationInProgress",
            "ResourceInUse")
        .unlisted("ResourceInUse.*", 0, 999, row(BUSY, NO, LOOK_FIRST, INSTANCE).proves(NOTHING))
        .codes(
            row(WRONG_STATE, NO, LOOK_FIRST, INSTANCE).hint("passes by itself"),
            "UnsupportedOperation.InstanceStatePending",
            "UnsupportedOperation.InstanceStateStarting",
            "UnsupportedOperation.InstanceStateStopping",
            "UnsupportedOperation.InstanceStateRebooting",
            "UnsupportedOperation.InstanceStateEnterRescueMode",
            "UnsupportedOperation.InstanceStateExitRescueMode",
            "UnsupportedOperation.InstanceStateEnterServiceLiveMigrate",
            "UnsupportedOperation.InstanceStateExitServiceLiveMigrate")
        .codes(
            row(WRONG_STATE, NO, LOOK_FIRST, INSTANCE)
                .proves(UNDER_WAY)
                .hint("it is on its way to the recycle bin, or there"),
            "UnsupportedOperation.InstanceStateIsolating")
        .codes(
            row(WRONG_STATE, NO, ALREADY_DONE, INSTANCE),
            "UnsupportedOperation.InstanceStateTerminating",
            "UnsupportedOperation.InstanceStateTerminated",
            // An older name, which Terraform's provider still looks for.
            "InvalidInstanceState.Terminating")
        .codes(UNSUPPORTED, "UnsupportedOperation")
        .unlisted("UnsupportedOperation.*", 0, 999, UNSUPPORTED.proves(NOTHING))
        .codes(
            UNSUPPORTED,
            "UnsupportedOperation.InstanceStateFreezing",
            "UnsupportedOperation.InstanceStateLaunchFailed")
        .codes(
            row(WRONG_STATE, NO, GIVE_UP, INSTANCE).hint("ask the vendor's support"),
            "UnsupportedOperation.InstanceStateBanning")
        // A state that no page lists may be one on the way out.
        .unlisted(
            "UnsupportedOperation.InstanceState*",
            0,
            999,
            row(WRONG_STATE, NO, LOOK_FIRST, INSTANCE).proves(NOTHING));
  }

  private static ErrorTable money(ErrorTable table) {
    return table
        .codes(
            row(BILLING, NO, GIVE_UP, INSTANCE).hint("its kind of billing does not allow it"),
            "UnsupportedOperation.InstanceChargeType",
            "UnsupportedOperation.RedHatInstanceTerminateUnsupported",
            "InvalidInstanceNotSupportedPrepaidInstance")
        .codes(
            // What was returned already cannot be returned: that may be our own doing.
            row(BILLING, NO, LOOK_FIRST, INSTANCE).hint("its kind of billing does not allow it"),
            "FailedOperation.Unreturnable")
        .codes(
            row(BILLING, NO, REGROUP, INSTANCE).hint("one charge type in a call"),
            "UnsupportedOperation.InstanceMixedPricingModel")
        .codes(
            row(BILLING, NO, GIVE_UP, ACCOUNT)
                .proves(NOTHING)
                .hint("pay or cancel the account's open orders"),
            "InvalidAccount.UnpaidOrder");
  }

  private static ErrorTable wrongInstances(ErrorTable table) {
    return table
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
        // Something that the instance hangs on may be what is not found.
        .unlisted(
            "ResourceNotFound.*", 0, 999, row(NOT_FOUND, NO, LOOK_FIRST, INSTANCE).proves(NOTHING))
        .codes(
            // No denial: two of them tell nothing of what the key may do with the others.
            row(INVALID_REQUEST, NO, GIVE_UP, INSTANCE).proves(OWN).hint("it is another account's"),
            "UnsupportedOperation.InvalidInstancesOwner")
        .codes(
            row(INVALID_REQUEST, NO, GIVE_UP, INSTANCE).hint("check the instance id"),
            "InvalidInstanceId.Malformed",
            "InvalidParameterValue.InstanceIdMalformed")
        // It may speak of the instance that a parameter names, and its children of more than that.
        .codes(BAD_VALUE, INVALID_VALUE)
        .unlisted(INVALID_VALUE + ".*", 0, 999, BAD_VALUE.proves(NOTHING))
        .codes(
            row(INVALID_REQUEST, NO, GIVE_UP, INSTANCE)
                .proves(OWN)
                .hint("not for this kind of instance"),
            "InvalidInstance.NotSupported",
            "InvalidParameterValue.NotSupported",
            "UnsupportedOperation.RedHatInstanceUnsupported",
            "UnsupportedOperation.SpecialInstanceType");
  }

  private static ErrorTable wrongRequests(ErrorTable table) {
    return table
        .codes(row(DRY_RUN_PASSED, NO, GIVE_UP, REQUEST), "DryRunOperation")
        .codes(
            row(INVALID_REQUEST, NO, GIVE_UP, REQUEST),
            "RequestSizeLimitExceeded",
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
        .codes(BAD_PARAMETER, "InvalidParameter")
        .unlisted("InvalidParameter.*", 0, 999, BAD_PARAMETER.proves(NOTHING))
        .codes(NO_SUCH_REGION, "UnsupportedRegion", "UnsupportedOperation.Region");
  }

  /** Gateways and proxies speak by status alone, and so do codes that nobody has listed yet. */
  private static ErrorTable unlisted(ErrorTable table) {
    ErrorRule throttled = row(THROTTLED, MAYBE, LOOK_FIRST, REQUEST);
    ErrorRule unavailable = row(UNAVAILABLE, MAYBE, LOOK_FIRST, REQUEST);
    ErrorRule unknown = row(UNKNOWN, MAYBE, LOOK_FIRST, REQUEST);
    return table
        .unlisted("*", 429, 429, throttled)
        .unlisted("*", 500, 599, unavailable)
        .unlisted("*", 0, 999, unknown)
        .unreadable(429, 429, throttled)
        .unreadable(500, 599, unavailable)
        .unreadable(0, 999, unknown);
  }

  private static ErrorRule row(
      ErrorCategory category, Applied applied, Remedy remedy, Scope scope) {
    return ErrorRule.of(category, applied, remedy).scope(scope);
  }
}
