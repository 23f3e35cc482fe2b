package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.CollateralItem.Fate;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.spi.leftover.LeftoverAnswer;
import io.cloudrelease.spi.leftover.LeftoverCall;
import io.cloudrelease.spi.leftover.LeftoverCall.By;
import io.cloudrelease.spi.leftover.LeftoverItem;
import io.cloudrelease.spi.leftover.LeftoverListing;
import io.cloudrelease.spi.leftover.LeftoverQuery;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked about leftovers, and what the answers show of them. */
class LeftoverAnswersTest {
  private final LeftoverListing cvm = (LeftoverListing) Fixtures.provider();

  @ParameterizedTest
  @CsvSource({
    "ADDRESS, INSTANCE, DescribeAddresses, vpc, instance-id",
    "INTERFACE, INSTANCE, DescribeNetworkInterfaces, vpc, attachment.instance-id",
    "SNAPSHOT, DISK, DescribeSnapshots, cbs, disk-id"
  })
  void what_is_not_known_yet_is_found_by_what_it_hangs_on(
      Kind kind, By by, String action, String service, String filter) {
    ApiRequest request = cvm.encodeLeftovers(query(kind, by, "x-1", "x-2"));
    assertIsOf(service, action, request, kind, by);
    assertThat(request.body().text())
        .isEqualTo(
            "{\"Filters\":[{\"Name\":\""
                + filter
                + "\",\"Values\":[\"x-1\",\"x-2\"]}],\"Offset\":0,\"Limit\":100}");
  }

  @ParameterizedTest
  @CsvSource({
    "DISK, DescribeDisks, cbs, DiskIds",
    "SNAPSHOT, DescribeSnapshots, cbs, SnapshotIds",
    "ADDRESS, DescribeAddresses, vpc, AddressIds",
    "INTERFACE, DescribeNetworkInterfaces, vpc, NetworkInterfaceIds"
  })
  void what_is_known_is_asked_for_by_its_own_id(
      Kind kind, String action, String service, String ids) {
    ApiRequest request = cvm.encodeLeftovers(query(kind, By.ID, "x-1", "x-2"));
    assertIsOf(service, action, request, kind, By.ID);
    assertThat(request.body().text())
        .isEqualTo("{\"" + ids + "\":[\"x-1\",\"x-2\"],\"Offset\":0,\"Limit\":100}");
  }

  private void assertIsOf(String service, String action, ApiRequest request, Kind kind, By by) {
    assertThat(request.action()).isEqualTo(action);
    assertThat(request.version()).isEqualTo("2017-03-12");
    assertThat(request.region()).isEqualTo(Fixtures.REGION);
    assertThat(request.endpoint().host()).isEqualTo(service + ".tencentcloudapi.com");
    assertThat(((Tc3Signer) cvm.leftoverSigner(call(kind, by))).scope("d"))
        .isEqualTo("d/" + service + "/tc3_request");
  }

  @Test
  void a_system_disk_goes_and_of_another_its_own_look_told() {
    assertThat(
            read(
                    query(Kind.DISK, By.ID, "d-1", "d-2"),
                    "{'DiskId':'d-1','DiskUsage':'SYSTEM_DISK','DiskState':'ATTACHED'},"
                        + "{'DiskId':'d-2','DiskUsage':'DATA_DISK','DiskState':'UNATTACHED'}",
                    2)
                .items())
        .containsExactly(
            LeftoverItem.found(Kind.DISK, "d-1", "d-1", Fate.GOES, "ATTACHED"),
            LeftoverItem.found(Kind.DISK, "d-2", "d-2", Fate.UNKNOWN, "UNATTACHED"));
  }

  @Test
  void a_snapshot_belongs_to_its_disk_and_stays() {
    String row = "{'SnapshotId':'s-1','DiskId':'d-1','SnapshotState':'NORMAL'}";
    assertThat(read(query(Kind.SNAPSHOT, By.DISK, "d-1"), row, 1).items())
        .containsExactly(LeftoverItem.found(Kind.SNAPSHOT, "s-1", "d-1", Fate.STAYS, "NORMAL"));
    assertThat(read(query(Kind.SNAPSHOT, By.ID, "s-1"), row, 1).items())
        .containsExactly(LeftoverItem.found(Kind.SNAPSHOT, "s-1", "s-1", Fate.STAYS, "NORMAL"));
  }

