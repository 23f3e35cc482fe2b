package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.find.Found;
import io.cloudrelease.find.Selection;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.transport.HttpTransport;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway that does not know tokens: it cuts a page at ten and says nothing. */
class PageNumbersTest {

  /** Knows pages by number alone, ten rows unless asked for more. */
  private static final class Gateway implements HttpTransport {
    private final int all;
    private final boolean knowsNumbers;
    private int calls;

    Gateway(int all, boolean knowsNumbers) {
      this.all = all;
      this.knowsNumbers = knowsNumbers;
    }

    @Override
    public HttpResponse send(HttpRequest request) {
      calls++;
      Map<String, String> asked = Ecs.decoded(request.query());
      int size = Integer.parseInt(asked.getOrDefault("PageSize", "10"));
      int number = knowsNumbers ? Integer.parseInt(asked.getOrDefault("PageNumber", "1")) : 1;
      String rows =
          IntStream.range((number - 1) * size, Math.min(all, number * size))
              .mapToObj(i -> "{'InstanceId':'i-bp" + i + "','RegionId':'cn-hangzhou'}")
              .collect(Collectors.joining(","));
      String head = "'PageNumber':" + number + ",'PageSize':" + size + ",'TotalCount':" + all;
      String body = "{'RequestId':'r'," + head + ",'Instances':{'Instance':[" + rows + "]}}";
      return Ecs.answer(200, body.replace('\'', '"'));
    }

    @Override
    public void close() {}
  }

  private static Found find(Gateway gateway) {
    VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
    try (ReleaseClient client = Ecs.client(clock, Ecs.settings()).transport(gateway).build()) {
      return client.find(Selection.builder().in(AliyunEcs.KIND + ":cn-hangzhou").build());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 10, 11, 25, 30})
  void all_pages_are_read_by_their_numbers(int all) {
    Found found = find(new Gateway(all, true));
    assertThat(found.instances()).hasSize(all);
    assertThat(found.isComplete()).isTrue();
  }

  @Test
  void where_numbers_are_not_known_either_it_is_said_that_instances_may_be_missing() {
    Gateway gateway = new Gateway(25, false);
    Found found = find(gateway);
    assertThat(found.instances()).hasSize(10);
    assertThat(found.incomplete().get(0).reason().code()).isEqualTo("ListChanged");
    assertThat(gateway.calls).isEqualTo(9);
  }
}
