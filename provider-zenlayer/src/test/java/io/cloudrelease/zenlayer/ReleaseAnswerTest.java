package io.cloudrelease.zenlayer;

import static io.cloudrelease.zenlayer.Given.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseAnswerTest {
  private static final String PARTIAL =
      "{\"requestId\":\"T1\",\"response\":{\"requestId\":\"T1\",\"instanceIds\":[\"i-2\"]}}";

  private final ReleaseBatch batch =
      Given.batch(Product.ZEC, ZenlayerCalls.RELEASE, Given.RELEASE, "i-1", "i-2", "i-3");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"requestId\":\"T1\",\"response\":{\"requestId\":\"T1\"}}",
        "{\"requestId\":\"T1\",\"response\":{\"requestId\":\"T1\",\"instanceIds\":null}}",
        "{\"requestId\":\"T1\",\"response\":{\"requestId\":\"T1\",\"instanceIds\":[]}}",
        "{\"requestId\":\"T1\",\"code\":null,\"response\":{\"requestId\":\"T1\",\"later\":7},\"also\":2}"
      })
  void no_failed_ids_means_that_all_were_accepted(String body) {
    ReleaseAnswer answer = read(answer(200, body));

    assertThat(answer.failure()).isEmpty();
    assertThat(answer.refusedIds()).isEmpty();
    assertThat(answer.requestId()).isEqualTo("T1");
  }

  @Test
  void failed_ids_in_a_200_are_refused_and_the_others_accepted() {
    ReleaseAnswer answer = read(answer(200, PARTIAL));

    assertThat(answer.failure()).isEmpty();
    assertThat(answer.refusedIds()).containsExactly("i-2");
    assertThat(answer.requestId()).isEqualTo("T1");
  }

  /** It may stand in the place of another one, which would count as accepted. */
  @Test
  void an_id_that_failed_twice_makes_the_list_one_that_is_not_understood() {
    assertNotUnderstood(read(answer(200, accepted("[\"i-3\",\"i-1\",\"i-3\"]"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"i-2\",\"i-9\"]",
        "[\"I-2\"]",
        "[null]",
        "[\"\"]",
        "[{\"instanceId\":\"i-2\"}]",
        "\"i-2\"",
        "{\"i-2\":\"failed\"}",
        "false"
      })
  void a_list_of_failed_ids_that_cannot_be_matched_accepts_nothing(String list) {
    ReleaseAnswer answer = read(answer(200, accepted(list)));

    assertThat(answer.requestId()).isEqualTo("T1");
    assertNotUnderstood(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{}",
        "[]",
        "null",
        "\"response\"",
        "{\"requestId\":\"T1\"}",
        "{\"response\":null}",
        "{\"response\":\"ok\"}",
        "{\"response\":[]}",
        "{\"requestId\":\"T1\",\"response\":{\"requestId\":\"T1\"",
        "{\"requestId\":\"T1\",\"response\":{}} trailing",
        "<html><body>200 OK</body></html>"
      })
  void a_200_that_does_not_say_what_it_should_is_neither_success_nor_failure(String body) {
    assertNotUnderstood(read(answer(200, body)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'requestId':'T1','response':{}}",
        "{'response':{'requestId':'T1'}}",
        "{'requestId':'T1','response':{'requestId':'T2'}}",
        "{'requestId':'T1','response':{'requestId':null}}",
        "{'requestId':'T1','response':{'requestId':'no word'}}",
        "{'requestId':'T1','code':'INTERNAL_SERVER_ERROR','response':{'requestId':'T1'}}",
        "{'requestId':'T1','code':7,'response':{'requestId':'T1'}}",
        "{'requestId':'T1','message':'broken','response':{'requestId':'T1'}}",
        "{'requestId':'T1','errorCode':'X','response':{'requestId':'T1'}}",
        "{'requestId':'T1','problem':{'code':'X'},'response':{'requestId':'T1'}}",
        "{'requestId':'T1','response':{'requestId':'T1','code':'X'}}",
        "{'requestId':'T1','response':{'requestId':'T1','error':{'code':'X'}}}",
        "{'requestId':'T1','response':{'requestId':'T1','totalCount':0,'dataSet':[]}}",
        "{'requestId':'T1','response':{'requestId':'T1','totalCount':0}}"
      })
  void a_200_with_an_error_or_without_what_a_success_has_is_not_understood(String body) {
    CloudFailure failure = failure(answer(200, body.replace('\'', '"')));

    assertThat(rule(failure).category()).isEqualTo(ErrorCategory.UNKNOWN);
    assertThat(rule(failure).applied()).isEqualTo(Applied.MAYBE);
    assertThat(rule(failure).proves()).isEqualTo(Proof.NOTHING);
  }

  private static String accepted(String failedIds) {
    return "{\"requestId\":\"T1\",\"response\":{\"requestId\":\"T1\",\"instanceIds\":"
        + failedIds
        + "}}";
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 204, 206, 301, 302, 307})
  void only_status_200_is_a_success(int status) {
    assertNotUnderstood(read(answer(status, status == 204 ? "" : PARTIAL)));
  }

  @Test
  void an_error_is_read_with_its_code_message_and_request_id() {
    CloudFailure failure =
        failure(
            answer(
                404,
                "{\"requestId\":\"T2\",\"code\":\"INVALID_INSTANCE_NOT_FOUND\",\"message\":\"The"
                    + " instance [i-2] is not found.\"}"));

    assertThat(failure.status()).isEqualTo(404);
    assertThat(failure.code()).isEqualTo("INVALID_INSTANCE_NOT_FOUND");
    assertThat(failure.message()).isEqualTo("The instance [i-2] is not found.");
    assertThat(failure.requestId()).isEqualTo("T2");
    assertThat(failure.culprits()).containsExactly("i-2");
    assertThat(rule(failure).category()).isEqualTo(ErrorCategory.NOT_FOUND);
  }

  @Test
  void a_request_id_is_a_word_of_at_most_128_characters_or_the_inner_one() {
    for (String id : List.of("r".repeat(128), "!", "~")) {
      assertThat(requestIdOf(id)).isEqualTo(id);
    }
    for (String id : List.of("", "r".repeat(129), " ", "a b", "\u007f")) {
      assertThat(requestIdOf(id)).isEqualTo("inner");
    }
  }

  private String requestIdOf(String id) {
    String body = "{\"requestId\":\"" + id + "\",\"response\":{\"requestId\":\"inner\"}}";
    return failure(answer(500, body)).requestId();
  }

  @Test
  void an_answer_that_is_no_success_with_200_is_told_in_its_own_words_or_in_its_measures() {
    String error = "{\"requestId\":\"T2\",\"code\":\"X\",\"message\":\"broken\"}";
    assertThat(failure(answer(200, error)).message()).isEqualTo("with HTTP 200: broken");
    assertThat(failure(answer(200, "{}")).message())
        .isEqualTo("HTTP 200 without a readable answer (no content type, 2 bytes)");
  }

  @Test
  void an_error_that_came_with_200_keeps_its_code_and_is_neither_success_nor_refusal() {
    CloudFailure failure =
        failure(answer(200, "{\"requestId\":\"T2\",\"code\":\"MISSING_PARAMETER\"}"));

    assertThat(failure.code()).isEqualTo("MISSING_PARAMETER");
    assertThat(rule(failure).applied()).isEqualTo(Applied.MAYBE);
  }

  @Test
  void a_challenge_of_the_network_in_front_is_told_as_such() {
    HttpResponse challenge =
        answer(
            403,
            "<html>Just a moment...</html>",
            new Header("Content-Type", "text/html"),
            new Header("CF-Mitigated", "challenge"));

    CloudFailure failure = failure(challenge);

    assertThat(failure.code()).isEqualTo("SECURITY_CHALLENGE");
    assertThat(rule(failure).category()).isEqualTo(ErrorCategory.FORBIDDEN);
    assertThat(rule(failure).applied()).isEqualTo(Applied.NO);
  }

  @Test
  void a_403_page_without_the_challenge_header_proves_nothing() {
    CloudFailure failure = failure(answer(403, "<html>Forbidden</html>"));

    assertThat(failure.code()).isEmpty();
    assertThat(rule(failure).applied()).isEqualTo(Applied.MAYBE);
  }

  @Test
  void a_451_is_a_block_of_the_network() {
    assertThat(rule(failure(answer(451, ""))).category()).isEqualTo(ErrorCategory.FORBIDDEN);
  }

  @Test
  void a_gateways_page_is_described_but_never_quoted() {
    CloudFailure failure =
        failure(
            answer(
                502,
                "<html>Bad gateway; you sent Authorization: Bearer TOKENEXAMPLE</html>",
                new Header("Content-Type", "text/html")));

    assertThat(failure.message()).contains("502", "text/html", "69 bytes");
    assertThat(failure.message()).doesNotContain("TOKENEXAMPLE");
    assertThat(rule(failure).category()).isEqualTo(ErrorCategory.UNAVAILABLE);
  }

  @Test
  void prose_in_the_place_of_a_code_is_not_a_code() {
    CloudFailure failure = failure(answer(400, "{\"code\":\"Something went wrong\"}"));

    assertThat(failure.code()).isEmpty();
    assertThat(rule(failure).applied()).isEqualTo(Applied.MAYBE);
  }

  @Test
  void no_garbage_makes_the_reader_throw_or_accept() {
    Random random = new Random(7);
    byte[] valid = HttpBody.utf8(PARTIAL).bytes();
    for (int i = 0; i < 5_000; i++) {
      byte[] body = Arrays.copyOf(valid, random.nextInt(valid.length));
      for (int flips = random.nextInt(4); flips > 0 && body.length > 0; flips--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      int status = 100 + random.nextInt(500);
      ReleaseAnswer answer = read(HttpResponse.of(status, List.of(), HttpBody.wrap(body)));

      assertThat(answer.failure()).as("cut or damaged body %d", i).isPresent();
    }
  }

  private ReleaseAnswer read(HttpResponse response) {
    return Given.provider(Product.ZEC).readRelease(batch, response);
  }

  private CloudFailure failure(HttpResponse response) {
    return read(response).failure().orElseThrow();
  }

  private static ErrorRule rule(CloudFailure failure) {
    return failure
        .meaning()
        .orElseGet(() -> ZenlayerErrors.TABLE.match(failure.status(), failure.code()));
  }

  private static void assertNotUnderstood(ReleaseAnswer answer) {
    CloudFailure failure = answer.failure().orElseThrow();
    assertThat(failure.code()).isEmpty();
    assertThat(failure.message()).isNotEmpty();
    ErrorRule rule = rule(failure);
    assertThat(rule.category()).isEqualTo(ErrorCategory.UNKNOWN);
    assertThat(rule.applied()).isEqualTo(Applied.MAYBE);
    assertThat(rule.remedy()).isEqualTo(Remedy.LOOK_FIRST);
  }
}