  @ParameterizedTest
  @CsvSource({
    "WanIP, KEEP, GOES",
    "WanIP, RELEASE, GOES",
    "EIP, KEEP, STAYS",
    "EIP, RELEASE, UNKNOWN"
  })
  void an_ordinary_address_goes_and_an_elastic_one_stays_unless_it_is_asked_to_go(
      String type, Collateral collateral, Fate fate) {
    LeftoverQuery query =
        new LeftoverQuery(
            call(Kind.ADDRESS, By.INSTANCE),
            Fixtures.REGION,
            List.of("ins-1"),
            Fixtures.intent(Goal.RELEASE, collateral));
    String row =
        "{'AddressId':'eip-1','InstanceId':'ins-1','AddressIp':'203.0.113.9',"
            + "'AddressStatus':'BIND','AddressType':'"
            + type
            + "'}";
    assertThat(read(query, row, 1).items())
        .containsExactly(
            LeftoverItem.found(Kind.ADDRESS, "eip-1", "ins-1", fate, "BIND").at("203.0.113.9"));
  }

  @Test
  void a_primary_interface_goes_and_others_stay() {
    String rows =
        "{'NetworkInterfaceId':'eni-1','Primary':true,'State':'AVAILABLE',"
            + "'Attachment':{'InstanceId':'ins-1'}},"
            + "{'NetworkInterfaceId':'eni-2','Primary':false,'State':'AVAILABLE',"
            + "'Attachment':{'InstanceId':'ins-1'}}";
    assertThat(read(query(Kind.INTERFACE, By.INSTANCE, "ins-1"), rows, 2).items())
        .containsExactly(
            LeftoverItem.found(Kind.INTERFACE, "eni-1", "ins-1", Fate.GOES, "AVAILABLE"),
            LeftoverItem.found(Kind.INTERFACE, "eni-2", "ins-1", Fate.STAYS, "AVAILABLE"));
    assertThat(read(query(Kind.INTERFACE, By.ID, "eni-1"), rows, 2).items())
        .extracting(LeftoverItem::subject)
        .containsExactly("eni-1", "eni-2");
  }

