package io.cloudrelease.zenlayer;

import static io.cloudrelease.error.Applied.MAYBE;
import static io.cloudrelease.error.Applied.NO;
import static io.cloudrelease.error.ErrorCategory.BILLING;
import static io.cloudrelease.error.ErrorCategory.CLOCK_SKEW;
import static io.cloudrelease.error.ErrorCategory.FORBIDDEN;
import static io.cloudrelease.error.ErrorCategory.INVALID_REQUEST;
import static io.cloudrelease.error.ErrorCategory.NOT_FOUND;
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
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.Scope;

/**
 * What Zenlayer's errors mean (page Common Error Codes; the error lists of the pages
 * TerminateInstance and ReleaseInstances of BMC and VM).
 *
 * <p>The rows in order: passing, account, request, state, billing, absence; then codes without a
 * row, then answers without a readable code. What a refusal proves of the instances is what is
 * usual for its category, but where a row says otherwise; a code without a row proves nothing,
 * unless its status says that the caller was not even recognized (401) or let in (451).
 */
final class ZenlayerErrors {

  /** Our own word: no Zenlayer code came, since the network in front of the API held us up. */
  static final String CHALLENGE = "SECURITY_CHALLENGE";

  private static final ErrorRule THROTTLE = ErrorRule.of(THROTTLED, NO, RETRY);
  private static final ErrorRule OUTAGE = ErrorRule.of(UNAVAILABLE, MAYBE, LOOK_FIRST);
  private static final ErrorRule WRONG_KEY =
      ErrorRule.of(UNAUTHENTICATED, NO, GIVE_UP).hint("check access key id and password");

  /** A key may be limited to some resources, and the answer does not say which it was. */
  private static final ErrorRule NO_RIGHT =
      ErrorRule.of(FORBIDDEN, NO, GIVE_UP)
          .scope(Scope.INSTANCE)
          .hint("the key may not do this, or the API version does not have it");

  private static final ErrorRule BLOCKED =
      ErrorRule.of(FORBIDDEN, NO, GIVE_UP)
          .proves(Proof.ALL)
          .hint("the network in front of the API blocks this machine; ask Zenlayer");
  private static final ErrorRule BAD_REQUEST =
      ErrorRule.of(INVALID_REQUEST, NO, GIVE_UP).scope(Scope.REQUEST);
  private static final ErrorRule BAD_VALUE = ErrorRule.of(INVALID_REQUEST, NO, GIVE_UP);
  private static final ErrorRule GONE = ErrorRule.of(NOT_FOUND, NO, ALREADY_DONE);
  private static final ErrorRule IN_BIN = ErrorRule.of(WRONG_STATE, NO, ALREADY_DONE);
  private static final ErrorRule STATE_FORBIDS = ErrorRule.of(WRONG_STATE, NO, LOOK_FIRST);
  private static final ErrorRule BINNING =
      STATE_FORBIDS.proves(Proof.UNDER_WAY).hint("it is being recycled, or in the recycle bin");
  static final ErrorRule NOT_UNDERSTOOD =
      ErrorRule.of(UNKNOWN, MAYBE, LOOK_FIRST).scope(Scope.REQUEST);

  static final ErrorTable TABLE =
      ErrorTable.empty()
          .codes(THROTTLE, "REQUEST_LIMIT_EXCEEDED")
          .codes(
              OUTAGE, "INTERNAL_SERVER_ERROR", "SERVICE_TEMPORARY_UNAVAILABLE", "REQUEST_TIMED_OUT")
          .codes(
              ErrorRule.of(CLOCK_SKEW, NO, FIX_CLOCK)
                  .hint("the clock of this machine is more than five minutes off"),
              "AUTHFAILURE_SIGNATURE_EXPIRED")
          .codes(WRONG_KEY, "AUTHFAILURE_INVALID_AUTHORIZATION", "AUTHFAILURE_SIGNATURE_FAILURE")
          .codes(NO_RIGHT, "AUTHFAILURE_UNAUTHORIZED_OPERATION")
          .codes(BLOCKED, CHALLENGE)
          .codes(
              BAD_REQUEST,
              "MISSING_PARAMETER",
              "INVALID_PARAMETER_TYPE",
              "INVALID_PARAMETER_EXCEED_MAXIMUM",
              "INVALID_PARAMETER_LESS_MINIMUM",
              "INVALID_PARAMETER_DATE_FORMAT_ERROR")
          // These may speak of one id among many.
          .codes(
              BAD_VALUE,
              "INVALID_PARAMETER_EXCEED_LENGTH",
              "INVALID_PARAMETER_LESS_LENGTH",
              "INVALID_PARAMETER_PATTERN_ERROR")
          .codes(BAD_VALUE.proves(Proof.OWN), "INVALID_PARAMETER_VALUE")
          .codes(BINNING, "OPERATION_FAILED_FOR_RECYCLE_RESOURCE")
          .codes(
              STATE_FORBIDS,
              "OPERATION_DENIED_INSTANCE_CREATING",
              "OPERATION_DENIED_INSTANCE_STATUS_INSTALLING",
              "OPERATION_DENIED_INSTANCE_NOT_RECYCLED")
          .codes(IN_BIN, "OPERATION_DENIED_INSTANCE_RECYCLED")
          .codes(
              // Said of one whose renewal has ended as well, and that may be our own doing.
              ErrorRule.of(BILLING, NO, LOOK_FIRST)
                  .hint(
                      "prepaid: with its renewal off it ends when it expires, and is kept suspended"
                          + " for up to 24 hours then; else it is renewed and billed on"),
              "OPERATION_DENIED_INSTANCE_SUBSCRIPTION")
          .codes(
              ErrorRule.of(BILLING, NO, GIVE_UP).hint("its commitment period has not ended"),
              "OPERATION_DENIED_POSTPAID_PROMISE")
          .codes(
              // Of the instance it tells nothing.
              ErrorRule.of(NOT_FOUND, NO, GIVE_UP)
                  .proves(Proof.NOTHING)
                  .hint("its resource group does not exist"),
              "OPERATION_FAILED_RESOURCE_GROUP_NOT_FOUND")
          .codes(GONE, "OPERATION_FAILED_RESOURCE_NOT_FOUND", "INVALID_INSTANCE_NOT_FOUND")
          .unlisted("*", 401, 401, ErrorRule.of(UNAUTHENTICATED, NO, REFRESH_CREDENTIALS))
          .unlisted("*", 408, 408, NOT_UNDERSTOOD)
          .unlisted("*", 429, 429, ErrorRule.of(THROTTLED, MAYBE, LOOK_FIRST))
          .unlisted("*", 451, 451, BLOCKED)
          .unlisted("*", 400, 499, ErrorRule.of(UNKNOWN, NO, GIVE_UP))
          .unlisted("*", 100, 599, NOT_UNDERSTOOD)
          .unreadable(429, 429, THROTTLE)
          .unreadable(451, 451, BLOCKED)
          .unreadable(500, 599, OUTAGE)
          .unreadable(100, 499, NOT_UNDERSTOOD);

  private ZenlayerErrors() {}
}
