import io.cloudrelease.ReleaseClient;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.Environment;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.spi.ProviderSettings;
import io.cloudrelease.store.jdbc.JdbcStore;
import io.cloudrelease.tencent.TencentCvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** One of several machines. Arguments: its name, the database, the cloud's port, the list. */
public class OneMachine {
  public static void main(String[] arguments) throws Exception {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(arguments[1]);
    ProviderSettings account =
        ProviderSettings.of(TencentCvm.KIND, Environment.of(Map.of(), Path.of("none")))
            .endpoint(new Endpoint("http", "127.0.0.1", Integer.parseInt(arguments[2])))
            .credentials(
                CredentialsProvider.of(Credentials.ofKey("AKIDEXAMPLE", "SECRETEXAMPLE")));
    List<InstanceRef> list =
        Files.readAllLines(Path.of(arguments[3])).stream().map(InstanceRef::parse).toList();

    try (JdbcStore store = JdbcStore.builder(database).owner(arguments[0]).build();
        ReleaseClient client =
            ReleaseClient.builder()
                .provider(TencentCvm.create(account))
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
