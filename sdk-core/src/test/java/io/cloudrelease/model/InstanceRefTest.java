package io.cloudrelease.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.error.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceRefTest {

  @Test
  void three_parts_are_provider_region_and_id() {
    InstanceRef ref = InstanceRef.parse("tencent-cvm:ap-guangzhou:ins-1a2b3c4d");
    assertThat(ref).isEqualTo(InstanceRef.of("tencent-cvm", "ap-guangzhou", "ins-1a2b3c4d"));
    assertThat(ref.region()).isEqualTo("ap-guangzhou");
  }

  @Test
  void two_parts_are_a_cloud_without_regions() {
    assertThat(InstanceRef.parse("zenlayer-zec:1234567"))
        .isEqualTo(InstanceRef.of("zenlayer-zec", "1234567"));
    assertThat(InstanceRef.parse("zenlayer-zec:1234567").region()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zenlayer-zec:1234567",
        "tencent-cvm:ap-guangzhou:ins-1a2b3c4d",
        "a:Asia.East_1:ocid1.instance_9~z",
        "0-9:r:-._~"
      })
  void the_text_form_reads_back_as_the_same_reference(String text) {
    InstanceRef ref = InstanceRef.parse(text);
    assertThat(ref).hasToString(text);
    assertThat(InstanceRef.parse(ref.toString())).isEqualTo(ref);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ins-1a2b3c4d                | parts between colons, here 1
          a:b:c:d                     | parts between colons, here 4
          tencent-cvm::ins-1          | its region is empty
          :ap-guangzhou:ins-1         | its provider name must have 1 to 64
          Tencent-CVM:r:ins-1         | lower-case letters, digits and hyphens only
          tencent_cvm:r:ins-1         | lower-case letters, digits and hyphens only
          tencent-cvm:ap guangzhou:i  | its region may hold letters
          tencent-cvm:ap/guangzhou:i  | its region may hold letters
          aliyun-ecs:cn-hangzhou.:i   | its region has nothing before or after a full stop
          aliyun-ecs:.cn-hangzhou:i   | its region has nothing before or after a full stop
          aliyun-ecs:cn..hangzhou:i   | its region has nothing before or after a full stop
          zenlayer-zec:               | its id is blank
          zenlayer-zec:a b            | its id may hold letters, digits
          zenlayer-zec:ınstance       | its id may hold letters, digits
          aliyun-ecs:r:i-1&Force=true | its id may hold letters, digits
          zenlayer-zec:1","2          | its id may hold letters, digits
          aliyun-ecs:r:i-1%2        | its id may hold letters, digits
          """)
  void a_wrong_text_is_named_with_what_would_be_right(String text, String why) {
    assertThatThrownBy(() -> InstanceRef.parse(text))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("'" + text + "' is not an instance reference")
        .hasMessageContaining(why)
        .hasMessageContaining("write provider:region:id (tencent-cvm:ap-guangzhou:ins-1a2b3c4d)");
  }

  @Test
  void white_space_around_a_reference_is_not_guessed_away() {
    assertThatThrownBy(() -> InstanceRef.parse(" zenlayer-zec:1"))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> InstanceRef.parse("zenlayer-zec:1\n"))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> InstanceRef.parse("")).isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void the_parts_may_be_as_long_as_said_and_no_longer() {
    String name = "p".repeat(64);
    String region = "r".repeat(63);
    String id = "i".repeat(128);
    assertThat(InstanceRef.of(name, region, id).id()).hasSize(128);
    assertThatThrownBy(() -> InstanceRef.of(name + "p", region, id)).hasMessageContaining("64");
    assertThatThrownBy(() -> InstanceRef.of(name, region + "r", id)).hasMessageContaining("63");
    assertThatThrownBy(() -> InstanceRef.of(name, region, id + "i")).hasMessageContaining("128");
  }

  @Test
  void a_very_long_wrong_text_does_not_fill_the_message() {
    assertThatThrownBy(() -> InstanceRef.parse("x".repeat(1_000_000)))
        .isInstanceOf(InvalidRequestException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500).contains("xxx..."));
  }

  @Test
  void the_parts_cannot_smuggle_a_colon() {
    assertThatThrownBy(() -> InstanceRef.of("a", "r", "x:y"))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> InstanceRef.of("a", "r:s", "x"))
        .isInstanceOf(InvalidRequestException.class);
  }
}
