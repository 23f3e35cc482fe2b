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
import static io.cloudrelease.error.Proof.ALL;
import static io.cloudrelease.error.Proof.NOTHING;
import static io.cloudrelease.error.Proof.OWN;
import static io.cloudrelease.error.Proof.UNDER_WAY;
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
 * What ECS's error codes mean, and what a refusal with them proves. The code is read first and the
 * status second, since one code comes with different statuses on different pages.
 *
 * <p>Alibaba Cloud ECS documentation: error codes of DeleteInstances and DescribeInstances, "Client
 * errors", "Server errors", "Idempotence", "API call throttling". Where this table goes beyond
 * them, the row says why.
 */
final class EcsErrors {

  /** Ours: the cloud answered a dry run with a success, which it never should. */
  static final String ACCEPTED_DRY_RUN = "AcceptedDryRun";

  /** Ours: an answer to a look that begins like one and cannot be read to its end. */
  static final String UNREADABLE_LIST = "UnreadableList";

  static final String DRY_RUN_OPERATION = "DryRunOperation";

  static final String INCORRECT_STATUS = "IncorrectInstanceStatus";

  /** It comes for a running one, and for one that is being deleted by others. */
  private static final String SEE_ITS_STATE =
      "look at its state: one that is leaving needs nothing, and a running one has to be stopped"
          + " first, or the power FORCE";

  /**
   * Ours: {@link #INCORRECT_STATUS} where Force was sent. The instance may be on its way all the
   * same: seen in the wild, and the vendor's own command line sends again after it.
   */
  static final String STATUS_UNDER_FORCE = INCORRECT_STATUS + ".UnderForce";

  /** Ours: added to the code of a denial that holds for the account whatever the instance is. */
  static final String WHOLE_ACCOUNT = ".WholeAccount";

  /** Ours: added to the code of a denial that a policy states in so many words. */
  static final String EXPLICIT = ".ExplicitDeny";

  static final ErrorTable TABLE = table();

  private EcsErrors() {}

  private static ErrorTable table() {
    ErrorTable rows = ErrorTable.empty();
    rows = passing(rows);
    rows = identity(rows);
    rows = permission(rows);
    rows = instance(rows);
    rows = request(rows);
    rows = ours(rows);
    rows = unlisted(rows);
    return rows;
  }

  /** What passes by itself. */
  private static ErrorTable passing(ErrorTable rows) {
    ErrorRule slower = ErrorRule.of(THROTTLED, NO, RETRY).proves(ALL);
    ErrorRule clock =
        ErrorRule.of(CLOCK_SKEW, NO, FIX_CLOCK)
            .proves(ALL)
            .hint("this machine's clock is more than 15 minutes off");
    ErrorRule server = ErrorRule.of(UNAVAILABLE, MAYBE, RETRY);
    return rows.codes(
            slower, "Throttling", "Throttling.User", "Throttling.Api", "Rejected.Throttling")
        .unlisted("Throttling*", 0, 999, slower)
        .codes(clock, "InvalidTimeStamp.Expired", "IllegalTimestamp")
        // Its twin with the same nonce was taken, and hides what became of it.
        .codes(server, "SignatureNonceUsed")
        .codes(
            server, "InternalError", "ServiceUnavailable", "ServiceUnavailable.RegionMaintaining")
        // The first call under the token still runs: the same token will tell its result.
        .codes(ErrorRule.of(BUSY, MAYBE, RETRY).scope(Scope.REQUEST), "LastTokenProcessing")
        // Refused and answered, which the cloud may remember under the token: look, then a new one.
        .codes(ErrorRule.of(BUSY, NO, LOOK_FIRST).proves(UNDER_WAY), "OperationConflict")
        // Not on the pages; one of the vendor's own tools sends again on it for minutes.
        .codes(ErrorRule.of(BUSY, MAYBE, LOOK_FIRST), "InvalidOperation.Conflict");
  }

