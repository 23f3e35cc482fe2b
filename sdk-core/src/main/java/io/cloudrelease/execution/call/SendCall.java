package io.cloudrelease.execution.call;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A destructive call.
 *
 * @param signedSeconds in which seconds calls of the run for the same instances were signed
 */
public record SendCall(
    Account account,
    ReleaseBatch batch,
    Instant signedBefore,
    Set<Long> signedSeconds,
    LastCheck lastCheck)
    implements Call<ReleaseAnswer> {

  @Override
  public Optional<Withheld> keepBack() {
    return lastCheck.first();
  }

  @Override
  public Optional<Withheld> keepBackAgain() {
    return lastCheck.again();
  }

  @Override
  public Optional<ReleaseError> leaving() {
    return lastCheck.leaving();
  }

  @Override
  public void stayed() {
    lastCheck.stayed();
  }

  @Override
  public String batchId() {
    return lastCheck.batchId();
  }

  /** Asked on the call's thread, between its turn and its leaving. */
  public interface LastCheck {

    /** Before the first attempt: also makes its intent durable. */
    Optional<Withheld> first();

    /** Before each further attempt. */
    Optional<Withheld> again();

    /** A byte may leave from now on, unless this says why not. */
    Optional<ReleaseError> leaving();

    /** No byte of the attempt that could leave has left. */
    void stayed();

    /** The batch's name in the journal. */
    default String batchId() {
      return "";
    }
  }

  @Override
  public ActionFacts action() {
    return account.action(batch.step().action());
  }

  @Override
  public Lane lane() {
    return new Lane(account.name(), batch.region(), batch.step().action());
  }

  @Override
  public ApiRequest encode() {
    return account.provider().encodeRelease(batch);
  }

  @Override
  public ReleaseAnswer read(HttpResponse response) {
    return account.provider().readRelease(batch, response);
  }

  @Override
  public Optional<CloudFailure> failure(ReleaseAnswer answer) {
    return answer.failure();
  }

  @Override
  public String requestId(ReleaseAnswer answer) {
    return answer.requestId();
  }

  @Override
  public boolean destructive() {
    return true;
  }

  @Override
  public boolean dryRun() {
    return batch.intent().dryRun();
  }

  @Override
  public boolean escalates() {
    return batch.step().escalates();
  }

  @Override
  public List<InstanceRef> instances() {
    return batch.instances();
  }
}
