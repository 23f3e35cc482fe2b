import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.http.WireMockFace;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The simulated cloud that all machines release on. Arguments: a folder, instances a machine. */
public class OneCloud {
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int each = Integer.parseInt(arguments[1]);
    SimulatedTencent cloud = new SimulatedTencent(InstantSource.system());
    List<String> fleet =
        cloud.add(4 * each, i -> i.postpaid()).stream().map(OneCloud::ref).toList();
    for (int machine = 0; machine < 4; machine++) {
      // A tenth of each list is on the next one, too.
      List<String> list = fleet.subList(machine * each, (machine + 1) * each);
      int from = (machine + 1) % 4 * each;
      Files.write(
          folder.resolve("list" + machine),
          java.util.stream.Stream.concat(
                  list.stream(), fleet.subList(from, from + each / 10).stream())
              .toList());
    }
    try (WireMockFace face = WireMockFace.of(cloud)) {
      Files.writeString(folder.resolve("port"), Integer.toString(face.endpoint().port()));
      System.in.read();
      List<RecordedRequest> calls = cloud.ledger().destructiveRequests();
      Duration took =
          Duration.between(calls.get(0).call().at(), calls.get(calls.size() - 1).call().at());
      long gone = cloud.ledger().effects().stream().map(e -> e.id()).distinct().count();
      System.out.printf(
          "the cloud saw %d destructive calls within %.1f s, %d instances changed, %d effects%n",
          calls.size(), took.toMillis() / 1000.0, gone, cloud.ledger().effects().size());
    }
  }

  private static String ref(SimulatedInstance instance) {
    return InstanceRef.of(TencentCvm.KIND, instance.region(), instance.id()).toString();
  }
}
