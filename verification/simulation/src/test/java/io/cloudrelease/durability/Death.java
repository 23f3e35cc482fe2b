package io.cloudrelease.durability;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The death of a process at one of its requests, within this one: what it had written till then is
 * copied aside, and nothing of it reaches a cloud any more. What is left of it here gives verdicts
 * and writes on, but into its own files, which nobody reads.
 */
final class Death implements HttpTransport {
  private final HttpTransport wire;
  private final int request;
  private final boolean after;
  private final Path living;
  private final Path left;
  private int count;
  private boolean came;

  /**
   * Dies at the request of that number, from 0, before or after the cloud got it.
   *
   * @param living the folder of its journals
   * @param left where they are to be found after its death
   */
  Death(HttpTransport wire, int request, boolean after, Path living, Path left) {
    this.wire = wire;
    this.request = request;
    this.after = after;
    this.living = living;
    this.left = left;
  }

  boolean came() {
    return came;
  }

  @Override
  public HttpResponse send(HttpRequest sent) throws TransportException {
    if (came) {
      throw new Gone();
    }
    boolean now = count++ == request;
    if (now && !after) {
      throw die();
    }
    HttpResponse response = wire.send(sent);
    if (now) {
      throw die();
    }
    return response;
  }

  private Gone die() {
    came = true;
    try (Stream<Path> files = Files.list(living)) {
      Files.createDirectories(left);
      List<Path> regular = files.filter(Files::isRegularFile).toList();
      for (Path file : regular) {
        Files.copy(file, left.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Gone();
  }

  @Override
  public void close() {
    wire.close();
  }

  private static final class Gone extends Error {
    private static final long serialVersionUID = 1L;

    Gone() {
      super("killed");
    }
  }
}
