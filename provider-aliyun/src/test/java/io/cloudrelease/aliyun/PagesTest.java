package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.spi.listing.InstanceListing;
import io.cloudrelease.spi.listing.ListFilter;
import io.cloudrelease.spi.listing.PageAnswer;
import io.cloudrelease.spi.listing.PageQuery;
import io.cloudrelease.spi.listing.RegionAnswer;
import io.cloudrelease.spi.listing.RegionListing;
import java.util.Map;
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
  private final InstanceListing ecs = (InstanceListing) AliyunEcs.create(Ecs.settings());

  @Test
  void a_page_names_its_region_its_size_and_where_it_begins_and_nothing_empty() {
    assertThat(asked(ListFilter.none(), ""))
        .containsExactlyInAnyOrderEntriesOf(Map.of("RegionId", "cn-hangzhou", "MaxResults", "100"));
    assertThat(asked(ListFilter.none(), "token-2")).containsEntry("NextToken", "token-2");
  }

  @Test
  void filters_are_written_in_the_clouds_own_letters_and_what_it_does_not_know_is_not_asked() {
    ListFilter known = new ListFilter(Map.of(), Set.of(), "z-1", "vpc-1", "STOPPED", "prepaid");
    assertThat(asked(known, ""))
        .containsEntry("ZoneId", "z-1")
        .containsEntry("VpcId", "vpc-1")
        .containsEntry("Status", "Stopped")
        .containsEntry("InstanceChargeType", "PrePaid");
    ListFilter unknown = new ListFilter(Map.of(), Set.of(), "", "", "Hibernated", "barter");
    assertThat(asked(unknown, "")).containsOnlyKeys("RegionId", "MaxResults");
  }

  @Test
  void tags_are_numbered_from_one_and_those_of_any_value_have_none() {
    ListFilter filter =
        new ListFilter(Map.of("env", "test", "a", ""), Set.of("owner", "env"), "", "", "", "");
    assertThat(asked(filter, ""))
        .containsEntry("Tag.1.Key", "a")
        .doesNotContainKey("Tag.1.Value")
        .containsEntry("Tag.2.Key", "env")
        .containsEntry("Tag.2.Value", "test")
        .containsEntry("Tag.3.Key", "owner")
        .doesNotContainKey("Tag.3.Value")
        .doesNotContainKey("Tag.4.Key");
  }

  @Test
  void twenty_tags_go_into_a_call_and_the_rest_is_left_to_the_core() {
    Map<String, String> tags = new TreeMap<>();
    for (int i = 10; i < 31; i++) {
      tags.put("t" + i, "v");
    }
    assertThat(asked(new ListFilter(tags, Set.of(), "", "", "", ""), ""))
        .containsEntry("Tag.20.Key", "t29")
        .doesNotContainKey("Tag.21.Key");
  }

  @Test
  void under_tags_the_cloud_shows_a_thousand_at_most() {
    assertThat(ecs.mostUnder(ListFilter.none())).isEqualTo(Integer.MAX_VALUE);
    assertThat(ecs.mostUnder(new ListFilter(Map.of("a", "b"), Set.of(), "", "", "", "")))
        .isEqualTo(1000);
  }

  @Test
  void beside_tags_nothing_else_is_asked_for_since_a_cut_list_must_be_seen_to_be_cut() {
    ListFilter both =
        new ListFilter(Map.of("env", "test"), Set.of(), "z-1", "vpc-1", "Stopped", "PrePaid");
    assertThat(asked(both, ""))
        .containsOnlyKeys("RegionId", "MaxResults", "Tag.1.Key", "Tag.1.Value");
    ListFilter keys = new ListFilter(Map.of(), Set.of("owner"), "z-1", "", "", "");
    assertThat(asked(keys, "")).containsOnlyKeys("RegionId", "MaxResults", "Tag.1.Key");
  }

  @Test
  void only_an_empty_token_is_the_end_and_the_total_is_not_believed() {
    PageAnswer page = read("'TotalCount':1,'NextToken':'t-2',", row("i-1", "cn-hangzhou"));
    assertThat(page.next()).isEqualTo("t-2");
    assertThat(page.total()).isEmpty();
    assertThat(page.rows()).extracting(row -> row.ref().id()).containsExactly("i-1");
    assertThat(read("'NextToken':'',", row("i-1", "cn-hangzhou")).next()).isEmpty();
    assertThat(read("'NextToken':null,", row("i-1", "cn-hangzhou")).next()).isEmpty();
    assertThat(read("", row("i-1", "cn-hangzhou")).next()).isEmpty();
  }

  private static String rows(int howMany) {
    return IntStream.range(0, howMany)
        .mapToObj(i -> row("i-" + i, "cn-hangzhou"))
        .collect(Collectors.joining(","));
  }

  @ParameterizedTest
  @CsvSource({
    // A gateway that knows page numbers only: it cuts at ten, or where it says so.
    "'', 10, 10, 25, page 2 by 10",
    "'', 10, 0, 25, page 2 by 10",
    "'', 20, 20, 25, page 2 by 20",
    "'', 100, 10, 101, page 2 by 100",
    "page 2 by 10, 10, 10, 25, page 3 by 10",
    "page 3 by 10, 5, 10, 25, ''",
    "page 2 by 10, 10, 10, 20, ''",
    "page 2 by 100, 0, 100, 9999, ''",
    // Full, and nothing more is counted; or not full, whatever is counted.
    "'', 10, 10, 10, ''",
    "'', 100, 100, 100, ''",
    "'', 100, 0, 0, ''",
    "'', 99, 0, 9999, ''",
    "'', 0, 0, 9999, ''",
    // Who gave a token knows them.
    "token-1, 100, 0, 9999, ''"
  })
  void a_full_first_page_without_a_token_that_counts_more_is_read_on_by_number(
      String mark, int rows, int size, int total, String next) {
    String head = "'PageSize':" + size + ",'TotalCount':" + total + ",";
    PageAnswer page = read(mark, head, rows(rows));
    assertThat(page.next()).isEqualTo(next);
    assertThat(page.rows()).hasSize(rows);
  }

  @Test
  void a_page_by_number_is_asked_for_without_any_token() {
    assertThat(asked(ListFilter.none(), "page 2 by 10"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("RegionId", "cn-hangzhou", "PageNumber", "2", "PageSize", "10"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "['t']", "{'t':1}"})
  void a_token_of_another_shape_is_no_end_and_no_page(String token) {
    PageAnswer page = read("'NextToken':" + token + ",", row("i-1", "cn-hangzhou"));
    assertThat(page.failure()).isPresent();
    assertThat(page.rows()).isEmpty();
  }

  @Test
  void rows_of_another_region_and_rows_that_name_no_instance_are_counted_as_unreadable() {
    PageAnswer page =
        read(
            "",
            row("i-1", "cn-hangzhou") + "," + row("i-2", "cn-beijing") + ",{},{'InstanceId':''}");
    assertThat(page.rows()).extracting(row -> row.ref().id()).containsExactly("i-1");
    assertThat(page.unreadable()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'RequestId':'r'}",
        "{'RequestId':'r','Instances':null}",
        "{'RequestId':'r','Instances':[]}",
        "{'RequestId':'r','Instances':''}",
        "{'RequestId':'r','Instances':{}}",
        "{'RequestId':'r','TotalCount':5,'Instances':{}}",
        "{'RequestId':'r','TotalCount':5,'Instances':{'Instance':null}}",
        "{'RequestId':'r','TotalCount':'5','Instances':{'Instance':'null'}}",
        "{'RequestId':'r','Instances':{'Instance':'none'}}",
        "{'Instances':{'Instance':[]}}",
        "{'RequestId':'r','Code':'X','Instances':{'Instance':[]}}",
        "<DescribeInstancesResponse><RequestId>r</RequestId><Instances>x</Instances>"
            + "</DescribeInstancesResponse>",
        "<Other><RequestId>r</RequestId><Instances/></Other>"
      })
  void what_is_no_list_is_no_empty_page(String body) {
    PageAnswer page = ecs.readPage(query(ListFilter.none(), ""), Ecs.answer(200, json(body)));
    assertThat(page.failure()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'RequestId':'r','Instances':{'Instance':[]}}",
        "{'RequestId':'r','Instances':{'Instance':null}}",
        "{'RequestId':'r','TotalCount':0,'Instances':{'Instance':null}}",
        "{'RequestId':'r','TotalCount':0,'Instances':{}}",
        "<DescribeInstancesResponse><RequestId>r</RequestId><Instances/></DescribeInstancesResponse>"
      })
  void an_empty_page_may_be_written_in_several_ways(String body) {
    PageAnswer page = ecs.readPage(query(ListFilter.none(), ""), Ecs.answer(200, json(body)));
    assertThat(page.failure()).isEmpty();
    assertThat(page.rows()).isEmpty();
    assertThat(page.unreadable()).isZero();
    assertThat(page.next()).isEmpty();
  }

  @Test
  void the_regions_are_all_also_those_where_nothing_can_be_bought_any_more() {
    RegionListing regions = (RegionListing) ecs;
    String body =
        json(
            "{'RequestId':'r','Regions':{'Region':[{'RegionId':'cn-a','Status':'available'},"
                + "{'RegionId':'cn-b'},{'RegionId':'cn-c','Status':'soldOut'}]}}");
    RegionAnswer answer = regions.readRegions(Ecs.answer(200, body));
    assertThat(answer.regions()).containsExactly("cn-a", "cn-b", "cn-c");
    assertThat(regions.readRegions(Ecs.answer(200, "{}")).failure()).isPresent();
    assertThat(regions.encodeRegions().action()).isEqualTo("DescribeRegions");
    assertThat(regions.regionAction().name()).isEqualTo("DescribeRegions");
    assertThat(regions.regionSigner()).isInstanceOf(Acs3Signer.class);
    assertThat(Ecs.decoded(regions.encodeRegions().query()))
        .containsExactlyInAnyOrderEntriesOf(Map.of("AcceptLanguage", "en-US"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'RegionId':'cn-a'},{'RegionId':''}",
        "{'RegionId':'cn-a'},{'Status':'available'}",
        "{'RegionId':'cn-a'},'cn-b'",
        "{'RegionId':'cn-a'},{'RegionId':'cn-a'}"
      })
  void a_list_of_regions_that_was_spoiled_is_none(String rows) {
    RegionAnswer answer =
        ((RegionListing) ecs)
            .readRegions(
                Ecs.answer(200, json("{'RequestId':'r','Regions':{'Region':[" + rows + "]}}")));
    assertThat(answer.regions()).isEmpty();
    assertThat(answer.failure().orElseThrow().message()).contains("not name all regions");
  }

  private static PageQuery query(ListFilter filter, String mark) {
    return new PageQuery(AliyunEcs.KIND, Ecs.REGION, filter, mark, 0, Ecs.NOW);
  }

  private Map<String, String> asked(ListFilter filter, String mark) {
    return Ecs.decoded(ecs.encodePage(query(filter, mark)).query());
  }

  private PageAnswer read(String more, String rows) {
    return read("", more, rows);
  }

  private PageAnswer read(String mark, String more, String rows) {
    String body = "{'RequestId':'r'," + more + "'Instances':{'Instance':[" + rows + "]}}";
    return ecs.readPage(query(ListFilter.none(), mark), Ecs.answer(200, json(body)));
  }

  private static String row(String id, String region) {
    return "{'InstanceId':'" + id + "','RegionId':'" + region + "','Status':'Stopped'}";
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
