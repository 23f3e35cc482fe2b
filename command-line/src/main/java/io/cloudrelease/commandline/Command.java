package io.cloudrelease.commandline;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A command line, understood. */
sealed interface Command {

  /**
   * Shows something: help, or which version it is.
   *
   * @param text what
   */
  record Show(String text) implements Command {
    public Show {
      Objects.requireNonNull(text, "text");
    }
  }

  /** Goes through a release without a cloud, see {@link Rehearsal}. */
  record Rehearse() implements Command {}

  /**
   * Goes on with a run that broke off.
   *
   * @param flags {@link Flag#JSON}
   * @param journal the file in which that run kept its journal
   * @param safeguards what holds it back from now on
   * @param endpoints where to send, by provider; for tests and gateways
   */
  record Resume(
      Set<Flag> flags, Path journal, Safeguards safeguards, Map<String, Endpoint> endpoints)
      implements Command {

    public Resume {
      flags = Set.copyOf(flags);
      Objects.requireNonNull(journal, "journal");
      Objects.requireNonNull(safeguards, "safeguards");
      endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
    }

    boolean has(Flag flag) {
      return flags.contains(flag);
    }
  }

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
   * @param safeguards what holds the run back
   * @param journal where the run keeps its journal; empty for nowhere
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
      Safeguards safeguards,
      Optional<Path> journal,
      Map<String, Endpoint> endpoints,
      String file,
      List<InstanceRef> refs)
      implements Command {

    public Release {
      flags = Set.copyOf(flags);
      Objects.requireNonNull(intent, "intent");
      Objects.requireNonNull(waitAtMost, "waitAtMost");
      Objects.requireNonNull(deadline, "deadline");
      Objects.requireNonNull(safeguards, "safeguards");
      Objects.requireNonNull(journal, "journal");
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
