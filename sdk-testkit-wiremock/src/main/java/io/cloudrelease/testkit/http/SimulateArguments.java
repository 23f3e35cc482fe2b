package io.cloudrelease.testkit.http;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.model.InstanceRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@link Simulate} is asked for.
 *
 * @param port where to listen; 0 is a free one
 * @param bindAddress on which address of this machine
 * @param instances how many to put on each kind of cloud
 * @param added further ones, of a reference of the user's own
 * @param tags what all of them have
 * @param disks whether each has a disk that stays behind
 * @param age how long ago they were made
 * @param config where to write a configuration of the command line that leads to the clouds
 * @param realTransitions whether instances take as long as on the real clouds
 */
record SimulateArguments(
    int port,
    String bindAddress,
    int instances,
    List<InstanceRef> added,
    Map<String, String> tags,
    boolean disks,
    Duration age,
    Optional<Path> config,
    boolean realTransitions) {
  private static final Set<String> REGIONAL = Set.of("tencent-cvm", "aliyun-ecs");
  private static final Set<String> GLOBAL = Set.of("zenlayer-zec", "zenlayer-bmc", "zenlayer-vm");
  private static final int MOST_INSTANCES = 100_000;

  SimulateArguments {
    added = List.copyOf(added);
    tags = Map.copyOf(tags);
  }

  /**
   * Understands a command line.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static SimulateArguments parse(List<String> args) {
    int port = 0;
    String bindAddress = "127.0.0.1";
    int instances = 10;
    List<InstanceRef> added = new ArrayList<>();
    Map<String, String> tags = new HashMap<>();
    boolean disks = false;
    Duration age = Duration.ZERO;
    Optional<Path> config = Optional.empty();
    boolean realTransitions = false;
    for (Iterator<String> rest = spread(args).iterator(); rest.hasNext(); ) {
      String option = rest.next();
      switch (option) {
        case "--port" -> port = number(option, value(option, rest), 65_535);
        case "--bind" -> bindAddress = value(option, rest);
        case "--instances" -> instances = number(option, value(option, rest), MOST_INSTANCES);
        case "--add" -> added.add(reference(value(option, rest)));
        case "--tag" -> tag(value(option, rest), tags);
        case "--disks" -> disks = true;
        case "--age" -> age = age(value(option, rest));
        case "--config" -> config = Optional.of(Path.of(value(option, rest)));
        case "--real-transitions" -> realTransitions = true;
        default -> throw new IllegalArgumentException("'" + option + "' is not an option");
      }
    }
    return new SimulateArguments(
        port, bindAddress, instances, added, tags, disks, age, config, realTransitions);
  }

  /** {@code --port=1} as {@code --port 1}. */
  private static List<String> spread(List<String> args) {
    List<String> spread = new ArrayList<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      if (arg.startsWith("--") && equals > 0) {
        spread.add(arg.substring(0, equals));
        spread.add(arg.substring(equals + 1));
      } else {
        spread.add(arg);
      }
    }
    return spread;
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.next();
  }

  private static int number(String option, String text, int most) {
    String wrong = option + " takes a number from 0 to " + most + ", not '" + text + "'";
    try {
      int number = Integer.parseInt(text);
      if (number < 0 || number > most) {
        throw new IllegalArgumentException(wrong);
      }
      return number;
    } catch (NumberFormatException notOne) {
      throw new IllegalArgumentException(wrong, notOne);
    }
  }

  private static Duration age(String text) {
    if (!text.matches("[0-9]{1,4}d")) {
      throw new IllegalArgumentException(
          "--age takes a number of days, such as 8d, not '" + text + "'");
    }
    return Duration.ofDays(Integer.parseInt(text.substring(0, text.length() - 1)));
  }

  private static void tag(String text, Map<String, String> tags) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("--tag takes KEY=VALUE, not '" + text + "'");
    }
    tags.put(text.substring(0, equals), text.substring(equals + 1));
  }

  private static InstanceRef reference(String text) {
    String wrong =
        "--add takes tencent-cvm:REGION:ID, aliyun-ecs:REGION:ID, zenlayer-zec:ID,"
            + " zenlayer-bmc:ID or zenlayer-vm:ID, not '"
            + text
            + "'";
    try {
      InstanceRef ref = InstanceRef.parse(text);
      Set<String> kinds = ref.region().isEmpty() ? GLOBAL : REGIONAL;
      if (kinds.contains(ref.provider())) {
        return ref;
      }
      throw new IllegalArgumentException(wrong);
    } catch (InvalidRequestException notOne) {
      throw new IllegalArgumentException(wrong, notOne);
    }
  }
}
