package io.cloudrelease.aliyun.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.cloudrelease.json.JsonValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** XML in the shape of JSON, and what an XML answer can never do. */
class XmlAnswerTest {

  private static Optional<XmlAnswer> read(String xml, boolean leniently) {
    return XmlAnswer.parse(xml.getBytes(StandardCharsets.UTF_8), leniently);
  }

  private static JsonValue content(String xml) {
    return read(xml, false).orElseThrow().content();
  }

  @Test
  void elements_become_objects_texts_and_where_they_stand_side_by_side_arrays() {
    XmlAnswer answer =
        read("<?xml version='1.0'?><R><A> x </A><B><C>1</C><C>2</C></B><D/></R>", false)
            .orElseThrow();
    assertThat(answer.root()).isEqualTo("R");
    assertThat(answer.content().text("A")).isEqualTo("x");
    assertThat(answer.content().get("B").get("C").items())
        .extracting(JsonValue::text)
        .containsExactly("1", "2");
    assertThat(answer.content().get("D").text()).isEmpty();
    assertThat(answer.content().get("D").isPresent()).isTrue();
  }

  @Test
  void a_text_is_read_whole_across_comments_and_sections() {
    assertThat(content("<R><A>a<!-- no -->b<![CDATA[<c>]]>&amp;d</A></R>").text("A"))
        .isEqualTo("ab<c>&d");
  }

  @Test
  void sixty_four_elements_may_stand_in_one_another_and_no_more() {
    assertThat(read("<a>".repeat(64) + "</a>".repeat(64), false)).isPresent();
    assertThat(read("<a>".repeat(65) + "</a>".repeat(65), false)).isEmpty();
  }

  @Test
  void a_document_is_whole_or_none() {
    for (String broken : List.of("", "<R>", "<R></S>", "<R/><R/>", "text", "<R>&unknown;</R>")) {
      assertThat(read(broken, false)).as(broken).isEmpty();
      assertThat(read(broken, true)).as(broken).isEmpty();
    }
  }

  @Test
  void what_xml_forbids_is_repaired_in_a_list_and_refused_in_an_acceptance() {
    String odd = "<R><A>a\u0001b\tc\nd\ufffee\uffff f\ufffd</A></R>";
    assertThat(read(odd, true).orElseThrow().content().text("A"))
        .isEqualTo("a\ufffdb\tc\nd\ufffde\ufffd f\ufffd");
    assertThat(read(odd, false)).isEmpty();
    byte[] cut = {'<', 'R', '>', (byte) 0xe4, '<', '/', 'R', '>'};
    assertThat(XmlAnswer.parse(cut, true).orElseThrow().content().text()).isEqualTo("\ufffd");
    assertThat(XmlAnswer.parse(cut, false)).isEmpty();
  }

  @Test
  void a_document_with_a_dtd_is_none_even_if_it_uses_nothing_of_it() {
    for (boolean leniently : new boolean[] {false, true}) {
      assertThat(read("<!DOCTYPE R><R/>", leniently)).isEmpty();
      assertThat(read("<!DOCTYPE R [<!ENTITY x 'y'>]><R>&x;</R>", leniently)).isEmpty();
    }
  }

  /** Refused after it was fetched would be too late: the address is the sender's choice. */
  @Test
  void an_answer_cannot_make_us_reach_out() throws IOException {
    AtomicInteger visits = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          visits.incrementAndGet();
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    try {
      String dtd = "\"http://127.0.0.1:" + server.getAddress().getPort() + "/x.dtd\"";
      for (String hostile :
          List.of(
              "<!DOCTYPE R SYSTEM " + dtd + "><R/>",
              "<!DOCTYPE R PUBLIC \"p\" " + dtd + "><R>&x;</R>",
              "<!DOCTYPE R [<!ENTITY x SYSTEM " + dtd + ">]><R>&x;</R>",
              "<!DOCTYPE R [<!ENTITY % p SYSTEM " + dtd + "> %p;]><R>&x;</R>")) {
        assertThat(read(hostile, false)).isEmpty();
        assertThat(read(hostile, true)).isEmpty();
      }
    } finally {
      server.stop(0);
    }
    assertThat(visits).hasValue(0);
  }
}
