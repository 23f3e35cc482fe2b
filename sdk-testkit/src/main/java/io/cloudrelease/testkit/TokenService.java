package io.cloudrelease.testkit;

import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A cloud's token service, simulated, in front of a transport to everything else: says whose keys
 * are called with, and gives keys of roles, which live for an hour. Signatures are checked as the
 * cloud checks them. Thread-safe.
 */
public abstract class TokenService implements HttpTransport {
  private static final Duration LIFE = Duration.ofHours(1);

  private final HttpTransport rest;
  private final InstantSource clock;
  private final Map<String, Holder> holders = new ConcurrentHashMap<>();
  private final List<HttpRequest> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger issued = new AtomicInteger();
  private volatile Function<String, Optional<Holder>> keysOfTheCloud = name -> Optional.empty();
  private volatile Consumer<AccessKey> whenIssued = key -> {};
  private volatile Optional<Refused> refusal = Optional.empty();

  /**
   * Whose key it is.
   *
   * @param key the key
   * @param accountId the cloud's own id of its account
   */
  protected record Holder(AccessKey key, String accountId) {}

  /**
   * A service with no keys yet.
   *
   * @param rest gets what is meant for other services
   */
  protected TokenService(HttpTransport rest, InstantSource clock) {
    this.rest = rest;
    this.clock = clock;
  }

  /** Makes a key known as one of that account. */
  public final void key(AccessKey key, String accountId) {
    holders.put(key.isBearer() ? key.token() : key.id(), new Holder(key, accountId));
  }

  /**
   * Makes it the service of that cloud: it knows every key of the cloud's own account, those given
   * later too, and the cloud knows the keys of roles. Keys of further accounts it knows by {@link
   * #key}.
   *
   * @param accountId the cloud's own id of that account
   */
  public final void serves(SimulatedCloud cloud, String accountId) {
    keysOfTheCloud =
        name ->
            cloud
                .holder(name)
                .filter(known -> known.account() == cloud.account() && !known.key().isDisabled())
                .map(known -> new Holder(known.key(), accountId));
    whenIssued(key -> cloud.addKey(cloud.account(), key));
  }

  /** Told of each key of a role that is given out; the cloud itself must know it too. */
  public final void whenIssued(Consumer<AccessKey> consumer) {
    whenIssued = consumer;
  }

  /** Refuses all calls from now on. */
  public final void refuse(int status, String code, String message) {
    refusal = Optional.of(new Refused(status, code, message));
  }

  /** What it was asked, in order. */
  public final List<HttpRequest> requests() {
    return List.copyOf(requests);
  }

  /** Whether a request of that form is meant for this service, and for no transport behind it. */
  public final boolean recognizes(HttpRequest request) {
    return isMeant(request);
  }

  @Override
  public final HttpResponse send(HttpRequest request) throws TransportException {
    if (!isMeant(request)) {
      return rest.send(request);
    }
    requests.add(request);
    try {
      if (refusal.isPresent()) {
        throw refusal.get();
      }
      return said(200, answer(request, clock.instant()));
    } catch (Refused refused) {
      return said(status(refused), worded(refused));
    }
  }

  /** Aliyun's own client reads no answer that does not say what it is. */
  private static HttpResponse said(int status, String text) {
    Header type = new Header("Content-Type", "application/json; charset=utf-8");
    return HttpResponse.of(status, List.of(type), HttpBody.utf8(text));
  }

  @Override
  public final void close() {
    rest.close();
  }

  /** The holder of that key id or bearer token. */
  protected final Optional<Holder> holder(String name) {
    Holder known = holders.get(name);
    return known == null ? keysOfTheCloud.apply(name) : Optional.of(known);
  }

  /** New keys of the same account. */
  protected final AccessKey issue(Holder base, Instant now) {
    int number = issued.incrementAndGet();
    AccessKey key =
        AccessKey.session(
            "ROLE" + number, "ROLESECRET" + number, "ROLETOKEN" + number, now.plus(LIFE));
    key(key, base.accountId());
    whenIssued.accept(key);
    return key;
  }

  /** When keys that are given out now end. */
  protected final Instant end(Instant now) {
    return now.plus(LIFE);
  }

  /** Whether the request is one for this service. */
  protected abstract boolean isMeant(HttpRequest request);

  /**
   * The body of the answer.
   *
   * @throws Refused when the call is refused
   */
  protected abstract String answer(HttpRequest request, Instant now);

  /** The HTTP status of a refusal. */
  protected abstract int status(Refused refused);

  /** The body of a refusal. */
  protected abstract String worded(Refused refused);
}
