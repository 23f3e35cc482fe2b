package io.cloudrelease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.find.Condition;
import io.cloudrelease.find.Found;
import io.cloudrelease.find.Place;
import io.cloudrelease.find.Selection;
import io.cloudrelease.find.Unread;
import io.cloudrelease.transport.HttpTransport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is found is all there is, or it is said that it may not be. */
class FindTest {
  private final VirtualTime time = new VirtualTime();
  private final ListedCloud cloud = new ListedCloud();
  private HttpTransport transport = cloud;

  private Found find(Selection.Builder selection) {
    try (ReleaseClient client =
        Clockwork.real()
            .clock(time)
            .sleeper(time)
            .random(() -> new Random(1))
            .singleThreaded(true)
            .in(ReleaseClient.builder())
            .provider(cloud)
            .transport(transport)
            .build()) {
      return client.find(selection.build());
    }
  }

  private Found find(String place) {
    return find(Selection.builder().in(place));
  }

  private static List<String> ids(Found found) {
    return found.refs().stream().map(ref -> ref.id()).toList();
  }

  private static String why(Found found) {
    assertThat(found.incomplete()).hasSize(1);
    return found.incomplete().get(0).reason().code();
  }

  @Test
  void one_page_that_shows_all_it_counts_is_enough() {
    cloud.list("", "2||i-1,i-2");
    Found found = find("fake");
    assertThat(ids(found)).containsExactly("i-1", "i-2");
    assertThat(found.isComplete()).isTrue();
    assertThat(cloud.calls).hasSize(1);
  }

  @Test
  void an_empty_list_is_asked_for_twice() {
    cloud.list("", "0||");
    assertThat(find("fake").isComplete()).isTrue();
    assertThat(cloud.calls).hasSize(2);
  }

  @Test
  void an_empty_list_that_was_none_hides_nothing() {
    cloud.list("", "0||", "1||i-1");
    assertThat(ids(find("fake"))).containsExactly("i-1");
  }

  @Test
  void pages_that_overlap_need_not_be_read_twice() {
    cloud.overlap = true;
    cloud.list("", "3|a|i-1,i-2", "3||i-2,i-3");
    Found found = find("fake");
    assertThat(ids(found)).containsExactly("i-1", "i-2", "i-3");
    assertThat(found.isComplete()).isTrue();
    assertThat(cloud.calls).containsExactly("page  ", "page  a");
  }

  @Test
  void a_list_that_moved_between_two_pages_is_read_again() {
    cloud.overlap = true;
    // i-1 went and i-4 came: the count is as before, and i-3 slipped through between the pages.
    cloud.list("", "4|a|i-1,i-2", "4||i-4,i-5", "4|a|i-2,i-3", "4||i-3,i-4,i-5");
    Found found = find("fake");
    assertThat(ids(found)).containsExactly("i-2", "i-3", "i-4", "i-5");
    assertThat(found.isComplete()).isTrue();
  }

  @Test
  void pages_that_do_not_overlap_are_read_until_two_readings_agree() {
    cloud.list("", "3|2|i-1,i-2", "3||i-4", "3|2|i-2,i-3", "3||i-4", "3|2|i-2,i-3", "3||i-4");
    Found found = find("fake");
    assertThat(ids(found)).containsExactly("i-2", "i-3", "i-4");
    assertThat(found.isComplete()).isTrue();
    assertThat(cloud.calls).hasSize(6);
  }

  @Test
  void a_cloud_that_counts_nothing_is_asked_twice() {
    cloud.list("", "||i-1", "||i-1,i-2", "||i-1,i-2");
    Found found = find("fake");
    assertThat(ids(found)).containsExactly("i-1", "i-2");
    assertThat(found.isComplete()).isTrue();
    assertThat(cloud.calls).hasSize(3);
  }

  @Test
  void a_count_that_never_fits_is_said_to_be_incomplete() {
    cloud.list("", "3||i-1,i-2");
    Found found = find("fake");
    assertThat(why(found)).isEqualTo("ListChanged");
    assertThat(found.incomplete().get(0).reason().message()).contains("counts 3").contains("2");
    assertThat(ids(found)).containsExactly("i-1", "i-2");
    assertThat(cloud.calls).hasSize(3);
  }

  @Test
  void a_row_that_stands_twice_took_the_place_of_another() {
    cloud.list("", "2||i-1,i-1", "2||i-1,i-2");
    assertThat(ids(find("fake"))).containsExactly("i-1", "i-2");
  }

  @Test
  void a_list_that_leads_round_in_a_circle_ends() {
    cloud.list("", "|a|i-1");
    assertThat(why(find("fake"))).isEqualTo("ListChanged");
  }

