package io.cloudrelease.execution.instance;

import java.io.PrintStream;
import java.util.List;

/** Walks all requests on all clouds, and prints what was found. */
final class Checker {

  private Checker() {}

  /** Run by {@code verification/run.sh checker}. */
  public static void main(String[] args) {
    List<Asked> all =
        Asked.all().stream()
            .filter(asked -> args.length == 0 || asked.toString().contains(args[0]))
            .toList();
    Findings findings = walk(all, new RulesUnderTest(), System.out);
    System.exit(findings.isAny() ? 1 : 0);
  }

  static Findings walk(List<Asked> all, RulesUnderTest rules, PrintStream out) {
    Findings findings = new Findings();
    long began = System.nanoTime();
    long states = 0;
    long transitions = 0;
    for (Asked asked : all) {
      Findings own = new Findings();
      ProtocolChecker checker = new ProtocolChecker(asked, rules, own);
      long start = System.nanoTime();
      checker.walk(false);
      states += checker.states();
      transitions += checker.transitions();
      out.printf(
          "%-60s %,10d states %,12d transitions %5d ms%n",
          asked, checker.states(), checker.transitions(), (System.nanoTime() - start) / 1_000_000);
      findings.add(own);
    }
    findings.stories().forEach(story -> out.println("\n" + story));
    findings.unknown().forEach((why, times) -> out.printf("unknown %,12d  %s%n", times, why));
    findings.reached().forEach((what, times) -> out.printf("reached %,12d  %s%n", times, what));
    findings.breaches().forEach((what, times) -> out.printf("BROKEN  %,12d  %s%n", times, what));
    out.printf(
        "%,d states, %,d transitions, %d broken promises, %d ms%n",
        states, transitions, findings.breaches().size(), (System.nanoTime() - began) / 1_000_000);
    return findings;
  }
}
