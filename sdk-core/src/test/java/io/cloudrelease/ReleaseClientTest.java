package io.cloudrelease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.credentials.sources.EnvironmentCredentials;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.network.NetworkSettings;
import io.cloudrelease.remains.Leftover;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ProviderFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ReleaseClientTest extends FakeRuns {

  @Test
  void a_fleet_is_released_in_full_batches_and_proven_gone() {
    cloud.with(25);
    ReleaseInstancesResult result = release(request(25));
    allAre(result, Verdict.RELEASED);
    assertThat(cloud.releases()).isEqualTo(3);
    assertThat(cloud.applied).doesNotHaveDuplicates().hasSize(25);
    assertThat(result.verdicts()).allSatisfy(v -> assertThat(v.sends()).isEqualTo(1));
  }

  @Test
  void an_id_that_is_not_shown_is_not_found_and_spoils_nothing() {
    cloud.with(3);
    ReleaseInstancesResult result = release(request(3).instance("fake:i-none"));
    assertThat(result.counts())
        .containsEntry(Verdict.RELEASED, 3)
        .containsEntry(Verdict.NOT_FOUND, 1);
  }

  @Test
  void goal_destroy_goes_through_the_recycle_bin() {
    cloud.recycles = true;
    cloud.with(2);
    allAre(release(request(2)), Verdict.RECYCLED);
    cloud.with(2);
    allAre(release(request(2).goal(Goal.DESTROY)), Verdict.RELEASED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nobody:i-9 | UnknownProvider | registered: fake",
        "fake:x-9 | WrongId | look like i-1",
        "fake:r1:i-9 | NoRegions | write fake:i-9"
      })
  void one_wrong_reference_holds_back_the_whole_request(String ref, String code, String hint) {
    cloud.with(2);
    ReleaseInstancesResult result = release(request(2).instance(ref));
    allAre(result, Verdict.NOT_SENT);
    assertThat(error(result, 2).code()).isEqualTo(code);
    assertThat(error(result, 2).message()).contains("'" + ref + "'");
    assertThat(error(result, 2).hint()).contains(hint);
    assertThat(error(result, 0).code()).isEqualTo("RequestHeldBack");
    assertThat(cloud.calls).isEmpty();
  }

  @Test
  void a_missing_region_is_said_with_how_to_write_it() {
    cloud.regional = true;
    cloud.with(1);
    ReleaseInstancesResult result = release(request(1));
    assertThat(error(result, 0).code()).isEqualTo("MissingRegion");
    assertThat(error(result, 0).hint()).isEqualTo("write fake:<region>:i-0");
    assertThat(cloud.calls).isEmpty();
  }

  @Test
  void an_id_of_another_cloud_is_said_so() {
    FakeCloud other = new FakeCloud();
    other.name = "other";
    other.idPrefix = "ins-";
    try (ReleaseClient client = builder().provider(other).build()) {
      ReleaseInstancesResult result =
          client.releaseInstances(ReleaseInstancesRequest.builder().instance("fake:ins-1").build());
      assertThat(error(result, 0).message()).contains("looks like one of other");
      assertThat(cloud.calls).isEmpty();
    }
  }

  @Test
  void an_id_that_only_another_cloud_knows_as_its_own_is_sent_to_none() {
    FakeCloud broad =
        new FakeCloud() {
          @Override
          public boolean acceptsId(String id) {
            return true;
          }
        };
    broad.name = "broad";
    broad.idPrefix = "b-";
    try (ReleaseClient client = builder().provider(broad).build()) {
      ReleaseInstancesResult result =
          client.releaseInstances(ReleaseInstancesRequest.builder().instance("broad:i-1").build());
      allAre(result, Verdict.NOT_SENT);
      assertThat(error(result, 0).code()).isEqualTo("ForeignId");
      assertThat(error(result, 0).message()).contains("looks like one of fake");
      assertThat(cloud.calls).isEmpty();
    }
  }

  @Test
  void one_instance_under_the_names_of_two_accounts_is_sent_under_neither() {
    cloud.with(1);
    FakeCloud same =
        new FakeCloud() {
          @Override
          public ProviderFacts facts() {
            return super.facts().cloud("fake");
          }
        };
    same.name = "other";
    try (ReleaseClient client = builder().provider(same).build()) {
      ReleaseInstancesResult result =
          client.releaseInstances(request(1).instance("other:i-0").build());
      allAre(result, Verdict.NOT_SENT);
      assertThat(error(result, 1).code()).isEqualTo("NamedTwice");
      assertThat(error(result, 1).message()).contains("'other:i-0'").contains("'fake:i-0'");
      assertThat(cloud.calls).isEmpty();
    }
  }

  /** A cloud whose looks always say that there is more. */
  @Test
  void a_look_that_never_shows_all_it_counts_sends_nothing() {
    FakeCloud partial =
        new FakeCloud() {
          @Override
          public LookAnswer readLook(LookQuery query, HttpResponse response) {
            return LookAnswer.shows(List.of(), false);
          }
        };
    partial.name = "partial";
    try (ReleaseClient client = builder().provider(partial).build()) {
      ReleaseInstancesRequest request =
          ReleaseInstancesRequest.builder()
              .instance("partial:i-0")
              .instance("partial:i-1")
              .deadline(Duration.ofMinutes(2))
              .build();
      ReleaseInstancesResult result = client.releaseInstances(request);
      allAre(result, Verdict.NOT_SENT);
      assertThat(error(result, 0).code()).isEqualTo("LookIncomplete");
      assertThat(cloud.releases()).isZero();
    }
  }

  @Test
  void a_cloud_that_cannot_tell_what_is_left_behind_is_said_to() {
    cloud.with(1);
    try (ReleaseClient client = builder().checkLeftovers(true).build()) {
      ReleaseInstancesResult result = client.releaseInstances(request(1).build());
      allAre(result, Verdict.RELEASED);
      assertThat(result.leftovers())
          .singleElement()
          .satisfies(
              left -> {
                assertThat(left.exists()).isEqualTo(Leftover.Existence.NOT_KNOWN);
                assertThat(left.why().orElseThrow().code()).isEqualTo("CannotAsk");
              });
    }
  }

  @Test
  void missing_credentials_name_the_variables_to_set() {
    cloud.with(2);
    cloud.keys =
        new EnvironmentCredentials(
            Environment.of(Map.of(), Path.of("home")), "FAKE_ID", "FAKE_KEY", List.of());
    ReleaseInstancesResult result = release(request(2));
    allAre(result, Verdict.NOT_SENT);
    assertThat(error(result, 0).message()).contains("FAKE_ID", "FAKE_KEY");
    assertThat(error(result, 0).category()).isEqualTo(ErrorCategory.UNAUTHENTICATED);
    assertThat(cloud.calls).isEmpty();
  }

  @Test
  void more_than_max_instances_is_nothing_and_zero_means_none() {
    cloud.with(3);
    ReleaseInstancesResult result = release(request(3).maxInstances(2));
    allAre(result, Verdict.NOT_SENT);
    assertThat(error(result, 0).code()).isEqualTo("MaxInstances");
    assertThat(error(result, 0).message()).contains("3 instances").contains("is 2");
    allAre(release(request(1).maxInstances(0)), Verdict.NOT_SENT);
    assertThat(cloud.calls).isEmpty();
    allAre(release(request(3).maxInstances(3)), Verdict.RELEASED);
  }

  @Test
  void two_accounts_of_one_name_and_no_account_at_all_are_refused() {
    assertThatThrownBy(() -> builder().provider(cloud)).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> ReleaseClient.builder().build())
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void a_provider_whose_name_can_stand_in_no_reference_is_not_registered() {
    cloud.name = "Prod_X";
    assertThatThrownBy(this::builder)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'Prod_X'")
        .hasMessageContaining("lower-case letters, digits and hyphens");
  }

  @Test
  void a_client_made_of_another_may_reach_the_clouds_otherwise() {
    cloud.with(1);
    NetworkSettings settings = NetworkSettings.builder().direct().build();
    try (ReleaseClient usual = ReleaseClient.builder().provider(cloud).network(settings).build();
        ReleaseClient other = usual.toBuilder().transport(cloud).build();
        ReleaseClient again = other.toBuilder().network(settings).build()) {
      assertThat(again.check(request(1).build())).isEmpty();
    }
    assertThatThrownBy(() -> builder().network(settings).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("leave out one of");
  }

  @Test
  void what_is_null_is_named_before_anything_begins() {
    try (ReleaseClient client = builder().build()) {
      assertThatThrownBy(() -> client.releaseInstancesAsync(nothing())).hasMessage("request");
      assertThatThrownBy(() -> client.planAsync(nothing())).hasMessage("request");
      assertThatThrownBy(() -> client.whoAmI(nothing())).hasMessage("account");
      assertThatThrownBy(() -> client.resumeAsync(nothing(), ResumeOptions.defaults()))
          .hasMessage("journal");
    }
    assertThat(cloud.calls).isEmpty();
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // of a caller without checks
  private static <T> T nothing() {
    return null;
  }
}
