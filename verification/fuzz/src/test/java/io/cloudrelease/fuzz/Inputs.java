package io.cloudrelease.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Inputs that follow from a seed: random bytes, and known inputs with some of their bytes changed.
 */
final class Inputs {
  private static final int LONGEST = 96;

  private final SplittableRandom random;
  private final List<byte[]> known;

  Inputs(long seed, List<byte[]> known) {
    this.random = new SplittableRandom(seed);
    this.known = known;
  }

  byte[] next() {
    if (known.isEmpty() || random.nextInt(4) == 0) {
      byte[] input = new byte[random.nextInt(LONGEST)];
      random.nextBytes(input);
      return input;
    }
    byte[] input = known.get(random.nextInt(known.size())).clone();
    for (int i = random.nextInt(4); i > 0 && input.length > 0; i--) {
      input[random.nextInt(input.length)] = (byte) random.nextInt(256);
    }
    return input;
  }

  /** The files of a folder; none when it is not there. */
  static List<byte[]> in(Path folder) throws IOException {
    List<byte[]> known = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          known.add(Files.readAllBytes(file));
        }
      }
    }
    return known;
  }
}
