package io.cloudrelease.execution.instance;

import io.cloudrelease.model.Goal;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;

/** Walks requests on clouds, and prints what was found. */
final class Checker {

  private Checker() {}

  /** Run by {@code verification/run.sh checker}: all walks, or those whose name has that in it. */
  public static void main(String[] args) {
    String name = args.length == 0 ? "" : args[0];
    List<Asked> all = Asked.all().stream().filter(a -> a.toString().contains(name)).toList();
    Findings findings = walk(all, new RulesUnderTest(), System.out);
    if (args.length == 0) {
      System.out.println("\nwhere looks and calls are twice as late as the facts say:");
      walk(beyond(), new RulesUnderTest(), System.out);
      mutants();
    }
    System.exit(findings.isAny() ? 1 : 0);
  }

  private static List<Asked> beyond() {
    return Stream.of(ModelledCloud.ZEC_WITH_BIN, ModelledCloud.TENCENT_PREPAID)
        .map(cloud -> Asked.of(cloud, Goal.RELEASE).beyond())
        .flatMap(plain -> Stream.of(plain, plain.sentOnce()))
        .toList();
  }

  private static void mutants() {
    for (Mutant mutant : Mutant.values()) {
      Findings findings = new Findings();
      new ProtocolChecker(mutant.asked(), mutant.rules(), findings).walk(true);
      System.out.printf(
          "%nwithout its rule, %s: %s%n", mutant, mutant.isFound(findings) ? "found" : "NOT FOUND");
      findings.stories().stream().limit(1).forEach(System.out::println);
    }
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
