package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.spi.listing.InstanceListing;
import io.cloudrelease.spi.listing.ListFilter;
import io.cloudrelease.spi.listing.PageAnswer;
import io.cloudrelease.spi.listing.PageQuery;
import io.cloudrelease.spi.listing.RegionAnswer;
import io.cloudrelease.spi.listing.RegionListing;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One page of a list, and the list of regions. */
class PagesTest {
  private final InstanceListing cvm = (InstanceListing) Fixtures.provider();

  @Test
  void a_page_says_where_it_begins_and_how_long_it_may_be() {
    assertThat(asked(ListFilter.none(), "")).isEqualTo("{\"Offset\":0,\"Limit\":100}");
    assertThat(asked(ListFilter.none(), "99")).isEqualTo("{\"Offset\":99,\"Limit\":100}");
    ApiRequest request = cvm.encodePage(query(ListFilter.none(), ""));
    assertThat(request.action()).isEqualTo("DescribeInstances");
    assertThat(request.region()).isEqualTo("ap-guangzhou");
    assertThat(cvm.pagesOverlap()).isTrue();
  }

  @Test
  void filters_are_written_by_their_names_and_a_charge_type_that_the_page_does_not_name_is_not() {
    ListFilter filter =
        new ListFilter(
            Map.of("env", "test"), Set.of("owner"), "z-1", "vpc-1", "stopped", "prepaid");
    assertThat(asked(filter, ""))
        .isEqualTo(
            "{\"Filters\":["
                + filter("tag:env", "test")
                + ","
                + filter("tag-key", "owner")
                + ","
                + filter("zone", "z-1")
                + ","
                + filter("vpc-id", "vpc-1")
                + ","
                + filter("instance-state", "STOPPED")
                + ","
                + filter("instance-charge-type", "PREPAID")
                + "],\"Offset\":0,\"Limit\":100}");
    assertThat(asked(new ListFilter(Map.of("a", ""), Set.of(), "", "", "", "SPOTPAID"), ""))
        .isEqualTo("{\"Offset\":0,\"Limit\":100}");
  }

  @Test
  void ten_filters_go_into_a_call_and_the_rest_is_left_to_the_core() {
    Map<String, String> tags = new TreeMap<>();
    for (int i = 10; i < 21; i++) {
      tags.put("t" + i, "v");
    }
    assertThat(asked(new ListFilter(tags, Set.of(), "", "", "", ""), ""))
        .contains("tag:t19")
        .doesNotContain("tag:t20");
  }

  private static String filter(String name, String value) {
    return "{\"Name\":\"" + name + "\",\"Values\":[\"" + value + "\"]}";
  }

  @ParameterizedTest
  @CsvSource({
    // Each page begins with the last row of the one before.
    "'', 100, 100, ''",
    "'', 100, 101, 99",
    "99, 100, 199, ''",
    "99, 100, 200, 198",
    "'', 1, 5, 0",
    "'', 0, 5, ''",
    "'', 0, 0, ''",
    // Without a count a full page may have another one behind it.
    "'', 100, -1, 99",
    "99, 100, -1, 198",
    "'', 99, -1, ''"
  })
  void there_is_another_page_as_long_as_the_count_or_a_full_page_says_so(
      String mark, int rows, int total, String next) {
    String items =
        IntStream.range(0, rows)
            .mapToObj(i -> "{'InstanceId':'ins-" + i + "'}")
            .collect(Collectors.joining(","));
    PageAnswer page = read(mark, items, total);
    assertThat(page.next()).isEqualTo(next);
    assertThat(page.rows()).hasSize(rows);
    assertThat(page.total()).isEqualTo(total < 0 ? OptionalLong.empty() : OptionalLong.of(total));
  }

  @Test
  void rows_of_another_region_and_rows_that_name_no_instance_are_counted_as_unreadable() {
    PageAnswer page =
        read(
            "",
            "{'InstanceId':'ins-1','Placement':{'Zone':'ap-guangzhou-6'}},"
                + "{'InstanceId':'ins-2','Placement':{'Zone':'ap-beijing-6'}},{},"
                + "{'InstanceId':''}",
            4);
    assertThat(page.rows()).extracting(row -> row.ref().id()).containsExactly("ins-1");
    assertThat(page.unreadable()).isEqualTo(3);
  }

