package programs;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.plan.Approval;
import io.cloudrelease.plan.KeptPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A plan that one job makes, somebody reviews, and another job carries out. */
final class KeptPlans {

  static String make(ReleaseClient client, ReleaseInstancesRequest request) throws IOException {
    KeptPlan plan = KeptPlan.of(client.plan(request), Duration.ofHours(4));
    plan.write(Path.of("plan.json"));
    return plan.digest();
  }

  static ReleaseInstancesResult apply(ReleaseClient client, String digest) throws IOException {
    KeptPlan plan = KeptPlan.read(Path.of("plan.json"));
    return client.execute(plan, Approval.of(digest));
  }
}
