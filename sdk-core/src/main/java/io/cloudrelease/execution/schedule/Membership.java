package io.cloudrelease.execution.schedule;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.InstanceRef;
import java.util.Map;

/**
 * What clouds said, when they were asked, of who is a member of a scaling group.
 *
 * @param groups the group of each member
 * @param unknown those for which it was to be asked and could not be, with the reason
 */
public record Membership(Map<InstanceRef, String> groups, Map<InstanceRef, ReleaseError> unknown) {
  public Membership {
    groups = Map.copyOf(groups);
    unknown = Map.copyOf(unknown);
  }

  /** Nobody was asked. */
  public static Membership notAsked() {
    return new Membership(Map.of(), Map.of());
  }
}
