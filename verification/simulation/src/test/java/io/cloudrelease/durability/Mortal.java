package io.cloudrelease.durability;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A program that releases the instances of a file; run in a process of its own, to be killed. */
public final class Mortal {
  private Mortal() {}

  /** Arguments: port, clock, factor, list, journal; a journal that is no file name is a folder. */
  public static void main(String[] args) throws IOException {
    FastClock clock = new FastClock(Instant.parse(args[1]), Integer.parseInt(args[2]));
    Path list = Path.of(args[3]);
    try (ReleaseClient client =
        client(Integer.parseInt(args[0]), clock)
            .journal(journal(Path.of(args[4]), clock))
            .build()) {
      List<InstanceRef> refs = Files.readAllLines(list).stream().map(InstanceRef::parse).toList();
      ReleaseInstancesResult result = client.releaseInstances(request(refs));
      Files.writeString(list.resolveSibling(list.getFileName() + ".json"), result.toJson());
    }
  }

  static FileJournal journal(Path path, FastClock clock) {
    FileJournal journal =
        path.toString().endsWith(".jsonl") ? FileJournal.at(path) : FileJournal.inFolder(path);
    return journal.steadyClock(Clouds.nanos(clock));
  }

  static ReleaseInstancesRequest request(List<InstanceRef> refs) {
    return ReleaseInstancesRequest.builder()
        .instances(refs)
        .maxInstances(refs.size())
        .deadline(Duration.ofHours(3))
        .build();
  }

  static ReleaseClientBuilder client(int port, FastClock clock) {
    Credentials key = Credentials.ofKey("AKIDEXAMPLE", "SECRETEXAMPLE");
    return Clockwork.real()
        .clock(clock)
        .sleeper(clock.sleeper())
        .in(Clouds.client(Clouds.at(port), key, key, key));
  }

  /** Starts it. */
  static Process start(int port, FastClock clock, Path list, Path journal) throws IOException {
    return start(Mortal.class, port, clock, list, journal.toString());
  }

  /** Starts a program with these arguments: port, clock, factor, the file, and more. */
  static Process start(Class<?> program, int port, FastClock clock, Path file, String... more)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                program.getName(),
                String.valueOf(port),
                clock.began().toString(),
                String.valueOf(clock.factor()),
                file.toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(file.resolveSibling(file.getFileName() + ".out").toFile())
        .start();
  }
}
