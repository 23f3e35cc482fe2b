package programs;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import java.time.Duration;

/** Releases what is named, and looks at each answer. */
final class Release {

  public static void main(String[] refs) {
    ReleaseInstancesRequest.Builder request =
        ReleaseInstancesRequest.builder()
            .goal(Goal.RELEASE)
            .collateral(Collateral.KEEP)
            .grant(Power.FORCE)
            .deadline(Duration.ofMinutes(10));
    for (String ref : refs) {
      request.instance(ref);
    }
    try (ReleaseClient client = ReleaseClient.fromEnvironment()) {
      ReleaseInstancesResult result = client.releaseInstances(request.build());
      for (InstanceVerdict verdict : result.verdicts()) {
        if (verdict.verdict() == Verdict.UNKNOWN) {
          System.out.println("look at " + verdict.ref() + ": " + verdict.hint());
        }
        verdict.error().ifPresent(error -> System.out.println(error.category() + " " + error.code()));
      }
      System.exit(result.allGood() ? 0 : 1);
    }
  }
}
