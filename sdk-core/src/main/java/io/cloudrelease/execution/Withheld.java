package io.cloudrelease.execution;

import io.cloudrelease.error.ReleaseError;
import java.util.List;

/**
 * Why a call that was ready does not leave.
 *
 * @param ids the instances that are to blame, when the others of the batch may be sent without them
 */
record Withheld(ReleaseError error, List<String> ids) {
  Withheld {
    ids = List.copyOf(ids);
  }
}
