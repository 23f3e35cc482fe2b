package io.cloudrelease.execution.call;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.identity.Caller;
import io.cloudrelease.spi.identity.WhoAmI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A provider that can ask whose keys are; what is answered to that is an account's id, or a code.
 */
final class AskingScene extends CallScene implements WhoAmI {

  /** With which keys, in order. */
  final List<String> askedWith = new ArrayList<>();

  /** What the source gives before all others, once each. */
  final Deque<Credentials> before = new ArrayDeque<>();

  @Override
  public CredentialsProvider credentials() {
    CredentialsProvider now = super.credentials();
    return new CredentialsProvider() {
      @Override
      public Credentials resolve() {
        return before.isEmpty() ? now.resolve() : before.remove();
      }

      @Override
      public boolean refresh() {
        return now.refresh();
      }
    };
  }

  @Override
  public ActionFacts whoAmIAction() {
    return ActionFacts.of("WhoAmI", 5, 1, Duration.ofSeconds(7));
  }

  @Override
  public ApiRequest encodeWhoAmI() {
    return super.encode();
  }

  @Override
  public RequestSigner whoAmISigner() {
    return (request, credentials, context) -> {
      askedWith.add(credentials.accessKeyId());
      return HttpRequest.signed(request, "who=1", List.of());
    };
  }

  @Override
  public Answer readWhoAmI(HttpResponse response) {
    String text = response.body().text();
    return Character.isDigit(text.charAt(0))
        ? Answer.of(new Caller(text, "user", "ann"))
        : Answer.failed(CloudFailure.of(400, text, "said c4n4ry-key", ""));
  }
}
