package io.cloudrelease.execution.call;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A reading call. What it shows is as old as its last attempt, however long that waited for its
 * turn. Used by one thread at a time.
 */
public final class LookCall implements Call<LookAnswer> {
  private final Account account;
  private final Supplier<Instant> now;
  private LookQuery query;

  public LookCall(Account account, LookQuery query, Supplier<Instant> now) {
    this.account = account;
    this.query = query;
    this.now = now;
  }

  /** What the last attempt asked, and when. */
  public LookQuery query() {
    return query;
  }

  @Override
  public Account account() {
    return account;
  }

  @Override
  public ActionFacts action() {
    return account.facts().lookAction();
  }

  @Override
  public Lane lane() {
    return new Lane(account.name(), query.region(), action().name());
  }

  @Override
  public ApiRequest encode() {
    query = new LookQuery(query.region(), query.instances(), now.get());
    return account.provider().encodeLook(query);
  }

  @Override
  public LookAnswer read(HttpResponse response) {
    return account.provider().readLook(query, response);
  }

  @Override
  public Optional<CloudFailure> failure(LookAnswer answer) {
    return answer.failure();
  }

  @Override
  public String requestId(LookAnswer answer) {
    return "";
  }

  @Override
  public LookAnswer with(LookAnswer answer, UnaryOperator<Snapshot> cleaning) {
    List<Snapshot> clean = answer.snapshots().stream().map(cleaning).toList();
    return LookAnswer.shows(clean, answer.complete());
  }

  @Override
  public boolean destructive() {
    return false;
  }

  @Override
  public boolean escalates() {
    return false;
  }

  @Override
  public Instant signedBefore() {
    return Instant.EPOCH;
  }

  @Override
  public List<InstanceRef> instances() {
    return query.instances();
  }
}
