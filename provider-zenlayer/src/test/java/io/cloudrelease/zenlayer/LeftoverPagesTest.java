package io.cloudrelease.zenlayer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.spi.leftover.LeftoverAnswer;
import io.cloudrelease.spi.leftover.LeftoverCall;
import io.cloudrelease.spi.leftover.LeftoverListing;
import io.cloudrelease.spi.leftover.LeftoverQuery;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeftoverPagesTest {
  private final LeftoverListing zec = (LeftoverListing) Given.provider(Product.ZEC);

  private LeftoverQuery query(Kind kind) {
    LeftoverCall byId =
        zec.leftoverCalls().stream()
            .filter(call -> call.kind() == kind && !call.finds())
            .findFirst()
            .orElseThrow();
    return new LeftoverQuery(byId, "", List.of("1", "2"), Given.RELEASE);
  }

  @ParameterizedTest
  @CsvSource({"DISK, 1000", "ADDRESS, 1000", "SNAPSHOT, 100", "INTERFACE, 100"})
  void a_page_is_asked_to_be_as_long_as_is_surely_taken(Kind kind, int rows) {
    JsonValue body = JsonValue.parse(zec.encodeLeftovers(query(kind)).body().bytes()).orElseThrow();
    assertThat(body.number("pageSize", 0)).isEqualTo(rows);
  }

  @ParameterizedTest
  @CsvSource({"99, true", "100, false"})
  void a_full_page_that_counts_nothing_may_be_cut(int rows, boolean whole) {
    String dataSet =
        IntStream.range(0, rows)
            .mapToObj(
                i -> "{\"snapshotId\":\"" + i + "\",\"diskId\":\"d\",\"status\":\"AVAILABLE\"}")
            .collect(Collectors.joining(","));
    LeftoverAnswer answer =
        zec.readLeftovers(
            query(Kind.SNAPSHOT),
            Given.answer(
                200,
                "{\"requestId\":\"r\",\"response\":{\"requestId\":\"r\",\"dataSet\":["
                    + dataSet
                    + "]}}"));
    assertThat(answer.items()).hasSize(rows);
    assertThat(answer.isComplete()).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource({
    "OPERATION_FAILED_RESOURCE_NOT_FOUND, ",
    "OPERATION_FAILED_RESOURCE_GROUP_NOT_FOUND, INVALID_REQUEST",
    "INVALID_INSTANCE_NOT_FOUND, INVALID_REQUEST"
  })
  void who_does_not_find_a_group_or_an_instance_did_not_look_at_the_thing(
      String code, ErrorCategory category) {
    LeftoverAnswer answer =
        zec.readLeftovers(
            query(Kind.DISK),
            Given.answer(404, "{\"requestId\":\"r\",\"code\":\"" + code + "\",\"message\":\"m\"}"));
    // Without a meaning of its own, the table's holds: gone.
    assertThat(answer.failure().orElseThrow().meaning().map(ErrorRule::category))
        .isEqualTo(Optional.ofNullable(category));
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, true", "2, false"})
  void a_count_is_the_number_of_rows(int total, boolean whole) {
    LeftoverAnswer answer =
        zec.readLeftovers(
            query(Kind.DISK),
            Given.answer(
                200,
                "{\"requestId\":\"r\",\"response\":{\"requestId\":\"r\",\"totalCount\":"
                    + total
                    + ",\"dataSet\":[{\"diskId\":\"1\"}]}}"));
    assertThat(answer.isComplete()).isEqualTo(whole);
  }
}
