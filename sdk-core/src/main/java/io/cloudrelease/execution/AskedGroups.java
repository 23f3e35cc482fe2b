package io.cloudrelease.execution;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.find.GroupCheck;
import io.cloudrelease.execution.schedule.Broken;
import io.cloudrelease.execution.schedule.Membership;
import io.cloudrelease.execution.schedule.RunContext;
import io.cloudrelease.execution.schedule.Safety;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What clouds say of who is a member of a group, where that is to be asked. */
final class AskedGroups {

  private AskedGroups() {}

  /** Whatever is thrown meanwhile, who was not answered for is unknown. */
  static Membership of(
      RunContext context, ReleaseInstancesRequest request, Accounts accounts, Safety safety) {
    if (!safety.checkGroups() || request.intent().grants(Power.ALLOW_GROUP_MEMBERS)) {
      return Membership.notAsked();
    }
    List<Membership> asked = new ArrayList<>();
    Optional<Throwable> broken =
        LastResort.run(
            () -> asked.add(new GroupCheck(context, accounts::of).of(request.instances())));
    if (broken.isEmpty()) {
      return asked.get(0);
    }
    Map<InstanceRef, ReleaseError> unknown = new HashMap<>();
    request.instances().forEach(ref -> unknown.put(ref, Broken.error(broken.get())));
    return new Membership(Map.of(), unknown);
  }
}
