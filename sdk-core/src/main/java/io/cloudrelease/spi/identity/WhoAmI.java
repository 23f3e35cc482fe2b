package io.cloudrelease.spi.identity;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.CloudProvider;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link CloudProvider} implements beside, when its cloud can be asked whose keys it calls
 * with. Pure functions, as all of a provider.
 */
public interface WhoAmI {

  /** The action's standing facts; it changes nothing. */
  ActionFacts whoAmIAction();

  /** The call. */
  ApiRequest encodeWhoAmI();

  /** What signs it: as a rule another service of the cloud answers it. */
  RequestSigner whoAmISigner();

  /** Reads the answer. Never throws for what a server may send. */
  Answer readWhoAmI(HttpResponse response);

  /** Who it is, or why it is not known. */
  final class Answer {
    private final @Nullable Caller caller;
    private final @Nullable CloudFailure failure;

    private Answer(@Nullable Caller caller, @Nullable CloudFailure failure) {
      this.caller = caller;
      this.failure = failure;
    }

    /** It is that one. */
    public static Answer of(Caller caller) {
      return new Answer(Objects.requireNonNull(caller, "caller"), null);
    }

    /** Not readable, or refused. */
    public static Answer failed(CloudFailure failure) {
      return new Answer(null, Objects.requireNonNull(failure, "failure"));
    }

    public Optional<Caller> caller() {
      return Optional.ofNullable(caller);
    }

    public Optional<CloudFailure> failure() {
      return Optional.ofNullable(failure);
    }
  }
}
