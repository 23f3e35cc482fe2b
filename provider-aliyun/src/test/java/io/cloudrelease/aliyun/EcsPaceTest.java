package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.pace.PaceAdvice;
import io.cloudrelease.spi.CloudProvider;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcsPaceTest {
  private static final CloudProvider ECS = AliyunEcs.create(Ecs.settings());

  private static PaceAdvice read(Header... headers) {
    return ECS.paceAdvice(HttpResponse.of(400, List.of(headers), HttpBody.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "1,1",
    "' 1500 ',1500",
    "60000,60000",
    "60001,60000",
    "34560000000,60000",
    "9,9",
    "999999999999999999,60000"
  })
  void the_wish_is_in_milliseconds_and_a_minute_at_most(String text, long millis) {
    assertThat(read(new Header("x-acs-retry-after", text)).leaveAlone())
        .contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "",
        "soon",
        "1.5",
        "99999999999999999999",
        "\u0663",
        "1,2",
        "+1",
        "1/",
        "1:"
      })
  void zero_negative_and_text_say_nothing(String text) {
    assertThat(read(new Header("x-acs-retry-after", text))).isEqualTo(PaceAdvice.none());
  }

  @Test
  void a_gateways_retry_after_counts_where_the_vendors_own_header_says_nothing() {
    Header seconds = new Header("Retry-After", "3");
    assertThat(read(seconds, new Header("x-acs-retry-after", "0")).leaveAlone())
        .contains(Duration.ofSeconds(3));
    assertThat(read(seconds, new Header("x-acs-retry-after", "250")).leaveAlone())
        .contains(Duration.ofMillis(250));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Remain:57,TimeLeft:41000 | 57 | 41000",
        "TimeLeft:1, Remain: 0 | 0 | 1",
        "Remain:9,TimeLeft:60000 | 9 | 60000",
        "remain:4000000000,timeleft:0 | 2147483647 | 0"
      })
  void what_is_left_of_the_minute_is_read(String text, int calls, long millis) {
    assertThat(read(new Header("X-RateLimit-User-API", text)))
        .isEqualTo(PaceAdvice.none().remaining(calls, Duration.ofMillis(millis)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "57",
        "Remain:57",
        "TimeLeft:1000",
        "Remain:-1,TimeLeft:1000",
        "Remain:5,TimeLeft:60001",
        "Remain:x,TimeLeft:1000",
        "Remain=5,TimeLeft=1000"
      })
  void what_is_not_of_that_form_says_nothing(String text) {
    assertThat(read(new Header("X-RateLimit-User-API", text))).isEqualTo(PaceAdvice.none());
  }

  @Test
  void calls_are_counted_by_region_even_where_one_host_serves_several() {
    assertThat(ECS.accessHost("cn-hangzhou")).isEqualTo("ecs.cn-hangzhou.aliyuncs.com");
    assertThat(ECS.accessHost("cn-wuhan")).isEqualTo("ecs.aliyuncs.com/cn-wuhan");
    assertThat(ECS.accessHost("cn-zhangbei")).isEqualTo("ecs.aliyuncs.com/cn-zhangbei");
  }
}
