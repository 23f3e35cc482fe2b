package io.cloudrelease.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The death of a process in the middle of a run: its journal stays as it was at that moment, and
 * nothing of it reaches a cloud any more.
 */
final class Death {
  private final Path living;
  private final Path left;
  private final InstantSource clock;

  Death(Path folder, InstantSource clock) {
    this.living = folder.resolve("living").resolve("run.jsonl");
    this.left = folder.resolve("left").resolve("run.jsonl");
    this.clock = clock;
  }

  static LongSupplier nanos(InstantSource clock) {
    return () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos();
  }

  /** What it left behind. */
  FileJournal journal() {
    return FileJournal.at(left).steadyClock(nanos(clock));
  }

  /** Releases, and dies once that holds of a request that was answered. */
  void comes(
      ReleaseClientBuilder parts,
      HttpTransport wire,
      ReleaseInstancesRequest request,
      Predicate<HttpRequest> now) {
    makeFolders();
    HttpTransport mortal =
        new HttpTransport() {
          @Override
          public HttpResponse send(HttpRequest sent) throws TransportException {
            if (Files.exists(left)) {
              throw new Gone();
            }
            HttpResponse response = wire.send(sent);
            if (now.test(sent)) {
              copy();
              throw new Gone();
            }
            return response;
          }

          @Override
          public void close() {
            wire.close();
          }
        };
    FileJournal journal = FileJournal.at(living).steadyClock(nanos(clock));
    try (ReleaseClient client =
        parts.transport(mortal).journal(journal).killSwitch(() -> Files.exists(left)).build()) {
      client.releaseInstances(request);
    } catch (Gone gone) {
      // Whether a client survives that is not the question here.
    }
    assertThat(left).exists();
  }

  private void makeFolders() {
    assertThat(living.getParent().toFile().mkdirs()).isTrue();
    assertThat(left.getParent().toFile().mkdirs()).isTrue();
  }

  private void copy() {
    try {
      Files.copy(living, left);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Gone extends Error {
    private static final long serialVersionUID = 1L;
  }
}
