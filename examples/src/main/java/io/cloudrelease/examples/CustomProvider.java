package io.cloudrelease.examples;

import static io.cloudrelease.model.LifecyclePhase.STABLE;
import static java.time.Duration.ofSeconds;

import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import java.util.List;
import java.util.stream.Stream;

/** A whole provider: a small cloud that takes ids, one a line, and a token for a key. */
record CustomProvider(Endpoint endpoint, CredentialsProvider credentials) implements CloudProvider {
  private static final ActionFacts RELEASE = ActionFacts.of("release", 50, 5, ofSeconds(5));
  private static final ActionFacts LOOK = ActionFacts.of("look", 50, 20, ofSeconds(5));

  @Override
  public ProviderFacts facts() {
    return ProviderFacts.of("nimbus", LOOK, List.of(RELEASE));
  }

  @Override
  public RequestSigner signer() {
    return (call, keys, context) -> {
      Header token = new Header("Authorization", "Bearer " + keys.token().orElseThrow().reveal());
      return HttpRequest.signed(call, "", List.of(token));
    };
  }

  @Override
  public boolean acceptsId(String id) {
    return id.startsWith("nb-");
  }

  @Override
  public Assessment assess(Snapshot seen, Intent intent) {
    return assessUnseen(intent);
  }

  @Override
  public Assessment assessUnseen(Intent intent) {
    return Assessment.send(new Assessment.Step(RELEASE.name(), 1, "", false));
  }

  @Override
  public ApiRequest encodeRelease(ReleaseBatch batch) {
    return post(RELEASE.name(), batch.ids());
  }

  @Override
  public ReleaseAnswer readRelease(ReleaseBatch batch, HttpResponse answer) {
    return answer.status() == 200 ? ReleaseAnswer.accepted("") : ReleaseAnswer.failed(no(answer));
  }

  @Override
  public ApiRequest encodeLook(LookQuery query) {
    return post(LOOK.name(), query.ids());
  }

  @Override
  public LookAnswer readLook(LookQuery query, HttpResponse answer) {
    if (answer.status() != 200) {
      return LookAnswer.failed(no(answer));
    }
    List<String> ids = answer.body().text().lines().toList();
    Stream<InstanceRef> there = query.instances().stream().filter(ref -> ids.contains(ref.id()));
    return LookAnswer.shows(
        there.map(ref -> Snapshot.builder(ref, query.at(), STABLE).build()).toList(), true);
  }

  private static CloudFailure no(HttpResponse answer) {
    return CloudFailure.of(answer.status(), "", answer.body().text(), "");
  }

  private ApiRequest post(String action, List<String> ids) {
    HttpBody body = HttpBody.utf8(String.join("\n", ids));
    return ApiRequest.of("POST", endpoint, "/" + action).action(action, "1").body("", body);
  }
}
