package io.cloudrelease.execution.instance;

import io.cloudrelease.model.Goal;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Walks requests on clouds, and prints what was found. */
final class Checker {

  private Checker() {}

  /**
   * Run by {@code verification/run.sh checker}: what the build walks, then looks and calls later
   * than the facts say, and each rule taken away. With {@code all} every walk there is, with
   * another word those of them whose name has it in it.
   */
  public static void main(String[] args) {
    if (args.length > 0) {
      String name = args[0].equals("all") ? "" : args[0];
      List<Asked> some = Asked.all().stream().filter(a -> a.toString().contains(name)).toList();
      if (some.isEmpty()) {
        System.err.println("no walk has '" + name + "' in its name; these are all:");
        Asked.all().forEach(System.err::println);
        System.exit(2);
      }
      System.exit(walk(some, new RulesUnderTest(), System.out).isAny() ? 1 : 0);
    }
    long began = System.nanoTime();
    int missed = mutants();
    System.out.println(
        "\nwhere looks and calls are twice as late as the facts say, counted apart:");
    walk(beyond(Asked::beyond), new RulesUnderTest(), System.out);
    System.out.println("\nand with one escalating send at most:");
    Findings once = walk(beyond(a -> a.sentOnce().beyond()), new RulesUnderTest(), System.out);
    long twice = once.breaches().keySet().stream().filter(Checker::holdsAlways).count();
    System.out.println("\nwithin the facts:");
    Findings findings = walk(Asked.quick(), new RulesUnderTest(), System.out);
    System.out.printf(
        "%d rules taken away, %d not missed; one send at most: %d broken promises beyond the facts;"
            + " broken promises within the facts: %d; %d s%n",
        Mutant.values().length,
        missed,
        twice,
        findings.breaches().size(),
        (System.nanoTime() - began) / 1_000_000_000);
    System.exit(findings.isAny() || twice > 0 || missed > 0 ? 1 : 0);
  }

  /**
   * Those promises that hold whatever the facts are, where there is one escalating send at most:
   * all but that a first send cannot know what others did longer ago than looks are ever behind.
   */
  static boolean holdsAlways(String promise) {
    return !promise.startsWith("a: sent although it was known to have been moved by others");
  }

  /** On every cloud where a second send goes further than the first. */
  static List<Asked> beyond(UnaryOperator<Asked> later) {
    return Stream.of(ModelledCloud.values())
        .filter(ModelledCloud::secondGoesFurther)
        .map(cloud -> later.apply(Asked.of(cloud, Goal.RELEASE)))
        .toList();
  }

  private static int mutants() {
    List<Mutant> missed = Collections.synchronizedList(new ArrayList<>());
    Map<Mutant, String> caughtBy = Collections.synchronizedMap(new EnumMap<>(Mutant.class));
    Stream.of(Mutant.values())
        .parallel()
        .forEach(
            mutant -> {
              Findings findings = new Findings();
              new ProtocolChecker(mutant.asked(), mutant.rules(), findings).walk(true);
              boolean found = mutant.isFound(findings);
              if (!found) {
                missed.add(mutant);
              }
              caughtBy.put(mutant, found ? mutant.caughtBy(findings) : "NOT FOUND");
              String story = findings.stories().stream().findFirst().orElse("");
              System.out.printf(
                  "%nwithout its rule, %s: %s%n%s%n", mutant, found ? "found" : "NOT FOUND", story);
            });
    System.out.println("\neach rule taken away, and by what it is missed:");
    caughtBy.forEach((mutant, by) -> System.out.printf("%-48s %s%n", mutant, by));
    return missed.size();
  }

  static Findings walk(List<Asked> all, RulesUnderTest rules, PrintStream out) {
    long began = System.nanoTime();
    Findings findings = new Findings();
    long[] counts = new long[2];
    all.parallelStream()
        .forEach(
            asked -> {
              long start = System.nanoTime();
              Findings own = new Findings();
              ProtocolChecker checker = new ProtocolChecker(asked, rules, own);
              checker.walk(false);
              long millis = (System.nanoTime() - start) / 1_000_000;
              synchronized (findings) {
                findings.add(own);
                counts[0] += checker.states();
                counts[1] += checker.transitions();
                out.printf(
                    "%,10d states %,12d transitions %6d ms  %s%n",
                    checker.states(), checker.transitions(), millis, asked);
              }
            });
    findings.stories().forEach(story -> out.println("\n" + story));
    findings.unknown().forEach((why, times) -> out.printf("unknown %,12d  %s%n", times, why));
    findings.reached().forEach((what, times) -> out.printf("reached %,12d  %s%n", times, what));
    findings.breaches().forEach((what, times) -> out.printf("BROKEN  %,12d  %s%n", times, what));
    out.printf(
        "%,d states, %,d transitions, %d broken promises, %d ms%n",
        counts[0], counts[1], findings.breaches().size(), (System.nanoTime() - began) / 1_000_000);
    return findings;
  }
}
