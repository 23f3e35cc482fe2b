package io.cloudrelease.execution;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.policy.Policy;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether a request is larger than it may be, by itself or by the policy. */
final class RequestSize {
  private RequestSize() {}

  /** Why it names too many instances, if so. */
  static Optional<ReleaseError> tooMany(ReleaseInstancesRequest request, Policy policy) {
    int size = request.instances().size();
    OptionalInt allowed = policy.mostPerRequest();
    if (allowed.isPresent() && size > allowed.getAsInt()) {
      return Optional.of(
          guarded(
              OwnCodes.POLICY_MAX_INSTANCES,
              "the request names "
                  + instances(size)
                  + "; the policy allows "
                  + allowed.getAsInt()
                  + " in one request",
              "divide it; no request can allow more"));
    }
    return size <= request.maxInstances()
        ? Optional.empty()
        : Optional.of(
            guarded(
                OwnCodes.MAX_INSTANCES,
                "the request names "
                    + instances(size)
                    + "; maxInstances is "
                    + request.maxInstances(),
                "raise maxInstances if that many are meant"));
  }

  /** Why so many must not be sent, which nobody approved, if so. */
  static Optional<ReleaseError> unapproved(int count, Policy policy) {
    OptionalInt most = policy.approvalAbove();
    return most.isEmpty() || count <= most.getAsInt()
        ? Optional.empty()
        : Optional.of(
            guarded(
                OwnCodes.NEEDS_APPROVAL,
                (count == 1 ? "this is " : "these are ")
                    + instances(count)
                    + "; the policy wants approval above "
                    + most.getAsInt(),
                "make a plan, have it reviewed, and carry it out with the approval of its digest"));
  }

  private static String instances(int count) {
    return count + (count == 1 ? " instance" : " instances");
  }

  private static ReleaseError guarded(String code, String why, String hint) {
    return ReleaseError.of(ErrorCategory.GUARDED, code, why).hint(hint);
  }
}
