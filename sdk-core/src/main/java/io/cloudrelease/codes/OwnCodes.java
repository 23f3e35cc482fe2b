package io.cloudrelease.codes;

import io.cloudrelease.error.ReleaseError;

/**
 * The codes of {@link ReleaseError} that are ours and no cloud's. What to do about each stands in
 * {@code docs/codes.md}.
 */
public final class OwnCodes {

  /** No account is registered under the name that a reference begins with. */
  public static final String UNKNOWN_PROVIDER = "UnknownProvider";

  /** The cloud has regions, and the reference names none. */
  public static final String MISSING_REGION = "MissingRegion";

  /** The cloud has no regions, and the reference names one. */
  public static final String NO_REGIONS = "NoRegions";

  /** The id is not written as this cloud writes ids. */
  public static final String WRONG_ID = "WrongId";

  /** The id looks like one of another registered cloud. */
  public static final String FOREIGN_ID = "ForeignId";

  /** One instance stands in the request under two names of its account. */
  public static final String NAMED_TWICE = "NamedTwice";

  /** No usable key was found for the account. */
  public static final String MISSING_CREDENTIALS = "MissingCredentials";

  /** The request names more instances than it may. */
  public static final String MAX_INSTANCES = "MaxInstances";

  /** The request names more instances than the policy allows. */
  public static final String POLICY_MAX_INSTANCES = "PolicyMaxInstances";

  /** The policy lets so many go only by a plan that was approved. */
  public static final String NEEDS_APPROVAL = "NeedsApproval";

  /** Other instances of the request are wrong, so nothing of it was sent. */
  public static final String REQUEST_HELD_BACK = "RequestHeldBack";

  /** The plan is older than it may be when it is carried out. */
  public static final String STALE_PLAN = "StalePlan";

  /** The approval is of another plan. */
  public static final String NOT_APPROVED = "NotApproved";

  /**
   * The credentials are not those with which the plan was made or the run began, or not of the
   * account that is expected.
   */
  public static final String OTHER_ACCOUNT = "OtherAccount";

  /** An account id is expected, and whose keys these are could not be made sure of. */
  public static final String ACCOUNT_NOT_CONFIRMED = "AccountNotConfirmed";

  /** The plan does not send this instance. */
  public static final String NOT_IN_PLAN = "NotInPlan";

  /** The instance, or the call for it, is another one than was planned. */
  public static final String CHANGED_SINCE_PLAN = "ChangedSincePlan";

  /** The instance is on the list of those that are never sent. */
  public static final String DENY_INSTANCES = "DenyInstances";

  /** The instance is not on the list of those that may be sent. */
  public static final String ALLOW_INSTANCES = "AllowInstances";

  /** The instance has a tag that is denied, or was not looked at. */
  public static final String DENY_TAG = "DenyTag";

  /** The instance lacks a tag that is required, or was not looked at. */
  public static final String REQUIRE_TAG = "RequireTag";

  /** The instance has a name that is denied, or was not looked at. */
  public static final String DENY_NAME = "DenyName";

  /** The instance lacks a name that is required, or was not looked at. */
  public static final String REQUIRE_NAME = "RequireName";

  /** The instance is in a state that is denied, or was not looked at. */
  public static final String DENY_STATE = "DenyState";

  /** The instance is not old enough, or its age is not known. */
  public static final String OLDER_THAN = "OlderThan";

  /** The instance is too old, or its age is not known. */
  public static final String YOUNGER_THAN = "YoungerThan";

  /** The policy denies the instance by its name or a tag, or it was not looked at. */
  public static final String DENIED_BY_POLICY = "DeniedByPolicy";

  /** A guard threw, and a guard that throws holds back. */
  public static final String BROKEN_GUARD = "BrokenGuard";

  /** The budget of the account and hour is used up. */
  public static final String BLAST_BUDGET = "BlastBudget";

  /** Too much of a wave ended rejected, unknown or short of the goal. */
  public static final String WAVES = "Waves";

  /** The kill switch was thrown, or threw itself. */
  public static final String KILL_SWITCH = "KillSwitch";

  /** The run was stopped. */
  public static final String STOPPED = "Stopped";

  /** The deadline of the request has passed. */
  public static final String DEADLINE_PASSED = "DeadlinePassed";

  /** Too little time is left for a call to get its answer. */
  public static final String DEADLINE_TOO_NEAR = "DeadlineTooNear";

  /** Another run has the instance under way, or had it so lately that looks need not show it. */
  public static final String CLAIMED_BY_OTHER_RUN = "ClaimedByOtherRun";

  /** The journal cannot be used, so nothing is sent. */
  public static final String JOURNAL = "Journal";

  /** The look at an instance grew old before its call's turn, so it is looked at again. */
  public static final String OLD_LOOK = "OldLook";

  /** No byte of the request left this machine. */
  public static final String NOT_SENT = "NotSent";

  /** A call got no answer: of a release it may have left; of a look, nothing was sent. */
  public static final String NO_ANSWER = "NoAnswer";

  /** A call died on this machine, by an Error for example. */
  public static final String CALL_DIED = "CallDied";

  /** The process that made the call ended before the answer was written down. */
  public static final String PROCESS_ENDED = "ProcessEnded";

  /** The cloud accepted the call and listed this id as failed, without a reason. */
  public static final String LISTED_AS_FAILED = "ListedAsFailed";

  /** The cloud shows no such instance. */
  public static final String NOT_SHOWN = "NotShown";

  /** A look did not show all that it counted. */
  public static final String LOOK_INCOMPLETE = "LookIncomplete";

  /** The instance runs until it expires, or has expired, and nothing more can be asked for. */
  public static final String ENDS_LATER = "EndsLater";

  /** A provider, a splitter or another extension broke its contract. */
  public static final String EXTENSION_BROKEN = "ExtensionBroken";

  /** A provider could not make a request or read an answer. */
  public static final String PROVIDER_BROKEN = "ProviderBroken";

  /** The transport threw what it must not. */
  public static final String TRANSPORT_BROKEN = "TransportBroken";

  /** The pace threw, and nothing leaves without its turn. */
  public static final String PACE_BROKEN = "PaceBroken";

  /** A list of instances did not fit together however often it was read. */
  public static final String LIST_CHANGED = "ListChanged";

  /**
   * The provider cannot list instances, or regions; or the cloud names none, or an impossible one.
   */
  public static final String NO_LISTING = "NoListing";

  /** The instance is a member of a scaling group or a node pool, which would replace it. */
  public static final String MANAGED_BY_GROUP = "ManagedByGroup";

  /** Whether the instance is a member of a group was to be asked, and could not be. */
  public static final String GROUPS_UNKNOWN = "GroupsUnknown";

  /** What hangs on the instance was not, or not wholly, looked up before it was released. */
  public static final String LEFTOVERS_NOT_COLLECTED = "LeftoversNotCollected";

  /** The provider cannot ask for that. */
  public static final String CANNOT_ASK = "CannotAsk";

  /** Nothing was left to do for an instance that had no verdict yet. */
  public static final String STUCK = "Stuck";

  private OwnCodes() {}
}