  @Test
  void a_tag_that_nobody_uses_is_an_error_of_the_cloud_and_means_that_there_is_none() {
    PageAnswer page = refused("InvalidParameterValue.TagKeyNotFound");
    assertThat(page.failure()).isEmpty();
    assertThat(page.rows()).isEmpty();
    assertThat(page.total()).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "InvalidFilter",
        "InvalidFilterValue.LimitExceeded",
        "InvalidZone.MismatchRegion",
        "FailedOperation.IllegalTagKey"
      })
  void a_filter_that_the_cloud_does_not_take_is_no_fault_of_an_instance(String code) {
    assertThat(refused(code).failure().orElseThrow().meaning().orElseThrow().category())
        .isEqualTo(ErrorCategory.INVALID_REQUEST);
    assertThat(refused("RequestLimitExceeded").failure().orElseThrow().meaning()).isEmpty();
  }

  @Test
  void a_page_that_is_too_large_is_asked_for_with_fewer_rows() {
    PageAnswer page = refused("ResponseSizeLimitExceeded");
    assertThat(page.isTooLarge()).isTrue();
    assertThat(page.failure().orElseThrow().meaning().orElseThrow().category())
        .isEqualTo(ErrorCategory.INVALID_REQUEST);
    assertThat(refused("InvalidFilter").isTooLarge()).isFalse();

    PageQuery fewer =
        new PageQuery("tencent-cvm", Fixtures.REGION, ListFilter.none(), "10", 2, Fixtures.NOW);
    assertThat(cvm.encodePage(fewer).body().text()).isEqualTo("{\"Offset\":10,\"Limit\":25}");
    String rows =
        IntStream.range(0, 25)
            .mapToObj(i -> "{'InstanceId':'ins-" + i + "'}")
            .collect(Collectors.joining(","));
    HttpResponse full = response("{'InstanceSet':[" + rows + "],'RequestId':'r'}");
    assertThat(cvm.readPage(fewer, full).next()).isEqualTo("34");
  }

  private PageAnswer refused(String code) {
    return cvm.readPage(query(ListFilter.none(), ""), error(code));
  }

  private static HttpResponse error(String code) {
    return Fixtures.http(
        200,
        "{\"Response\":{\"Error\":{\"Code\":\""
            + code
            + "\",\"Message\":\"m\"},\"RequestId\":\"r\"}}");
  }

  @Test
  void regions_that_are_closed_and_finance_regions_are_left_out_by_name() {
    RegionListing regions = (RegionListing) cvm;
    String set =
        "[{'Region':'ap-a','RegionState':'AVAILABLE'},{'Region':'ap-b','RegionState':'CLOSED'},"
            + "{'Region':'ap-shanghai-fsi','RegionState':'AVAILABLE'},{'Region':'ap-c'}]";
    RegionAnswer answer =
        regions.readRegions(response("{'RegionSet':" + set + ",'RequestId':'r'}"));
    assertThat(answer.regions()).containsExactly("ap-a", "ap-c");
    assertThat(answer.leftOut())
        .containsExactly(
            java.util.Map.entry("ap-b", "the cloud calls it CLOSED; read only when it is named"),
            java.util.Map.entry("ap-shanghai-fsi", "a finance region, read only when it is named"));
    assertThat(regions.readRegions(response("{'RequestId':'r'}")).failure()).isPresent();
    assertThat(regions.readRegions(error("InternalError")).failure()).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "3; {'Region':'ap-a'},{'Region':'ap-b'}",
        "0; {'Region':'ap-a'},{'Region':''}",
        "2; {'Region':'ap-a'},{'RegionState':'AVAILABLE'}",
        "2; {'Region':'ap-a'},'ap-b'",
        "2; {'Region':'ap-a'},{'Region':'ap-a'}"
      })
  void a_list_of_regions_that_was_cut_or_spoiled_is_none(int total, String set) {
    RegionAnswer answer = regions("'TotalCount':" + total + ",'RegionSet':[" + set + "]");
    assertThat(answer.regions()).isEmpty();
    assertThat(answer.failure().orElseThrow().message()).contains("not name all regions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'TotalCount':2,", "'TotalCount':null,", ""})
  void a_list_that_counts_no_more_regions_than_it_names_is_whole(String count) {
    RegionAnswer answer = regions(count + "'RegionSet':[{'Region':'ap-a'},{'Region':'ap-b'}]");
    assertThat(answer.failure()).isEmpty();
    assertThat(answer.regions()).containsExactly("ap-a", "ap-b");
  }

  private RegionAnswer regions(String content) {
    return ((RegionListing) cvm).readRegions(response("{" + content + ",'RequestId':'r'}"));
  }

  @Test
  void regions_are_asked_of_the_service_that_has_them() {
    RegionListing regions = (RegionListing) cvm;
    ApiRequest request = regions.encodeRegions();
    assertThat(request.endpoint().host()).isEqualTo("region.tencentcloudapi.com");
    assertThat(request.action()).isEqualTo(regions.regionAction().name());
    assertThat(request.version()).isEqualTo("2022-06-27");
    assertThat(request.body().text()).isEqualTo("{\"Product\":\"cvm\"}");
    assertThat(((Tc3Signer) regions.regionSigner()).scope("2026-11-20"))
        .isEqualTo("2026-11-20/region/tc3_request");
  }

  private static PageQuery query(ListFilter filter, String mark) {
    return new PageQuery("tencent-cvm", Fixtures.REGION, filter, mark, 0, Fixtures.NOW);
  }

  private String asked(ListFilter filter, String mark) {
    return cvm.encodePage(query(filter, mark)).body().text();
  }

  private PageAnswer read(String mark, String items, int total) {
    String count = total < 0 ? "" : "'TotalCount':" + total + ",";
    return cvm.readPage(
        query(ListFilter.none(), mark),
        response("{" + count + "'InstanceSet':[" + items + "],'RequestId':'r'}"));
  }

  private static HttpResponse response(String content) {
    return Fixtures.http(200, "{\"Response\":" + content.replace('\'', '"') + "}");
  }
}
