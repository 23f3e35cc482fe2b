package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesResponse;
import com.tencentcloudapi.cvm.v20170312.models.Filter;
import com.tencentcloudapi.cvm.v20170312.models.InquiryPriceTerminateInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.Instance;
import com.tencentcloudapi.cvm.v20170312.models.InstanceRefund;
import io.cloudrelease.ReleaseClient;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.find.Condition;
import io.cloudrelease.find.Found;
import io.cloudrelease.find.Selection;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.http.WireMockFace;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.tencent.TencentSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What we find is what the vendor's own client lists, and what is really there. */
class VendorListsTest {
  private static final String REGION = "ap-guangzhou";
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private static final DateTimeFormatter VENDORS_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final SimulatedTencent cloud = new SimulatedTencent(InstantSource.system());
  private final WireMockFace face;
  private final List<SimulatedInstance> all = new ArrayList<>();

  VendorListsTest() {
    // The vendor's client derives the service in the scope from the host, which is an address here.
    cloud.anyCredentialScope(true);
    // The vendor's client keeps no pace.
    cloud.noRateLimit("DescribeInstances");
    face = WireMockFace.of(cloud);
    Random random = new Random(13);
    for (int n = 0; n < 700; n++) {
      all.add(cloud.add(i -> describe(i, random)));
    }
    cloud.add(50, i -> i.region("ap-shanghai").tag("purpose", "ci"));
  }

  private static void describe(TencentSpec i, Random random) {
    i.region(REGION).zone(REGION + "-" + (3 + random.nextInt(3)));
    i.name((random.nextBoolean() ? "web-" : "db-") + random.nextInt(9));
    i.vpc("vpc-" + random.nextInt(3));
    i.createdAt(NOW.minus(Duration.ofHours(random.nextInt(24 * 30))));
    i.state(random.nextInt(4) == 0 ? "STOPPED" : "RUNNING");
    switch (random.nextInt(3)) {
      case 0 -> i.prepaid(NOW.plus(Duration.ofDays(random.nextInt(40) - 20)));
      case 1 -> i.spot();
      default -> i.postpaid();
    }
    if (random.nextInt(3) > 0) {
      i.tag("purpose", random.nextBoolean() ? "ci" : "prod");
    }
    if (random.nextInt(4) == 0) {
      i.tag("team", "t" + random.nextInt(2));
    }
  }

  @AfterEach
  void close() {
    face.close();
  }

  /** One combination: as we say it, as the vendor's client says it, and what it means. */
  private record Combination(
      List<Condition> ours, List<Filter> theirs, Predicate<SimulatedInstance> means) {

    Combination and(Combination other) {
      List<Condition> conditions = new ArrayList<>(ours);
      conditions.addAll(other.ours);
      List<Filter> filters = new ArrayList<>(theirs);
      filters.addAll(other.theirs);
      return new Combination(conditions, filters, means.and(other.means));
    }
  }

  private static Combination of(
      Condition ours, String filter, String value, Predicate<SimulatedInstance> means) {
    Filter theirs = new Filter();
    theirs.setName(filter);
    theirs.setValues(new String[] {value});
    return new Combination(List.of(ours), List.of(theirs), means);
  }

  private static List<Combination> combinations() {
    Combination ci =
        of(
            Condition.tag("purpose", "ci"),
            "tag:purpose",
            "ci",
            i -> "ci".equals(i.tags().get("purpose")));
    Combination prod =
        of(
            Condition.tag("purpose", "prod"),
            "tag:purpose",
            "prod",
            i -> "prod".equals(i.tags().get("purpose")));
    Combination team =
        of(Condition.tag("team"), "tag-key", "team", i -> i.tags().containsKey("team"));
    Combination never =
        of(Condition.tag("never", "x"), "tag:never", "x", i -> i.tags().containsKey("never"));
    Combination zone =
        of(
            Condition.zone(REGION + "-3"),
            "zone",
            REGION + "-3",
            i -> i.zone().equals(REGION + "-3"));
    Combination vpc = of(Condition.vpc("vpc-1"), "vpc-id", "vpc-1", i -> isIn(i, "vpc-1"));
    Combination stopped =
        of(Condition.state("stopped"), "instance-state", "STOPPED", i -> state(i, "STOPPED"));
    Combination prepaid =
        of(
            Condition.chargeType("prepaid"),
            "instance-charge-type",
            "PREPAID",
            i -> i.chargeType().equals("PREPAID"));
    Combination spot =
        of(
            Condition.chargeType("SPOTPAID"),
            "instance-charge-type",
            "SPOTPAID",
            i -> i.chargeType().equals("SPOTPAID"));
    Combination name =
        of(Condition.name("web-1"), "instance-name", "web-1", i -> i.name().equals("web-1"));
    Instant week = NOW.minus(Duration.ofDays(7));
    Combination old =
        of(
            Condition.olderThan(Duration.ofDays(7)),
            "creation-end-time",
            VENDORS_TIME.format(week),
            i -> !i.createdAt().isAfter(week));
    return List.of(
        ci,
        prod,
        team,
        never,
        zone,
        vpc,
        stopped,
        prepaid,
        spot,
        name,
        old,
        ci.and(team),
        ci.and(old),
        ci.and(zone).and(stopped),
        vpc.and(prepaid),
        spot.and(old).and(vpc),
        name.and(ci),
        team.and(zone).and(vpc),
        old.and(stopped).and(prepaid).and(ci),
        never.and(ci));
  }

