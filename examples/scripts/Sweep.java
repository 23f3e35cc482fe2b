import io.cloudrelease.ReleaseClient;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import java.time.Duration;

/**
 * A script in one file, which Java runs without a build:
 *
 * <pre>java -cp command-line/target/cloudrelease.jar examples/scripts/Sweep.java REF...</pre>
 *
 * <p>It releases what it is given, prints what still needs a person, and ends with 1 if anything
 * does.
 */
class Sweep {
  public static void main(String[] refs) {
    ReleaseInstancesRequest.Builder request =
        ReleaseInstancesRequest.builder().maxInstances(500).deadline(Duration.ofMinutes(30));
    try (ReleaseClient client = ReleaseClient.fromEnvironment()) {
      for (String ref : refs) {
        request.instance(ref);
      }
      ReleaseInstancesResult result = client.releaseInstances(request.build());
      for (InstanceVerdict verdict : result.verdicts()) {
        if (!verdict.isGoodFor(result.intent().goal())) {
          System.out.println(verdict);
        }
      }
      System.out.println(result.counts());
      System.exit(result.allGood() ? 0 : 1);
    } catch (InvalidRequestException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(2);
    }
  }
}
