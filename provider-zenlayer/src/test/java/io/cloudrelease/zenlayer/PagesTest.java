package io.cloudrelease.zenlayer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.listing.InstanceListing;
import io.cloudrelease.spi.listing.ListFilter;
import io.cloudrelease.spi.listing.PageAnswer;
import io.cloudrelease.spi.listing.PageQuery;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One page of a list: what is asked for, what it shows, and whether another one follows. */
class PagesTest {
  private final InstanceListing zec = (InstanceListing) Given.provider(Product.ZEC);

  @Test
  void a_page_has_its_number_and_as_many_rows_as_there_can_be() {
    assertThat(asked(ListFilter.none(), "")).isEqualTo("{\"pageNum\":1,\"pageSize\":1000}");
    assertThat(asked(ListFilter.none(), "7")).isEqualTo("{\"pageNum\":7,\"pageSize\":1000}");
  }

  @Test
  void the_cloud_filters_by_zone_and_by_one_tag_and_never_by_more() {
    Map<String, String> tags = Map.of("env", "test", "team", "web");
    assertThat(asked(new ListFilter(tags, Set.of("owner"), "asia-1", "", "RUNNING", ""), ""))
        .isEqualTo(
            "{\"tags\":[{\"key\":\"env\",\"value\":\"test\"}],\"zoneId\":\"asia-1\","
                + "\"pageNum\":1,\"pageSize\":1000}");
    assertThat(asked(new ListFilter(Map.of(), Set.of("owner", "team"), "", "", "", ""), ""))
        .isEqualTo("{\"tagKeys\":[\"owner\"],\"pageNum\":1,\"pageSize\":1000}");
  }

  @ParameterizedTest
  @CsvSource({
    // Counted: the count says whether there is more.
    "'', 1000, 1000, ''",
    "'', 1000, 1001, 2",
    "'', 3, 2001, 2",
    "2, 1000, 2000, ''",
    "2, 1000, 2001, 3",
    "3, 0, 5000, ''",
    "'', 0, 0, ''",
    // Not counted: a full page may have another one behind it.
    "'', 1000, -1, 2",
    "4, 1000, -1, 5",
    "'', 999, -1, ''",
    "'', 0, -1, ''"
  })
  void there_is_another_page_as_long_as_the_count_or_a_full_page_says_so(
      String mark, int rows, int total, String next) {
    String items =
        IntStream.range(0, rows)
            .mapToObj(i -> "{\"instanceId\":\"i-" + i + "\"}")
            .collect(Collectors.joining(","));
    PageAnswer page = read(mark, items, total);

    assertThat(page.next()).isEqualTo(next);
    assertThat(page.rows()).hasSize(rows);
    assertThat(page.total()).isEqualTo(total < 0 ? OptionalLong.empty() : OptionalLong.of(total));
  }

  @Test
  void rows_that_name_no_instance_are_counted_and_count_as_rows_of_the_page() {
    PageAnswer page =
        read("", "{\"instanceId\":\"i-1\"},{},{\"instanceId\":\"\"},{\"instanceId\":null}", 4);
    assertThat(page.rows()).extracting(row -> row.ref().id()).containsExactly("i-1");
    assertThat(page.unreadable()).isEqualTo(3);

    String unreadable =
        IntStream.range(0, 1000).mapToObj(i -> "{}").collect(Collectors.joining(","));
    assertThat(read("", unreadable, -1).next()).isEqualTo("2");
    assertThat(read("", unreadable, 1001).next()).isEqualTo("2");
  }

  @Test
  void a_page_that_is_too_large_is_asked_for_with_fewer_rows() {
    PageAnswer refused = refused("INVALID_PARAMETER_EXCEED_MAXIMUM");
    assertThat(refused.isTooLarge()).isTrue();
    assertThat(refused.failure()).isPresent();
    assertThat(refused("INVALID_PARAMETER_LESS_MINIMUM").isTooLarge()).isFalse();

    PageQuery fewer = new PageQuery("zenlayer-zec", "", ListFilter.none(), "3", 2, Given.NOW);
    assertThat(zec.encodePage(fewer).body().text()).isEqualTo("{\"pageNum\":3,\"pageSize\":250}");
    String one = "\"dataSet\":[{\"instanceId\":\"i-1\"}]";
    assertThat(zec.readPage(fewer, Given.answer(200, body("\"totalCount\":751," + one))).next())
        .isEqualTo("4");
    assertThat(zec.readPage(fewer, Given.answer(200, body("\"totalCount\":750," + one))).next())
        .isEmpty();
  }

  private PageAnswer refused(String code) {
    return zec.readPage(
        query(ListFilter.none(), ""),
        Given.answer(400, "{\"requestId\":\"T1\",\"code\":\"" + code + "\",\"message\":\"m\"}"));
  }

  private static String body(String content) {
    return "{\"requestId\":\"T1\",\"response\":{\"requestId\":\"T1\"," + content + "}}";
  }

  @Test
  void each_private_network_of_an_instance_is_read() {
    Snapshot row =
        read(
                "",
                "{\"instanceId\":\"i-1\",\"nics\":[{\"vpcId\":\"vpc-1\"},{\"vpcId\":\"vpc-2\"}]}",
                1)
            .rows()
            .get(0);
    assertThat(row.vpcs()).containsExactly("vpc-1", "vpc-2");
  }

  private static PageQuery query(ListFilter filter, String mark) {
    return new PageQuery("zenlayer-zec", "", filter, mark, 0, Given.NOW);
  }

  private String asked(ListFilter filter, String mark) {
    return zec.encodePage(query(filter, mark)).body().text();
  }

  private PageAnswer read(String mark, String items, int total) {
    String count = total < 0 ? "" : "\"totalCount\":" + total + ",";
    String body =
        "{\"requestId\":\"T1\",\"response\":{\"requestId\":\"T1\","
            + count
            + "\"dataSet\":["
            + items
            + "]}}";
    return zec.readPage(query(ListFilter.none(), mark), Given.answer(200, body));
  }
}