  @Test
  void all_that_is_counted_has_to_be_shown_with_its_id() {
    LeftoverQuery disks = query(Kind.DISK, By.ID, "d-1");
    assertThat(read(disks, "{'DiskId':'d-1'}", 1).isComplete()).isTrue();
    assertThat(read(disks, "{'DiskId':'d-1'}", 2).isComplete()).isFalse();
    assertThat(read(disks, "{'DiskId':'d-1'}", 0).isComplete()).isFalse();
    LeftoverAnswer mute = read(disks, "{'DiskId':'d-1'},{'DiskId':''}", 2);
    assertThat(mute.items()).hasSize(1);
    assertThat(mute.isComplete()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1, true", "99, true", "100, false"})
  void without_a_count_only_a_page_that_is_not_full_is_the_last(int shown, boolean complete) {
    String rows =
        IntStream.range(0, shown)
            .mapToObj(i -> "{'DiskId':'d-" + i + "'}")
            .collect(Collectors.joining(","));
    assertThat(read(query(Kind.DISK, By.ID, "d-1"), rows, -1).isComplete()).isEqualTo(complete);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UnsupportedRegion", "UnsupportedOperation"})
  void where_cloud_disks_are_not_offered_there_are_no_snapshots(String code) {
    LeftoverAnswer found = refused(query(Kind.SNAPSHOT, By.DISK, "disk-1"), code);
    assertThat(found.failure()).isEmpty();
    assertThat(found.isComplete()).isTrue();
    // What was there a moment ago has not gone with the service.
    assertThat(refused(query(Kind.SNAPSHOT, By.ID, "snap-1"), code).failure()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UnsupportedRegion", "UnsupportedOperation"})
  void vpc_is_wherever_instances_are_and_a_refusal_of_it_says_of_nothing_that_it_is_not_there(
      String code) {
    for (Kind kind : List.of(Kind.ADDRESS, Kind.INTERFACE)) {
      assertThat(refused(query(kind, By.INSTANCE, "ins-1"), code).failure()).isPresent();
    }
  }

  @Test
  void an_id_that_is_not_found_is_told_so_whatever_the_service_calls_it() {
    LeftoverQuery disk = query(Kind.DISK, By.ID, "d-1");
    LeftoverAnswer gone = refused(disk, "InvalidDisk.NotFound");
    assertThat(gone.failure().orElseThrow().meaning().orElseThrow().category())
        .isEqualTo(ErrorCategory.NOT_FOUND);
    assertThat(refused(disk, "InternalError").failure().orElseThrow().meaning()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "DISK, TerminateDisks",
    "SNAPSHOT, DeleteSnapshots",
    "ADDRESS, ReleaseAddresses",
    "INTERFACE, DeleteNetworkInterface"
  })
  void each_kind_is_freed_by_its_own_action(Kind kind, String action) {
    assertThat(cvm.freedBy(kind)).isEqualTo(action);
  }

  @Test
  void snapshots_are_looked_for_at_the_clouds_disks_and_not_at_those_of_the_host() {
    Snapshot snapshot =
        Snapshot.builder(Fixtures.refs("ins-1").get(0), Fixtures.NOW, LifecyclePhase.STABLE)
            .attribute("SystemDisk", "disk-s")
            .attribute(
                "DataDisks",
                "[{\"DiskId\":\"disk-1\",\"DiskType\":\"CLOUD_SSD\"},"
                    + "{\"DiskId\":\"disk-2\",\"DiskType\":\"LOCAL_SSD\"},{\"DiskType\":\"CLOUD\"}]")
            .build();
    assertThat(cvm.subjects(call(Kind.SNAPSHOT, By.DISK), snapshot))
        .containsExactly("disk-s", "disk-1");
    assertThat(cvm.subjects(call(Kind.ADDRESS, By.INSTANCE), snapshot)).containsExactly("ins-1");
    assertThat(cvm.shown(snapshot, Fixtures.intent(Goal.RELEASE, Collateral.KEEP)))
        .extracting(LeftoverItem::id)
        .containsExactly("disk-s", "disk-1");
  }

  @ParameterizedTest
  @CsvSource({"CLOUD_PREMIUM, disk-s", "LOCAL_BASIC, ''"})
  void a_system_disk_on_the_host_is_none_of_the_clouds(String type, String kept) {
    Snapshot snapshot =
        Fixtures.provider()
            .readLook(
                Fixtures.query("ins-1"),
                response(
                    "{'TotalCount':1,'InstanceSet':[{'InstanceId':'ins-1','SystemDisk':{'DiskType':'"
                        + type
                        + "','DiskId':'disk-s'}}],'RequestId':'r'}"))
            .snapshots()
            .get(0);
    assertThat(snapshot.attribute("SystemDisk")).isEqualTo(kept);
  }

  private LeftoverCall call(Kind kind, By by) {
    return cvm.leftoverCalls().stream()
        .filter(call -> call.kind() == kind && call.by() == by)
        .findFirst()
        .orElseThrow();
  }

  private LeftoverQuery query(Kind kind, By by, String... subjects) {
    return new LeftoverQuery(
        call(kind, by),
        Fixtures.REGION,
        List.of(subjects),
        Fixtures.intent(Goal.RELEASE, Collateral.KEEP));
  }

  private LeftoverAnswer read(LeftoverQuery query, String rows, int total) {
    String set =
        switch (query.call().kind()) {
          case DISK -> "DiskSet";
          case SNAPSHOT -> "SnapshotSet";
          case ADDRESS -> "AddressSet";
          default -> "NetworkInterfaceSet";
        };
    String count = total < 0 ? "" : "'TotalCount':" + total + ",";
    return cvm.readLeftovers(
        query, response("{" + count + "'" + set + "':[" + rows + "],'RequestId':'r'}"));
  }

  private LeftoverAnswer refused(LeftoverQuery query, String code) {
    return cvm.readLeftovers(
        query, response("{'Error':{'Code':'" + code + "','Message':'m'},'RequestId':'r'}"));
  }

  private static HttpResponse response(String content) {
    return Fixtures.http(200, "{\"Response\":" + content.replace('\'', '"') + "}");
  }
}
