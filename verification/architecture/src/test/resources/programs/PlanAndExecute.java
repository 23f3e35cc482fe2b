package programs;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleasePlan;
import java.time.Duration;

/** Shows what would be sent, and sends exactly that. */
final class PlanAndExecute {

  public static void main(String[] refs) {
    try (ReleaseClient client =
        ReleaseClient.builder()
            .providersFromClassPath()
            .guard(ReleaseGuard.denyTag("env", "prod"))
            .guard(ReleaseGuard.olderThan(Duration.ofDays(2)))
            .waves(5, 1, 5, 25)
            .build()) {
      ReleasePlan plan = client.plan(ReleaseInstancesRequest.builder().instance(refs[0]).build());
      System.out.print(plan.toTable());
      plan.warnings().forEach(System.out::println);
      System.out.println(plan.instances().size() + " in " + plan.estimatedCalls() + " calls");
      if (plan.excluded().isEmpty()) {
        System.out.print(client.execute(plan).toTable());
      }
    } catch (InvalidRequestException | ConfigurationException wrong) {
      System.err.println(wrong.getMessage());
    }
  }
}
