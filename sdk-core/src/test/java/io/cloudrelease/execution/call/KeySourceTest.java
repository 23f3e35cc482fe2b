package io.cloudrelease.execution.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of keys that cannot be had, and whose they are. */
class KeySourceTest {
  private static final Credentials KEY = Credentials.ofKey("AKID", "c4n4ry-key");

  private final PrintStream err = System.err;
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private Supplier<Credentials> keys = () -> KEY;

  private final KeySource source =
      new KeySource(
          "prod",
          new CallScene() {
            @Override
            public CredentialsProvider credentials() {
              return () -> keys.get();
            }
          });

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void listenNoMore() {
    System.setErr(err);
  }

  private long warnings() {
    return logged
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(l -> l.contains("no keys"))
        .count();
  }

  private BrokenKeysException broken() {
    return catchThrowableOfType(BrokenKeysException.class, source::now);
  }

  @Test
  void whatever_is_thrown_is_said_with_whose_they_are_and_where_but_not_with_its_message() {
    IllegalStateException thrown = new IllegalStateException("c4n4ry");
    keys =
        () -> {
          throw thrown;
        };
    BrokenKeysException broken = broken();
    assertThat(broken)
        .hasMessage("the source of the keys of prod threw java.lang.IllegalStateException");
    assertThat(broken.getStackTrace()).isEqualTo(thrown.getStackTrace());
    ReleaseError error = broken.error();
    assertThat(error.category()).isEqualTo(ErrorCategory.INTERNAL);
    assertThat(error.code()).isEqualTo(OwnCodes.EXTENSION_BROKEN);
    assertThat(error.message()).isEqualTo(broken.getMessage());
    assertThat(logged.toString(StandardCharsets.UTF_8)).doesNotContain("c4n4ry");
  }

  @Test
  void errors_and_nothing_at_all_are_broken_too() {
    keys =
        () -> {
          throw new AssertionError("c4n4ry");
        };
    assertThat(broken()).hasMessageEndingWith("threw java.lang.AssertionError");
    keys = () -> null;
    assertThat(broken()).hasMessageEndingWith("threw java.lang.NullPointerException");
  }

  @Test
  void the_log_has_it_once_until_they_are_there_again() {
    assertThat(source.now()).isEqualTo(KEY);
    keys = () -> null;
    broken();
    broken();
    assertThat(warnings()).isEqualTo(1);
    keys = () -> KEY;
    source.now();
    keys = () -> null;
    broken();
    assertThat(warnings()).isEqualTo(2);
  }

  @Test
  void that_there_are_none_is_said_in_the_words_of_the_source() {
    keys =
        () -> {
          throw new ConfigurationException("no keys: looked everywhere");
        };
    assertThatThrownBy(source::now)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("no keys: looked everywhere");
    keys =
        () -> {
          throw new InvalidRequestException("a key with a line end");
        };
    assertThatThrownBy(source::now)
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("a key with a line end");
  }

  @Test
  void what_must_not_be_kept_is_made_once_for_the_same_keys_and_anew_for_others() {
    Secrets first = source.secrets(KEY);
    assertThat(source.secrets(Credentials.ofKey("AKID", "c4n4ry-key"))).isSameAs(first);
    assertThat(source.secrets(Credentials.ofKey("AKID", "an0ther-key"))).isNotSameAs(first);
    HttpRequest request =
        HttpRequest.of("POST", Endpoint.https("h"), "/").with(Duration.ofSeconds(1), true);
    Redaction renewed =
        new Redaction(source.secrets(Credentials.ofKey("AKID", "an0ther-key")), request);
    assertThat(renewed.apply("c4n4ry-key an0ther-key")).isEqualTo("c4n4ry-key ***");
    assertThat(new Redaction(source.secrets(KEY), request).apply("c4n4ry-key")).isEqualTo("***");
  }
}
