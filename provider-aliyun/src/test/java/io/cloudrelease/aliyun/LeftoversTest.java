package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.model.CollateralItem.Fate;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.leftover.LeftoverAnswer;
import io.cloudrelease.spi.leftover.LeftoverCall;
import io.cloudrelease.spi.leftover.LeftoverCall.By;
import io.cloudrelease.spi.leftover.LeftoverItem;
import io.cloudrelease.spi.leftover.LeftoverListing;
import io.cloudrelease.spi.leftover.LeftoverQuery;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked about leftovers, and what the answers show of them. */
class LeftoversTest {
  private final LeftoverListing ecs = (LeftoverListing) AliyunEcs.create(Ecs.settings());

  @ParameterizedTest
  @CsvSource({
    "DISK, INSTANCE, DescribeDisks",
    "SNAPSHOT, INSTANCE, DescribeSnapshots",
  })
  void a_finding_question_to_ecs_names_one_instance_and_a_page_of_a_hundred(
      Kind kind, By by, String action) {
    ApiRequest request = ecs.encodeLeftovers(query(kind, by, "i-1"));
    assertThat(request.action()).isEqualTo(action);
    assertThat(request.version()).isEqualTo("2014-05-26");
    assertThat(request.endpoint().host()).isEqualTo("ecs.cn-hangzhou.aliyuncs.com");
    assertThat(Ecs.decoded(request.query()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("RegionId", "cn-hangzhou", "MaxResults", "100", "InstanceId", "i-1"));
  }

  @Test
  void addresses_are_found_at_vpc_by_the_interface_that_they_are_bound_to() {
    ApiRequest request = ecs.encodeLeftovers(query(Kind.ADDRESS, By.INTERFACE, "eni-1"));
    assertThat(request.action()).isEqualTo("DescribeEipAddresses");
    assertThat(request.version()).isEqualTo("2016-04-28");
    assertThat(request.endpoint().host()).isEqualTo("vpc.aliyuncs.com");
    assertThat(Ecs.decoded(request.query()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "RegionId", "cn-hangzhou",
                "PageSize", "50",
                "PageNumber", "1",
                "AssociatedInstanceType", "NetworkInterface",
                "AssociatedInstanceId", "eni-1"));
  }

  @Test
  void vpc_has_a_host_in_each_region_but_for_the_central_one() {
    LeftoverQuery elsewhere =
        new LeftoverQuery(
            call(Kind.ADDRESS, By.ID), "cn-beijing", List.of("eip-1"), Ecs.intent(false));
    assertThat(ecs.encodeLeftovers(elsewhere).endpoint().host())
        .isEqualTo("vpc.cn-beijing.aliyuncs.com");
  }

  @Test
  void by_id_each_kind_is_named_in_its_own_way() {
    assertThat(asked(Kind.DISK)).containsEntry("DiskIds", "[\"x-1\",\"x-2\"]");
    assertThat(asked(Kind.SNAPSHOT)).containsEntry("SnapshotIds", "[\"x-1\",\"x-2\"]");
    assertThat(asked(Kind.ADDRESS)).containsEntry("AllocationId", "x-1,x-2");
    assertThat(asked(Kind.INTERFACE))
        .containsEntry("NetworkInterfaceId.1", "x-1")
        .containsEntry("NetworkInterfaceId.2", "x-2")
        .hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({
    "cloud_essd, true, GOES",
    "cloud_essd, false, STAYS",
    "cloud_essd, null, UNKNOWN",
    "'', true, GOES",
    "local_ssd_pro, false, GOES",
    "ephemeral_ssd, false, GOES"
  })
  void a_disk_goes_as_its_own_flag_says_and_with_the_host_that_it_is_part_of(
      String category, String flag, Fate fate) {
    String row =
        "{'DiskId':'d-1','Status':'In_use','Category':'"
            + category
            + "','DeleteWithInstance':"
            + flag
            + "}";
    LeftoverAnswer answer = read(query(Kind.DISK, By.INSTANCE, "i-1"), "", row);
    assertThat(answer.items())
        .containsExactly(LeftoverItem.found(Kind.DISK, "d-1", "i-1", fate, "In_use"));
    assertThat(answer.isComplete()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"true, GOES", "false, STAYS", "null, UNKNOWN"})
  void an_interface_goes_as_its_own_flag_says(String flag, Fate fate) {
    String row = "{'NetworkInterfaceId':'eni-1','Status':'InUse','DeleteOnRelease':" + flag + "}";
    assertThat(read(query(Kind.INTERFACE, By.ID, "eni-1"), "", row).items())
        .containsExactly(LeftoverItem.found(Kind.INTERFACE, "eni-1", "eni-1", fate, "InUse"));
  }

  @Test
  void snapshots_and_addresses_stay() {
    assertThat(
            read(
                    query(Kind.SNAPSHOT, By.INSTANCE, "i-1"),
                    "",
                    "{'SnapshotId':'s-1','Status':'accomplished'}")
                .items())
        .containsExactly(
            LeftoverItem.found(Kind.SNAPSHOT, "s-1", "i-1", Fate.STAYS, "accomplished"));
    String address = "{'AllocationId':'eip-1','IpAddress':'203.0.113.9','Status':'InUse'}";
    assertThat(read(query(Kind.ADDRESS, By.INTERFACE, "eni-1"), "", address).items())
        .containsExactly(
            LeftoverItem.found(Kind.ADDRESS, "eip-1", "eni-1", Fate.STAYS, "InUse")
                .at("203.0.113.9"));
    assertThat(read(query(Kind.ADDRESS, By.ID, "eip-1"), "", address).items())
        .extracting(LeftoverItem::subject)
        .containsExactly("eip-1");
  }

  @Test
  void a_list_of_ecs_ends_with_its_token_and_one_of_vpc_with_its_count() {
    String disk = "{'DiskId':'d-1'}";
    LeftoverQuery disks = query(Kind.DISK, By.INSTANCE, "i-1");
    assertThat(read(disks, "'TotalCount':7,", disk).isComplete()).isTrue();
    assertThat(read(disks, "'NextToken':'t',", disk).isComplete()).isFalse();
    String address = "{'AllocationId':'eip-1'}";
    LeftoverQuery addresses = query(Kind.ADDRESS, By.ID, "eip-1");
    assertThat(read(addresses, "", address).isComplete()).isTrue();
    assertThat(read(addresses, "'TotalCount':1,", address).isComplete()).isTrue();
    assertThat(read(addresses, "'TotalCount':2,", address).isComplete()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1, true", "2, true", "0, false", "3, false"})
  void a_count_of_vpc_is_the_number_of_rows(int total, boolean whole) {
    String rows =
        "{'AllocationId':'eip-1'},{'AllocationId':'eip-2'}".substring(total == 1 ? 25 : 0);
    LeftoverQuery addresses = query(Kind.ADDRESS, By.ID, "eip-1", "eip-2");
    assertThat(read(addresses, "'TotalCount':" + total + ",", rows).isComplete()).isEqualTo(whole);
  }

  private static String disks(int rows) {
    return IntStream.range(0, rows)
        .mapToObj(i -> "{'DiskId':'d-" + i + "'}")
        .collect(Collectors.joining(","));
  }

  @ParameterizedTest
  @CsvSource({
    // Pages of ECS hold ten rows unless it is asked for more, or says how many itself.
    "10, 0, false",
    "9, 0, true",
    "11, 0, true",
    "20, 20, false",
    "10, 20, true",
    "20, 0, true"
  })
  void a_full_page_that_lacks_some_that_were_asked_for_may_be_cut(
      int rows, int pageSize, boolean whole) {
    String[] asked = IntStream.range(0, 30).mapToObj(i -> "d-" + i).toArray(String[]::new);
    String size = pageSize == 0 ? "" : "'PageSize':" + pageSize + ",";
    assertThat(read(query(Kind.DISK, By.ID, asked), size, disks(rows)).isComplete())
        .isEqualTo(whole);
    String[] shown = IntStream.range(0, rows).mapToObj(i -> "d-" + i).toArray(String[]::new);
    assertThat(read(query(Kind.DISK, By.ID, shown), size, disks(rows)).isComplete()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"10, 11, false", "10, 10, true", "10, 0, true", "9, 11, true", "100, 101, false"})
  void of_an_instance_a_full_page_is_cut_when_more_are_counted(int rows, int total, boolean whole) {
    LeftoverQuery found = query(Kind.DISK, By.INSTANCE, "i-1");
    assertThat(read(found, "'TotalCount':" + total + ",", disks(rows)).isComplete())
        .isEqualTo(whole);
    assertThat(read(found, "", disks(rows)).isComplete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "['t']", "{'t':1}"})
  void a_token_of_another_shape_is_no_end(String token) {
    LeftoverQuery found = query(Kind.DISK, By.INSTANCE, "i-1");
    assertThat(read(found, "'NextToken':" + token + ",", "{'DiskId':'d-1'}").isComplete())
        .isFalse();
  }

  @Test
  void a_full_page_of_vpc_that_counts_nothing_may_be_cut() {
    String[] asked = IntStream.range(0, 50).mapToObj(i -> "eip-" + i).toArray(String[]::new);
    String rows =
        Arrays.stream(asked)
            .map(id -> "{'AllocationId':'" + id + "'}")
            .collect(Collectors.joining(","));
    assertThat(read(query(Kind.ADDRESS, By.ID, asked), "", rows).isComplete()).isFalse();
  }

  @Test
  void a_row_without_an_id_may_be_any() {
    LeftoverAnswer answer =
        read(query(Kind.DISK, By.INSTANCE, "i-1"), "", "{'DiskId':'d-1'},{'DiskId':''}");
    assertThat(answer.items()).hasSize(1);
    assertThat(answer.isComplete()).isFalse();
  }

  @Test
  void what_is_not_found_is_not_there_whatever_the_service_calls_it() {
    CloudFailure gone = refused("InvalidDiskIds.NotFound");
    assertThat(gone.meaning().orElseThrow().category()).isEqualTo(ErrorCategory.NOT_FOUND);
    assertThat(refused("Throttling.User").meaning()).isEmpty();
  }

  private CloudFailure refused(String code) {
    String body = "{\"RequestId\":\"r\",\"Code\":\"" + code + "\",\"Message\":\"m\"}";
    return ecs.readLeftovers(query(Kind.DISK, By.ID, "d-1"), Ecs.answer(404, body))
        .failure()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "DISK, DeleteDisk",
    "SNAPSHOT, DeleteSnapshot",
    "ADDRESS, ReleaseEipAddress",
    "INTERFACE, DeleteNetworkInterface"
  })
  void each_kind_is_freed_by_its_own_action(Kind kind, String action) {
    assertThat(ecs.freedBy(kind)).isEqualTo(action);
    assertThat(ecs.leftoverSigner(call(kind, By.ID))).isInstanceOf(Acs3Signer.class);
  }

  @Test
  void a_look_shows_the_elastic_address_and_the_secondary_interfaces() {
    Snapshot.Builder plain =
        Snapshot.builder(Ecs.refs("i-1").get(0), Ecs.NOW, LifecyclePhase.STABLE);
    assertThat(ecs.shown(plain.build(), Ecs.intent(false))).isEmpty();
    assertThat(ecs.subjects(call(Kind.ADDRESS, By.INTERFACE), plain.build())).isEmpty();

    plain.attribute("NetworkInterfaces", "eni-1,eni-2").attribute("EipAddress", "203.0.113.9");
    assertThat(ecs.shown(plain.build(), Ecs.intent(false)))
        .containsExactly(
            LeftoverItem.address("203.0.113.9", Fate.STAYS),
            LeftoverItem.of(Kind.INTERFACE, "eni-1", Fate.UNKNOWN),
            LeftoverItem.of(Kind.INTERFACE, "eni-2", Fate.UNKNOWN));
    assertThat(ecs.subjects(call(Kind.ADDRESS, By.INTERFACE), plain.build()))
        .containsExactly("eni-1", "eni-2");
    assertThat(ecs.subjects(call(Kind.DISK, By.INSTANCE), plain.build())).containsExactly("i-1");

    plain.attribute("EipAddress.AllocationId", "eip-1");
    assertThat(ecs.shown(plain.build(), Ecs.intent(false)))
        .contains(LeftoverItem.of(Kind.ADDRESS, "eip-1", Fate.STAYS))
        .hasSize(3);
  }

  private LeftoverCall call(Kind kind, By by) {
    return ecs.leftoverCalls().stream()
        .filter(call -> call.kind() == kind && call.by() == by)
        .findFirst()
        .orElseThrow();
  }

  private LeftoverQuery query(Kind kind, By by, String... subjects) {
    return new LeftoverQuery(call(kind, by), Ecs.REGION, List.of(subjects), Ecs.intent(false));
  }

  private Map<String, String> asked(Kind kind) {
    return Ecs.decoded(ecs.encodeLeftovers(query(kind, By.ID, "x-1", "x-2")).query());
  }

  private LeftoverAnswer read(LeftoverQuery query, String more, String rows) {
    String wrapper =
        switch (query.call().kind()) {
          case DISK -> "'Disks':{'Disk'";
          case SNAPSHOT -> "'Snapshots':{'Snapshot'";
          case ADDRESS -> "'EipAddresses':{'EipAddress'";
          default -> "'NetworkInterfaceSets':{'NetworkInterfaceSet'";
        };
    String body = "{'RequestId':'r'," + more + wrapper + ":[" + rows + "]}}";
    return ecs.readLeftovers(query, Ecs.answer(200, body.replace('\'', '"')));
  }
}