  private static boolean isIn(SimulatedInstance instance, String vpc) {
    return instance.note("VpcId").equals(vpc);
  }

  private static boolean state(SimulatedInstance instance, String state) {
    return instance.at(Instant.now()).state().equals(state);
  }

  @Test
  void twenty_combinations_of_filters_find_the_same() throws TencentCloudSDKException {
    assertThat(combinations()).hasSize(20);
    int found = 0;
    for (Combination combination : combinations()) {
      Set<String> really = ids(all.stream().filter(combination.means()).map(i -> i.id()));
      assertThat(listedByVendor(combination.theirs()))
          .as("%s", combination.ours())
          .isEqualTo(really);
      Found ours = find(combination.ours());
      assertThat(ours.incomplete()).as("%s", combination.ours()).isEmpty();
      assertThat(ids(ours.refs().stream().map(InstanceRef::id)))
          .as("%s", combination.ours())
          .isEqualTo(really);
      found += really.size();
    }
    assertThat(found).as("combinations that find nothing compare nothing").isGreaterThan(1_000);
  }

  @Test
  void opposites_find_the_rest() {
    for (Combination combination : combinations()) {
      if (combination.ours().size() == 1) {
        Set<String> others =
            ids(all.stream().filter(combination.means().negate()).map(i -> i.id()));
        Found ours = find(List.of(combination.ours().get(0).not()));
        assertThat(ids(ours.refs().stream().map(InstanceRef::id))).isEqualTo(others);
      }
    }
  }

  private Found find(List<Condition> conditions) {
    Selection.Builder selection = Selection.builder().in("tencent-cvm:" + REGION);
    conditions.forEach(selection::where);
    try (ReleaseClient client =
        ReleaseClient.builder()
            .provider(
                TencentCvm.create(
                    Fixtures.SETTINGS
                        .credentials(CredentialsProvider.of(cloud.credentials()))
                        .endpoint(face.endpoint())))
            .build()) {
      return client.find(selection.build());
    }
  }

  private Set<String> listedByVendor(List<Filter> filters) throws TencentCloudSDKException {
    Set<String> ids = new TreeSet<>();
    long offset = 0;
    while (true) {
      DescribeInstancesRequest request = new DescribeInstancesRequest();
      request.setFilters(filters.toArray(new Filter[0]));
      request.setOffset(offset);
      request.setLimit(100L);
      DescribeInstancesResponse page;
      try {
        page = client().DescribeInstances(request);
      } catch (TencentCloudSDKException refused) {
        assertThat(refused.getErrorCode()).isEqualTo("InvalidParameterValue.TagKeyNotFound");
        return Set.of();
      }
      ids.addAll(ids(Stream.of(page.getInstanceSet()).map(Instance::getInstanceId)));
      offset += page.getInstanceSet().length;
      if (offset >= page.getTotalCount() || page.getInstanceSet().length == 0) {
        return ids;
      }
    }
  }

  private static Set<String> ids(Stream<String> ids) {
    TreeSet<String> sorted = new TreeSet<>();
    ids.forEach(sorted::add);
    return sorted;
  }

  private ClientProfile profile() {
    ClientProfile profile = new ClientProfile();
    profile.getHttpProfile().setProtocol("http://");
    profile.getHttpProfile().setEndpoint(face.endpoint().hostHeader());
    profile.getHttpProfile().setReadTimeout(10);
    return profile;
  }

  private Credential key() {
    return new Credential(
        cloud.credentials().accessKeyId(), cloud.credentials().secretKey().reveal());
  }

  private CvmClient client() {
    return new CvmClient(key(), REGION, profile());
  }

