package io.cloudrelease.truth;

import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.pace.PaceAdvice;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A provider that does as another one does, but for what a test overrides. */
class Wrapped implements CloudProvider {
  private final CloudProvider inner;

  Wrapped(CloudProvider inner) {
    this.inner = inner;
  }

  @Override
  public ProviderFacts facts() {
    return inner.facts();
  }

  @Override
  public RequestSigner signer() {
    return inner.signer();
  }

  @Override
  public CredentialsProvider credentials() {
    return inner.credentials();
  }

  @Override
  public boolean acceptsId(String id) {
    return inner.acceptsId(id);
  }

  @Override
  public boolean recognizesId(String id) {
    return inner.recognizesId(id);
  }

  @Override
  public Assessment assess(Snapshot snapshot, Intent intent) {
    return inner.assess(snapshot, intent);
  }

  @Override
  public Assessment assessUnseen(Intent intent) {
    return inner.assessUnseen(intent);
  }

  @Override
  public ApiRequest encodeRelease(ReleaseBatch batch) {
    return inner.encodeRelease(batch);
  }

  @Override
  public ReleaseAnswer readRelease(ReleaseBatch batch, HttpResponse response) {
    return inner.readRelease(batch, response);
  }

  @Override
  public ApiRequest encodeLook(LookQuery query) {
    return inner.encodeLook(query);
  }

  @Override
  public LookAnswer readLook(LookQuery query, HttpResponse response) {
    return inner.readLook(query, response);
  }

  @Override
  public List<CollateralItem> collateral(Snapshot snapshot, Intent intent) {
    return inner.collateral(snapshot, intent);
  }

  @Override
  public Optional<Duration> recycleBinRetention(Snapshot snapshot) {
    return inner.recycleBinRetention(snapshot);
  }

  @Override
  public boolean recycledIsFree(Snapshot snapshot) {
    return inner.recycledIsFree(snapshot);
  }

  @Override
  public String accessHost(String region) {
    return inner.accessHost(region);
  }

  @Override
  public PaceAdvice paceAdvice(HttpResponse response) {
    return inner.paceAdvice(response);
  }
}
