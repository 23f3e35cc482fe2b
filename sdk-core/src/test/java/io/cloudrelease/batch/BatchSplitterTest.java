package io.cloudrelease.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.model.InstanceRef;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchSplitterTest {

  @ParameterizedTest
  @CsvSource({"1, 100, 1", "99, 100, 1", "100, 100, 1", "101, 100, 2", "250, 100, 3", "3, 1, 3"})
  void full_batches_in_order_and_the_rest_last(int size, int largest, int batches) {
    List<InstanceRef> refs =
        IntStream.range(0, size).mapToObj(i -> InstanceRef.of("fake", "i-" + i)).toList();
    List<List<InstanceRef>> cut = BatchSplitter.inOrder().split(refs, largest);
    assertThat(cut).hasSize(batches);
    assertThat(cut.subList(0, batches - 1)).allSatisfy(b -> assertThat(b).hasSize(largest));
    assertThat(cut.stream().flatMap(List::stream)).containsExactlyElementsOf(refs);
  }

  @ParameterizedTest
  @CsvSource({"5, 2147483647", "2, 2147483647"})
  void the_largest_limit_does_not_overflow(int size, int largest) {
    List<InstanceRef> refs =
        IntStream.range(0, size).mapToObj(i -> InstanceRef.of("fake", "i-" + i)).toList();
    assertThat(BatchSplitter.inOrder().split(refs, largest)).containsExactly(refs);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  @Timeout(value = 5, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void batches_of_none_are_refused(int largest) {
    List<InstanceRef> refs = List.of(InstanceRef.of("fake", "i-1"));
    assertThatThrownBy(() -> BatchSplitter.inOrder().split(refs, largest))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("largest is " + largest + "; it must be at least 1");
  }
}