  private JsonObject call(String service, String version, String action, String body)
      throws TencentCloudSDKException {
    String answer = new CommonClient(service, version, key(), REGION, profile()).call(action, body);
    return JsonParser.parseString(answer).getAsJsonObject().getAsJsonObject("Response");
  }

  @Test
  void the_vendors_client_reads_pages_with_the_defaults_of_the_cloud()
      throws TencentCloudSDKException {
    DescribeInstancesResponse page = client().DescribeInstances(new DescribeInstancesRequest());
    assertThat(page.getInstanceSet()).hasSize(20);
    assertThat(page.getTotalCount()).isEqualTo(700);
  }

  private JsonArray rows(String service, String action, String body, String set)
      throws TencentCloudSDKException {
    return call(service, "2017-03-12", action, body).getAsJsonArray(set);
  }

  @Test
  void the_vendors_client_reads_what_hangs_on_an_instance_and_what_is_left_of_it()
      throws TencentCloudSDKException {
    String id =
        cloud
            .add(
                i ->
                    i.region(REGION)
                        .disk("disk-stays", false)
                        .disk("disk-goes", true)
                        .elasticAddress("eip-1", "203.0.113.9")
                        .networkInterface("eni-1")
                        .snapshot("snap-1", "disk-stays"))
            .id();
    String by = "{\"Filters\":[{\"Name\":\"%s\",\"Values\":[\"%s\"]}]}";
    assertThat(
            rows("vpc", "DescribeAddresses", by.formatted("instance-id", id), "AddressSet")
                .toString())
        .contains("eip-1", "203.0.113.9", "\"BIND\"");
    assertThat(
            rows(
                    "vpc",
                    "DescribeNetworkInterfaces",
                    by.formatted("attachment.instance-id", id),
                    "NetworkInterfaceSet")
                .toString())
        .contains("eni-1", id);
    assertThat(
            rows("cbs", "DescribeSnapshots", by.formatted("disk-id", "disk-stays"), "SnapshotSet")
                .toString())
        .contains("snap-1");
    String disks = "{\"DiskIds\":[\"disk-stays\",\"disk-goes\"]}";
    assertThat(rows("cbs", "DescribeDisks", disks, "DiskSet")).hasSize(2);

    cloud.vanish(id);
    assertThat(rows("cbs", "DescribeDisks", disks, "DiskSet").toString())
        .contains("disk-stays", "UNATTACHED")
        .doesNotContain("disk-goes");
    assertThat(rows("vpc", "DescribeAddresses", by.formatted("instance-id", id), "AddressSet"))
        .isEmpty();
    assertThat(
            rows("vpc", "DescribeAddresses", "{\"AddressIds\":[\"eip-1\"]}", "AddressSet")
                .toString())
        .contains("UNBIND");
  }

  @Test
  void the_vendors_client_reads_what_would_be_paid_back() throws TencentCloudSDKException {
    String id = cloud.add(i -> i.region(REGION).prepaid().refund("12.5")).id();
    InquiryPriceTerminateInstancesRequest request = new InquiryPriceTerminateInstancesRequest();
    request.setInstanceIds(new String[] {id});
    InstanceRefund refund =
        client().InquiryPriceTerminateInstances(request).getInstanceRefundsSet()[0];
    assertThat(refund.getInstanceId()).isEqualTo(id);
    assertThat(refund.getRefunds()).isEqualTo(12.5f);
  }

  @Test
  void the_vendors_client_reads_regions_and_members_of_groups() throws TencentCloudSDKException {
    String member = cloud.add(i -> i.region(REGION).nodePool("cls-1", "asg-1")).id();
    String other = all.get(0).id();
    String ids = "{\"InstanceIds\":[\"" + member + "\",\"" + other + "\"]}";

    JsonObject regions = call("region", "2022-06-27", "DescribeRegions", "{\"Product\":\"cvm\"}");
    assertThat(regions.getAsJsonArray("RegionSet").toString())
        .contains("\"ap-guangzhou\"", "\"ap-shanghai\"", "AVAILABLE");

    JsonObject scaling = call("as", "2018-04-19", "DescribeAutoScalingInstances", ids);
    assertThat(scaling.get("TotalCount").getAsInt()).isEqualTo(1);
    assertThat(scaling.getAsJsonArray("AutoScalingInstanceSet").toString())
        .contains(member, "asg-1");

    JsonObject nodes = call("tke", "2018-05-25", "DescribeExistedInstances", ids);
    assertThat(nodes.getAsJsonArray("ExistedInstanceSet").toString()).contains("cls-1", other);
  }
}
