package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.ecs20140526.Client;
import com.aliyun.ecs20140526.models.DescribeDisksRequest;
import com.aliyun.ecs20140526.models.DescribeInstancesRequest;
import com.aliyun.ecs20140526.models.DescribeInstancesRequest.DescribeInstancesRequestFilter;
import com.aliyun.ecs20140526.models.DescribeInstancesRequest.DescribeInstancesRequestTag;
import com.aliyun.ecs20140526.models.DescribeNetworkInterfacesRequest;
import com.aliyun.ecs20140526.models.DescribeRegionsRequest;
import com.aliyun.ecs20140526.models.DescribeSnapshotsRequest;
import com.aliyun.teaopenapi.models.Config;
import com.aliyuncs.CommonRequest;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.MethodType;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import io.cloudrelease.ReleaseClient;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.find.Condition;
import io.cloudrelease.find.Found;
import io.cloudrelease.find.Selection;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.aliyun.AliyunSpec;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.http.WireMockFace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What we find is what the vendor's own client lists, and what is really there. */
class VendorListsTest {
  private static final String REGION = "cn-hangzhou";
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MINUTES);

  private final SimulatedAliyun cloud = new SimulatedAliyun(InstantSource.system());
  private final WireMockFace face = WireMockFace.of(cloud);
  private final List<SimulatedInstance> all = new ArrayList<>();

  VendorListsTest() {
    // The vendor's client keeps no pace.
    cloud.noRateLimit("DescribeInstances");
    Random random = new Random(13);
    for (int n = 0; n < 700; n++) {
      all.add(cloud.add(i -> describe(i, random)));
    }
    cloud.add(50, i -> i.region("cn-beijing").tag("purpose", "ci"));
  }

  private static void describe(AliyunSpec i, Random random) {
    i.region(REGION).zone(REGION + "-" + (char) ('g' + random.nextInt(3)));
    i.name((random.nextBoolean() ? "web-" : "db-") + random.nextInt(9));
    i.vpc("vpc-" + random.nextInt(3));
    i.createdAt(NOW.minus(Duration.ofHours(random.nextInt(24 * 30))));
    i.state(random.nextInt(4) == 0 ? "Stopped" : "Running");
    if (random.nextInt(3) == 0) {
      i.prepaid(NOW.plus(Duration.ofDays(random.nextInt(40) - 20)));
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
      List<Condition> ours,
      Consumer<DescribeInstancesRequest> theirs,
      Predicate<SimulatedInstance> means) {

    Combination and(Combination other) {
      List<Condition> conditions = new ArrayList<>(ours);
      conditions.addAll(other.ours);
      return new Combination(conditions, theirs.andThen(other.theirs), means.and(other.means));
    }
  }

  private static Combination of(
      Condition ours,
      Consumer<DescribeInstancesRequest> theirs,
      Predicate<SimulatedInstance> means) {
    return new Combination(List.of(ours), theirs, means);
  }

  private static void addTag(DescribeInstancesRequest request, String key, String value) {
    List<DescribeInstancesRequestTag> tags =
        request.getTag() == null ? new ArrayList<>() : new ArrayList<>(request.getTag());
    DescribeInstancesRequestTag tag = new DescribeInstancesRequestTag().setKey(key);
    tags.add(value.isEmpty() ? tag : tag.setValue(value));
    request.setTag(tags);
  }

  private static DescribeInstancesRequestFilter filter(String key, Instant time) {
    String text = time.toString().replaceAll(":\\d\\dZ$", "Z");
    return new DescribeInstancesRequestFilter().setKey(key).setValue(text);
  }

  private static List<Combination> combinations() {
    Combination ci =
        of(
            Condition.tag("purpose", "ci"),
            r -> addTag(r, "purpose", "ci"),
            i -> "ci".equals(i.tags().get("purpose")));
    Combination prod =
        of(
            Condition.tag("purpose", "prod"),
            r -> addTag(r, "purpose", "prod"),
            i -> "prod".equals(i.tags().get("purpose")));
    Combination team =
        of(Condition.tag("team"), r -> addTag(r, "team", ""), i -> i.tags().containsKey("team"));
    Combination never =
        of(Condition.tag("never"), r -> addTag(r, "never", ""), i -> i.tags().containsKey("never"));
    Combination zone =
        of(
            Condition.zone(REGION + "-g"),
            r -> r.setZoneId(REGION + "-g"),
            i -> i.zone().equals(REGION + "-g"));
    Combination vpc =
        of(Condition.vpc("vpc-1"), r -> r.setVpcId("vpc-1"), i -> i.note("VpcId").equals("vpc-1"));
    Combination stopped =
        of(
            Condition.state("STOPPED"),
            r -> r.setStatus("Stopped"),
            i -> i.at(Instant.now()).state().equals("Stopped"));
    Combination prepaid =
        of(
            Condition.chargeType("prepaid"),
            r -> r.setInstanceChargeType("PrePaid"),
            i -> i.chargeType().equals("PrePaid"));
    Combination name =
        of(
            Condition.name("web-*"),
            r -> r.setInstanceName("web-*"),
            i -> i.name().startsWith("web-"));
    Combination exactly =
        of(Condition.name("db-3"), r -> r.setInstanceName("db-3"), i -> i.name().equals("db-3"));
    Instant week = NOW.minus(Duration.ofDays(7));
    Combination old =
        of(
            Condition.olderThan(Duration.ofDays(7)),
            r ->
                // The filters by time have places of their own.
                r.setFilter(
                    List.of(
                        filter("CreationStartTime", Instant.EPOCH),
                        filter("CreationEndTime", week))),
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
        name,
        exactly,
        old,
        ci.and(team),
        ci.and(old),
        ci.and(zone).and(stopped),
        vpc.and(prepaid),
        prepaid.and(old).and(vpc),
        name.and(ci),
        team.and(zone).and(vpc),
        old.and(stopped).and(prepaid).and(ci),
        never.and(ci));
  }

  @Test
  void twenty_combinations_of_filters_find_the_same() throws Exception {
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

  @Test
  void pages_that_are_short_are_not_the_end() {
    cloud.mostPerPage(40);
    Found found = find(List.of());
    assertThat(found.instances()).hasSize(700);
    assertThat(found.incomplete()).isEmpty();
  }

  @Test
  void more_than_a_thousand_of_one_tag_are_found_where_the_vendors_list_ends() throws Exception {
    cloud.add(1_200, i -> i.region("us-west-1").tag("purpose", "many"));
    DescribeInstancesRequest request = new DescribeInstancesRequest();
    addTag(request, "purpose", "many");
    assertThat(listedByVendor(request.setRegionId("us-west-1"))).hasSize(1_000);
    Found found =
        find(
            Selection.builder().in("aliyun-ecs:us-west-1").where(Condition.tag("purpose", "many")));
    assertThat(found.instances()).hasSize(1_200);
    assertThat(found.incomplete()).isEmpty();
  }

  private Found find(List<Condition> conditions) {
    Selection.Builder selection = Selection.builder().in("aliyun-ecs:" + REGION);
    conditions.forEach(selection::where);
    return find(selection);
  }

  private Found find(Selection.Builder selection) {
    try (ReleaseClient client =
        ReleaseClient.builder()
            .provider(
                AliyunEcs.create(
                    ProviderSettings.of(AliyunEcs.KIND, variable -> "", Path.of("nowhere"))
                        .credentials(CredentialsProvider.of(cloud.credentials()))
                        .endpoint(face.endpoint())))
            .build()) {
      return client.find(selection.build());
    }
  }

  private Set<String> listedByVendor(Consumer<DescribeInstancesRequest> filters) throws Exception {
    DescribeInstancesRequest request = new DescribeInstancesRequest().setRegionId(REGION);
    filters.accept(request);
    return listedByVendor(request);
  }

  private Set<String> listedByVendor(DescribeInstancesRequest request) throws Exception {
    Set<String> ids = new TreeSet<>();
    Client client = tea();
    request.setMaxResults(100);
    while (true) {
      var page = client.describeInstances(request).getBody();
      page.getInstances().getInstance().forEach(i -> ids.add(i.getInstanceId()));
      if (page.getNextToken() == null || page.getNextToken().isEmpty()) {
        return ids;
      }
      request.setNextToken(page.getNextToken());
    }
  }

  private static Set<String> ids(Stream<String> ids) {
    TreeSet<String> sorted = new TreeSet<>();
    ids.forEach(sorted::add);
    return sorted;
  }

  private Client tea() throws Exception {
    return new Client(
        new Config()
            .setAccessKeyId(cloud.credentials().accessKeyId())
            .setAccessKeySecret(cloud.credentials().secretKey().reveal())
            .setRegionId(REGION)
            .setProtocol("http")
            .setEndpoint(face.endpoint().hostHeader()));
  }

  @Test
  void the_vendors_client_reads_pages_with_the_defaults_of_the_cloud() throws Exception {
    var page =
        tea().describeInstances(new DescribeInstancesRequest().setRegionId(REGION)).getBody();
    assertThat(page.getInstances().getInstance()).hasSize(10);
    assertThat(page.getTotalCount()).isEqualTo(700);
  }

  @Test
  void the_vendors_client_reads_regions() throws Exception {
    var regions = tea().describeRegions(new DescribeRegionsRequest()).getBody().getRegions();
    assertThat(regions.getRegion())
        .extracting(r -> r.getRegionId())
        .containsExactly("cn-beijing", "cn-hangzhou");
  }

  @Test
  void the_vendors_client_reads_what_hangs_on_an_instance_and_what_is_left_of_it()
      throws Exception {
    String id =
        cloud
            .add(
                i ->
                    i.region(REGION)
                        .disk("d-stays", false)
                        .disk("d-goes", true)
                        .networkInterface("eni-1")
                        .snapshot("s-1", "d-stays"))
            .id();
    DescribeDisksRequest hanging =
        new DescribeDisksRequest().setRegionId(REGION).setInstanceId(id).setMaxResults(100);
    assertThat(tea().describeDisks(hanging).getBody().getDisks().getDisk())
        .extracting(disk -> disk.getDiskId())
        .contains("d-stays", "d-goes")
        .hasSize(3);
    assertThat(
            tea()
                .describeSnapshots(
                    new DescribeSnapshotsRequest().setRegionId(REGION).setInstanceId(id))
                .getBody()
                .getSnapshots()
                .getSnapshot())
        .extracting(snapshot -> snapshot.getSourceDiskId())
        .containsExactly("d-stays");

    cloud.vanish(id);
    assertThat(tea().describeDisks(hanging).getBody().getDisks().getDisk()).isEmpty();
    var left =
        tea()
            .describeDisks(
                new DescribeDisksRequest()
                    .setRegionId(REGION)
                    .setDiskIds("[\"d-stays\",\"d-goes\"]"))
            .getBody()
            .getDisks()
            .getDisk();
    assertThat(left).extracting(disk -> disk.getDiskId()).containsExactly("d-stays");
    assertThat(left.get(0).getStatus()).isEqualTo("Available");
    assertThat(
            tea()
                .describeNetworkInterfaces(
                    new DescribeNetworkInterfacesRequest()
                        .setRegionId(REGION)
                        .setNetworkInterfaceId(List.of("eni-1")))
                .getBody()
                .getNetworkInterfaceSets()
                .getNetworkInterfaceSet())
        .extracting(one -> one.getStatus())
        .containsExactly("Available");
  }

  @Test
  void the_classic_client_reads_addresses_and_what_would_be_paid_back() throws ClientException {
    cloud.add(i -> i.region(REGION).elasticAddress("eip-1", "203.0.113.9"));
    CommonRequest addresses = classic("2016-04-28", "DescribeEipAddresses");
    addresses.putQueryParameter("RegionId", REGION);
    addresses.putQueryParameter("AllocationId", "eip-1,eip-2");
    assertThat(classic().getCommonResponse(addresses).getData())
        .contains("eip-1", "203.0.113.9", "InUse");

    String id = cloud.add(i -> i.region(REGION).prepaid(NOW).refund("7.25")).id();
    CommonRequest refund = classic("2017-12-14", "InquiryPriceRefundInstance");
    refund.putQueryParameter("ProductCode", "ecs");
    refund.putQueryParameter("InstanceId", id);
    assertThat(classic().getCommonResponse(refund).getData()).contains("7.25", "CNY");
  }

  private CommonRequest classic(String version, String action) {
    CommonRequest request = new CommonRequest();
    request.setSysMethod(MethodType.POST);
    request.setSysProtocol(ProtocolType.HTTP);
    request.setSysDomain(face.endpoint().hostHeader());
    request.setSysVersion(version);
    request.setSysAction(action);
    return request;
  }

  private DefaultAcsClient classic() {
    DefaultAcsClient client =
        new DefaultAcsClient(
            DefaultProfile.getProfile(
                REGION,
                cloud.credentials().accessKeyId(),
                cloud.credentials().secretKey().reveal()));
    client.setAutoRetry(false);
    return client;
  }

  @Test
  void the_classic_client_reads_members_of_groups() throws ClientException {
    String member = cloud.add(i -> i.region(REGION).nodePool("np-1", "asg-1")).id();
    CommonRequest request = classic("2014-08-28", "DescribeScalingInstances");
    request.putQueryParameter("RegionId", REGION);
    request.putQueryParameter("InstanceId.1", member);
    request.putQueryParameter("InstanceId.2", all.get(0).id());
    assertThat(classic().getCommonResponse(request).getData())
        .contains(member, "asg-1")
        .doesNotContain(all.get(0).id());
  }
}