  /** Keys, signatures, tokens: refused before any instance was looked at. */
  private static ErrorTable identity(ErrorTable rows) {
    ErrorRule wrongKey = ErrorRule.of(UNAUTHENTICATED, NO, GIVE_UP).proves(ALL);
    ErrorRule staleToken =
        ErrorRule.of(UNAUTHENTICATED, NO, REFRESH_CREDENTIALS)
            .proves(ALL)
            .hint("key and security token must be of one issue, and not expired");
    return rows.codes(
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
        .unlisted("InvalidSecurityToken*", 0, 999, staleToken);
  }

  /**
   * What the account may not do, or cannot pay. RAM grants per instance (by id, tag or resource
   * group) and a denial does not name the one it is about: the others of its call may be allowed.
   */
  private static ErrorTable permission(ErrorTable rows) {
    ErrorRule account = ErrorRule.of(FORBIDDEN, NO, GIVE_UP).scope(Scope.ACCOUNT).proves(ALL);
    ErrorRule deniedAll =
        account.hint("grant ecs:DeleteInstances and ecs:DescribeInstances to this RAM identity");
    ErrorRule denied =
        ErrorRule.of(FORBIDDEN, NO, GIVE_UP)
            .scope(Scope.INSTANCE)
            .proves(OWN)
            .hint(
                "grant ecs:DeleteInstances on the instance and ecs:DescribeInstances on * to this"
                    + " RAM identity; looks by id are refused where reading depends on a tag");
    return rows.codes(denied, "Forbidden.RAM", "Forbidden.Unauthorized", "NoPermission")
        .codes(deniedAll, "Forbidden.NotSupportRAM", "Forbidden.SubUser", "InvalidAction")
        .unlisted(
            "*" + WHOLE_ACCOUNT,
            400,
            499,
            account.hint(
                "a control policy above the account does not allow this, and no grant in the"
                    + " account helps; ask whoever keeps the resource directory"))
        .unlisted(
            "*" + EXPLICIT,
            400,
            499,
            denied.hint(
                "a policy forbids this in so many words, as a safeguard may, and no grant helps;"
                    + " if it really is to go, ask whoever wrote that policy"))
        .codes(
            account.hint("the account owner must settle this with Alibaba Cloud"),
            "Forbidden.RiskControl",
            "RealNameAuthenticationError")
        // It speaks of a parameter that is not open to everybody; the rest of the account works.
        .codes(account.scope(Scope.REQUEST), "InvalidOperation.NotInWhiteList")
        .codes(
            // A batch may meet it halfway.
            ErrorRule.of(BILLING, NO, GIVE_UP)
                .proves(NOTHING)
                .scope(Scope.ACCOUNT)
                .hint("settle the account"),
            "InsufficientBalance")
        .unlisted("Forbidden*", 400, 499, denied.proves(NOTHING))
        .unlisted("NoPermission*", 400, 499, denied.proves(NOTHING));
  }

  /** What one of the instances is or is not. */
  private static ErrorTable instance(ErrorTable rows) {
    rows = states(rows);
    ErrorRule gone = ErrorRule.of(NOT_FOUND, NO, ALREADY_DONE).proves(UNDER_WAY);
    // Of a batch it does not say which, nor how many: a look must.
    ErrorRule someGone = ErrorRule.of(NOT_FOUND, NO, LOOK_FIRST).proves(UNDER_WAY);
    ErrorRule held = ErrorRule.of(DEPENDENCY, NO, GIVE_UP).proves(OWN);
    ErrorRule heldForNow = ErrorRule.of(DEPENDENCY, NO, LOOK_FIRST);
    return rows.codes(gone, "InvalidInstanceId.NotFound", "Forbidden.InstanceNotFound")
        .codes(someGone, "InvalidInstanceIds.NotFound")
        // Something else is not found, which says little of the instance.
        .unlisted("Invalid*Id.NotFound", 400, 499, someGone.proves(NOTHING))
        // It passes; but an answered refusal may be remembered under its token.
        .codes(heldForNow.proves(OWN), "DependencyViolation.SLBConfiguring")
        .codes(
            held.hint("delete the route entry that points to the instance"),
            "DependencyViolation.RouteEntry")
        .codes(held.hint("unbind its network interfaces"), "InvalidOperation.EniLinked")
        .codes(
            held.hint("another product keeps this instance; release it there"),
            "OperationDenied.SystemInstanceNotSupport")
        .unlisted("DependencyViolation*", 400, 499, heldForNow.proves(NOTHING));
  }

  private static ErrorTable states(ErrorTable rows) {
    ErrorRule state = ErrorRule.of(WRONG_STATE, NO, LOOK_FIRST).proves(OWN);
    return rows.codes(
            ErrorRule.of(PROTECTED, NO, GIVE_UP).proves(OWN).hint(EcsRules.LIFT_PROTECTION),
            "InvalidOperation.DeletionProtection")
        .codes(state.hint(SEE_ITS_STATE), INCORRECT_STATUS)
        .codes(state, "IncorrectInstanceStatus.Initializing")
        .unlisted("IncorrectInstanceStatus*", 400, 499, state.proves(NOTHING))
        .codes(
            ErrorRule.of(WRONG_STATE, NO, GIVE_UP)
                .proves(OWN)
                .hint("it is locked for security reasons"),
            "InstanceLockedForSecurity")
        .codes(
            ErrorRule.of(BILLING, NO, GIVE_UP)
                .proves(OWN)
                .hint(
                    "a subscription must have expired or been refunded, and then be released with"
                        + " the power TERMINATE_SUBSCRIPTION"),
            "ChargeTypeViolation");
  }

  /** What is wrong with the request. Where an id may be at fault, the other ids may be fine. */
  private static ErrorTable request(ErrorTable rows) {
    ErrorRule wrong = ErrorRule.of(INVALID_REQUEST, NO, GIVE_UP).proves(ALL);
    ErrorRule whole = wrong.scope(Scope.REQUEST);
    return rows.codes(
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
        .codes(
            whole.hint(
                "no such region, or not for this account: check the region of the reference"),
            "InvalidRegionId.NotFound",
            "InvalidRegion.NotFound")
        .codes(
            whole.proves(NOTHING).hint("a token was used twice; the first call may stand"),
            "IdempotentParameterMismatch",
            "InvalidIdempotenceParameter.Mismatch")
        .unlisted("MissingParameter.*", 0, 999, whole)
        .unlisted("InvalidParameter*", 400, 499, wrong)
        // Such as InvalidOperation.*, which speak of an instance, and of what is done with it.
        .unlisted("Invalid*", 400, 499, wrong.proves(NOTHING))
        .unlisted("Missing*", 400, 499, whole)
        .unlisted("Unsupported*", 400, 499, whole.proves(NOTHING));
  }

  /** Codes that say what they say for one of the two calls only, or that are our own. */
  private static ErrorTable ours(ErrorTable rows) {
    return rows.codes(
            ErrorRule.of(DRY_RUN_PASSED, NO, GIVE_UP).proves(ALL),
            DRY_RUN_OPERATION,
            "DRYRUN.SUCCESS")
        .codes(
            ErrorRule.of(UNKNOWN, MAYBE, LOOK_FIRST)
                .scope(Scope.ACCOUNT)
                .hint("a dry run was answered as if it had been carried out: check the instances"),
            ACCEPTED_DRY_RUN)
        .codes(
            ErrorRule.of(WRONG_STATE, MAYBE, LOOK_FIRST)
                .hint("the cloud may be stopping and releasing it all the same; looks will tell"),
            STATUS_UNDER_FORCE)
        // A look changes nothing; what spoils the list may be one instance's own text.
        .codes(ErrorRule.of(UNKNOWN, NO, LOOK_FIRST).proves(NOTHING), UNREADABLE_LIST);
  }

  /** What has no row above. Answers that cannot be read and have no row here are UNKNOWN, maybe. */
  private static ErrorTable unlisted(ErrorTable rows) {
    ErrorRule quota = ErrorRule.of(QUOTA, NO, GIVE_UP).proves(NOTHING);
    return rows.unlisted("QuotaExceed*", 400, 499, quota)
        .unlisted("*.QuotaExceeded", 400, 499, quota)
        .codes(ErrorRule.of(UNKNOWN, MAYBE, LOOK_FIRST), "UnknownError")
        // It may be a gateway that says so, of a call that it passed on.
        .unlisted("*", 408, 408, ErrorRule.of(UNKNOWN, MAYBE, LOOK_FIRST))
        .unlisted("*", 429, 429, ErrorRule.of(THROTTLED, MAYBE, LOOK_FIRST))
        .unlisted("*", 400, 499, ErrorRule.of(UNKNOWN, NO, GIVE_UP).proves(NOTHING))
        .unlisted("*", 500, 599, ErrorRule.of(UNKNOWN, MAYBE, LOOK_FIRST))
        .unreadable(429, 429, ErrorRule.of(THROTTLED, NO, RETRY).proves(NOTHING))
        .unreadable(500, 599, ErrorRule.of(UNAVAILABLE, MAYBE, RETRY));
  }
}
