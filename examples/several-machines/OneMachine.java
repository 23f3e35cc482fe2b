import io.cloudrelease.ReleaseClient;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.store.jdbc.JdbcStore;
import io.cloudrelease.tencent.TencentCvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/** One of several machines. Arguments: its name, the database, the cloud's port, the list. */
public class OneMachine {
  public static void main(String[] arguments) throws Exception {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(arguments[1]);
    List<InstanceRef> list =
        Files.readAllLines(Path.of(arguments[3])).stream().map(InstanceRef::parse).toList();

    try (JdbcStore store = JdbcStore.builder(database).owner(arguments[0]).build();
        ReleaseClient client =
            ReleaseClient.builder()
                .provider(
                    TencentCvm.builder()
                        .endpoint("http://127.0.0.1:" + arguments[2])
                        .credentials(Credentials.ofKey("AKIDEXAMPLE", "SECRETEXAMPLE"))
                        .build())
                .journal(store.journal())
                .pace(store.pace())
                .blastBudget(store.budgetPerHour(5000))
                .build()) {
      ReleaseInstancesResult result =
          client.releaseInstances(
              ReleaseInstancesRequest.builder()
                  .instances(list)
                  .maxInstances(list.size())
                  .build());
      StringBuilder counts = new StringBuilder();
      result.counts().forEach((verdict, n) -> counts.append(n > 0 ? " " + verdict + "=" + n : ""));
      System.out.println(
          arguments[0] + ": " + list.size() + " instances in " + result.took().toMillis()
              + " ms:" + counts);
    }
  }
}