  @Test
  void a_region_that_refuses_is_named_and_does_not_stop_the_others() {
    cloud.regional = true;
    cloud.regions = "r-1,r-2,r-3";
    cloud.list("r-1", "1||i-1").list("r-2", "Forbidden").list("r-3", "1||i-3");
    Found found = find("fake:*");
    assertThat(ids(found)).containsExactly("i-1", "i-3");
    assertThat(why(found)).isEqualTo("Forbidden");
    assertThat(found.incomplete().get(0).place()).hasToString("fake:r-2");
  }

  @Test
  void regions_that_stand_for_themselves_are_named_and_read_when_they_are_asked_for() {
    cloud.regional = true;
    cloud.regions = "r-1,r-2";
    cloud.leftOut = Map.of("r-fsi", "a finance region", "r-old", "closed");
    cloud.list("r-1", "1||i-1").list("r-2", "1||i-2").list("r-old", "1||i-old");
    Found found = find(Selection.builder().in("fake:*").in("fake:r-old"));
    assertThat(ids(found)).containsExactlyInAnyOrder("i-1", "i-2", "i-old");
    assertThat(found.isComplete()).isTrue();
    assertThat(found.leftOut())
        .containsExactly(Map.entry(new Place("fake", "r-fsi"), "a finance region"));
    assertThat(found.toReferences()).startsWith("# left out: fake:r-fsi a finance region\n");
    assertThat(found.toJson())
        .contains("\"leftOut\":[{\"place\":\"fake:r-fsi\",\"why\":\"a finance region\"}]");
    assertThat(found).asString().contains("left out: [fake:r-fsi]");
  }

  @Test
  void a_region_with_an_impossible_name_is_said_and_does_not_stop_the_others() {
    cloud.regional = true;
    cloud.regions = "r-1,r:2";
    cloud.list("r-1", "1||i-1");
    Found found = find("fake:*");
    assertThat(ids(found)).containsExactly("i-1");
    assertThat(found.incomplete().get(0).place()).hasToString("fake:*");
    // It is the cloud that names it, no extension broke.
    assertThat(why(found)).isEqualTo("NoListing");
    assertThat(found.incomplete().get(0).reason().message()).contains("names a region");
  }

  @Test
  void regions_that_cannot_be_asked_for_are_said() {
    cloud.regional = true;
    cloud.regions = "none";
    Found found = find("fake:*");
    assertThat(why(found)).isEqualTo("Forbidden");
    assertThat(found.incomplete().get(0).place()).hasToString("fake:*");
  }

  @Test
  void a_front_end_with_a_wrong_clock_ages_nothing_in_other_regions() {
    cloud.regional = true;
    cloud.list("r-1", "1||i-1").list("r-2", "1||i-2");
    cloud.ends.put("i-1", time.instant().plusSeconds(86_400));
    cloud.ends.put("i-2", time.instant().plusSeconds(86_400));
    Selection.Builder both = Selection.builder().in("fake:r-1").in("fake:r-2");
    // Whichever is read last.
    for (String wrong : List.of("page r-1", "page r-2")) {
      transport = new WrongClock(cloud, wrong, time);
      assertThat(find(both.where(Condition.expired())))
          .extracting(FindTest::ids)
          .isEqualTo(List.of(wrong.replace("page r-", "i-")));
    }
  }

  @Test
  void who_may_not_read_is_not_told_to_give_a_key_the_right_to_release() {
    cloud.regional = true;
    cloud.regions = "none";
    assertThat(find("fake:*").incomplete().get(0).reason().hint())
        .contains("the one to call Regions")
        .doesNotContain("release");
    cloud.list("r-1", "Forbidden");
    assertThat(find("fake:r-1").incomplete().get(0).reason().hint())
        .contains("the one to call Look")
        .doesNotContain("release");
  }

  @Test
  void a_mark_that_grew_too_old_is_answered_by_beginning_anew() {
    cloud.overlap = true;
    cloud.list("", "3|a|i-1,i-2", "OldMark", "3|b|i-1,i-2", "3||i-2,i-3");
    Found found = find("fake");
    assertThat(ids(found)).containsExactly("i-1", "i-2", "i-3");
    assertThat(found.isComplete()).isTrue();
  }

  @Test
  void a_page_that_is_too_large_is_asked_for_with_fewer_rows_from_the_beginning() {
    cloud.overlap = true;
    cloud.list("", "3|a|i-1,i-2", "TooLarge", "TooLarge", "3|b|i-1,i-2", "3||i-2,i-3");
    Found found = find("fake");
    assertThat(ids(found)).containsExactly("i-1", "i-2", "i-3");
    assertThat(found.isComplete()).isTrue();
    assertThat(cloud.calls)
        .containsExactly(
            "page  ", "page  a", "page   rows 50", "page   rows 25", "page  b rows 25");
  }

