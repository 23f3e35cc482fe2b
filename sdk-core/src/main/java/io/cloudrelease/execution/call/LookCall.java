package io.cloudrelease.execution.call;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A reading call. */
public record LookCall(Account account, LookQuery query) implements Call<LookAnswer> {

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
  public int size() {
    return query.instances().size();
  }
}
