package io.cloudrelease.examples.cli;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A command line, understood. */
sealed interface Command {

  /** Shows how the tool is used. */
  record Help() implements Command {}

  /** Shows which version it is. */
  record Version() implements Command {}

  /** Goes on with a run that broke off. */
  record Resume() implements Command {}

  /**
   * Releases a fleet on simulated clouds.
   *
   * @param flags {@link Flag#JSON} or {@link Flag#ALL}
   */
  record Demo(Set<Flag> flags) implements Command {

    public Demo {
      flags = Set.copyOf(flags);
    }

    boolean has(Flag flag) {
      return flags.contains(flag);
    }
  }

  /**
   * Releases instances.
   *
   * @param flags what is switched on
   * @param intent goal, collateral and powers
   * @param waitAtMost how long to wait for the goal after the sending; zero does not wait
   * @param deadline the most time for all of it
   * @param maxInstances the most instances that may be named
   * @param endpoints where to send, by provider; for tests and gateways
   * @param file names a file of references, {@code -} is the standard input, empty is none
   * @param refs the references given as arguments
   */
  record Release(
      Set<Flag> flags,
      Intent intent,
      Duration waitAtMost,
      Duration deadline,
      int maxInstances,
      Map<String, Endpoint> endpoints,
      String file,
      List<InstanceRef> refs)
      implements Command {

    public Release {
      flags = Set.copyOf(flags);
      Objects.requireNonNull(intent, "intent");
      Objects.requireNonNull(waitAtMost, "waitAtMost");
      Objects.requireNonNull(deadline, "deadline");
      endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
      Objects.requireNonNull(file, "file");
      refs = List.copyOf(refs);
    }

    boolean has(Flag flag) {
      return flags.contains(flag);
    }

    /** Whether the references come from the standard input, which then cannot answer questions. */
    boolean readsStandardInput() {
      return file.equals("-");
    }
  }

  /** Options without a value that do not change what a release means. */
  enum Flag {
    /** Print every verdict of the demo. */
    ALL,
    /** Print the result as JSON. */
    JSON,
    /** Send without reading the instances. */
    NO_LOOK,
    /** Print the plan, send nothing. */
    PLAN,
    /** Do not ask. */
    YES
  }
}