  @Test
  void what_is_too_large_in_whatever_parts_is_said_and_what_was_seen_is_found() {
    cloud.list("", "3|a|i-1,i-2", "TooLarge");
    Found found = find("fake");
    assertThat(why(found)).isEqualTo("TooLarge");
    assertThat(ids(found)).containsExactly("i-1", "i-2");
    assertThat(cloud.calls).hasSize(6).last().isEqualTo("page   rows 6");
  }

  @Test
  void a_first_page_that_is_refused_is_not_asked_for_again() {
    cloud.list("", "OldMark");
    assertThat(why(find("fake"))).isEqualTo("OldMark");
    assertThat(cloud.calls).hasSize(1);
  }

  @Test
  void a_throttled_page_is_read_again_at_the_pace_of_looks() {
    cloud.list("", "Slow", "1||i-1");
    assertThat(find("fake").isComplete()).isTrue();
  }

  @Test
  void what_the_cloud_filters_is_checked_again() {
    cloud.tagged.put("i-1", "ci");
    cloud.tagged.put("i-2", "prod");
    cloud.list("", "2||i-1,i-2");
    Found found = find(Selection.builder().in("fake").where(Condition.tag("purpose", "ci")));
    assertThat(ids(found)).containsExactly("i-1");
    assertThat(found.listed()).isEqualTo(2);
    assertThat(cloud.calls).containsExactly("page   {purpose=ci}");
  }

  @Test
  void a_list_as_long_as_the_filter_may_make_it_is_read_without_the_filter() {
    cloud.mostUnder = 2;
    cloud.tagged.put("i-3", "ci");
    cloud.list("", "2||i-1,i-2", "3||i-1,i-2,i-3");
    Found found = find(Selection.builder().in("fake").where(Condition.tag("purpose", "ci")));
    assertThat(ids(found)).containsExactly("i-3");
    assertThat(cloud.calls).containsExactly("page   {purpose=ci}", "page  ");
  }

  @Test
  void what_was_seen_under_a_filter_stays_found_when_the_list_without_it_cannot_be_read() {
    cloud.mostUnder = 2;
    cloud.tagged.put("i-1", "ci");
    cloud.list("", "2||i-1,i-2", "Forbidden");
    Found found = find(Selection.builder().in("fake").where(Condition.tag("purpose", "ci")));
    assertThat(why(found)).isEqualTo("Forbidden");
    assertThat(ids(found)).containsExactly("i-1");
  }

  @Test
  void everything_wrong_with_the_places_is_said_at_once_and_nothing_is_asked() {
    cloud.regional = true;
    assertThatThrownBy(() -> find(Selection.builder().in("fake").in("other:r-1")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("fake: name a region, or fake:*")
        .hasMessageContaining(
            "other:r-1: no account is registered under that name; there are fake");
    assertThat(cloud.calls).isEmpty();
  }

  @Test
  void a_provider_that_cannot_list_says_so() {
    FakeCloud plain = new FakeCloud();
    try (ReleaseClient client =
        Clockwork.real()
            .singleThreaded(true)
            .in(ReleaseClient.builder())
            .provider(plain)
            .transport(plain)
            .build()) {
      Found found = client.find(Selection.builder().in("fake").build());
      assertThat(why(found)).isEqualTo("NoListing");
    }
  }

  @Test
  void a_closed_client_says_that_it_looked_at_nothing() {
    cloud.list("", "1||i-1");
    ReleaseClient client = ReleaseClient.builder().provider(cloud).transport(cloud).build();
    client.close();
    assertThat(why(client.find(Selection.builder().in("fake").build()))).isEqualTo("Stopped");
  }

  @Test
  void who_is_interrupted_says_so_and_stays_interrupted() {
    cloud.list("", "1||i-1");
    try (ReleaseClient client = ReleaseClient.builder().provider(cloud).transport(cloud).build()) {
      Thread.currentThread().interrupt();
      Found found = client.find(Selection.builder().in("fake").build());
      assertThat(Thread.interrupted()).isTrue();
      assertThat(why(found)).isEqualTo("Stopped");
    }
  }

  @Test
  void the_deadline_ends_a_list_that_does_not_end() {
    cloud.list("", "Slow");
    Found found = find(Selection.builder().in("fake").deadline(Duration.ofSeconds(20)));
    assertThat(found.incomplete()).extracting(Unread::place).hasSize(1);
    assertThat(found.instances()).isEmpty();
  }

  @Test
  void references_are_a_file_for_a_release_with_names_as_comments() {
    cloud.names.put("i-1", "web\nfake:i-9");
    cloud.list("", "3||i-1,i-2");
    assertThat(find("fake").toReferences())
        .startsWith("# incomplete: fake ListChanged: ")
        .endsWith("\nfake:i-1 # web\\nfake:i-9\nfake:i-2\n");
  }

  @Test
  void finding_releases_nothing() {
    cloud.list("", "1||i-1");
    find("fake");
    assertThat(cloud.releases()).isZero();
  }
}
