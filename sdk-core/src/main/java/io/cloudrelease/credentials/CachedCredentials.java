package io.cloudrelease.credentials;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.transport.HttpTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a source gave until it is told to read it again, or it comes near its end. Whoever
 * signs reads one reference and waits for nobody, as long as there are keys that live.
 */
final class CachedCredentials implements CredentialsProvider {
  private static final Logger LOG = LoggerFactory.getLogger(CachedCredentials.class);

  /** What was just fetched is used for so long, even if it is over by our clock. */
  private static final Duration LEAST_USE = Duration.ofMinutes(1);

  /** So long a failure is told again before the source is asked again. */
  private static final Duration FAILURE_HOLDS = Duration.ofSeconds(1);

  private final CredentialsProvider source;
  private final Renewals renewals;
  private volatile @Nullable Generation last;

  /** From when on whoever signs has them renewed. */
  private volatile Instant renewal = Instant.MAX;

  /** Whether a renewal is under way; set without a lock, which a slow fetch may hold. */
  private final AtomicBoolean renewing = new AtomicBoolean();

  /** How often the source was asked anew. */
  private volatile int refreshes;

  private boolean changed;
  private @Nullable Failure failure;

  /**
   * What one fetch gave.
   *
   * @param end when it is over, where it ends
   */
  private record Generation(Credentials credentials, @Nullable Instant end) {
    boolean isOver(Instant now) {
      return end != null && !now.isBefore(end);
    }
  }

  private record Failure(Instant at, RuntimeException thrown) {}

  CachedCredentials(CredentialsProvider source, Renewals renewals) {
    this.source = Objects.requireNonNull(source, "source");
    this.renewals = renewals;
  }

  @Override
  public Credentials resolve() {
    Generation known = last;
    Instant now = renewals.clock().instant();
    if (known == null || known.isOver(now)) {
      return fetch();
    }
    if (!now.isBefore(renewal) && renewing.compareAndSet(false, true)) {
      renewBeside();
    }
    return known.credentials;
  }

  /** One at a time; so a source that hangs holds one thread, and no other's renewal. */
  private void renewBeside() {
    boolean begun = false;
    try {
      renewals.beside().execute(this::renew);
      begun = true;
    } catch (OutOfMemoryError noThread) {
      // The keys live still, and the next use asks for a thread again.
      LOG.warn("keys are not renewed yet: {}", noThread.getMessage());
    } finally {
      if (!begun) {
        renewing.set(false);
      }
    }
  }

  private synchronized Credentials fetch() {
    Generation known = last;
    Instant now = renewals.clock().instant();
    if (known != null && !known.isOver(now)) {
      return known.credentials;
    }
    Failure before = failure;
    if (before != null && now.isBefore(before.at.plus(FAILURE_HOLDS)) && !now.isBefore(before.at)) {
      throw before.thrown;
    }
    try {
      return keep(source.resolve());
    } catch (ConfigurationException | InvalidRequestException failed) {
      RuntimeException told = known == null ? failed : ended(known, failed);
      // Only where fetching may take long; a file that is mended is read at once.
      failure = known == null ? null : new Failure(renewals.clock().instant(), told);
      throw told;
    }
  }

  private static ConfigurationException ended(Generation known, RuntimeException failed) {
    return new ConfigurationException(
        "the temporary keys ended at "
            + known.credentials.expiresAt().orElse(known.end)
            + " and could not be renewed: "
            + failed.getMessage(),
        failed);
  }

  /**
   * Already over when it comes: our clock may be the wrong one, and the cloud has the last word.
   */
  private Credentials keep(Credentials fetched) {
    Instant now = renewals.clock().instant();
    Instant end = fetched.expiresAt().orElse(null);
    boolean over = end != null && !end.isAfter(now);
    last = new Generation(fetched, over ? now.plus(LEAST_USE) : end);
    renewal = end == null || over ? Instant.MAX : renewals.renewal(end);
    failure = null;
    return fetched;
  }

  /** Ahead of the end. The present keys serve meanwhile, and if this fails. */
  private void renew() {
    try {
      renewed();
    } finally {
      renewing.set(false);
    }
  }

  private synchronized void renewed() {
    Generation known = last;
    if (known == null || known.end == null || renewals.clock().instant().isBefore(renewal)) {
      // Somebody fetched anew meanwhile.
      return;
    }
    boolean newer = false;
    try {
      Credentials fetched = source.resolve();
      changed |= !fetched.equals(known.credentials);
      Instant end = fetched.expiresAt().orElse(null);
      if (end == null || !end.isBefore(known.end)) {
        keep(fetched);
      }
      newer = end == null || end.isAfter(known.end);
    } catch (ConfigurationException | InvalidRequestException failed) {
      LOG.warn("keys that end at {} are not renewed yet: {}", known.end, failed.getMessage());
    } catch (RuntimeException broken) {
      // Its message may hold anything; its class cannot hold a secret.
      LOG.warn("a source of credentials threw {}", broken.getClass().getName());
    } finally {
      // Also after an Error.
      if (!newer) {
        renewal = renewals.nextTry(known.end);
      }
    }
  }

  @Override
  public boolean refresh() {
    int before = refreshes;
    synchronized (this) {
      // Whoever waited since before another began to ask has the answer to that.
      if (refreshes != before) {
        return changed;
      }
      // Counted as it begins: who is refused while this reads may be refused the keys it brings.
      refreshes = refreshes + 1;
      return refreshNow();
    }
  }

  private boolean refreshNow() {
    Credentials now;
    try {
      source.refresh();
      now = source.resolve();
    } catch (ConfigurationException | InvalidRequestException goneOrBroken) {
      // The old ones may still serve; if not, the cloud's refusal says more than this would.
      return changed;
    }
    // Once they changed, a caller may still hold older ones than those of the last reading.
    Generation before = last;
    changed |= before == null || !now.equals(before.credentials);
    keep(now);
    return changed;
  }

  @Override
  public void callThrough(HttpTransport transport) {
    source.callThrough(transport);
  }

  @Override
  public String toString() {
    return "CachedCredentials[" + source + "]";
  }
}
