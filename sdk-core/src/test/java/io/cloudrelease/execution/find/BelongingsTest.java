package io.cloudrelease.execution.find;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.CollateralItem.Fate;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.leftover.LeftoverCall;
import io.cloudrelease.spi.leftover.LeftoverCall.By;
import io.cloudrelease.spi.leftover.LeftoverItem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of an address of which a look shows no id. */
class BelongingsTest {
  private static final String SHOWN = "203.0.113.9";

  private final Belongings belongings = new Belongings();

  private static LeftoverCall addresses(By by) {
    return new LeftoverCall(
        ActionFacts.of("Addresses", 10, 10, Duration.ofSeconds(10)), Kind.ADDRESS, by, "right");
  }

  private List<LeftoverItem> afterNothingWasFound(By by, String subject) {
    belongings.shown(List.of(LeftoverItem.address(SHOWN, Fate.STAYS)));
    belongings.waitsFor(addresses(by), subject);
    belongings.answered(addresses(by), subject);
    return belongings.items();
  }

  @ParameterizedTest
  @CsvSource({"INSTANCE, i-1", "ADDRESS, " + SHOWN})
  void an_address_is_an_ordinary_one_where_its_instance_or_it_itself_was_asked_about(
      By by, String subject) {
    assertThat(afterNothingWasFound(by, subject)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"INTERFACE, eni-2", "ADDRESS, 203.0.113.10", "DISK, d-1"})
  void a_call_about_something_else_says_nothing_of_it(By by, String subject) {
    assertThat(afterNothingWasFound(by, subject))
        .containsExactly(LeftoverItem.address(SHOWN, Fate.STAYS));
  }

  @Test
  void what_the_call_about_it_does_not_know_stays_and_says_why() {
    LeftoverItem item = LeftoverItem.address(SHOWN, Fate.UNKNOWN);
    belongings.shown(List.of(item));
    belongings.waitsFor(addresses(By.ADDRESS), SHOWN);
    belongings.answered(addresses(By.ADDRESS), SHOWN);
    belongings.found(new LeftoverItem(Kind.ADDRESS, "", SHOWN, SHOWN, Fate.UNKNOWN, ""));
    assertThat(belongings.items()).containsExactly(item);
    assertThat(belongings.why(item)).contains(UnknownLeftovers.NOT_SHOWN);
  }

  @Test
  void what_a_call_found_at_that_address_names_it() {
    belongings.shown(List.of(LeftoverItem.address(SHOWN, Fate.STAYS)));
    LeftoverItem found =
        LeftoverItem.found(Kind.ADDRESS, "eip-1", "eni-2", Fate.STAYS, "BIND").at(SHOWN);
    belongings.found(found);
    assertThat(belongings.items()).containsExactly(found);
  }

  private static LeftoverItem disk(String id, Fate fate) {
    return LeftoverItem.of(Kind.DISK, id, fate);
  }

  /** Between the collecting and the send a disk may be attached, or moved to another instance. */
  @Test
  void a_later_look_before_the_send_has_the_last_word_of_what_looks_alone_show() {
    belongings.shown(List.of(disk("d-moved", Fate.STAYS), disk("d-1", Fate.STAYS)));
    belongings.found(disk("d-found", Fate.STAYS));
    belongings.shownLater(List.of(disk("d-1", Fate.GOES), disk("d-new", Fate.STAYS)));
    assertThat(belongings.items())
        .containsExactly(
            disk("d-1", Fate.GOES), disk("d-found", Fate.STAYS), disk("d-new", Fate.STAYS));
  }

  @Test
  void what_a_call_found_keeps_the_fate_that_it_told() {
    belongings.found(disk("d-1", Fate.STAYS));
    belongings.shownLater(List.of(disk("d-1", Fate.UNKNOWN)));
    assertThat(belongings.items()).containsExactly(disk("d-1", Fate.STAYS));
  }
}
