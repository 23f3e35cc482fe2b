package io.cloudrelease.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.outcome.ToldEvent;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class FakesTest {
  private static final HttpRequest REQUEST =
      HttpRequest.of("POST", Endpoint.https("cloud.example"), "/")
          .with(Duration.ofSeconds(1), true);

  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");

  @Test
  void a_nap_moves_the_clock_and_waits_for_nobody() throws InterruptedException {
    FakeSleeper sleeper = new FakeSleeper(clock);
    sleeper.sleep(Duration.ofHours(3), new CompletableFuture<>());
    assertThat(clock.instant()).isEqualTo(Instant.parse("2026-11-20T11:00:00Z"));
    sleeper.sleep(Duration.ofHours(3), CompletableFuture.completedFuture("woken"));
    assertThat(clock.instant()).isEqualTo(Instant.parse("2026-11-20T11:00:00Z"));
    assertThat(sleeper.naps()).hasSize(2);
    assertThat(sleeper.total()).isEqualTo(Duration.ofHours(6));
  }

  @Test
  void an_interrupt_ends_a_nap_before_it_begins() {
    FakeSleeper sleeper = new FakeSleeper(clock);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> sleeper.sleep(Duration.ofHours(1), new CompletableFuture<>()))
        .isInstanceOf(InterruptedException.class);
    assertThat(clock.instant()).isEqualTo(Instant.parse("2026-11-20T08:00:00Z"));
  }

  @Test
  void a_clock_never_goes_back() {
    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    clock.advanceTo(Instant.EPOCH);
    assertThat(clock.instant()).isEqualTo(Instant.parse("2026-11-20T08:00:00Z"));
  }

  @Test
  void a_script_is_played_in_order_and_recorded() throws TransportException {
    ScriptedTransport script = new ScriptedTransport().answer(200, "{}").fail(SendPhase.NOT_SENT);
    try (RecordingTransport transport = new RecordingTransport(script)) {
      assertThat(transport.send(REQUEST).status()).isEqualTo(200);
      assertThatThrownBy(() -> transport.send(REQUEST))
          .isInstanceOfSatisfying(
              TransportException.class, e -> assertThat(e.phase()).isEqualTo(SendPhase.NOT_SENT));
      assertThatThrownBy(() -> transport.send(REQUEST)).isInstanceOf(AssertionError.class);
      assertThat(transport.exchanges()).hasSize(2);
      assertThat(transport.exchanges().get(1).failure()).isPresent();
    }
  }

  @Test
  void a_listener_remembers_by_kind() {
    RecordingListener listener = new RecordingListener();
    listener.onEvent(ToldEvent.of(ReleaseEvent.Kind.PLANNED, clock.instant()));
    assertThat(listener.events(ReleaseEvent.Kind.PLANNED)).hasSize(1);
    assertThat(listener.events(ReleaseEvent.Kind.FINISHED)).isEmpty();
  }

  @Test
  void a_capture_hears_streams_and_logs_of_every_level_and_puts_all_back() {
    var before = System.err;
    String text;
    try (LogCapture capture = LogCapture.start()) {
      System.err.println("to err");
      System.out.println("to out");
      Logger.getLogger("somebody").log(Level.FINEST, "whispered");
      text = capture.text();
    }
    assertThat(text).contains("to err", "to out", "whispered");
    assertThat(System.err).isSameAs(before);
  }

  @Test
  void a_canary_is_found_in_every_form() {
    Canary canary = new Canary("s3cr3t/+canary=1");
    assertThatCode(() -> canary.assertNotIn("a log", "nothing here")).doesNotThrowAnyException();
    List<String> traces =
        new ArrayList<>(
            List.of(
                "x s3cr3t/+canary=1 y",
                "s3cr3t%2F%2Bcanary%3D1",
                "s3cr3t%2f%2bcanary%3d1",
                "{\"key\":\"s3cr3t\\/+canary=1\"}",
                "{\"key\":\"s3cr3t/\\u002bcanary\\u003d1\"}",
                HexFormat.of().formatHex(bytes(canary.secret())),
                HexFormat.of().withUpperCase().formatHex(bytes(canary.secret()))));
    for (String id : List.of("", "k:", "id:", "key:", "\u00ff\u00fe>?:")) {
      for (String after : List.of("", "!", "!?", ">>>")) {
        byte[] amid = bytes(id + canary.secret() + after);
        traces.add("Basic " + Base64.getEncoder().encodeToString(amid));
        traces.add("Basic " + Base64.getUrlEncoder().withoutPadding().encodeToString(amid));
      }
    }
    for (String trace : traces) {
      assertThatThrownBy(() -> canary.assertNotIn("a log", trace))
          .isInstanceOf(AssertionError.class)
          .hasMessageNotContaining(canary.secret());
    }
  }

  @Test
  void what_is_like_a_canary_is_none() {
    Canary canary = new Canary("canary-of-12");
    for (String harmless :
        List.of("canary-of-1", "canary of 12", "Y2FuYXJ5LW9mLTE", "63616e6172792d6f662d31")) {
      assertThatCode(() -> canary.assertNotIn("a log", harmless)).doesNotThrowAnyException();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
